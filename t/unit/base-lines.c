/* Lines: whole, too long, torn, however the reads cut them. */
#include "base/lines.h"
#include "tap.h"

#include <unistd.h>

static char spilled[200000];
static size_t spilled_length;

static void spill(void *keeper, const char *bytes, size_t length)
{
	(void)keeper;
	memcpy(spilled + spilled_length, bytes, length);
	spilled_length += length;
}

static void put(int fd, const char *text)
{
	tap_ok(write(fd, text, strlen(text)) == (ssize_t)strlen(text), "(written)");
}

static bool is_line(
	const struct line *line, const char *text, int64_t number, enum line_state state)
{
	return line->length == strlen(text) && memcmp(line->text, text, line->length) == 0 &&
	       line->number == number && line->state == state;
}

int main(void)
{
	struct line batch[8];
	struct lines *lines;
	static char big[100001];
	int ends[2], pid;

	tap_ok(pipe(ends) == 0, "(a pipe)");
	lines = lines_new(ends[0], spill, NULL);
	put(ends[1], "one\ntwo\nthr");
	tap_ok(lines_take(lines, batch, 8) == 2, "whole lines that are there are taken");
	tap_ok(is_line(&batch[0], "one", 1, LINE_COMPLETE) &&
			is_line(&batch[1], "two", 2, LINE_COMPLETE),
		"as they are");
	put(ends[1], "ee\n\n");
	tap_ok(lines_take(lines, batch, 8) == 2 && is_line(&batch[0], "three", 3, LINE_COMPLETE),
		"a line is put together from two reads");
	tap_ok(is_line(&batch[1], "", 4, LINE_COMPLETE), "an empty one is a line");
	put(ends[1], "a\nb\nc\n");
	tap_ok(lines_take(lines, batch, 2) == 2, "no more than are asked for");
	tap_ok(lines_take(lines, batch, 8) == 1 && is_line(&batch[0], "c", 7, LINE_COMPLETE),
		"then the rest");

	memset(big, 'x', sizeof(big) - 1);
	pid = fork();
	if (pid == 0) {
		/* More than the pipe holds: read while it is written. */
		const char *text = "before\n";

		if (write(ends[1], text, 7) != 7 ||
			write(ends[1], big, sizeof(big) - 1) != sizeof(big) - 1 ||
			write(ends[1], "\nafter\ntorn", 11) != 11)
			_exit(1);
		_exit(0);
	}
	close(ends[1]);
	tap_ok(lines_take(lines, batch, 8) == 1 && is_line(&batch[0], "before", 8, LINE_COMPLETE),
		"a line that is too long begins a batch of its own");
	tap_ok(lines_take(lines, batch, 1) == 1 && batch[0].state == LINE_TOO_LONG &&
			batch[0].number == 9,
		"and is reported");
	tap_ok(lines_take(lines, batch, 1) == 1 && is_line(&batch[0], "after", 10, LINE_COMPLETE),
		"the one behind it is a line again");
	tap_ok(spilled_length == sizeof(big) && memcmp(spilled, big, sizeof(big) - 1) == 0 &&
			spilled[sizeof(big) - 1] == '\n',
		"all of it was handed out, its newline included");
	tap_ok(lines_take(lines, batch, 8) == 1 &&
			is_line(&batch[0], "torn", 11, LINE_UNTERMINATED),
		"what has no newline at the end is torn");
	tap_ok(lines_take(lines, batch, 8) == 0, "then it is over");
	lines_free(lines);
	return tap_end();
}
