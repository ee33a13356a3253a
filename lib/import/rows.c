#include "import/rows.h"

#include <csv.h>
#include <errno.h>

#include "base/buffer.h"
#include "base/memory.h"

enum {
	READ_BYTES = 64 * 1024,
	INPUT_BYTES = ROW_LIMIT + READ_BYTES + 2,
	/* How much may be read twice at first, after quotes that are not closed. */
	REPEAT_BYTES = 16 * 1024 * 1024,
	/* And how much for each byte that is read. */
	REPEAT_FACTOR = 4,
};

struct rows {
	struct csv_parser parser;
	struct csv_parser strict; /* checks rows of several lines */
	char delimiter;
	rows_read *read;
	void *context;
	void (*on_overlong)(void *context, const char *bytes, size_t length);
	void *overlong_context;

	char *input;
	size_t begin, fed, end; /* of the row, of what is not parsed yet, of the input */
	bool ended;
	bool row_ended; /* the parser has found the row's end */
	int64_t line;   /* of .fed, from 0 */
	int64_t blank;
	int64_t repeat; /* the bytes that may be read twice */

	struct buffer text; /* of the cells */
	struct cell *cells;
	size_t count, room;
};

/* libcsv's callbacks. */

static void add_cell(void *text, size_t length, void *context)
{
	struct rows *rows = context;

	if (rows->count == rows->room) {
		rows->room = rows->room > 0 ? 2 * rows->room : 64;
		rows->cells = memory_resize(rows->cells, rows->room, sizeof(*rows->cells));
	}
	/* The buffer may move, so the texts are set when the row is complete. */
	rows->cells[rows->count++] = (struct cell){NULL, length};
	buffer_add(&rows->text, text, length);
	buffer_add(&rows->text, "", 1);
}

static void end_row(int terminator, void *context)
{
	struct rows *rows = context;

	(void)terminator;
	rows->row_ended = true;
}

struct rows *rows_new(char delimiter, rows_read *read, void *context,
	void (*on_overlong)(void *context, const char *bytes, size_t length),
	void *overlong_context)
{
	struct rows *rows = memory_zeroed(1, sizeof(*rows));

	if (csv_init(&rows->parser, 0) != 0 || csv_init(&rows->strict, CSV_STRICT) != 0)
		memory_exhausted();
	csv_set_delim(&rows->parser, (unsigned char)delimiter);
	csv_set_delim(&rows->strict, (unsigned char)delimiter);
	rows->delimiter = delimiter;
	rows->read = read;
	rows->context = context;
	rows->on_overlong = on_overlong;
	rows->overlong_context = overlong_context;
	rows->repeat = REPEAT_BYTES;
	rows->input = memory_zeroed(INPUT_BYTES, 1);
	return rows;
}

void rows_free(struct rows *rows)
{
	if (rows == NULL)
		return;
	csv_free(&rows->parser);
	csv_free(&rows->strict);
	buffer_release(&rows->text);
	free(rows->cells);
	free(rows->input);
	free(rows);
}

int64_t rows_lines(const struct rows *rows)
{
	return rows->line;
}

int64_t rows_blank(const struct rows *rows)
{
	return rows->blank;
}

/* Moves the row to the start of the buffer, and reads behind it. False with errno. */
static bool read_more(struct rows *rows)
{
	ssize_t got;

	memmove(rows->input, rows->input + rows->begin, rows->end - rows->begin);
	rows->fed -= rows->begin;
	rows->end -= rows->begin;
	rows->begin = 0;
	do
		got = rows->read(rows->context, rows->input + rows->end, INPUT_BYTES - rows->end);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return false;
	rows->ended = got == 0;
	rows->end += (size_t)got;
	rows->repeat += got * REPEAT_FACTOR;
	return true;
}

/*
 * The length of the line at .input[FROM], with its line break: LF, CR LF, or CR alone. 0 if it is
 * not complete, or may not be.
 */
static size_t line_length(const struct rows *rows, size_t from)
{
	const char *text = rows->input;
	size_t at = from;

	while (at < rows->end && text[at] != '\n' && text[at] != '\r')
		at++;
	if (at == rows->end)
		return 0;
	if (text[at] == '\r' && at + 1 == rows->end && !rows->ended)
		return 0;
	if (text[at] == '\r' && at + 1 < rows->end && text[at + 1] == '\n')
		at++;
	return at + 1 - from;
}

/* Whether the LENGTH bytes at the row's begin are blank: they make no row. */
static bool is_blank(const struct rows *rows, size_t length)
{
	const char *at = rows->input + rows->begin, *end = at + length;

	for (; at < end; at++)
		if (*at == rows->delimiter || strchr(" \t\r\n", *at) == NULL || *at == '\0')
			return false;
	return true;
}

static void reset_parser(struct rows *rows)
{
	csv_set_opts(&rows->parser, 0);
	csv_fini(&rows->parser, NULL, NULL, NULL);
	rows->count = 0;
	buffer_reset(&rows->text);
}

static bool ends_line(char c)
{
	return c == '\n' || c == '\r';
}

/* Fills ROW with what was parsed, LENGTH bytes of LINES lines, and begins the next one. */
static int take_row(
	struct rows *rows, enum row_state state, size_t length, int64_t lines, struct row *row)
{
	size_t at = 0, i;

