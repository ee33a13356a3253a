/*
 * Replay: applies a context's events in order.
 *
 * Lines are parsed in stretches, each while the one before it is applied. So a fault may
 * be that of an earlier line than the last one added: it is of the event after
 * replay_position().
 */
#ifndef STORE_REPLAY_H
#define STORE_REPLAY_H

#include "store/context.h"

/* Callbacks; any may be NULL. */
struct replay_watch {
	void (*progress)(void *watcher, int64_t position);
	/* Reports a difference. NULL: a line that differs from its row is a fault (EX_SOFTWARE). */
	void (*differs)(void *watcher, const char *words);
	/*
	 * Warns that a line was altered since it was sealed; the replay goes on. NULL: that is a
	 * difference.
	 */
	void (*altered)(void *watcher, const char *words);
	void *watcher;
};

struct replay;

/*
 * Returns new: a replay of CONTEXT's events into STORE; all three, and WATCH (NULL: nobody),
 * must outlive it. The tables must be empty.
 */
struct replay *replay_new(
	const struct context *context, struct store *store, const struct replay_watch *watch);
void replay_free(struct replay *replay);

/*
 * Appends LINE, the next event, to the store's feed, byte for byte, and applies it, at the
 * latest by replay_flush(). Within a transaction. False with FAULT set: EX_DATAERR if a line
 * can't be parsed or is out of order, EX_SOFTWARE if the context doesn't know the event or
 * can't apply it, otherwise the store's fault; then only replay_free() may follow.
 */
bool replay_add(struct replay *replay, const char *line, size_t length, struct fault *fault);

/* Applies what has been added. False with FAULT set, as replay_add(). */
bool replay_flush(struct replay *replay, struct fault *fault);

/*
 * Applies the events of the store's own feed that come next, and flushes the store. False with
 * the store's fault set.
 */
bool replay_feed(struct replay *replay);

/* The position of the last event applied. */
int64_t replay_position(const struct replay *replay);

/* How many differences between rows of the feed and their lines were reported. */
int64_t replay_differences(const struct replay *replay);

#endif
