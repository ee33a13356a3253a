/*
 * Segments: lines appended to the newest file of a directory, synced before they are
 * acknowledged, rotated by size and number.
 *
 *     DIR/events-0000000001.ndjson, events-0000000002.ndjson, ...
 *     DIR/lock                  held by the writer, never unlinked
 *     DIR/torn-NUMBER-OFFSET    an incomplete line of segment NUMBER, left by a crash
 *                               (if it exists, torn-NUMBER-OFFSET-1, ...)
 *
 * One writer per directory. Local file systems only.
 */
#ifndef LOG_SEGMENTS_H
#define LOG_SEGMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

struct segments;

/* A position: after the first LENGTH bytes of segment NUMBER. */
struct place {
	int64_t number;
	int64_t length;
};

/*
 * Returns new: the directory, created if missing, its newest segment open at the end of
 * its last complete line; an incomplete one, left by a crash, is moved to a file of its
 * own. A segment has at most SIZE bytes, unless its only line is longer; KEEP segments are
 * kept, 0: all. NULL with FAULT set: 73, 74, 75 if it has a writer, 77.
 */
struct segments *segments_open(
	const char *directory, int64_t size, int64_t keep, struct fault *fault);

void segments_close(struct segments *segments);

/*
 * Appends LINES, LENGTH bytes of complete lines, and syncs them. Begins a new segment
 * before one would exceed its size, and then deletes the oldest. Returns the number of
 * bytes, of complete lines, that are synced: LENGTH, or fewer with FAULT set; the rest is
 * removed, and no more may be appended.
 */
size_t segments_append(
	struct segments *segments, const char *lines, size_t length, struct fault *fault);

/* The position after the last appended line. */
struct place segments_end(const struct segments *segments);

/* Returns new: the path of segment NUMBER. */
char *segments_path(const struct segments *segments, int64_t number);

/* Borrows: the path of the incomplete line that was moved; NULL: there was none. */
const char *segments_torn(const struct segments *segments);

#endif
