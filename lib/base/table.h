/*
 * A table of text, with columns aligned by the width of characters on a terminal.
 */
#ifndef BASE_TABLE_H
#define BASE_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct table;

/* Returns new: a table with that many columns. */
struct table *table_new(size_t columns);
void table_free(struct table *table);

/* Adds the next cell, row by row; copies TEXT. NUMBER aligns it to the right. */
void table_add(struct table *table, const char *text, bool number);

/* Adds the rows to BUFFER: two spaces between columns, none at the end of a line. */
void table_print(const struct table *table, struct buffer *buffer);

#endif
