/*
 * Messages on standard error: "tool: message", one per line.
 *
 * In place of warnx(3) and warn(3), which are banned. A message may quote input, file
 * names and what a store contains: its control characters and newlines are escaped.
 */
#ifndef TOOL_DIAGNOSTIC_H
#define TOOL_DIAGNOSTIC_H

#include "base/fault.h"

void diagnostic(const char *format, ...) __attribute__((format(printf, 1, 2)));

/*
 * Reports a slip on the command line, a reason or a question, and names --help. Returns EX_USAGE.
 */
int diagnostic_slip(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same as diagnostic(), followed by the text of errno. */
void diagnostic_errno(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Prints the reason of FAULT, after its pointer if it has one. */
void diagnostic_fault(const struct fault *fault);

#endif
