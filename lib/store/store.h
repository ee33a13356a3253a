/*
 * A store: the SQLite file of one context of one conference, and its lock.
 *
 *     struct store *store = store_open(&place, STORE_WRITE, &fault);
 *
 *     if (store != NULL && store_begin(store)) {
 *             query_run(query_of(store, "UPDATE ticket_types SET sold = sold + 1"));
 *             if (!store_commit(store))
 *                     fault = *store_fault(store);
 *     }
 *     store_close(store);
 *
 * WAL mode, synchronous=FULL, STRICT tables. Every write transaction and every checkpoint
 * runs under one flock(2) on <store>.lock, which avoids the WAL-reset bug of SQLite before
 * 3.51.3. The lock file is never unlinked. It has the store's mark (mark.h): if a commit was
 * interrupted, or its sync failed, the WAL is written again and synced before anything is read from
 * it; a store that ends before the position is refused (loss.h). It is written after each commit,
 * which wakes processes that watch it. Local file systems only.
 *
 * A new store is readable by its owner alone; its other files have its permissions.
 *
 * Failure is sticky: the first failure sets the store's fault, later calls do nothing, and
 * store_commit() rolls back and returns false. So a function that applies an event is a
 * list of statements without checks.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fault.h"
#include "store/schema.h"

struct context;
struct replay_watch;
struct store;
struct store_loss;

enum store_access {
	STORE_READ,   /* EX_NOINPUT if it is missing; migrates an older schema */
	STORE_WRITE,  /* the same */
	STORE_CREATE, /* creates a missing store */
};

struct store_place {
	const char *path;
	const char *conference; /* NULL: the store's own */
	const struct context *context;
	/*
	 * Migrates an existing store, whose tables are rebuilt from its feed:
	 * rebuild_in_place(). False with the store's fault set.
	 */
	bool (*rebuild)(const struct context *context, struct store *store,
		const struct replay_watch *watch);
	const struct replay_watch *watch; /* of a migration; NULL: nobody */
	int wait_milliseconds;            /* for the lock; then the status is EX_TEMPFAIL */
	/*
	 * Gets what is missing, and accepts it for this process, and for all from its next commit on.
	 * NULL: it is refused.
	 */
	struct store_loss *loss;
};

/*
 * Returns new: the open store. NULL with FAULT set: EX_USAGE, EX_NOINPUT, EX_CANTCREAT,
 * EX_IOERR, EX_TEMPFAIL, EX_NOPERM, EX_CONFIG; EX_SOFTWARE if acknowledged events are missing.
 */
struct store *store_open(
	const struct store_place *place, enum store_access access, struct fault *fault);

void store_close(struct store *store);

/* Borrows from STORE: the feed's source (CloudEvents 1.0, 3.1), /<conference>/<context>. */
const char *store_source(const struct store *store);

/* The store's context. */
const struct context *store_context(const struct store *store);

/* Borrows from STORE: its conference. */
const char *store_conference(const struct store *store);

/* Borrows from STORE: its first failure; the status is 0 while there is none. */
struct fault *store_fault(struct store *store);

/* Sets the fault: the store contains what Lanyard does not write (EX_IOERR). */
void store_corrupt(struct store *store, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Takes the lock and begins a write transaction. False: see store_fault(). */
bool store_begin(struct store *store);

/* Commits, syncs and releases the lock. False: nothing was changed. */
bool store_commit(struct store *store);

/* Rolls back and releases the lock. The fault stays set. */
void store_rollback(struct store *store);

/* Begin and end a read transaction, whose queries all see one snapshot. */
bool store_begin_reading(struct store *store);
void store_end_reading(struct store *store);

/*
 * A transaction's memory, for what the store's context keeps in it, such as counters that
 * it writes once. It is empty, and .root NULL, when a transaction begins.
 */
struct store_memory {
	struct arena arena;
	void *root; /* what the context has there */
};

/* Borrows from STORE: the memory of its transaction. */
struct store_memory *store_memory(struct store *store);

/*
 * Lets the context write what it keeps (.flush of struct context), and empties the memory.
 * store_commit() does; before it, whatever uses the tables concerned by SQL has to.
 */
void store_flush(struct store *store);

/*
 * Lets queries sort in temporary files from now on, so that those over a whole store use
 * constant memory. Not within a transaction.
 */
void store_sort_in_files(struct store *store);

/* The position of the last event; within a write transaction, including its own. */
int64_t store_last_sequence(const struct store *store);

#endif
