/*
 * A lock file, for flock(2).
 *
 * flock(2) needs no write permission: a user who can open the file for reading can hold
 * the lock for ever. So only users who may write the locked file can open its lock.
 */
#ifndef BASE_LOCK_H
#define BASE_LOCK_H

#include <sys/types.h>

#include "base/fault.h"

/*
 * Opens the lock file NAME in DIRECTORY (a descriptor, or AT_FDCWD), and creates
 * it if it is missing. OF is the file or directory that it locks (relative to DIRECTORY):
 * a new lock gets the permissions that those who may write OF need, and an existing one
 * loses all others.
 *
 * Returns a descriptor, which the caller closes, or -1 with FAULT set: EX_CANTCREAT, EX_IOERR,
 * EX_NOPERM; EX_CONFIG if the file is no lock (a symbolic link, not a regular file, longer than one
 * byte and than SIZE bytes), if its owner may not write OF, or if its permissions can't be changed.
 * PATH names it in messages.
 */
int lock_open(int directory, const char *name, const char *of, const char *path, off_t size,
	struct fault *fault);

#endif
