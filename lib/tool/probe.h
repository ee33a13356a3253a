/* Runs a tool's --describe and reads its description. */
#ifndef TOOL_PROBE_H
#define TOOL_PROBE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/fault.h"

/*
 * Runs PROGRAM --describe (found in PATH), without input, and adds its output to OUT, at
 * most a line. False with FAULT set: EX_NOINPUT if it can't be run, EX_DATAERR if it fails or
 * prints too much, EX_OSERR.
 */
bool probe_description(const char *program, struct buffer *out, struct fault *fault);

#endif
