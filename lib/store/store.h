/*
 * A store: the SQLite file of one context of one conference, and its lock.
 *
 * WAL, synchronous=FULL, STRICT tables. Every write transaction and every
 * checkpoint happens under one flock(2) on <store>.lock, which covers the
 * WAL-reset race that SQLite has before 3.51.3. The lock file is never
 * unlinked; its one byte tells whether a commit was cut off, and then the WAL is
 * synced before anything is read from it. It is written after each commit: who
 * watches it is woken when there is something to read. Local file systems only.
 *
 * A new store is readable by its owner alone; its other files have its permissions.
 *
 * Failure is sticky: what fails sets the store's fault, what comes after does
 * nothing, and store_commit() rolls back and returns false. So a function that
 * applies an event is a plain list of statements.
 */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"
#include "store/schema.h"

struct context;
struct store;

enum store_access {
	STORE_READ,   /* a missing store is 66; an older schema is brought up to date */
	STORE_WRITE,  /* the same */
	STORE_CREATE, /* makes a store that is missing */
};

struct store_place {
	const char *path;
	const char *conference; /* may be NULL: what the store says of itself */
	const struct context *context;
	/*
	 * Fills the context's tables anew from the feed, where a store that is there
	 * had them migrated, in the same transaction: replay_tables(). False with the
	 * store's fault set.
	 */
	bool (*rebuild)(const struct context *context, struct store *store);
	int wait_milliseconds; /* for the lock; then it is 75 */
};

/* Returns new: the store, open; NULL with FAULT set: 64, 66, 73, 74, 75, 77, 78. */
struct store *store_open(
	const struct store_place *place, enum store_access access, struct fault *fault);

void store_close(struct store *store);

/* Borrows: the feed's name, a CloudEvents source: /<conference>/<context>. */
const char *store_source(const struct store *store);

/* The context that it is of. */
const struct context *store_context(const struct store *store);

/* Borrows: the conference that it is of. */
const char *store_conference(const struct store *store);

/* Borrows: what went wrong; its status is 0 while nothing has. */
struct fault *store_fault(struct store *store);

/* Sets the fault: the store holds what no tool of ours writes (74). */
void store_corrupt(struct store *store, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* Takes the lock and begins a write transaction. False: see store_fault(). */
bool store_begin(struct store *store);

/* Commits, to the disk, and gives the lock back. False: nothing was changed. */
bool store_commit(struct store *store);

/* Undoes the transaction and gives the lock back. The fault stays. */
void store_rollback(struct store *store);

/* Begins and ends a read transaction: all its queries see one state. */
bool store_begin_reading(struct store *store);
void store_end_reading(struct store *store);

/*
 * From now on what queries sort and gather may lie in temporary files: for those
 * over all of a store, whose memory is constant then. Not within a transaction.
 */
void store_sort_in_files(struct store *store);

/* The position of the last event; within a write transaction, with its own. */
int64_t store_last_sequence(const struct store *store);

#endif
