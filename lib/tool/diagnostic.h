/*
 * What a tool says on standard error: "tool: message", one line each.
 *
 * As diagnostic(3) and diagnostic_errno(3), which are banned here, but that the message quotes input,
 * names of files and what a store holds: no control character of it reaches a terminal,
 * and none of its newlines begins another message.
 */
#ifndef TOOL_DIAGNOSTIC_H
#define TOOL_DIAGNOSTIC_H

void diagnostic(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* The same, with the text of errno behind it. */
void diagnostic_errno(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
