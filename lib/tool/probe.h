/* Runs a tool's --describe and reads its description. */
#ifndef TOOL_PROBE_H
#define TOOL_PROBE_H

#include <stdbool.h>

#include "base/buffer.h"
#include "base/fault.h"
#include "message/description.h"

/*
 * Runs PROGRAM --describe (found in PATH), without input, waits for its end, and adds its output
 * to OUT, at most as long as a line. False with FAULT set, a reason that goes after the program's
 * name: EX_NOINPUT if it can't be run, EX_DATAERR if it fails or prints too much, EX_IOERR if
 * reading fails, EX_OSERR.
 */
bool probe_description(const char *program, struct buffer *out, struct fault *fault);

/*
 * Borrows from ARENA: the description of the tool NAME, found beside this program, or in PATH.
 * NULL with FAULT set as above; EX_DATAERR if its output is no description, too.
 */
const struct description *probe_tool(const char *name, struct arena *arena, struct fault *fault);

#endif
