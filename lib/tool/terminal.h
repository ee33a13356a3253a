/* The terminal that standard output is, if it is one. */
#ifndef TOOL_TERMINAL_H
#define TOOL_TERMINAL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The width of a line: of the variable COLUMNS, else of the terminal, which is 80 if it does not
 * say; 0, no limit, in a pipe or a file.
 */
size_t terminal_width(void);

/* Whether text may be bold: on a terminal, unless NO_COLOR is set, or TERM is "dumb" or not set. */
bool terminal_has_bold(void);

#endif
