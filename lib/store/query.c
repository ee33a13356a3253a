#include "store/query.h"

#include "base/lines.h"
#include "base/memory.h"
#include "base/utf8.h"
#include "store/internal.h"

/* Greater than any stored price, quantity, count, position, or sum of them. */
#define INTEGER_LIMIT INT64_C(1000000000000000000)

/* The result for a corrupt row's id or digest. */
static const unsigned char zeroes[64];

struct query {
	struct store *store;
	const char *sql;
	sqlite3_stmt *statement; /* NULL if it could not be prepared */
	int bound;
	int64_t progress_calls; /* since it began: see on_progress() in connection.c */
};

static struct query *prepare(struct store *store, const char *sql)
{
	struct query *query = memory_zeroed(1, sizeof(*query));

	query->store = store;
	query->sql = sql;
	if (sqlite3_prepare_v3(store->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &query->statement,
		    NULL) != SQLITE_OK)
		store_failed(store, "preparing");
	return query;
}

struct query *query_of(struct store *store, const char *sql)
{
	size_t slot = ((uintptr_t)sql >> 3) * 2654435761u % QUERY_SLOTS;
	size_t tried;

	for (tried = 0; tried < QUERY_SLOTS; tried++, slot = (slot + 1) % QUERY_SLOTS) {
		struct query *query = store->queries[slot];

		if (query == NULL)
			return store->queries[slot] = prepare(store, sql);
		if (query->sql == sql) {
			query->bound = 0;
			query->progress_calls = 0;
			return query;
		}
	}
	fault_set(&store->fault, EX_SOFTWARE, "more than %d statements", QUERY_SLOTS);
	return store->queries[slot];
}

void query_free_all(struct store *store)
{
	size_t slot;

	for (slot = 0; slot < QUERY_SLOTS; slot++) {
		if (store->queries[slot] == NULL)
			continue;
		sqlite3_finalize(store->queries[slot]->statement);
		free(store->queries[slot]);
		store->queries[slot] = NULL;
	}
	store->progress_calls = NULL;
}

static bool is_usable(const struct query *query)
{
	return query->statement != NULL && query->store->fault.status == 0;
}

static void check_bind(struct query *query, int code)
{
	if (code != SQLITE_OK)
		store_failed(query->store, "binding");
}

void query_bind_text(struct query *query, const char *text, size_t length)
{
	query->bound++;
	if (is_usable(query))
		check_bind(query, sqlite3_bind_text64(query->statement, query->bound, text, length,
					  SQLITE_STATIC, SQLITE_UTF8));
}

struct query_value query_value_text(const char *text)
{
	return (struct query_value){QUERY_TEXT, 0, {.text = text}};
}

struct query_value query_value_integer(int64_t integer)
{
	return (struct query_value){QUERY_INTEGER, 0, {.integer = integer}};
}

struct query_value query_value_uuid(struct uuid uuid)
{
	return (struct query_value){QUERY_UUID, UUID_SIZE, {.uuid = uuid}};
}

struct query_value query_value_uuid_at(const struct uuid *uuid)
{
	return (struct query_value){QUERY_BYTES, UUID_SIZE, {.bytes = uuid}};
}

struct query_value query_value_digest_at(const struct digest *digest)
{
	return (struct query_value){QUERY_BYTES, DIGEST_SIZE, {.bytes = digest}};
}

/* Binds VALUE; returns SQLite's result code. */
static int bind(sqlite3_stmt *statement, int at, const struct query_value *value)
{
	switch (value->type) {
	case QUERY_TEXT:
		return sqlite3_bind_text(statement, at, value->of.text, -1, SQLITE_STATIC);
	case QUERY_INTEGER:
		return sqlite3_bind_int64(statement, at, value->of.integer);
	case QUERY_BYTES:
		return sqlite3_bind_blob64(
			statement, at, value->of.bytes, value->size, SQLITE_STATIC);
	case QUERY_UUID:
		return sqlite3_bind_blob64(
			statement, at, &value->of.uuid, value->size, SQLITE_TRANSIENT);
	case QUERY_END:
		break;
	}
	return SQLITE_MISUSE;
}

struct query *query_bind(struct query *query, const struct query_value *values)
{
	for (; values->type != QUERY_END; values++) {
		query->bound++;
		if (is_usable(query))
			check_bind(query, bind(query->statement, query->bound, values));
	}
	return query;
}

bool query_row(struct query *query)
{
	int code;

	if (!is_usable(query)) {
		query_end(query);
		return false;
	}
	query->store->progress_calls = &query->progress_calls;
	code = sqlite3_step(query->statement);
	if (code == SQLITE_ROW)
		return true;
	/* A prepared statement fails because of the data: invalid JSON, an integer overflow. */
	if (code == SQLITE_ERROR)
		store_corrupt(query->store, "%s", sqlite3_errmsg(query->store->db));
	else if (code != SQLITE_DONE)
		store_failed(query->store, "running a statement");
	query_end(query);
	return false;
}

void query_run(struct query *query)
{
	while (query_row(query))
		;
}

int64_t query_number(struct query *query)
{
	int64_t number = 0;

	while (query_row(query))
		number = query_is_null_at(query, 0) ? 0 : query_integer_at(query, 0);
	return number;
}

const char *query_copy(struct query *query, struct arena *arena)
{
	const char *text = NULL;

	while (query_row(query))
		text = query_optional_copy_at(query, 0, arena);
	return text;
}

