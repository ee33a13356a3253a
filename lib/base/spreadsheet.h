/*
 * What a spreadsheet makes of a text in a cell, and the mark, a ' before it, by which it stays a
 * text. Reports write it, and csv-import removes it.
 */
#ifndef BASE_SPREADSHEET_H
#define BASE_SPREADSHEET_H

#include <stdbool.h>

/*
 * Whether TEXT, which must be valid UTF-8, requires the mark: a spreadsheet may read it as a
 * formula, or as a number that it changes; or it begins with a mark of its own before such a text.
 */
bool spreadsheet_needs_mark(const char *text);

/* Borrows from TEXT: the text behind the mark; TEXT if it has none. */
const char *spreadsheet_unmark(const char *text);

/*
 * The delimiter of cells that WORD is, a character, or names: "tab", "comma", "semicolon"; '\0': it
 * is none.
 */
char spreadsheet_delimiter(const char *word);

#endif
