/*
 * Lines in: whole lines from a descriptor, by the batch, in constant memory.
 *
 * A batch is every line that is there already, up to a bound: a pipe of a
 * million lines comes by the thousand, and a person who types gets an answer
 * at once.
 */
#ifndef BASE_LINES_H
#define BASE_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The longest line that is taken, without its newline. */
enum { LINE_LIMIT = 64 * 1024 };

/* The bounds of a batch. */
enum { BATCH_LINES = 1000, BATCH_BYTES = 1024 * 1024 };

enum line_state {
	LINE_COMPLETE,
	LINE_TOO_LONG,     /* longer than LINE_LIMIT: text holds its beginning */
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
 * Returns new: lines from FD, which it borrows. SPILL is given, in pieces, the
 * bytes of a line that is too long to be held (its newline included), so that
 * they can be kept; NULL where nobody keeps them.
 */
struct lines *lines_new(
	int fd, void (*spill)(void *keeper, const char *bytes, size_t length), void *keeper);

void lines_free(struct lines *lines);

/*
 * Waits until a line is there, then takes what has come, at most LIMIT (up to
 * BATCH_LINES). BATCH is valid until the next call. Returns how many; 0 at the
 * end of the input; -1 with errno where reading failed, or EINTR where a
 * signal came while nothing was there.
 */
int lines_take(struct lines *lines, struct line *batch, int limit);

#endif
