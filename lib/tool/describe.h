/* A tool's description, printed by --describe, from which the context map is drawn. */
#ifndef TOOL_DESCRIBE_H
#define TOOL_DESCRIBE_H

#include "base/buffer.h"
#include "tool/tool.h"

/* Adds a line with one JSON object, generated from TOOL's declarations. */
void tool_describe(const struct tool *tool, struct buffer *out);

#endif
