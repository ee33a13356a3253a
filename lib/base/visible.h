/*
 * Text for a person: what a terminal would obey is shown instead.
 *
 * C0 and C1 control characters and DEL come as JSON writes them (\n, \t, \u001b), bytes
 * that are not UTF-8 as \xff. vis(3) of libbsd 0.11 can't do that: it writes "é" as one
 * byte, which is not UTF-8, and passes a byte that is none on as it is.
 */
#ifndef BASE_VISIBLE_H
#define BASE_VISIBLE_H

#include "base/buffer.h"

enum visible {
	VISIBLE_ONE_LINE, /* newlines and tabs are shown, too: a message, a cell of a table */
	VISIBLE_LINES,    /* newlines and tabs stay: lines on a terminal */
};

/* Adds LENGTH bytes of TEXT to OUT, so that they can be seen. */
void visible_add(struct buffer *out, const char *text, size_t length, enum visible how);

#endif
