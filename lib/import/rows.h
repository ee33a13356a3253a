/*
 * The rows of a CSV file (RFC 4180, and what spreadsheets make of it), in constant memory; libcsv
 * parses them.
 *
 * A row may have as many bytes as a line of a tool. One that has more, or whose quotes don't match,
 * is given up to its last line: what is in quotes never becomes a row, because others may have
 * written it. A quote that is never closed takes the rest of the file.
 */
#ifndef IMPORT_ROWS_H
#define IMPORT_ROWS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/lines.h"

enum { ROW_LIMIT = LINE_LIMIT };

enum row_state {
	ROW_COMPLETE,
	ROW_TOO_LONG, /* more than ROW_LIMIT bytes: it has no cells */
	ROW_UNCLOSED, /* a quote is not closed, or not doubled: it has no cells */
};

struct cell {
	const char *text; /* NUL-terminated; it may contain NULs, too */
	size_t length;
};

/* What a row has is borrowed until the next one is read. */
struct row {
	enum row_state state;
	int64_t line;  /* of the file, from 1, where it begins */
	int64_t lines; /* how many it has: more than one with a line break in quotes */
	const struct cell *cells;
	size_t count;
	const char *text; /* its bytes, with the line break; empty if they were handed over */
	size_t length;
	bool unterminated; /* it is the last one, without a line break */
};

struct rows;

/* Reads as read(2) does, to the end: 0. */
typedef ssize_t rows_read(void *context, char *to, size_t size);

/*
 * Returns new: the rows that READ gives, with CONTEXT. Of a row that is too long, ON_OVERLONG is
 * called with OVERLONG_CONTEXT and all bytes, in one or more calls; it may be NULL.
 */
struct rows *rows_new(char delimiter, rows_read *read, void *context,
	void (*on_overlong)(void *context, const char *bytes, size_t length),
	void *overlong_context);

void rows_free(struct rows *rows);

/* Reads the next row that is not blank: 1; 0 at the end, -1 with errno if reading failed. */
int rows_next(struct rows *rows, struct row *row);

/* The number of lines read, and how many of them are blank. */
int64_t rows_lines(const struct rows *rows);
int64_t rows_blank(const struct rows *rows);

#endif
