/* A store is read by type: what it should not hold is its fault, and does no harm. */
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/context.h"
#include "store/query.h"
#include "tap.h"

static const struct component *const components[] = {NULL};
static const struct context context = {.name = "house", .components = components};
static const char *const colours[] = {NULL, "red", "green"};
static const struct enumeration colour_enum = {colours, COUNT_OF(colours)};
static struct store *store;
static struct arena arena;

/* What is done with the only row of SQL, and whether the store was at fault for it. */
static bool is_corrupt(const char *sql, void (*read)(struct query *query))
{
	struct fault *fault = store_fault(store);
	struct query *query = query_of(store, sql);
	bool corrupt;

	while (query_row(query))
		read(query);
	corrupt = fault->status == EX_IOERR && strstr(fault->reason, "is corrupt") != NULL;
	fault_clear(fault);
	return corrupt;
}

static int64_t number;
static const char *text;
static const unsigned char *bytes;

static void read_integer(struct query *query)
{
	number = query_integer_at(query, 0);
}

static void read_percent(struct query *query)
{
	number = query_integer_within_at(query, 0, 0, 100);
}

static void read_position(struct query *query)
{
	number = query_position_at(query, 0);
}

static void read_text(struct query *query)
{
	text = query_copy_at(query, 0, &arena);
}

static void read_optional_text(struct query *query)
{
	text = query_optional_copy_at(query, 0, &arena);
}

static void read_word(struct query *query)
{
	number = query_enum_at(query, 0, &colour_enum);
}

static void read_id(struct query *query)
{
	bytes = query_bytes_at(query, 0, UUID_SIZE);
}

static void read_optional_id(struct query *query)
{
	bytes = query_optional_bytes_at(query, 0, UUID_SIZE);
}

static void test_numbers(void)
{
	tap_ok(!is_corrupt("SELECT 7", read_integer) && number == 7, "a number is read");
	tap_ok(is_corrupt("SELECT NULL", read_integer) && number == 0, "nothing is no number");
	tap_ok(is_corrupt("SELECT '7'", read_integer), "a text is no number");
	tap_ok(is_corrupt("SELECT 7.5", read_integer), "a fraction is none");
	tap_ok(is_corrupt("SELECT x'07'", read_integer), "bytes are none");
	tap_ok(is_corrupt("SELECT 9223372036854775807", read_integer) && number == 0,
		"a number that could overflow a sum is corrupt");
	tap_ok(is_corrupt("SELECT -9223372036854775807 - 1", read_integer), "so is one below 0");
	tap_ok(!is_corrupt("SELECT 100", read_percent) && is_corrupt("SELECT 101", read_percent) &&
			is_corrupt("SELECT -1", read_percent),
		"a number has to be within its bounds");
	tap_ok(!is_corrupt("SELECT NULL", read_position) && number == 0, "no position is 0");
	tap_ok(is_corrupt("SELECT -3", read_position), "no position is below 0");
}

/* What SQLite's functions find wrong in a row. */
static void test_functions(void)
{
	tap_ok(is_corrupt("SELECT json_extract('x', '$.a')", read_optional_text),
		"JSON that is none is corrupt");
	tap_ok(is_corrupt("SELECT sum(value) FROM (SELECT 9223372036854775807 AS value "
			  "UNION ALL SELECT 1)",
		       read_integer),
		"a sum that overflows is corrupt");
}

static void test_texts(void)
{
	tap_ok(!is_corrupt("SELECT 'caf\u00e9'", read_text) && strcmp(text, "caf\u00e9") == 0,
		"a text is read");
	tap_ok(is_corrupt("SELECT NULL", read_text) && *text == '\0',
		"nothing is no text, and \"\" stands in for it");
	tap_ok(!is_corrupt("SELECT NULL", read_optional_text) && text == NULL,
		"nothing is NULL where the text is optional");
	tap_ok(is_corrupt("SELECT 7", read_optional_text), "a number is no text");
	tap_ok(is_corrupt("SELECT CAST(x'61ff' AS TEXT)", read_text),
		"a text that is not UTF-8 is corrupt");
	tap_ok(is_corrupt("SELECT CAST(x'610062' AS TEXT)", read_text), "one with a NUL is");
	tap_ok(is_corrupt("SELECT printf('%.*c', 65537, 'x')", read_text),
		"and one that is longer than a line may be");
	tap_ok(!is_corrupt("SELECT 'green'", read_word) && number == 2,
		"a word is read as the member whose text it is");
	tap_ok(is_corrupt("SELECT 'blue'", read_word) && number == 0,
		"a word that is not in the list is corrupt");
}

static void test_bytes(void)
{
	static const unsigned char zeroes[UUID_SIZE];

	tap_ok(!is_corrupt("SELECT x'000102030405060708090a0b0c0d0e0f'", read_id) &&
			bytes[15] == 15,
		"an id is read");
	tap_ok(is_corrupt("SELECT x'00'", read_id) && memcmp(bytes, zeroes, UUID_SIZE) == 0,
		"an id of another size is corrupt, and zeroes stand in for it");
	tap_ok(is_corrupt("SELECT '0123456789abcdef'", read_id), "a text is no id");
	tap_ok(!is_corrupt("SELECT NULL", read_optional_id) && bytes == NULL,
		"nothing is NULL where the id is optional");
}

static bool is_fault(void)
{
	bool corrupt = store_fault(store)->status == EX_IOERR;

	fault_clear(store_fault(store));
	return corrupt;
}

static void test_order(void)
{
	int64_t numbers[2];

	tap_ok(query_numbers(query_of(store, "SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3"), 0,
		       numbers, 2) == 2 &&
			!is_fault(),
		"as many numbers are read as there is room for");
	query_numbers(query_of(store, "SELECT 2 UNION ALL SELECT 2"), 0, numbers, 2);
	tap_ok(is_fault(), "a number that comes twice is corrupt");
	query_numbers(query_of(store, "SELECT 5"), 5, numbers, 2);
	tap_ok(is_fault(), "so is one that came on the page before");
	tap_ok(query_number_above(query_of(store, "SELECT 4"), 3) == 4 && !is_fault(),
		"a number above the one before it is read");
	tap_ok(query_number_above(query_of(store, "SELECT 3 "), 3) == 0 && is_fault(),
		"a loop ends where the next number does not grow");
	tap_ok(query_number_below(query_of(store, "SELECT 9 "), 3) == 0 && is_fault(),
		"or does not shrink where it should");
	tap_ok(query_number_below(query_of(store, "SELECT NULL "), 3) == 0 && !is_fault(),
		"or where there is no more");
}

int main(void)
{
	static char path[] = "/tmp/store-query-XXXXXX";
	char file[64];
	struct fault fault = {0};
	struct store_place place = {.path = file, .conference = "test", .context = &context};

	if (mkdtemp(path) == NULL)
		return 1;
	snprintf(file, sizeof(file), "%s/house.db", path);
	store = store_open(&place, STORE_CREATE, &fault);
	tap_ok(store != NULL, "a store is made");
	if (store != NULL) {
		test_numbers();
		test_functions();
		test_texts();
		test_bytes();
		test_order();
	}
	store_close(store);
	arena_release(&arena);
	for (const char *const *end = (const char *const[]){"", "-wal", "-shm", ".lock", NULL};
		*end != NULL; end++) {
		snprintf(file, sizeof(file), "%s/house.db%s", path, *end);
		unlink(file);
	}
	rmdir(path);
	return tap_end();
}
