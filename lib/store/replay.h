/*
 * Replay: applies a context's events in order.
 *
 * All tables but the store's own (identity, components, events, positions) follow from the
 * feed: the context's tables by the effects of the events, outcomes by their causes. So
 * they can be emptied and rebuilt, or rebuilt elsewhere and compared.
 */
#ifndef STORE_REPLAY_H
#define STORE_REPLAY_H

#include "store/context.h"

/* Callbacks; any may be NULL. */
struct replay_watch {
	void (*progress)(void *watcher, int64_t position);
	/* Reports a difference. NULL: a line that differs from its row is a fault (EX_SOFTWARE). */
	void (*differs)(void *watcher, const char *words);
	void *watcher;
};

struct replay;

/*
 * Returns new: a replay of CONTEXT's events into STORE, which must both outlive it; with
 * OUTCOMES, outcomes are rebuilt, too. Within a transaction of STORE, whose tables are
 * empty.
 */
struct replay *replay_new(const struct context *context, struct store *store, bool outcomes);
void replay_free(struct replay *replay);

/*
 * Appends LINE, the next event, to the store's feed, byte for byte, and applies it. False
 * with FAULT set: EX_DATAERR if it can't be parsed or is out of order, EX_SOFTWARE if the
 * context doesn't know the event or can't apply it, otherwise the store's fault.
 */
bool replay_append(struct replay *replay, const char *line, size_t length, struct fault *fault);

/* Saves the last command's outcome. False: see store_fault(). */
bool replay_end(struct replay *replay);

/*
 * Rebuilds STORE from its own feed, in one write transaction. False with the
 * store's fault set: nothing has changed.
 */
bool replay_in_place(
	const struct context *context, struct store *store, const struct replay_watch *watch);

/*
 * Rebuilds the tables of CONTEXT, without outcomes, from STORE's own feed, within a write
 * transaction: for migrated tables. False with the store's fault set.
 */
bool replay_tables(const struct context *context, struct store *store);

/*
 * Rebuilds STORE's tables as temporary ones, in one read transaction, and reports to WATCH
 * where they, or the feed itself, differ. Returns the number of differences; -1 with the
 * store's fault set if the feed can't be replayed.
 */
int64_t replay_check(
	const struct context *context, struct store *store, const struct replay_watch *watch);

#endif
