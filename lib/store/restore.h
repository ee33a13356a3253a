/*
 * Restoring: a new store from the lines of a feed, byte for byte.
 *
 * It is made beside its place, under the name of the store with ".restoring"
 * behind it, and put there when it is whole and on the disk: so there is a whole
 * store or none. What a killed run has left is removed by the next one.
 *
 *     restore_new, restore_line..., restore_finish, restore_free
 */
#ifndef STORE_RESTORE_H
#define STORE_RESTORE_H

#include "store/context.h"

struct restore;

/*
 * Returns new: a store that is to be at PATH, of one of CONTEXTS (ending with
 * NULL), whichever the first line says; CONFERENCE, unless NULL, is the one that
 * it may be of. NULL with FAULT set: 73 where there is a file already, 74, 75
 * where another is making it, 77.
 */
struct restore *restore_new(const char *path, const struct context *const *contexts,
	const char *conference, struct fault *fault);

/* Takes the next line of the feed. False with FAULT set: replay_line(); 78. */
bool restore_line(struct restore *restore, const char *line, size_t length, struct fault *fault);

/* Puts the store in its place. False with FAULT set: 65 where INPUT had no line, 73, 74. */
bool restore_finish(struct restore *restore, const char *input, struct fault *fault);

/* Removes what was not put in its place. */
void restore_free(struct restore *restore);

#endif
