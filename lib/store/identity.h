/*
 * A store's identity: its context and its conference.
 */
#ifndef STORE_IDENTITY_H
#define STORE_IDENTITY_H

#include "base/arena.h"
#include "base/fault.h"

struct store;

struct identity {
	const char *context;
	const char *conference;
};

/*
 * Reads the identity of STORE, whose table of it is known to be Lanyard's, into ARENA.
 * False with the store's fault set.
 */
bool identity_read(struct store *store, struct arena *arena, struct identity *identity);

/* Whether it is of CONTEXT and of CONFERENCE (unless NULL). False with the store's fault set (78). */
bool identity_check(struct store *store, const struct identity *identity, const char *context,
	const char *conference);

/*
 * Borrows from ARENA: the name of the context that the store at PATH is of, which is
 * not open yet. NULL with FAULT set: 66 where there is none, 78 where it is no store of
 * Lanyard's, and what store_open() fails with. Changes nothing in it.
 */
const char *identity_context(
	const char *path, int wait_milliseconds, struct arena *arena, struct fault *fault);

#endif