	for (i = 0; i < rows->count; i++) {
		rows->cells[i].text = rows->text.text + at;
		at += rows->cells[i].length + 1;
	}
	*row = (struct row){
		.state = state,
		.line = rows->line + 1,
		.lines = lines,
		.cells = rows->cells,
		.count = rows->count,
		.text = rows->input + rows->begin,
		.length = length,
		.unterminated = length == 0 || !ends_line(rows->input[rows->begin + length - 1]),
	};
	rows->begin += length;
	rows->fed = rows->begin;
	rows->line += lines;
	rows->row_ended = false;
	return 1;
}

/* Gives up a line that is too long, which may not be in the buffer to its end. */
static int take_overlong(struct rows *rows, struct row *row)
{
	size_t length, all;
	bool complete;

	reset_parser(rows);
	do {
		length = line_length(rows, rows->begin);
		all = rows->end - rows->begin;
		complete = length > 0;
		if (!complete && !rows->ended && all > 0 && rows->input[rows->end - 1] == '\r')
			all--; /* it may be the first byte of the line break */
		if (complete)
			all = length;
		if (rows->on_overlong != NULL)
			rows->on_overlong(rows->overlong_context, rows->input + rows->begin, all);
		rows->begin += all;
		rows->fed = rows->begin;
		if (!complete && !rows->ended && !read_more(rows))
			return -1;
	} while (!complete && (!rows->ended || rows->end > rows->begin));
	if (!complete && rows->on_overlong != NULL)
		rows->on_overlong(rows->overlong_context, "\n", 1);
	take_row(rows, ROW_TOO_LONG, 0, 1, row);
	row->unterminated = !complete;
	return 1;
}

/* Whether LENGTH bytes more may be read again. */
static bool may_repeat(struct rows *rows, size_t length)
{
	rows->repeat -= (int64_t)length;
	if (rows->repeat < 0)
		rows->repeat = 0;
	return rows->repeat > 0;
}

/*
 * Gives up the first line of a row whose quotes are not closed, or all its LINES that were read
 * after too many such rows.
 */
static int take_unclosed(struct rows *rows, int64_t lines, struct row *row)
{
	size_t first = line_length(rows, rows->begin), all = rows->fed - rows->begin;

	reset_parser(rows);
	if (first == 0 || first >= all)
		return take_row(rows, ROW_UNCLOSED, all, 1, row);
	if (!may_repeat(rows, all - first))
		return take_row(rows, ROW_UNCLOSED, all, lines, row);
	return take_row(rows, ROW_UNCLOSED, first, 1, row);
}

bool rows_take_back(struct rows *rows, struct row *row)
{
	size_t begin = (size_t)(row->text - rows->input), first = line_length(rows, begin);

	if (!may_repeat(rows, row->length - first))
		return false;
	rows->begin = rows->fed = begin + first;
	rows->line = row->line;
	row->length = first;
	row->lines = 1;
	row->unterminated = false;
	return true;
}

static void parse(struct rows *rows, size_t length)
{
	/* libcsv fails without memory only. */
	if (csv_parse(&rows->parser, rows->input + rows->fed, length, add_cell, end_row, rows) !=
		length)
		memory_exhausted();
	rows->fed += length;
}

/*
 * Takes the row that was parsed. A quote within a cell that is not doubled is a part of it, as in
 * 5" disk. But in a row of several lines it is likely to open another cell, whose row was taken for
 * a part of this one because a quote was not closed; so that is given up.
 */
static int take_complete(struct rows *rows, int64_t lines, struct row *row)
{
	size_t length = rows->fed - rows->begin;
	bool strict = lines == 1 || csv_parse(&rows->strict, rows->input + rows->begin, length,
					    NULL, NULL, NULL) == length;

	csv_fini(&rows->strict, NULL, NULL, NULL);
	return strict ? take_row(rows, ROW_COMPLETE, length, lines, row)
		      : take_unclosed(rows, lines, row);
}

/* Ends the last row, which has no line break. */
static int finish(struct rows *rows, int64_t lines, struct row *row)
{
	csv_set_opts(&rows->parser, CSV_STRICT | CSV_STRICT_FINI);
	if (csv_fini(&rows->parser, add_cell, end_row, rows) != 0)
		return take_unclosed(rows, lines, row);
	csv_set_opts(&rows->parser, 0);
	return take_complete(rows, lines, row);
}

int rows_next(struct rows *rows, struct row *row)
{
	int64_t lines = 0;

	rows->count = 0;
	buffer_reset(&rows->text);
	for (;;) {
		size_t length = line_length(rows, rows->fed);

		if (length == 0 && rows->ended)
			length = rows->end - rows->fed;
		if (length == 0 && rows->ended && lines == 0)
			return 0;
		if ((length > 0 ? rows->fed + length : rows->end) - rows->begin > ROW_LIMIT)
			return lines == 0 ? take_overlong(rows, row)
					  : take_unclosed(rows, lines, row);
		if (length == 0 && rows->ended)
			return finish(rows, lines, row);
		if (length == 0) {
			if (!read_more(rows))
				return -1;
			continue;
		}
		if (lines == 0 && is_blank(rows, length)) {
			rows->begin = rows->fed = rows->begin + length;
			rows->line++;
			rows->blank++;
			continue;
		}
		parse(rows, length);
		lines++;
		if (rows->row_ended)
			return take_complete(rows, lines, row);
	}
}
