/* The verb that a command line names. */
#ifndef TOOL_VERB_H
#define TOOL_VERB_H

#include "tool/tool.h"

/*
 * Removes the verb's name from the command line, wherever it is, and returns the verb; if none is
 * named, the default verb. NULL with FAULT set (EX_USAGE): there is none, and *NAMED says whether
 * the first operand is an unknown verb.
 */
const struct verb *verb_find(
	const struct tool *tool, int *argc, char **argv, bool *named, struct fault *fault);

#endif
