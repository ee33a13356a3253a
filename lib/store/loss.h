/*
 * Loss: events that were acknowledged, and that a store does not have any more. SQLite takes a
 * damaged WAL for one that ends there, so only the lock file's mark shows it.
 */
#ifndef STORE_LOSS_H
#define STORE_LOSS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"

struct store;

struct store_loss {
	int64_t end;          /* the position of the last event that is there */
	int64_t acknowledged; /* of the last one that was */
};

/*
 * Whether STORE, whose last event is END, has what its mark acknowledged, or this process has
 * accepted that it does not. False with its fault set (EX_SOFTWARE).
 */
bool loss_is_none(struct store *store, int64_t end);

/*
 * Whether the lock file of FILE acknowledged an event; STORE's mark gets it. If FILE was no store
 * then, and still is none now, it is gone.
 */
bool loss_is_marked(struct store *store, const char *file);

/* Sets STORE's fault (EX_SOFTWARE): it is gone. Returns false. */
bool loss_refuse_gone(struct store *store);

#endif
