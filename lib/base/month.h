/* The names of months in English, as spreadsheets of any locale write and read them. */
#ifndef BASE_MONTH_H
#define BASE_MONTH_H

/*
 * Reads a month's name, whole or as its first three letters, or "Sept", in any case, at *TEXT, up to
 * what is no letter, and moves past it. Returns its number, 1 to 12; 0 if there is none.
 */
int month_read(const char **text);

#endif
