#include "base/lines.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "base/memory.h"

enum { BUFFER_SIZE = BATCH_BYTES + LINE_LIMIT + 1 };

struct lines {
	int fd;
	void (*spill)(void *, const char *, size_t);
	void *spill_context;
	char *buffer;   /* BUFFER_SIZE bytes */
	size_t from;    /* the first byte that no batch contains */
	size_t scanned; /* no newline between from and here */
	size_t to;
	int64_t number; /* of the last line read */
	bool skipping;  /* within the rest of a line that is too long */
	bool deferred;  /* a line that is too long must begin a batch, to be spilled in order */
	bool ended;
};

struct lines *lines_new(int fd, void (*spill)(void *, const char *, size_t), void *context)
{
	struct lines *lines = memory_zeroed(1, sizeof(*lines));

	lines->fd = fd;
	lines->spill = spill;
	lines->spill_context = context;
	lines->buffer = memory_resize(NULL, BUFFER_SIZE, 1);
	return lines;
}

void lines_free(struct lines *lines)
{
	if (lines == NULL)
		return;
	free(lines->buffer);
	free(lines);
}

static void spill(struct lines *lines, const char *bytes, size_t length)
{
	if (lines->spill != NULL && length > 0)
		lines->spill(lines->spill_context, bytes, length);
}

/* Spills the available rest of a line that is too long. */
static void skip_rest(struct lines *lines)
{
	char *start = lines->buffer + lines->from;
	char *newline = memchr(start, '\n', lines->to - lines->from);

	if (newline != NULL) {
		spill(lines, start, (size_t)(newline - start) + 1);
		lines->from = (size_t)(newline - lines->buffer) + 1;
		lines->skipping = false;
	} else {
		spill(lines, start, lines->to - lines->from);
		lines->from = lines->to;
		if (lines->ended) {
			spill(lines, "\n", 1);
			lines->skipping = false;
		}
	}
	lines->scanned = lines->from;
}

/*
 * The next line, complete, too long or unterminated. False if more must be read, or if
 * it is too long and not the batch's FIRST.
 */
static bool next_line(struct lines *lines, struct line *line, bool first)
{
	char *start, *newline;
	size_t length;

	lines->deferred = false;
	if (lines->skipping)
		skip_rest(lines);
	if (lines->skipping || lines->from == lines->to)
		return false;
	start = lines->buffer + lines->from;
	newline = memchr(lines->buffer + lines->scanned, '\n', lines->to - lines->scanned);
	length = newline != NULL ? (size_t)(newline - start) : lines->to - lines->from;
	if (length > LINE_LIMIT && !first) {
		lines->deferred = true;
		return false;
	}
	lines->scanned = lines->to;
	if (length > LINE_LIMIT) {
		*line = (struct line){start, LINE_LIMIT, ++lines->number, LINE_TOO_LONG};
		spill(lines, start, newline != NULL ? length + 1 : length);
		lines->from += newline != NULL ? length + 1 : length;
		lines->skipping = newline == NULL;
		if (lines->skipping && lines->ended)
			skip_rest(lines);
	} else if (newline != NULL) {
		*line = (struct line){start, length, ++lines->number, LINE_COMPLETE};
		lines->from += length + 1;
	} else if (lines->ended) {
		*line = (struct line){start, length, ++lines->number, LINE_UNTERMINATED};
		lines->from = lines->to;
	} else {
		return false;
	}
	lines->scanned = lines->from;
	return true;
}

/* Whether read(2) would return at once. */
static bool more_is_there(const struct lines *lines)
{
	struct pollfd ready = {.fd = lines->fd, .events = POLLIN};

	return poll(&ready, 1, 0) > 0;
}

/* False if reading failed. Sets lines->ended at the end of the input. */
static bool read_more(struct lines *lines)
{
	ssize_t got = read(lines->fd, lines->buffer + lines->to, BUFFER_SIZE - lines->to);

	if (got < 0)
		return false;
	lines->to += (size_t)got;
	lines->ended = got == 0;
	return true;
}

int lines_take(struct lines *lines, struct line *batch, int limit)
{
	int taken = 0;

	/* The previous batch is invalid from here. */
	memmove(lines->buffer, lines->buffer + lines->from, lines->to - lines->from);
	lines->to -= lines->from;
	lines->scanned -= lines->from;
	lines->from = 0;

	for (;;) {
		while (taken < limit && next_line(lines, &batch[taken], taken == 0))
			taken++;
		if (taken == limit || lines->deferred || (lines->ended && lines->from == lines->to))
			return taken;
		/* The rest of a skipped line is spilled: reuse the whole buffer. */
		if (taken == 0 && lines->from > 0) {
			memmove(lines->buffer, lines->buffer + lines->from,
				lines->to - lines->from);
			lines->to -= lines->from;
			lines->scanned -= lines->from;
			lines->from = 0;
		}
		if (taken > 0 && (lines->to >= BATCH_BYTES || !more_is_there(lines)))
			return taken;
		if (!read_more(lines) && (errno != EINTR || taken == 0))
			return taken > 0 ? taken : -1;
	}
}
