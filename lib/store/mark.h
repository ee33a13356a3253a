/*
 * The mark: what a store's lock file says of the store.
 *
 * A flag, which is dirty during a commit, and the position of the last event that was
 * acknowledged. A position is written after the event is on the disk, and is not synced itself:
 * it may be behind, and is never ahead.
 */
#ifndef STORE_MARK_H
#define STORE_MARK_H

#include <stdbool.h>
#include <stdint.h>

/* The size of the file: the flag, the position twice, a newline. */
enum { MARK_SIZE = 41 };

struct mark {
	bool dirty;       /* a commit is under way, or was interrupted */
	int64_t position; /* 0: not known */
};

/* Reads the mark in the lock file FD. What can't be read is dirty, and without a position. */
struct mark mark_read(int fd);

/* The same by the PATH of a lock file that may be missing. */
struct mark mark_read_file(const char *path);

/* Sets the flag. False with errno set. */
bool mark_begin(int fd);

/* Clears the flag, and sets the position. False with errno set. */
bool mark_end(int fd, int64_t position);

#endif
