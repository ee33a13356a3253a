/*
 * A table for a person: columns as wide as they need to be, by the width that
 * a terminal gives each character.
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

/* Writes the rows into BUFFER: two spaces between columns, none at a line's end. */
void table_print(const struct table *table, struct buffer *buffer);

#endif
