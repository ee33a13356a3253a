/*
 * A directory of a unit test's own, with one store in it.
 *
 *     tap_ok(scratch_remove(path, "house.db"), "a store's directory has no files but its own");
 */
#ifndef UNIT_SCRATCH_H
#define UNIT_SCRATCH_H

#include <stdbool.h>
#include <stdio.h>
#include <unistd.h>

/* Removes the store FILE in DIRECTORY, and then DIRECTORY; false if it has other files. */
static inline bool scratch_remove(const char *directory, const char *file)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", ".lock"};
	char path[128];
	size_t i;

	for (i = 0; i < sizeof(suffixes) / sizeof(*suffixes); i++) {
		snprintf(path, sizeof(path), "%s/%s%s", directory, file, suffixes[i]);
		unlink(path);
	}
	return rmdir(directory) == 0;
}

#endif
