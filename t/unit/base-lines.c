/* Lines: complete, too long, unterminated, wherever a read ends. */
#include "base/lines.h"
#include "tap.h"

#include <fcntl.h>
#include <unistd.h>

static char overlong[200000];
static size_t overlong_length;

static void keep_overlong(void *context, const char *bytes, size_t length)
{
	(void)context;
	memcpy(overlong + overlong_length, bytes, length);
	overlong_length += length;
}

static void put(int fd, const char *text)
{
	tap_ok(write(fd, text, strlen(text)) == (ssize_t)strlen(text),
		"a write to the pipe succeeds");
}

static bool is_line(
	const struct line *line, const char *text, int64_t number, enum line_state state)
{
	return line->length == strlen(text) && memcmp(line->text, text, line->length) == 0 &&
	       line->number == number && line->state == state;
}

/* What line_reader_take_available takes without waiting, and how long texts are valid. */
static void check_available(void)
{
	struct line first[8], second[8], third[8];
	struct line_reader *reader;
	static char big[LINE_LIMIT + 2];
	int ends[2];

	overlong_length = 0;
	memset(big, 'y', sizeof(big) - 1);
	tap_ok(pipe(ends) == 0 && fcntl(ends[1], F_SETPIPE_SZ, 1024 * 1024) > 0,
		"a pipe for an overlong line can be made");
	reader = line_reader_new(ends[0], keep_overlong, NULL);
	tap_ok(line_reader_take_available(reader, first, 8) == 0,
		"line_reader_take_available takes nothing from an empty pipe");
	put(ends[1], "one\npart");
	tap_ok(line_reader_take(reader, first, 8) == 1, "a first batch is taken");
	tap_ok(line_reader_take_available(reader, second, 8) == 0,
		"line_reader_take_available does not wait for the rest of a line");
	put(ends[1], "ial\nthree\n");
	tap_ok(line_reader_take_available(reader, second, 8) == 2 &&
			is_line(&second[0], "partial", 2, LINE_COMPLETE),
		"line_reader_take_available takes a line whose rest has arrived");
	tap_ok(is_line(&first[0], "one", 1, LINE_COMPLETE),
		"the texts of a batch are valid after the next batch is taken");
	put(ends[1], "four\n");
	put(ends[1], big);
	put(ends[1], "\nsix\ntorn");
	tap_ok(line_reader_take_available(reader, third, 8) == 1 &&
			is_line(&third[0], "four", 4, LINE_COMPLETE) &&
			is_line(&second[1], "three", 3, LINE_COMPLETE),
		"two batches are valid at a time");
	tap_ok(line_reader_take_available(reader, first, 8) == 0 && overlong_length == 0,
		"line_reader_take_available does not begin an overlong line");
	tap_ok(line_reader_take(reader, first, 1) == 1 && first[0].state == LINE_TOO_LONG &&
			overlong_length == sizeof(big),
		"an overlong line is passed on by the next line_reader_take");
	close(ends[1]);
	tap_ok(line_reader_take_available(reader, second, 8) == 2 &&
			is_line(&second[0], "six", 6, LINE_COMPLETE) &&
			is_line(&second[1], "torn", 7, LINE_UNTERMINATED),
		"line_reader_take_available takes what is left at the end of the input");
	tap_ok(line_reader_take_available(reader, third, 8) == 0 &&
			line_reader_take(reader, third, 8) == 0,
		"at the end of the input both take nothing");
	line_reader_free(reader);
	close(ends[0]);
}

int main(void)
{
	struct line batch[8];
	struct line_reader *reader;
	static char big[100001];
	int ends[2], pid;

	tap_ok(pipe(ends) == 0, "a pipe can be made");
	reader = line_reader_new(ends[0], keep_overlong, NULL);
	put(ends[1], "one\ntwo\nthr");
	tap_ok(line_reader_take(reader, batch, 8) == 2, "all complete lines of a read are taken");
	tap_ok(is_line(&batch[0], "one", 1, LINE_COMPLETE) &&
			is_line(&batch[1], "two", 2, LINE_COMPLETE),
		"complete lines have their text and number");
	put(ends[1], "ee\n\n");
	tap_ok(line_reader_take(reader, batch, 8) == 2 &&
			is_line(&batch[0], "three", 3, LINE_COMPLETE),
		"a line that arrives in two reads is one line");
	tap_ok(is_line(&batch[1], "", 4, LINE_COMPLETE), "an empty line is a line");
	put(ends[1], "a\nb\nc\n");
	tap_ok(line_reader_take(reader, batch, 2) == 2,
		"line_reader_take takes no more lines than its limit");
	tap_ok(line_reader_take(reader, batch, 8) == 1 && is_line(&batch[0], "c", 7, LINE_COMPLETE),
		"line_reader_take takes the lines beyond an earlier limit next");

	memset(big, 'x', sizeof(big) - 1);
	pid = fork();
	if (pid == 0) {
		/* More than a pipe holds: a child writes while the parent reads. */
		const char *text = "before\n";

		if (write(ends[1], text, 7) != 7 ||
			write(ends[1], big, sizeof(big) - 1) != sizeof(big) - 1 ||
			write(ends[1], "\nafter\ntorn", 11) != 11)
			_exit(1);
		_exit(0);
	}
	close(ends[1]);
	tap_ok(line_reader_take(reader, batch, 8) == 1 &&
			is_line(&batch[0], "before", 8, LINE_COMPLETE),
		"line_reader_take takes the lines before one that is too long by themselves");
	tap_ok(line_reader_take(reader, batch, 1) == 1 && batch[0].state == LINE_TOO_LONG &&
			batch[0].number == 9,
		"a line that is too long is reported with its number");
	tap_ok(line_reader_take(reader, batch, 1) == 1 &&
			is_line(&batch[0], "after", 10, LINE_COMPLETE),
		"the line after one that is too long is complete");
	tap_ok(overlong_length == sizeof(big) && memcmp(overlong, big, sizeof(big) - 1) == 0 &&
			overlong[sizeof(big) - 1] == '\n',
		"a line that is too long is passed on whole, with its newline");
	tap_ok(line_reader_take(reader, batch, 8) == 1 &&
			is_line(&batch[0], "torn", 11, LINE_UNTERMINATED),
		"text without a newline at its end is an unterminated line");
	tap_ok(line_reader_take(reader, batch, 8) == 0,
		"line_reader_take takes nothing at the end of the input");
	line_reader_free(reader);
	close(ends[0]);

	tap_ok(pipe(ends) == 0, "a second pipe can be made");
	reader = line_reader_new(ends[0], NULL, NULL);
	put(ends[1], "one\ntwo\npart");
	tap_ok(line_reader_take(reader, batch, 1) == 1, "line_reader_take takes one line of two");
	line_reader_stop(reader);
	put(ends[1], "ial\nthree\n");
	tap_ok(line_reader_take(reader, batch, 8) == 1 &&
			is_line(&batch[0], "two", 2, LINE_COMPLETE),
		"line_reader_take takes the complete lines in memory after line_reader_stop");
	tap_ok(line_reader_take(reader, batch, 8) == 0,
		"line_reader_take reads no more and returns no part of a line after line_reader_stop");
	line_reader_free(reader);
	check_available();
	return tap_end();
}
