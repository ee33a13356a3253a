/*
 * Restoring: creates a store from the lines of a feed, byte for byte.
 *
 * It is written beside its path, as STORE.restoring, and linked to its path when it is
 * complete and synced: so there is a complete store or none. The next run removes what a
 * killed one leaves.
 *
 *     restore_new, restore_line..., restore_flush, restore_finish, restore_free
 */
#ifndef STORE_RESTORE_H
#define STORE_RESTORE_H

#include "store/context.h"

struct restore;
struct store_loss;

/*
 * Returns new: a store to be created at PATH; its context, one of CONTEXTS (ending with
 * NULL), follows from the first line. Its conference must be CONFERENCE, unless that is
 * NULL. NULL with FAULT set: EX_CANTCREAT if the file exists, EX_TEMPFAIL if another process is
 * restoring it, EX_IOERR, EX_NOPERM.
 */
struct restore *restore_new(const char *path, const struct context *const *contexts,
	const char *conference, struct fault *fault);

/*
 * Adds the next line of the feed; lines are parsed and applied in stretches, at the latest by
 * restore_flush(). False with FAULT set, as replay_add(), or EX_CONFIG: the line after
 * restore_count() of them is bad.
 */
bool restore_line(struct restore *restore, const char *line, size_t length, struct fault *fault);
bool restore_flush(struct restore *restore, struct fault *fault);

/* How many lines have been applied. */
int64_t restore_count(const struct restore *restore);

/*
 * Completes the store, after restore_flush(). False with FAULT set: EX_DATAERR if no line was
 * appended, in the name of INPUT; EX_CANTCREAT; EX_IOERR; EX_SOFTWARE if the lock file at PATH
 * has acknowledged more events than there are: LOSS gets them, but if it is NULL, they are refused.
 */
bool restore_finish(
	struct restore *restore, const char *input, struct store_loss *loss, struct fault *fault);

/* Frees RESTORE, and removes an incomplete store. */
void restore_free(struct restore *restore);

#endif
