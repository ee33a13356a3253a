/*
 * Replay: what a context's events come to, applied in their order.
 *
 * All that a store holds beside its feed follows from it: the context's tables
 * by the effects of the events, outcomes and latest by who caused them. So they
 * can be emptied and rebuilt, or rebuilt elsewhere and compared. The store's own
 * tables stay as they are: identity, components, events, positions.
 */
#ifndef STORE_REPLAY_H
#define STORE_REPLAY_H

#include "store/context.h"

/* Who is told how it goes on; any function may be NULL. */
struct replay_watch {
	void (*progress)(void *watcher, int64_t position);
	/* A difference, in words. NULL: where a line and its row differ is a fault (70). */
	void (*differs)(void *watcher, const char *words);
	void *watcher;
};

struct replay;

/*
 * Returns new: a replay of CONTEXT's events into STORE, both of which it
 * borrows; with OUTCOMES, outcomes and latest are rebuilt, too. Within a
 * transaction of STORE, whose tables are empty.
 */
struct replay *replay_new(const struct context *context, struct store *store, bool outcomes);
void replay_free(struct replay *replay);

/*
 * Appends LINE to the store's feed, byte for byte, and applies it: it is the
 * event that comes next. False with FAULT set: 65 where the line can't be read or
 * is out of its order, 70 where the context doesn't know the event or it can't be
 * applied, and what the store says.
 */
bool replay_append(struct replay *replay, const char *line, size_t length, struct fault *fault);

/* Keeps the last command's outcome. False: see store_fault(). */
bool replay_end(struct replay *replay);

/*
 * Rebuilds STORE from its own feed, in one write transaction. False with the
 * store's fault set: nothing has changed.
 */
bool replay_in_place(
	const struct context *context, struct store *store, const struct replay_watch *watch);

/*
 * Rebuilds the tables of CONTEXT, and no outcomes, from STORE's own feed, within a
 * write transaction: for a store whose tables have just been migrated. False with
 * the store's fault set.
 */
bool replay_tables(const struct context *context, struct store *store);

/*
 * Rebuilds STORE's tables in temporary ones, in one read transaction, and tells
 * WATCH where they, or the feed itself, differ. Returns how many differences
 * there are; -1 with the store's fault set where the feed can't be replayed.
 */
int64_t replay_check(
	const struct context *context, struct store *store, const struct replay_watch *watch);

#endif
