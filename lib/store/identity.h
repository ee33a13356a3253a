/* The identity of a store: its context and its conference. */
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
 * Reads the identity of STORE, whose table identity was verified (schema_has_own_table()), into
 * ARENA. False with the store's fault set.
 */
bool identity_read(struct store *store, struct arena *arena, struct identity *identity);

/*
 * Whether IDENTITY has CONTEXT and, unless it is NULL, CONFERENCE. False with the store's fault
 * set (EX_CONFIG).
 */
bool identity_check(struct store *store, const struct identity *identity, const char *context,
	const char *conference);

/*
 * Borrows from ARENA: the name of the context of the store at PATH, which is not open.
 * NULL with FAULT set: EX_NOINPUT if it is missing, EX_CONFIG if it is not a Lanyard store,
 * otherwise as store_open(). Does not change the store.
 */
const char *identity_context(
	const char *path, int wait_milliseconds, struct arena *arena, struct fault *fault);

#endif
