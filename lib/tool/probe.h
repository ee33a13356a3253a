/*
 * What a program says of itself: its --describe, run and read.
 */
#ifndef TOOL_PROBE_H
#define TOOL_PROBE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/fault.h"

/*
 * Runs PROGRAM --describe (found as a shell finds it), with nothing to read, and adds
 * what it prints to OUT, at most a line's worth. False with FAULT set: 66 where it can't
 * be run, 65 where it does not exit 0 or prints too much, 71.
 */
bool probe_description(const char *program, struct buffer *out, struct fault *fault);

#endif
