/*
 * A query: a statement of static text, prepared once for each store.
 *
 * Values are bound in the order in which the text names its parameters; the
 * columns of a row are read by number, from 0. A failing step sets the store's
 * fault; then rows are over and values are zero.
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

/* Runs to the end; the number in the first column of the only row, 0 where there is none. */
int64_t query_number(struct query *query);

/* The same of each row, into NUMBERS, of which there is room for LIMIT; returns how many. */
int query_numbers(struct query *query, int64_t *numbers, int limit);

/*
 * A page of what SQL (static text) finds, which is dear: "INSERT INTO kept_numbers
 * (number) SELECT ...". Where AFTER is 0 it is run, and what it finds is kept for the
 * pages to come, while the store is open; so all pages together cost what one would.
 * Fills NUMBERS with the lowest ones behind AFTER, LIMIT at the most; returns how many.
 */
int query_kept_numbers(
	struct store *store, const char *sql, int64_t after, int64_t *numbers, int limit);

/* Ends a query before its rows are over. */
void query_end(struct query *query);

bool query_is_null_at(struct query *query, int column);
int64_t query_integer_at(struct query *query, int column);

/* Borrows until the next row: NULL for NULL. */
const char *query_text_at(struct query *query, int column, size_t *length);

/* Borrows from ARENA: NULL for NULL. */
const char *query_copy_at(struct query *query, int column, struct arena *arena);

/* Borrows until the next row: SIZE bytes, or NULL where the value has another size. */
const void *query_bytes_at(struct query *query, int column, size_t size);

#endif
