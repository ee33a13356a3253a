/*
 * A query: a prepared statement of static text, prepared once per store.
 *
 * Values are bound in the order of the text's parameters; columns are read by number, from
 * 0, and by type. A failing step, or a value of another type, sets the store's fault and
 * ends the rows.
 *
 *     struct query *query = QUERY(store, "SELECT sold FROM types WHERE id = :id", id);
 *
 *     while (query_row(query))
 *             sold = query_integer_at(query, 0);
 *
 * The loop is needed even for one row: reading to the end resets the query, as query_end() does.
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/uuid.h"
#include "message/envelope.h"
#include "store/store.h"

struct query;
struct query_value;

/* Borrows from STORE: the query of SQL (static text), ready for binding. */
struct query *query_of(struct store *store, const char *sql);

/*
 * The same with the values of its parameters, 16 at the most: texts, integers, UUIDs, digests.
 * What a pointer refers to must not change until the query ends; NULL binds NULL.
 */
#define QUERY(store, sql, ...) query_bind(query_of(store, sql), QUERY_BINDING(__VA_ARGS__))
#define QUERY_BINDING(...)                                                                         \
	((const struct query_value[]){QUERY_VALUES(__VA_ARGS__), {.type = QUERY_END}})

/* Binds one more parameter: LENGTH bytes of TEXT, which must not change until the query ends. */
void query_bind_text(struct query *query, const char *text, size_t length);

/* Steps to the next row; false at the end, where the query is reset, or on failure. */
bool query_row(struct query *query);

/* Runs to the end and ignores rows. */
void query_run(struct query *query);

/* Runs to the end; the number in the first column of the only row; 0 if it is NULL or missing. */
int64_t query_number(struct query *query);

/* Borrows from ARENA: the same for a text; NULL if it is NULL or missing. */
const char *query_copy(struct query *query, struct arena *arena);

/*
 * query_number() for loops: a number that is not above AFTER means a corrupt index, whose loop
 * would not end, and sets the store's fault.
 */
int64_t query_number_above(struct query *query, int64_t after);

/*
 * Reads the numbers of all rows, ascending and above AFTER, into NUMBERS, which has LIMIT
 * elements; returns how many.
 */
int query_numbers(struct query *query, int64_t after, int64_t *numbers, int limit);

/*
 * A page of the numbers that an expensive query finds. SQL (static text) is "INSERT INTO
 * result_set (number) SELECT ...", with the values of BINDING, a QUERY_BINDING(). It is run for
 * the first page, when AFTER is 0, and again when all that it found was read, because more may
 * have been added since; the pages are read from the temporary table, which is one for all
 * callers in a store. Fills NUMBERS with the lowest ones above AFTER, at most LIMIT; returns how
 * many. A number may no longer be a result, because other processes write between the pages.
 */
int query_numbers_page(struct store *store, const char *sql, const struct query_value *binding,
	int64_t after, int64_t *numbers, int limit);

/* Ends a query before its last row. */
void query_end(struct query *query);

/*
 * A value of the row. In a damaged or forged file, it need not have the type that the
 * table's constraints promise. Then the store's fault is set (EX_IOERR), rows end, and the
 * result is 0, "" or zero bytes. Only the optional ones accept NULL.
 */
bool query_is_null_at(struct query *query, int column);

/* An integer, small enough that a sum of a few can't overflow. */
int64_t query_integer_at(struct query *query, int column);
int64_t query_integer_within_at(struct query *query, int column, int64_t lowest, int64_t highest);

/* A count: at least 0. */
int64_t query_count_at(struct query *query, int column);

/* A position in the feed; 0 for NULL. */
int64_t query_position_at(struct query *query, int column);

/* A text: UTF-8 without NUL, at most LINE_LIMIT bytes. Borrows until the next row. */
const char *query_text_at(struct query *query, int column, size_t *length);
const char *query_optional_text_at(struct query *query, int column, size_t *length);

/* Borrows from ARENA: a copy of it. */
const char *query_copy_at(struct query *query, int column, struct arena *arena);
const char *query_optional_copy_at(struct query *query, int column, struct arena *arena);

