/* The rows of a CSV file, however its bytes come. */
#include "import/rows.h"

#include <errno.h>

#include "base/buffer.h"
#include "tap.h"

/* A text that is read some bytes at a time. */
struct text {
	const char *bytes;
	size_t length, at, step;
	int error; /* that reading ends with */
};

static ssize_t read_text(void *context, char *to, size_t size)
{
	struct text *text = context;
	size_t left = text->length - text->at;

	if (size > text->step)
		size = text->step;
	if (size > left)
		size = left;
	if (size == 0 && text->error != 0) {
		errno = text->error;
		return -1;
	}
	memcpy(to, text->bytes + text->at, size);
	text->at += size;
	return (ssize_t)size;
}

static void add_overlong(void *context, const char *bytes, size_t length)
{
	struct buffer *overlong = context;

	buffer_add(overlong, bytes, length);
}

/* Writes the rows of TEXT, STEP bytes at a time: "1:a|b 2:c|d"; ? unclosed, ! too long, $ unterminated. */
static const char *rows_of(const char *bytes, size_t length, size_t step, struct buffer *out)
{
	struct text text = {bytes, length, 0, step, 0};
	struct rows *rows = rows_new(',', read_text, &text, NULL, NULL);
	struct row row;
	size_t i;

	buffer_reset(out);
	while (rows_next(rows, &row) == 1) {
		buffer_add_format(out, "%s%lld:", out->length > 0 ? " " : "", (long long)row.line);
		for (i = 0; i < row.count; i++)
			buffer_add_format(out, "%s%s", i > 0 ? "|" : "", row.cells[i].text);
		buffer_add_text(out, row.state == ROW_UNCLOSED   ? "?"
				     : row.state == ROW_TOO_LONG ? "!"
								 : "");
		buffer_add_text(out, row.unterminated ? "$" : "");
	}
	buffer_add_format(out, " of %lld", (long long)rows_lines(rows));
	rows_free(rows);
	return buffer_text(out);
}

/* Whatever the sizes of the reads. */
static void has_rows(const char *text, const char *wanted, const char *name)
{
	static const size_t steps[] = {1, 2, 3, 7, 1000};
	struct buffer out = {0};
	size_t i;

	for (i = 0; i < sizeof(steps) / sizeof(*steps); i++)
		if (strcmp(rows_of(text, strlen(text), steps[i], &out), wanted) != 0)
			break;
	tap_text(buffer_text(&out), wanted, name);
	buffer_release(&out);
}

static void read_rows(void)
{
	has_rows("a,b\nc,d\n", "1:a|b 2:c|d of 2", "lines end with LF");
	has_rows("a,b\r\nc,d\r\n", "1:a|b 2:c|d of 2", "lines end with CR LF");
	has_rows("a,b\rc,d\r", "1:a|b 2:c|d of 2", "lines end with CR");
	has_rows("a,b\nc,d", "1:a|b 2:c|d$ of 2", "the last line may have no line break");
	has_rows("a,\n,b\n,\n", "1:a| 2:|b 3:| of 3", "cells may be empty");
	has_rows("\n\na\n  \n\r\nb\n", "3:a 6:b of 6", "blank lines are no rows, and are counted");
	has_rows("\"a,b\",\"c\"\"d\"\n", "1:a,b|c\"d of 1",
		"quotes hold delimiters and doubled quotes");
	has_rows("\"a\nb\",c\nd\n", "1:a\nb|c 3:d of 3", "quotes hold a line break");
	has_rows("\"a\r\nb\",c\r\nd\r\n", "1:a\r\nb|c 3:d of 3", "quotes hold CR LF");
	has_rows("5\" disk,b\n", "1:5\" disk|b of 1", "a quote within a cell is a part of it");
	has_rows(" a , \"b\" \n", "1:a|b of 1", "blanks around cells and quotes are removed");
	has_rows("", " of 0", "an empty file has no row");
}

static void give_up_rows(void)
{
	has_rows("\"a,b\nc,d\n", "1:? of 2", "a quote that is never closed takes all lines");
	has_rows("\"a", "1:?$ of 1", "a quote that is never closed takes the last line");
	has_rows("\"a,b\nc,d", "1:?$ of 2",
		"a quote that is never closed takes a last line without a line break");
	has_rows("\"a,b\nc,\"d\"\ne,f\n", "1:? 3:e|f of 3",
		"a quote that another row closes takes the lines to that");
	has_rows("\"a \"b\", c\",d\ne,f\n", "1:? 2:e|f of 2",
		"a quote in a quoted cell that is not doubled takes its line");
	has_rows("a, \"b\" c\ne,f\n", "1:? of 2", "text after quotes leaves them open");
	has_rows("\"a\",5\" disk\ne,f\n", "1:? 2:e|f of 2",
		"a quote within a cell beside a quoted one takes its line");
}

static void read_long_rows(void)
{
	size_t length = 3 * ROW_LIMIT;
	char *bytes = malloc(length);
	struct buffer out = {0}, overlong = {0};
	struct text text = {bytes, length, 0, 100000, 0};
	struct rows *rows;
	struct row row;

	memset(bytes, 'x', length);
	bytes[ROW_LIMIT - 1] = '\n';
	tap_ok(strchr(rows_of(bytes, ROW_LIMIT, 1000, &out), '!') == NULL,
		"a row of as many bytes as the limit, its line break among them, is read");
	bytes[ROW_LIMIT - 1] = 'x';
	bytes[ROW_LIMIT] = '\n';
	tap_ok(strcmp(rows_of(bytes, ROW_LIMIT + 1, 1000, &out), "1:! of 1") == 0,
		"a row of one byte more than the limit is too long");
	bytes[ROW_LIMIT] = 'x';
	memcpy(bytes + length - 5, "\na,b\n", 5);
	tap_text(rows_of(bytes, length, 1000, &out), "1:! 2:a|b of 2",
		"a row that is too long has no cells");
	rows = rows_new(',', read_text, &text, add_overlong, &overlong);
	rows_next(rows, &row);
	tap_ok(overlong.length == length - 4 && memcmp(overlong.text, bytes, overlong.length) == 0,
		"the bytes of a row that is too long are handed over");
	rows_free(rows);
	memset(bytes, '\n', length);
	*bytes = '"';
	memcpy(bytes + length - 4, "a,b\n", 4);
	tap_text(rows_of(bytes, length, 1000, &out), "1:? of 196604",
		"a quote that is never closed takes all lines, however many");
	bytes[length - 6] = '"';
	tap_text(rows_of(bytes, length, 1000, &out), "1:! 196603:a|b of 196603",
		"a row of too many lines is given up to its closing quote");
	free(bytes);
	buffer_release(&out);
	buffer_release(&overlong);
}

static void fail_reading(void)
{
	struct text text = {"a\nb", 3, 0, 3, EIO};
	struct rows *rows = rows_new(',', read_text, &text, NULL, NULL);
	struct row row;

	tap_ok(rows_next(rows, &row) == 1, "a row before a failure is read");
	errno = 0;
	tap_ok(rows_next(rows, &row) == -1 && errno == EIO, "a failure of reading is reported");
	rows_free(rows);
}

int main(void)
{
	read_rows();
	give_up_rows();
	read_long_rows();
	fail_reading();
	return tap_end();
}
