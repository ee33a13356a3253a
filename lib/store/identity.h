/*
 * A store's identity: whose it is, read before it is opened as that.
 */
#ifndef STORE_IDENTITY_H
#define STORE_IDENTITY_H

#include "base/arena.h"
#include "base/fault.h"

/*
 * Borrows from ARENA: the name of the context that the store at PATH is of. NULL
 * with FAULT set: 66 where there is none, 78 where it is no store of ours, and
 * what store_open() fails with. Changes nothing in it.
 */
const char *identity_context(
	const char *path, int wait_milliseconds, struct arena *arena, struct fault *fault);

#endif
