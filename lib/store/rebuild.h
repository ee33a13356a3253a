/*
 * Rebuilding: a store's tables from its own feed.
 *
 * All tables but the store's own (identity, components, events, positions) follow from the
 * feed: the context's tables by the effects of the events, natural keys by their commands. So
 * they can be rebuilt beside the store, and compared or exchanged with its tables. Tables that
 * lag (.lagging of struct context) are emptied, and not compared.
 */
#ifndef STORE_REBUILD_H
#define STORE_REBUILD_H

#include "store/replay.h"

/*
 * Rebuilds STORE's tables as temporary ones, in read transactions, and then, in one write
 * transaction, migrates the tables of an older version, and changes the rows of the store that
 * differ. False with the store's fault set: nothing has changed.
 */
bool rebuild_in_place(
	const struct context *context, struct store *store, const struct replay_watch *watch);

/*
 * Rebuilds STORE's tables as temporary ones, in one read transaction, and reports to WATCH
 * where they, or the feed itself, differ. Returns the number of differences; -1 with the
 * store's fault set if the feed can't be replayed.
 */
int64_t rebuild_check(
	const struct context *context, struct store *store, const struct replay_watch *watch);

#endif
