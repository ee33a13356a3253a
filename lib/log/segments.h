/*
 * Segments: whole lines appended to the newest of a folder's files, on the
 * disk before they count, rotated by size and number.
 *
 *     DIR/events-0000000001.ndjson, events-0000000002.ndjson, ...
 *     DIR/lock            held while a writer is there, never unlinked
 *     DIR/torn-NUMBER-OFFSET    what a crash has left of a line in segment NUMBER
 *
 * One writer a folder. Local file systems only.
 */
#ifndef LOG_SEGMENTS_H
#define LOG_SEGMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/fault.h"

struct segments;

/*
 * Returns new: the folder, made where it is missing, its newest segment open
 * behind its last whole line. NULL with FAULT set: 73, 74, 75 where it has a
 * writer, 77. *TORN says how many bytes of a line a crash had left; they were
 * moved aside, into a file of their own.
 */
struct segments *segments_open(
	const char *folder, int64_t size, int64_t keep, size_t *torn, struct fault *fault);

void segments_close(struct segments *segments);

/*
 * Appends LINES, LENGTH bytes of whole lines, and syncs them. A new segment is
 * begun before one would grow past its size, and the oldest deleted when the
 * new one is on the disk. Returns how many bytes, whole lines, are on the disk:
 * LENGTH, or fewer with FAULT set; of the rest nothing is left behind.
 */
size_t segments_append(
	struct segments *segments, const char *lines, size_t length, struct fault *fault);

/* Borrows: the path of the newest segment. */
const char *segments_path(const struct segments *segments);

#endif
