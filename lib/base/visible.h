/*
 * Text for a terminal, with what is not seen on it escaped.
 *
 * C0 and C1 control characters and DEL, and invisible characters, are written as in JSON (\n,
 * \u001b, \u202e), above U+FFFF as in C (\U000e0041), bytes that are not UTF-8 as \xff. What
 * belongs to a letter or an emoji beside it is not escaped. vis(3) of libbsd 0.11 can't do that: it
 * writes "é" as one byte, which is not UTF-8, and does not escape invalid bytes.
 */
#ifndef BASE_VISIBLE_H
#define BASE_VISIBLE_H

#include "base/buffer.h"

enum visible {
	VISIBLE_ONE_LINE, /* newlines and tabs are escaped, too: a message, a cell of a table */
	VISIBLE_LINES,    /* newlines and tabs are not escaped: lines on a terminal */
};

/* Adds LENGTH bytes of TEXT to OUT, escaped. */
void visible_add(struct buffer *out, const char *text, size_t length, enum visible how);

#endif
