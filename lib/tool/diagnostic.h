/*
 * What a tool says on standard error: "tool: message", one line each.
 *
 * Like warnx(3) and warn(3), which are banned here. The message may quote input, names of
 * files and what a store holds: no control character of it reaches a terminal, and none
 * of its newlines begins another message.
 */
#ifndef TOOL_DIAGNOSTIC_H
#define TOOL_DIAGNOSTIC_H

void diagnostic(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same, with the text of errno behind it. */
void diagnostic_errno(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
