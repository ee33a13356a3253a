/*
 * A query: a statement of static text, prepared once for each store.
 *
 * Values are bound in the order in which the text names its parameters; the
 * columns of a row are read by number, from 0, and by type. A failing step sets the
 * store's fault, and so does a value of another type; then rows are over.
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

/* Borrows from STORE: the query of SQL (static text), ready to be bound. */
struct query *query_of(struct store *store, const char *sql);

/* Bind the next parameter. Texts and blobs are borrowed until the query ends. */
void query_text(struct query *query, const char *text); /* NULL binds NULL */
void query_text_of(struct query *query, const char *text, size_t length);
void query_bytes(struct query *query, const void *bytes, size_t size);
void query_uuid(struct query *query, const struct uuid *uuid); /* NULL binds NULL */
void query_integer(struct query *query, int64_t value);
void query_null(struct query *query);

/* The next row; false at the end, where the query is reset, or after a failure. */
bool query_row(struct query *query);

/* Runs to the end, ignoring rows. */
void query_run(struct query *query);

/* Runs to the end; the number in the first column of the only row, 0 where there is none, or NULL. */
int64_t query_number(struct query *query);

/*
 * The same, where the number is to be above AFTER: for loops that go on until there is
 * none. An index out of order could give the same ones for ever: it is a corrupt store.
 */
int64_t query_number_above(struct query *query, int64_t after);
int64_t query_number_below(struct query *query, int64_t before);

/*
 * The numbers of all rows, each above the one before it and the first above AFTER, into
 * NUMBERS, of which there is room for LIMIT; returns how many.
 */
int query_numbers(struct query *query, int64_t after, int64_t *numbers, int limit);

/*
 * A page of what SQL (static text) finds, which is expensive: "INSERT INTO result_set
 * (number) SELECT ...". Where AFTER is 0 it is run, and what it finds is kept for the
 * pages to come, while the store is open; so all pages together cost what one would.
 * Fills NUMBERS with the lowest ones behind AFTER, LIMIT at the most; returns how many.
 */
int query_numbers_page(
	struct store *store, const char *sql, int64_t after, int64_t *numbers, int limit);

/* Ends a query before its rows are over. */
void query_end(struct query *query);

/*
 * A value of the row. It has to be what the function names: a file that was damaged, or
 * made by somebody else, need not keep what the tables' constraints promise. Anything
 * else is a corrupt store: its fault is set (74), rows are over, and a value that does
 * no harm stands in: 0, "", bytes that are 0. Only the optional ones take NULL.
 */
bool query_is_null_at(struct query *query, int column);

/* A whole number, far enough from the limits of its type that sums of a few can't overflow. */
int64_t query_integer_at(struct query *query, int column);
int64_t query_integer_within_at(struct query *query, int column, int64_t lowest, int64_t highest);

/* How many there are: no less than 0. */
int64_t query_count_at(struct query *query, int column);

/* A position of the feed; 0 for NULL: there is none. */
int64_t query_position_at(struct query *query, int column);

/* A text: UTF-8 without NUL, no longer than a line may be. Borrows until the next row. */
const char *query_text_at(struct query *query, int column, size_t *length);
const char *query_optional_text_at(struct query *query, int column, size_t *length);

/* The same, borrowed from ARENA. */
const char *query_copy_at(struct query *query, int column, struct arena *arena);
const char *query_optional_copy_at(struct query *query, int column, struct arena *arena);

/* The member of WORDS whose text it is; 0 for a corrupt store. */
unsigned query_enum_at(struct query *query, int column, const struct enumeration *enumeration);

/* SIZE bytes. Borrows until the next row. */
const void *query_bytes_at(struct query *query, int column, size_t size);
const void *query_optional_bytes_at(struct query *query, int column, size_t size);

#endif
