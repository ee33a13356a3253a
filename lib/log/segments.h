/*
 * Segments: an append-only log in numbered files of a directory. Lines are on disk before
 * segments_append() returns; the newest file is rotated by size, and the oldest are deleted.
 *
 *     DIR/events-0000000001.ndjson, events-0000000002.ndjson, ...
 *     DIR/lock                  locked by the writer, never unlinked
 *     DIR/torn-NUMBER-OFFSET    an incomplete line of segment NUMBER, left by a crash
 *                               (if it exists, torn-NUMBER-OFFSET-1, ...)
 *
 * One writer per directory. Local file systems only.
 */
#ifndef LOG_SEGMENTS_H
#define LOG_SEGMENTS_H

#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"
#include "base/fault.h"

struct segments;

/* A position in the log: after the first OFFSET bytes of segment NUMBER. */
struct segments_position {
	int64_t number;
	int64_t offset;
};

/*
 * Returns new: the log in DIRECTORY, which is created if it is missing. Moves an incomplete
 * last line, left by a crash, to a torn file. MAX_SIZE is the maximum size of a segment in
 * bytes; a longer line has a segment of its own. MAX_SEGMENTS are retained; 0: all. NULL with
 * FAULT set: EX_TEMPFAIL if another process writes to the log, EX_CANTCREAT, EX_IOERR,
 * EX_NOPERM.
 */
struct segments *segments_open(
	const char *directory, int64_t max_size, int64_t max_segments, struct fault *fault);

void segments_close(struct segments *segments);

/*
 * Appends LINES, LENGTH bytes that end with a newline, and syncs them. Rotates before a
 * segment would exceed its maximum size. Returns the number of bytes, of complete lines, that
 * are on disk: LENGTH, or fewer with FAULT set. The others are removed; if that fails, FAULT
 * says so. After a failure, nothing may be appended.
 */
size_t segments_append(
	struct segments *segments, const char *lines, size_t length, struct fault *fault);

/*
 * Sets LINE to the log's last line, without its newline; empty if it has none. False with FAULT set
 * (EX_IOERR).
 */
bool segments_last_line(struct segments *segments, struct buffer *line, struct fault *fault);

/* Returns the position after the last appended line. */
struct segments_position segments_end(const struct segments *segments);

/* Returns new: the path of segment NUMBER. */
char *segments_path(const struct segments *segments, int64_t number);

/*
 * Borrows from SEGMENTS: the path of the torn file that segments_open() created; NULL if the
 * last line was complete.
 */
const char *segments_torn_path(const struct segments *segments);

#endif
