/* A tool's options: the common ones, its own, and one for each field of its command. */
#ifndef TOOL_OPTION_H
#define TOOL_OPTION_H

#include "base/buffer.h"
#include "tool/tool.h"

/* Whether VERB takes another command, or any number of operands, after its options. */
bool option_takes_many(const struct verb *verb);

/* Whether WORD is an option of TOOL whose argument is the next word. */
bool option_requires_argument(const struct tool *tool, const char *word);

/*
 * Parses the command line after the verb into RUN. False with FAULT set (EX_USAGE); *HELP: -h,
 * --help or the like was found.
 */
bool option_read(struct run *run, int argc, char **argv, int *help, struct fault *fault);

#endif
