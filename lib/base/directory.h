/*
 * Folders, and that what is in them is there after a power failure.
 */
#ifndef BASE_DIRECTORY_H
#define BASE_DIRECTORY_H

#include <stdbool.h>

#include "base/fault.h"

/*
 * Makes PATH and the folders above it that are missing, each synced into its
 * parent, and so are those that are there: a killed run may have made them.
 * False with FAULT set: 73, 77, 74 where syncing failed.
 */
bool directory_make(const char *path, struct fault *fault);

/* The same for the folder that FILE is in. */
bool directory_make_parent(const char *file, struct fault *fault);

/* Syncs the folder that FILE is in: only then a new file is there for good. */
bool directory_sync_parent(const char *file, struct fault *fault);

#endif
