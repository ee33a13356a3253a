/* The command lines of a tool, as its description has them, for completion. */
#ifndef TOOL_USAGE_H
#define TOOL_USAGE_H

#include "tool/tool.h"

/* Borrows from ARENA: a struct described_usage for each verb of TOOL. */
struct list usage_list(const struct tool *tool, struct arena *arena);

/*
 * Runs --values: prints what the store has for a field, a line each, from a prefix on if
 * run->settings.values is FIELD=PREFIX. Returns the exit status.
 */
int run_values(struct run *run);

#endif
