/*
 * A line reader: reads lines from a file descriptor, in batches, in constant memory.
 *
 * A batch holds the lines that can be read without waiting, up to a limit: a busy pipe needs
 * few calls, and a user at a terminal gets an answer to each line.
 */
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The maximum length of a line in bytes, without its newline. */
enum { LINE_LIMIT = 64 * 1024 };

/* The limits of a batch. */
enum { BATCH_LINES = 1000, BATCH_BYTES = 1024 * 1024 };

enum line_state {
	LINE_COMPLETE,
	LINE_TOO_LONG,     /* longer than LINE_LIMIT: text is its beginning */
	LINE_UNTERMINATED, /* the last line, without a newline: its writer was killed */
};

struct line {
	const char *text; /* without the newline, not NUL-terminated */
	size_t length;
	int64_t number; /* from 1 */
	enum line_state state;
};

struct line_reader;

/*
 * Returns new: a reader of lines from FD, which the caller closes. For each line that is
 * longer than LINE_LIMIT, ON_OVERLONG is called with CONTEXT and all of its bytes with the
 * newline, in one or more calls, before the line is returned and while it is read. It may be
 * NULL. An unterminated overlong line gets a newline.
 */
struct line_reader *line_reader_new(int fd,
	void (*on_overlong)(void *context, const char *bytes, size_t length), void *context);

void line_reader_free(struct line_reader *reader);

/*
 * Waits for a line, then reads the available ones into BATCH, at most LIMIT (up to
 * BATCH_LINES). Their texts are valid until the call after the next, so that one batch can be
 * read while the one before is worked on. Returns the number of lines; 0 at the end of the
 * input; -1 with errno if reading failed, EINTR if a signal interrupted the wait.
 */
int line_reader_take(struct line_reader *reader, struct line *batch, int limit);

/*
 * The same without waiting: returns 0 also if no line is available, or if an overlong one is
 * next, because its bytes are passed on after all earlier lines were handled.
 */
int line_reader_take_available(struct line_reader *reader, struct line *batch, int limit);

/*
 * Ends the input without reading more: line_reader_take() returns the complete lines that are
 * in memory, then 0. A line that was read in part is dropped.
 */
void line_reader_stop(struct line_reader *reader);

#endif
