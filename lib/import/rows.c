#include "import/rows.h"

#include <csv.h>
#include <errno.h>

#include "base/buffer.h"
#include "base/memory.h"

enum {
	READ_BYTES = 64 * 1024,
	INPUT_BYTES = ROW_LIMIT + READ_BYTES + 2,
};

struct rows {
	struct csv_parser parser;
	struct csv_parser strict; /* checks rows with quotes */
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

/* Hands over LENGTH bytes of a row that is too long; returns how many quotes they have. */
static int hand_over(struct rows *rows, size_t length)
{
	const char *bytes = rows->input + rows->begin;
	int quotes = 0;
	size_t i;

	for (i = 0; i < length; i++)
		quotes += bytes[i] == '"';
	if (rows->on_overlong != NULL)
		rows->on_overlong(rows->overlong_context, bytes, length);
	rows->begin += length;
	rows->fed = rows->begin;
	return quotes;
}

/* How much of the next line is in the buffer, which it may exceed. *COMPLETE: to its line break. */
static size_t next_piece(const struct rows *rows, bool *complete)
{
	size_t length = line_length(rows, rows->begin), all = rows->end - rows->begin;

	*complete = length > 0;
	if (*complete)
		return length;
	/* A CR may be the first byte of the line break. */
	return all - (!rows->ended && all > 0 && rows->input[rows->end - 1] == '\r');
}

/*
 * Gives up a row that is too long, to the line, after those that are parsed already, by which it
 * has as many opening quotes as closing ones: what is in quotes is no row.
 */
static int take_overlong(struct rows *rows, struct row *row)
{
	size_t parsed = rows->fed - rows->begin, length;
	bool odd = false, complete, partial = false;
	int64_t lines = 0;

	reset_parser(rows);
	do {
		length = next_piece(rows, &complete);
		odd ^= hand_over(rows, length) % 2 == 1;
		parsed -= length < parsed ? length : parsed;
		lines += complete;
		partial = !complete && (partial || length > 0);
		if (!complete && !rows->ended && !read_more(rows))
			return -1;
	} while ((!complete || odd || parsed > 0) && (!rows->ended || rows->end > rows->begin));
	if (partial && rows->on_overlong != NULL)
		rows->on_overlong(rows->overlong_context, "\n", 1);
	take_row(rows, odd ? ROW_UNCLOSED : ROW_TOO_LONG, 0, lines + partial, row);
	row->unterminated = partial;
	return 1;
}

/* Gives up the LINES that were parsed as one row, because its quotes don't match. */
static int take_unclosed(struct rows *rows, int64_t lines, struct row *row)
{
	reset_parser(rows);
	return take_row(rows, ROW_UNCLOSED, rows->fed - rows->begin, lines, row);
}

static void parse(struct rows *rows, size_t length)
{
	/* libcsv fails without memory only. */
	if (csv_parse(&rows->parser, rows->input + rows->fed, length, add_cell, end_row, rows) !=
		length)
		memory_exhausted();
	rows->fed += length;
}

/* Whether any cell of the row's LENGTH bytes begins with a quote. */
static bool has_quoted_cell(const struct rows *rows, size_t length)
{
	const char *at = rows->input + rows->begin, *end = at + length;
	bool begins = true;

	for (; at < end; at++) {
		if (begins && *at == '"')
			return true;
		begins = *at == rows->delimiter || (begins && (*at == ' ' || *at == '\t'));
	}
	return false;
}

/*
 * Takes the row that was parsed. A quote is a part of a cell, as in 5" disk, only where no cell is
 * in quotes: otherwise it may be one that is not doubled or closed, and cells not what they seem.
 */
static int take_complete(struct rows *rows, int64_t lines, struct row *row)
{
	size_t length = rows->fed - rows->begin;
	bool strict = !has_quoted_cell(rows, length) ||
		      csv_parse(&rows->strict, rows->input + rows->begin, length, NULL, NULL,
			      NULL) == length;

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
			return take_overlong(rows, row);
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
