/*
 * Projections: the tables that follow from the feed, which are all but the store's own:
 * identity, components, events, positions; and those that lag (.lagging of struct context).
 *
 * The list follows from the migrations, so that a new table is rebuilt and compared
 * without more code. So this is the only SQL that is composed at run time, from the schema
 * that the migrations create; only names of what is dropped come from the store's file, whose
 * schema was verified before.
 */
#ifndef STORE_PROJECTION_H
#define STORE_PROJECTION_H

#include "store/replay.h"

/* Adds SQL that creates empty temporary tables and indexes of the same names. */
void projection_copy_sql(const struct context *context, struct store *store, struct buffer *sql);

/*
 * Adds SQL that makes the tables, indexes and views that an older version made in another way, and
 * gives the tables the rows of the temporary ones: those that differ are deleted and inserted. A
 * table that is made, or is damaged now, whose rows or index entries may not be found, is refilled.
 * A failure sets the store's fault.
 */
void projection_exchange_sql(
	const struct context *context, struct store *store, struct buffer *sql);

/*
 * Reports to WATCH each difference between the tables and the temporary ones by table, key and
 * column: of each table first the store's rows, then the rows that only its feed has. Returns
 * their number; a failure sets the store's fault.
 */
int64_t projection_compare(
	const struct context *context, struct store *store, const struct replay_watch *watch);

#endif
