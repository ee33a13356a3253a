#include "base/lines.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/memory.h"

enum { BUFFER_SIZE = BATCH_BYTES + LINE_LIMIT + 1 };

struct line_reader {
	int fd;
	void (*on_overlong)(void *, const char *, size_t);
	void *overlong_context;
	char *memory;     /* of both buffers, BUFFER_SIZE bytes each */
	char *buffer;     /* the last batch's texts, and what was read after it */
	char *earlier;    /* the texts of the batch before */
	size_t begin;     /* of the bytes that no batch contains */
	size_t scanned;   /* no newline between begin and here */
	size_t end;       /* of the bytes that were read */
	int64_t number;   /* of the last line returned */
	bool in_overlong; /* the rest of an overlong line is to be consumed */
	/* The next line is overlong: the caller handles all earlier lines before its bytes. */
	bool overlong_deferred;
	bool ended;   /* read(2) has returned 0 */
	bool stopped; /* by line_reader_stop() */
};

struct line_reader *line_reader_new(
	int fd, void (*on_overlong)(void *, const char *, size_t), void *context)
{
	struct line_reader *reader = memory_zeroed(1, sizeof(*reader));

	reader->fd = fd;
	reader->on_overlong = on_overlong;
	reader->overlong_context = context;
	reader->memory = memory_resize(NULL, BUFFER_SIZE, 2);
	reader->buffer = reader->memory;
	reader->earlier = reader->memory + BUFFER_SIZE;
	return reader;
}

void line_reader_free(struct line_reader *reader)
{
	if (reader == NULL)
		return;
	free(reader->memory);
	free(reader);
}

static void pass_overlong(struct line_reader *reader, const char *bytes, size_t length)
{
	if (reader->on_overlong != NULL && length > 0)
		reader->on_overlong(reader->overlong_context, bytes, length);
}

/* Consumes the available rest of an overlong line. */
static void consume_overlong(struct line_reader *reader)
{
	char *start = reader->buffer + reader->begin;
	char *newline = memchr(start, '\n', reader->end - reader->begin);

	if (newline != NULL) {
		pass_overlong(reader, start, (size_t)(newline - start) + 1);
		reader->begin = (size_t)(newline - reader->buffer) + 1;
		reader->in_overlong = false;
	} else {
		pass_overlong(reader, start, reader->end - reader->begin);
		reader->begin = reader->end;
		if (reader->ended) {
			pass_overlong(reader, "\n", 1);
			reader->in_overlong = false;
		}
	}
	reader->scanned = reader->begin;
}

/* Sets LINE to the beginning of an overlong line, and consumes what is available of it. */
static void take_overlong(struct line_reader *reader, struct line *line)
{
	char *start = reader->buffer + reader->begin;

	*line = (struct line){start, LINE_LIMIT, ++reader->number, LINE_TOO_LONG};
	reader->in_overlong = true;
	consume_overlong(reader);
}

/*
 * Sets LINE to the next line. Returns false if the buffer holds no whole line, or if the line
 * is overlong and not the FIRST of its batch.
 */
static bool next_line(struct line_reader *reader, struct line *line, bool first)
{
	char *start, *newline;
	size_t length;

	reader->overlong_deferred = false;
	if (reader->in_overlong)
		consume_overlong(reader);
	if (reader->in_overlong || reader->begin == reader->end)
		return false;
	start = reader->buffer + reader->begin;
	newline = memchr(reader->buffer + reader->scanned, '\n', reader->end - reader->scanned);
	length = newline != NULL ? (size_t)(newline - start) : reader->end - reader->begin;
	if (length > LINE_LIMIT) {
		reader->overlong_deferred = !first;
		if (first)
			take_overlong(reader, line);
		return first;
	}
	reader->scanned = reader->end;
	if (newline == NULL && !reader->ended)
		return false;
	*line = (struct line){start, length, ++reader->number,
		newline != NULL ? LINE_COMPLETE : LINE_UNTERMINATED};
	reader->begin += newline != NULL ? length + 1 : length;
	reader->scanned = reader->begin;
	return true;
}

/* Whether read(2) would return at once, also at the end of the input. */
static bool is_readable(const struct line_reader *reader)
{
	struct pollfd ready = {.fd = reader->fd, .events = POLLIN};

	return poll(&ready, 1, 0) > 0;
}

/* Returns false if reading failed. Sets reader->ended at the end of the input. */
static bool read_more(struct line_reader *reader)
{
	ssize_t got = read(reader->fd, reader->buffer + reader->end, BUFFER_SIZE - reader->end);

	if (got < 0)
		return false;
	reader->end += (size_t)got;
	reader->ended = got == 0;
	return true;
}

/* Moves the unconsumed bytes to the start of the buffer. Invalidates the batch's texts. */
static void compact(struct line_reader *reader)
{
	memmove(reader->buffer, reader->buffer + reader->begin, reader->end - reader->begin);
	reader->end -= reader->begin;
	reader->scanned -= reader->begin;
	reader->begin = 0;
}

/* Moves the unconsumed bytes to the other buffer. Invalidates the texts of the batch before. */
static void exchange(struct line_reader *reader)
{
	char *buffer = reader->buffer;

	if (reader->begin == 0)
		return; /* the buffer has no batch's texts */
	memcpy(reader->earlier, buffer + reader->begin, reader->end - reader->begin);
	reader->buffer = reader->earlier;
	reader->earlier = buffer;
	reader->end -= reader->begin;
	reader->scanned -= reader->begin;
	reader->begin = 0;
}

/* Whether no more lines can be added to a batch of COUNT. */
static bool is_full(const struct line_reader *reader, int count, int limit)
{
	return count == limit || reader->overlong_deferred || reader->stopped ||
	       (reader->ended && reader->begin == reader->end) ||
	       (count > 0 && reader->end >= BATCH_BYTES);
}

/* Takes a batch. Only if WAITS, it waits for the first line, which may be overlong. */
static int take(struct line_reader *reader, struct line *batch, int limit, bool waits)
{
	int count = 0;

	if (reader->in_overlong && !waits)
		return 0;
	exchange(reader);
	for (;;) {
		while (count < limit && next_line(reader, &batch[count], waits && count == 0))
			count++;
		if (is_full(reader, count, limit))
			return count;
		/* Only the rest of an overlong line was consumed. */
		if (count == 0)
			compact(reader);
		if ((count > 0 || !waits) && !is_readable(reader))
			return count;
		if (!read_more(reader) && (errno != EINTR || count == 0))
			return count > 0 ? count : -1;
	}
}

int line_reader_take(struct line_reader *reader, struct line *batch, int limit)
{
	return take(reader, batch, limit, true);
}

int line_reader_take_available(struct line_reader *reader, struct line *batch, int limit)
{
	return take(reader, batch, limit, false);
}

void line_reader_stop(struct line_reader *reader)
{
	reader->stopped = true;
}
