/*
 * A trace of what a tool does, for the person who asks why (LANYARD_TRACE).
 *
 * One line an action, tab-separated: time, tool, process id, action, detail.
 * A trace that can't be written any more is given up without a word: it is talk.
 */
#ifndef BASE_TRACE_H
#define BASE_TRACE_H

#include <stdbool.h>

/* Appends the trace of TOOL to the file PATH; "2" is standard error. False, with errno: it can't. */
bool trace_open(const char *path, const char *tool);

/* Does nothing where no trace is open. */
void trace(const char *action, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
