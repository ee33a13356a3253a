/*
 * A tool's options: the common ones, and one for each field of its command.
 */
#ifndef TOOL_OPTION_H
#define TOOL_OPTION_H

#include "base/buffer.h"
#include "tool/tool.h"

/* Adds "usage: …", a line a verb, as the manual's synopsis has it. */
void option_synopsis(const struct tool *tool, struct buffer *out);

/* Adds the whole help: the synopsis, the options, the fields, the statuses. */
void option_help(const struct tool *tool, struct buffer *out);

/* Whether VERB's operands are a command of its own, or any number of them: options stand before. */
bool option_takes_many(const struct verb *verb);

/* Whether WORD is an option of TOOL whose argument is the word behind it. */
bool option_requires_argument(const struct tool *tool, const char *word);

/*
 * Reads the command line behind the verb into RUN. False with FAULT set (64)
 * where it can't be used; *HELP where -h or --help was found.
 */
bool option_read(struct run *run, int argc, char **argv, int *help, struct fault *fault);

#endif
