/*
 * A store of each context for the harnesses, copied from the directory FUZZ_STORES; and a mirror of
 * each, into which the events that an input has recorded are replayed. What an input changes is
 * rolled back after it.
 */
#ifndef STATE_H
#define STATE_H

#include "store/context.h"
#include "store/handler.h"

struct state {
	const struct context *context;
	struct store *store;
	struct store *mirror;
	struct handler *handler;
	struct replay *replay;
	int64_t before; /* the position before the input's events */
	bool open;      /* a transaction is */
};

/* The state of CONTEXT, which is prepared for the first input. */
struct state *state_of(const struct context *context);

/* Returns new: a store of CONTEXT at PATH. */
struct store *state_open(const struct context *context, const char *path, enum store_access access);

/* Borrows: the path of a private copy of CONTEXT's store called NAME. */
const char *state_copy(const struct context *context, const char *name);

/* The directory for this process's files, in memory where possible. */
const char *state_directory(void);

/*
 * Replays what the input has recorded into the mirrors of all open states, and checks that their
 * rows are the same; WHOLE: and that the invariants of ticketing hold, which takes longer.
 */
void state_check(bool whole);

/* Rolls back all open states. */
void state_rollback(void);

/* Replays LINES of a feed that follow STATE's own into its mirror; false with FAULT set. */
bool state_replay(struct state *state, const char *lines, size_t length, struct fault *fault);

/* A sum of the rows of STORE's tables that follow from its feed, whatever their order. */
uint64_t state_rows(struct store *store);

#endif
