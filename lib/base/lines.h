/*
 * Lines in: lines from a descriptor, in batches, in constant memory.
 *
 * A batch is all lines that are available without waiting, up to a limit: a busy
 * pipe is read by the thousand lines, and a user who types is answered at once.
 */
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest accepted line, without its newline. */
enum { LINE_LIMIT = 64 * 1024 };

/* The limits of a batch. */
enum { BATCH_LINES = 1000, BATCH_BYTES = 1024 * 1024 };

enum line_state {
	LINE_COMPLETE,
	LINE_TOO_LONG,     /* longer than LINE_LIMIT: text is its beginning */
	LINE_UNTERMINATED, /* the last line, without a newline: a killed upstream's */
};

struct line {
	const char *text; /* without the newline, not NUL-terminated */
	size_t length;
	int64_t number; /* from 1 */
	enum line_state state;
};

struct lines;

/*
 * Returns new: a reader of lines from FD, which it borrows. SPILL is called with
 * CONTEXT and, piece by piece, the bytes of each line that is too long, with its
 * newline; NULL: they are dropped.
 */
struct lines *lines_new(
	int fd, void (*spill)(void *context, const char *bytes, size_t length), void *context);

void lines_free(struct lines *lines);

/*
 * Waits for a line, then reads all available ones into BATCH, at most LIMIT (up to
 * BATCH_LINES). They are valid until the next call. Returns their number; 0 at the
 * end of the input; -1 with errno if reading failed, EINTR if a signal interrupted
 * the wait.
 */
int lines_take(struct lines *lines, struct line *batch, int limit);

#endif
