/* What a tool says of its command line. */
#ifndef TOOL_HELP_H
#define TOOL_HELP_H

#include "base/buffer.h"
#include "tool/tool.h"

/* Adds "usage: …", one line per verb, as in the manual page's synopsis. */
void help_synopsis(const struct tool *tool, struct buffer *out);

/* Adds the text of --help: the synopsis, the options, the fields, the statuses. */
void help_text(const struct tool *tool, struct buffer *out);

#endif