/* The member of ENUMERATION that the text names; 0 for a corrupt store. */
unsigned query_enum_at(struct query *query, int column, const struct enumeration *enumeration);

/* SIZE bytes. Borrows until the next row. */
const void *query_bytes_at(struct query *query, int column, size_t size);
const void *query_optional_bytes_at(struct query *query, int column, size_t size);

/* What QUERY() is made of. */

struct query_value {
	enum { QUERY_END, QUERY_TEXT, QUERY_INTEGER, QUERY_BYTES, QUERY_UUID } type;
	size_t size; /* of bytes */
	union {
		const char *text;
		int64_t integer;
		const void *bytes;
		struct uuid uuid;
	} of;
};

struct query_value query_value_text(const char *text);
struct query_value query_value_integer(int64_t integer);
struct query_value query_value_uuid(struct uuid uuid);
struct query_value query_value_uuid_at(const struct uuid *uuid);
struct query_value query_value_digest_at(const struct digest *digest);

/* Binds VALUES up to QUERY_END. */
struct query *query_bind(struct query *query, const struct query_value *values);

/* clang-format off */
#define QUERY_VALUE(of)                                                                            \
	_Generic((of),                                                                             \
		char *: query_value_text, const char *: query_value_text,                          \
		struct uuid *: query_value_uuid_at, const struct uuid *: query_value_uuid_at,      \
		struct digest *: query_value_digest_at,                                            \
		const struct digest *: query_value_digest_at,                                      \
		struct uuid: query_value_uuid, default: query_value_integer)(of)
/* clang-format on */
#define QUERY_VALUES_1(of) QUERY_VALUE(of)
#define QUERY_VALUES_2(of, ...) QUERY_VALUE(of), QUERY_VALUES_1(__VA_ARGS__)
#define QUERY_VALUES_3(of, ...) QUERY_VALUE(of), QUERY_VALUES_2(__VA_ARGS__)
#define QUERY_VALUES_4(of, ...) QUERY_VALUE(of), QUERY_VALUES_3(__VA_ARGS__)
#define QUERY_VALUES_5(of, ...) QUERY_VALUE(of), QUERY_VALUES_4(__VA_ARGS__)
#define QUERY_VALUES_6(of, ...) QUERY_VALUE(of), QUERY_VALUES_5(__VA_ARGS__)
#define QUERY_VALUES_7(of, ...) QUERY_VALUE(of), QUERY_VALUES_6(__VA_ARGS__)
#define QUERY_VALUES_8(of, ...) QUERY_VALUE(of), QUERY_VALUES_7(__VA_ARGS__)
#define QUERY_VALUES_9(of, ...) QUERY_VALUE(of), QUERY_VALUES_8(__VA_ARGS__)
#define QUERY_VALUES_10(of, ...) QUERY_VALUE(of), QUERY_VALUES_9(__VA_ARGS__)
#define QUERY_VALUES_11(of, ...) QUERY_VALUE(of), QUERY_VALUES_10(__VA_ARGS__)
#define QUERY_VALUES_12(of, ...) QUERY_VALUE(of), QUERY_VALUES_11(__VA_ARGS__)
#define QUERY_VALUES_13(of, ...) QUERY_VALUE(of), QUERY_VALUES_12(__VA_ARGS__)
#define QUERY_VALUES_14(of, ...) QUERY_VALUE(of), QUERY_VALUES_13(__VA_ARGS__)
#define QUERY_VALUES_15(of, ...) QUERY_VALUE(of), QUERY_VALUES_14(__VA_ARGS__)
#define QUERY_VALUES_16(of, ...) QUERY_VALUE(of), QUERY_VALUES_15(__VA_ARGS__)
#define QUERY_VALUES(...)                                                                          \
	QUERY_VALUES_OF(__VA_ARGS__, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0)     \
	(__VA_ARGS__)
#define QUERY_VALUES_OF(                                                                           \
	_1, _2, _3, _4, _5, _6, _7, _8, _9, _10, _11, _12, _13, _14, _15, _16, count, ...)         \
	QUERY_VALUES_##count

#endif
