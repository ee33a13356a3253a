/*
 * What a spreadsheet makes of a text in a cell, and the mark, a ' before it, by which it stays a
 * text. Reports write it, and csv-import removes it.
 *
 * A spreadsheet may divide cells at another delimiter than they were written with, even within
 * quotes, if these don't begin its cell. So the mark also stands within a text, before what
 * would be a formula behind such a delimiter: "x;=1" becomes "x;'=1".
 */
#ifndef BASE_SPREADSHEET_H
#define BASE_SPREADSHEET_H

#include "base/arena.h"
#include "base/buffer.h"
#include "base/fault.h"

/*
 * Adds TEXT, which must be valid UTF-8, to OUT, with a mark before each formula, and before it all
 * if a spreadsheet would change it: into another number, or into a date.
 */
void spreadsheet_mark(const char *text, struct buffer *out);

/* Borrows from ARENA: TEXT without these marks. */
char *spreadsheet_unmark(const char *text, struct arena *arena);

/*
 * Sets DELIMITER to the one that WORD is, or names: comma, semicolon, tab. False with FAULT set
 * (EX_USAGE), about --delimiter, if it is none: what numbers, names and formulas have is not.
 */
bool spreadsheet_read_delimiter(const char *word, char *delimiter, struct fault *fault);

#endif
