/*
 * Projections: the tables of a store that follow from its feed, which are all
 * but the store's own: identity, components, events, positions.
 *
 * Which they are follows from the migrations, so that a context's next table is
 * rebuilt and compared without more code. That is why their SQL, and no other, is put
 * together while the tool runs; none of it comes from the store's file.
 */
#ifndef STORE_PROJECTION_H
#define STORE_PROJECTION_H

#include "store/replay.h"

/*
 * Adds SQL that empties the tables, with OUTCOMES outcomes and latest, too; in any
 * order: foreign keys are to be deferred.
 */
void projection_delete_sql(
	const struct context *context, struct store *store, bool outcomes, struct buffer *sql);

/* Adds SQL that makes empty temporary tables, and their indexes, under the same names. */
void projection_copy_sql(const struct context *context, struct store *store, struct buffer *sql);

/*
 * Tells WATCH where the tables differ from the temporary ones, by table, key and
 * column, in the order of the keys. Returns how many differences there are.
 */
int64_t projection_compare(
	const struct context *context, struct store *store, const struct replay_watch *watch);

#endif
