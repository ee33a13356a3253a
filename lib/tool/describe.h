/*
 * What a tool says of itself: --describe, from which the map of the contexts is drawn.
 */
#ifndef TOOL_DESCRIBE_H
#define TOOL_DESCRIBE_H

#include "base/buffer.h"
#include "tool/tool.h"

/* Adds one JSON object and a newline, made from what TOOL runs by. */
void tool_describe(const struct tool *tool, struct buffer *out);

#endif
