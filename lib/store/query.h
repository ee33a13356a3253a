/*
 * A query: a prepared statement of static text, prepared once per store.
 *
 * Values are bound in the order of the text's parameters; columns are read by number, from
 * 0, and by type. A failing step, or a value of another type, sets the store's fault and
 * ends the rows.
 *
 *     struct query *query = query_of(store, "SELECT sold FROM types WHERE id = :id");
 *
 *     query_text(query, id);
 *     while (query_row(query))
 *             sold = query_integer_at(query, 0);
 */
#ifndef STORE_QUERY_H
#define STORE_QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/uuid.h"
#include "message/message.h"
#include "store/store.h"

struct query;

/* Borrows from STORE: the query of SQL (static text), ready for binding. */
struct query *query_of(struct store *store, const char *sql);

/* Bind the next parameter. The query borrows texts and blobs until it ends. */
void query_text(struct query *query, const char *text); /* NULL binds NULL */
void query_text_of(struct query *query, const char *text, size_t length);
void query_bytes(struct query *query, const void *bytes, size_t size);
void query_uuid(struct query *query, const struct uuid *uuid); /* NULL binds NULL */
void query_integer(struct query *query, int64_t value);
void query_null(struct query *query);

/* Steps to the next row; false at the end, where the query is reset, or on failure. */
bool query_row(struct query *query);

/* Runs to the end and ignores rows. */
void query_run(struct query *query);

/* Runs to the end; the number in the first column of the only row; 0 if it is NULL or missing. */
int64_t query_number(struct query *query);

/*
 * The same for loops: a number that is not above AFTER means a corrupt index, whose loop
 * would not end, and sets the store's fault.
 */
int64_t query_number_above(struct query *query, int64_t after);
int64_t query_number_below(struct query *query, int64_t before);

/*
 * Reads the numbers of all rows, ascending and above AFTER, into NUMBERS, which has LIMIT
 * elements; returns how many.
 */
int query_numbers(struct query *query, int64_t after, int64_t *numbers, int limit);

/*
 * A page of the numbers that an expensive query finds. SQL (static text) is "INSERT INTO
 * result_set (number) SELECT ...", run if AFTER is 0; later pages read the temporary
 * table. Fills NUMBERS with the lowest ones above AFTER, at most LIMIT; returns how many.
 */
int query_numbers_page(
	struct store *store, const char *sql, int64_t after, int64_t *numbers, int limit);

/* Ends a query before its last row. */
void query_end(struct query *query);

/*
 * A value of the row. In a damaged or forged file, it need not have the type that the
 * table's constraints promise. Then the store's fault is set (74), rows end, and the
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

/* The same, borrowed from ARENA. */
const char *query_copy_at(struct query *query, int column, struct arena *arena);
const char *query_optional_copy_at(struct query *query, int column, struct arena *arena);

/* The member of the enum WORDS that the text names; 0 for a corrupt store. */
unsigned query_enum_at(struct query *query, int column, const struct enumeration *enumeration);

/* SIZE bytes. Borrows until the next row. */
const void *query_bytes_at(struct query *query, int column, size_t size);
const void *query_optional_bytes_at(struct query *query, int column, size_t size);

#endif
