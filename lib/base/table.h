/*
 * A table of text, with columns aligned by the width of characters on a terminal.
 *
 *     struct table *table = table_new(columns, 2, 80);
 *
 *     table_add(table, "acme");
 *     table_add(table, "12");
 *     table_print(table, &buffer);
 *
 * What is printed first decides which columns there are, and how wide they are; later rows follow
 * it, so a table of any length needs no more memory than its longest part.
 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct table_column {
	const char *head;
	bool number;  /* aligned to the right */
	size_t least; /* cells may be cut, but not to less than that; 0: they are not cut */
	/*
	 * How little it is needed. In a line that is too short for all, columns of rank 0 come first,
	 * then those of rank 1, then those of rank 2 if the others have twice their least width; each
	 * one for whose least width there is still room. A column without a text comes last, but the
	 * first one, and those that are wanted.
	 */
	unsigned rank;
	/* In the last column, a cell that would be cut is continued below, unless that is narrow. */
	bool continues;
	bool wanted; /* though it is empty */
};

struct table;

/*
 * Returns new: a table of COUNT columns, at least one, which are borrowed. No line is wider than
 * WIDTH; 0: there is no limit, and nothing is left out or cut.
 */
struct table *table_new(const struct table_column *columns, size_t count, size_t width);
void table_free(struct table *table);

/* Begins the line of heads with the text ON, and ends it with OFF; both are borrowed. */
void table_mark_heads(struct table *table, const char *on, const char *off);

/* Adds the next cell, row by row; copies TEXT, with what is not seen escaped. */
void table_add(struct table *table, const char *text);

/* The rows that are not printed yet. */
size_t table_rows(const struct table *table);

/*
 * Moves the rows to BUFFER, before the first ones the heads: two spaces between columns, none at
 * the end of a line. A cell that was cut ends with an ellipsis.
 */
void table_print(struct table *table, struct buffer *buffer);

/* Whether a column was left out of what was printed. */
bool table_leaves_out(const struct table *table, size_t column);

#endif
