/* Columns are read by type: a value of another type or range is a fault of the store. */
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

/* Calls READ for each row of SQL. Returns whether the store was found to be corrupt. */
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
	tap_ok(!is_corrupt("SELECT 7", read_integer) && number == 7, "an integer is read");
	tap_ok(is_corrupt("SELECT NULL", read_integer) && number == 0,
		"NULL in place of an integer is corrupt");
	tap_ok(is_corrupt("SELECT '7'", read_integer), "a text in place of an integer is corrupt");
	tap_ok(is_corrupt("SELECT 7.5", read_integer),
		"a fraction in place of an integer is corrupt");
	tap_ok(is_corrupt("SELECT x'07'", read_integer),
		"a blob in place of an integer is corrupt");
	tap_ok(is_corrupt("SELECT 9223372036854775807", read_integer) && number == 0,
		"an integer that could overflow a sum is corrupt");
	tap_ok(is_corrupt("SELECT -9223372036854775807 - 1", read_integer),
		"an integer below 0 is corrupt");
	tap_ok(!is_corrupt("SELECT 100", read_percent) && is_corrupt("SELECT 101", read_percent) &&
			is_corrupt("SELECT -1", read_percent),
		"an integer out of its bounds is corrupt");
	tap_ok(!is_corrupt("SELECT NULL", read_position) && number == 0,
		"a position that is NULL is read as 0");
	tap_ok(is_corrupt("SELECT -3", read_position), "a position below 0 is corrupt");
}

/* Errors of SQLite's functions. */
static void test_functions(void)
{
	tap_ok(is_corrupt("SELECT json_extract('x', '$.a')", read_optional_text),
		"invalid JSON is corrupt");
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
		"NULL in place of a text is corrupt, and read as an empty text");
	tap_ok(!is_corrupt("SELECT NULL", read_optional_text) && text == NULL,
		"NULL in place of an optional text is read as NULL");
	tap_ok(is_corrupt("SELECT 7", read_optional_text),
		"an integer in place of a text is corrupt");
	tap_ok(is_corrupt("SELECT CAST(x'61ff' AS TEXT)", read_text),
		"a text that is not UTF-8 is corrupt");
	tap_ok(is_corrupt("SELECT CAST(x'610062' AS TEXT)", read_text),
		"a text with a NUL is corrupt");
	tap_ok(is_corrupt("SELECT printf('%.*c', 65537, 'x')", read_text),
		"a text that is longer than a line may be is corrupt");
	tap_ok(!is_corrupt("SELECT 'green'", read_word) && number == 2,
		"a word is read as the value of its enumeration");
	tap_ok(is_corrupt("SELECT 'blue'", read_word) && number == 0,
		"a word that is not in its enumeration is corrupt");
}

static void test_bytes(void)
{
	static const unsigned char zeroes[UUID_SIZE];

	tap_ok(!is_corrupt("SELECT x'000102030405060708090a0b0c0d0e0f'", read_id) &&
			bytes[15] == 15,
		"an id is read");
	tap_ok(is_corrupt("SELECT x'00'", read_id) && memcmp(bytes, zeroes, UUID_SIZE) == 0,
		"an id of another size is corrupt, and read as zeroes");
	tap_ok(is_corrupt("SELECT '0123456789abcdef'", read_id),
		"a text in place of an id is corrupt");
	tap_ok(!is_corrupt("SELECT NULL", read_optional_id) && bytes == NULL,
		"NULL in place of an optional id is read as NULL");
}

static bool is_fault(void)
{
	bool corrupt = store_fault(store)->status == EX_IOERR;

	fault_clear(store_fault(store));
	return corrupt;
}

static void test_only_text(void)
{
	text = query_copy(query_of(store, "SELECT 'one'"), &arena);
	tap_ok(text != NULL && strcmp(text, "one") == 0 && !is_fault(),
		"the text of the only row is read");
	tap_ok(query_copy(query_of(store, "SELECT 'one' WHERE 0"), &arena) == NULL && !is_fault(),
		"there is no text without a row");
	tap_ok(query_copy(query_of(store, "SELECT NULL"), &arena) == NULL && !is_fault(),
		"NULL is no text");
	query_copy(query_of(store, "SELECT 1"), &arena);
	tap_ok(is_fault(), "a number instead of the only row's text is corrupt");
}

static void test_order(void)
{
	int64_t numbers[2];

	tap_ok(query_numbers(query_of(store, "SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3"), 0,
		       numbers, 2) == 2 &&
			!is_fault(),
		"as many integers are read as there is room for");
	query_numbers(query_of(store, "SELECT 2 UNION ALL SELECT 2"), 0, numbers, 2);
	tap_ok(is_fault(), "an integer that is repeated in an ordered result is corrupt");
	query_numbers(query_of(store, "SELECT 5"), 5, numbers, 2);
	tap_ok(is_fault(), "an integer of an earlier page is corrupt");
	tap_ok(query_number_above(query_of(store, "SELECT 4"), 3) == 4 && !is_fault(),
		"an integer above the one before it is read");
	tap_ok(query_number_above(query_of(store, "SELECT 3 "), 3) == 0 && is_fault(),
		"an integer that does not grow in an ascending loop is corrupt");
	tap_ok(query_number_above(query_of(store, "SELECT NULL "), 3) == 0 && !is_fault(),
		"an ascending loop ends at NULL");
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
	tap_ok(store != NULL, "a store can be made");
	if (store != NULL) {
		test_numbers();
		test_functions();
		test_texts();
		test_bytes();
		test_only_text();
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
