#include "base/lines.h"

#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "base/memory.h"

enum { HELD = BATCH_BYTES + LINE_LIMIT + 1 };

struct lines {
	int fd;
	void (*spill)(void *, const char *, size_t);
	void *keeper;
	char *held;     /* HELD bytes */
	size_t from;    /* the first byte that no batch has had */
	size_t scanned; /* no newline between from and here */
	size_t to;
	int64_t number; /* of the last line taken */
	bool skipping;  /* within the rest of a line that is too long */
	bool held_back; /* a line that is too long begins a batch, so that it is kept in its turn */
	bool ended;
};

struct lines *lines_new(int fd, void (*spill)(void *, const char *, size_t), void *keeper)
{
	struct lines *lines = memory_zeroed(1, sizeof(*lines));

	lines->fd = fd;
	lines->spill = spill;
	lines->keeper = keeper;
	lines->held = memory_resize(NULL, HELD, 1);
	return lines;
}

void lines_free(struct lines *lines)
{
	if (lines == NULL)
		return;
	free(lines->held);
	free(lines);
}

static void spill(struct lines *lines, const char *bytes, size_t length)
{
	if (lines->spill != NULL && length > 0)
		lines->spill(lines->keeper, bytes, length);
}

/* Drops the rest of a line that was too long, as far as it has come. */
static void skip_rest(struct lines *lines)
{
	char *start = lines->held + lines->from;
	char *newline = memchr(start, '\n', lines->to - lines->from);

	if (newline != NULL) {
		spill(lines, start, (size_t)(newline - start) + 1);
		lines->from = (size_t)(newline - lines->held) + 1;
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
 * The next line that is whole, too long or torn; false where more must be read,
 * or where it is too long and not the batch's FIRST.
 */
static bool next_line(struct lines *lines, struct line *line, bool first)
{
	char *start, *newline;
	size_t length;

	lines->held_back = false;
	if (lines->skipping)
		skip_rest(lines);
	if (lines->skipping || lines->from == lines->to)
		return false;
	start = lines->held + lines->from;
	newline = memchr(lines->held + lines->scanned, '\n', lines->to - lines->scanned);
	length = newline != NULL ? (size_t)(newline - start) : lines->to - lines->from;
	if (length > LINE_LIMIT && !first) {
		lines->held_back = true;
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

/* Whether a read would not wait. */
static bool more_is_there(const struct lines *lines)
{
	struct pollfd ready = {.fd = lines->fd, .events = POLLIN};

	return poll(&ready, 1, 0) > 0;
}

/* False where reading failed. At the end of the input, lines->ended is set. */
static bool read_more(struct lines *lines)
{
	ssize_t got = read(lines->fd, lines->held + lines->to, HELD - lines->to);

	if (got < 0)
		return false;
	lines->to += (size_t)got;
	lines->ended = got == 0;
	return true;
}

int lines_take(struct lines *lines, struct line *batch, int limit)
{
	int taken = 0;

	/* What earlier batches had is theirs no longer. */
	memmove(lines->held, lines->held + lines->from, lines->to - lines->from);
	lines->to -= lines->from;
	lines->scanned -= lines->from;
	lines->from = 0;

	for (;;) {
		while (taken < limit && next_line(lines, &batch[taken], taken == 0))
			taken++;
		if (taken == limit || lines->held_back ||
			(lines->ended && lines->from == lines->to))
			return taken;
		/* A line that is skipped leaves nothing behind: begin at the front again. */
		if (taken == 0 && lines->from > 0) {
			memmove(lines->held, lines->held + lines->from, lines->to - lines->from);
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
