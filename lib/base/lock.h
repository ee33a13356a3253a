/*
 * A lock file, for flock(2).
 *
 * flock() needs no write permission: whoever can open the file, be it to read, can take
 * the lock and stop everybody else. Therefore its permissions are those to write what it
 * locks, and no others.
 */
#ifndef BASE_LOCK_H
#define BASE_LOCK_H

#include "base/fault.h"

/*
 * Opens the lock file NAME in DIRECTORY (a descriptor, or AT_FDCWD), and makes
 * it if it is missing. OF is the file or directory that it locks (relative to DIRECTORY): a
 * new lock can be opened by those who may write OF, and an existing one loses what
 * permissions it has beyond that.
 *
 * Returns a descriptor, which the caller closes, or -1 with FAULT set: 73, 74, 77; 78 if
 * the file is no lock (a symbolic link, not a regular file, longer than one byte), if its
 * owner may not write OF, or if its permissions can't be changed. PATH names it there.
 */
int lock_open(
	int directory, const char *name, const char *of, const char *path, struct fault *fault);

#endif
