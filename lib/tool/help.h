/* What a tool says of its command line. */
#ifndef TOOL_HELP_H
#define TOOL_HELP_H

#include "base/buffer.h"
#include "tool/tool.h"

/*
 * Command lines for --help, of the tool's manual page; ends with NULL. The Makefile generates it
 * for each tool (share/man/examples.awk).
 */
extern const char *const tool_examples[];

/* Adds "usage: …", one line per verb, as in the manual page's synopsis; FOLDED: in 80 columns. */
void help_synopsis(const struct tool *tool, bool folded, struct buffer *out);

/*
 * Adds the text of --help: examples, the synopsis, the fields, the options, in 80 columns. Lines
 * that are folded go on with at least 16 blanks.
 */
void help_text(const struct tool *tool, struct buffer *out);

/* Adds LEFT, and TEXT beside it in COLUMN, or below if LEFT is too long, in 80 columns. */
void help_add_beside(struct buffer *out, const char *left, size_t column, const char *text);

#endif