/* Whether LOWER is below HIGHER, as an ascending index promises. */
static bool are_in_order(struct query *query, int64_t lower, int64_t higher)
{
	if (lower < higher)
		return true;
	store_corrupt(
		query->store, "an index has %lld before %lld", (long long)lower, (long long)higher);
	return false;
}

int64_t query_number_above(struct query *query, int64_t after)
{
	int64_t number = query_number(query);

	return number != 0 && are_in_order(query, after, number) ? number : 0;
}

int query_numbers(struct query *query, int64_t after, int64_t *numbers, int limit)
{
	int count = 0;

	while (count < limit && query_row(query)) {
		int64_t number = query_integer_at(query, 0);

		if (!is_usable(query) || !are_in_order(query, after, number))
			break;
		after = numbers[count++] = number;
	}
	query_end(query);
	return count;
}

static int read_result_set(struct store *store, int64_t after, int64_t *numbers, int limit)
{
	return query_numbers(QUERY(store,
				     "SELECT number FROM result_set WHERE number > :after "
				     "ORDER BY number LIMIT :limit",
				     after, limit),
		after, numbers, limit);
}

int query_numbers_page(struct store *store, const char *sql, const struct query_value *binding,
	int64_t after, int64_t *numbers, int limit)
{
	int count = after > 0 ? read_result_set(store, after, numbers, limit) : 0;

	if (count > 0)
		return count;
	query_run(query_of(store,
		"CREATE TEMP TABLE IF NOT EXISTS result_set (number INTEGER PRIMARY KEY) STRICT"));
	query_run(query_of(store, "DELETE FROM result_set"));
	query_run(query_bind(query_of(store, sql), binding));
	return read_result_set(store, after, numbers, limit);
}

void query_end(struct query *query)
{
	/* sqlite3_reset() repeats the step's error, which is reported already. */
	if (query->statement != NULL)
		sqlite3_reset(query->statement);
}

bool query_is_null_at(struct query *query, int column)
{
	return sqlite3_column_type(query->statement, column) == SQLITE_NULL;
}

/* Sets the fault: COLUMN does not contain WANTED. */
static void mismatch(struct query *query, int column, const char *wanted)
{
	static const char *const types[] = {
		[SQLITE_INTEGER] = "a number",
		[SQLITE_FLOAT] = "a fraction",
		[SQLITE_TEXT] = "a text",
		[SQLITE_BLOB] = "bytes",
		[SQLITE_NULL] = "nothing",
	};

	store_corrupt(query->store, "\"%.40s\" holds %s, and not %s",
		sqlite3_column_name(query->statement, column),
		types[sqlite3_column_type(query->statement, column)], wanted);
}

int64_t query_integer_within_at(struct query *query, int column, int64_t lowest, int64_t highest)
{
	bool is_integer = sqlite3_column_type(query->statement, column) == SQLITE_INTEGER;
	int64_t value = sqlite3_column_int64(query->statement, column);

	if (is_integer && value >= lowest && value <= highest)
		return value;
	mismatch(query, column, "a number within its bounds");
	return 0;
}

int64_t query_integer_at(struct query *query, int column)
{
	return query_integer_within_at(query, column, -INTEGER_LIMIT, INTEGER_LIMIT);
}

int64_t query_count_at(struct query *query, int column)
{
	return query_integer_within_at(query, column, 0, INTEGER_LIMIT);
}

int64_t query_position_at(struct query *query, int column)
{
	if (query_is_null_at(query, column))
		return 0;
	return query_count_at(query, column);
}

const char *query_text_at(struct query *query, int column, size_t *length)
{
	const char *text = NULL;
	size_t size = 0;

	if (sqlite3_column_type(query->statement, column) == SQLITE_TEXT) {
		text = (const char *)sqlite3_column_text(query->statement, column);
		size = (size_t)sqlite3_column_bytes(query->statement, column);
		if (text == NULL)
			memory_exhausted();
	}
	if (text == NULL || size > LINE_LIMIT || memchr(text, '\0', size) != NULL ||
		!utf8_is_valid(text, size)) {
		mismatch(query, column, "a text of UTF-8, as long as a line at the most");
		text = "";
		size = 0;
	}
	if (length != NULL)
		*length = size;
	return text;
}

const char *query_optional_text_at(struct query *query, int column, size_t *length)
{
	return query_is_null_at(query, column) ? NULL : query_text_at(query, column, length);
}

const char *query_copy_at(struct query *query, int column, struct arena *arena)
{
	size_t length;
	const char *text = query_text_at(query, column, &length);

	return arena_text(arena, text, length);
}

const char *query_optional_copy_at(struct query *query, int column, struct arena *arena)
{
	return query_is_null_at(query, column) ? NULL : query_copy_at(query, column, arena);
}

unsigned query_enum_at(struct query *query, int column, const struct enumeration *enumeration)
{
	unsigned member = enumeration_find(enumeration, query_text_at(query, column, NULL));

	if (member == 0)
		mismatch(query, column, "one of the words that it may be");
	return member;
}

const void *query_bytes_at(struct query *query, int column, size_t size)
{
	/* The type is read first: reading another type's value as bytes converts it. */
	bool is_blob = sqlite3_column_type(query->statement, column) == SQLITE_BLOB;
	const void *bytes = sqlite3_column_blob(query->statement, column);

	if (is_blob && bytes != NULL &&
		(size_t)sqlite3_column_bytes(query->statement, column) == size)
		return bytes;
	mismatch(query, column, "an id or a digest");
	return zeroes;
}

const void *query_optional_bytes_at(struct query *query, int column, size_t size)
{
	return query_is_null_at(query, column) ? NULL : query_bytes_at(query, column, size);
}
