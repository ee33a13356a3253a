/*
 * Segments: whole lines appended to the newest of a folder's files, on the
 * disk before they count, rotated by size and number.
 *
 *     DIR/events-0000000001.ndjson, events-0000000002.ndjson, ...
 *     DIR/lock            held while a writer is there, never unlinked
 *     DIR/torn-NUMBER-OFFSET    what a crash has left of a line in segment NUMBER
 *                               (where that is taken, torn-NUMBER-OFFSET-1, ...)
 *
 * One writer a folder. Local file systems only.
 */
#ifndef LOG_SEGMENTS_H
#define LOG_SEGMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

struct segments;

/* A place in them: behind the first LENGTH bytes of segment NUMBER. */
struct place {
	int64_t number;
	int64_t length;
};

/*
 * Returns new: the folder, made where it is missing, its newest segment open
 * behind its last whole line; what a crash had left behind that was moved into
 * a file of its own. A segment is to have at most SIZE bytes, but for a line
 * that is longer; KEEP of them are kept, 0: all. NULL with FAULT set: 73, 74,
 * 75 where it has a writer, 77.
 */
struct segments *segments_open(const char *folder, int64_t size, int64_t keep, struct fault *fault);

void segments_close(struct segments *segments);

/*
 * Appends LINES, LENGTH bytes of whole lines, and syncs them. A new segment is
 * begun before one would grow past its size, and the oldest deleted when the
 * new one is on the disk. Returns how many bytes, whole lines, are on the disk:
 * LENGTH, or fewer with FAULT set; of the rest nothing is left behind. After
 * that nothing more may be appended.
 */
size_t segments_append(
	struct segments *segments, const char *lines, size_t length, struct fault *fault);

/* Where the last line that was appended ends. */
struct place segments_end(const struct segments *segments);

/* Returns new: the path of segment NUMBER. */
char *segments_path(const struct segments *segments, int64_t number);

/* Borrows: the path of what a crash had left of a line; NULL where there was none. */
const char *segments_torn(const struct segments *segments);

#endif
