/*
 * A trace of a tool's actions, for debugging (LANYARD_TRACE).
 *
 * One tab-separated line per action: time, tool, process id, action, detail.
 * A write error ends the trace silently: it must not change what the tool does.
 */
#ifndef BASE_TRACE_H
#define BASE_TRACE_H

#include <stdbool.h>

/* Appends the trace of TOOL to the file PATH, or to standard error: "2". False with errno. */
bool trace_open(const char *path, const char *tool);

/* Does nothing if no trace is open. */
void trace(const char *action, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
