/*
 * Directories whose entries survive a power failure: fsync(2) of a file does not
 * sync the directory entry that names it.
 */
#ifndef BASE_DIRECTORY_H
#define BASE_DIRECTORY_H

#include <stdbool.h>

#include "base/fault.h"

/*
 * Creates PATH and its missing parents, and syncs the parent of each. Existing
 * ones are synced too, because a killed run may have created them. False with
 * FAULT set: EX_CANTCREAT; EX_NOPERM; EX_IOERR if syncing failed.
 */
bool directory_make(const char *path, struct fault *fault);

/* The same for the directory that contains FILE. */
bool directory_make_parent(const char *file, struct fault *fault);

/* Syncs the directory that contains FILE, which makes a new file durable. */
bool directory_sync_parent(const char *file, struct fault *fault);

#endif
