/*
 * Rejected lines, saved by -r FILE. Appended byte for byte, and synced before the tool
 * exits, so that they can be fixed and processed again. If FILE is a terminal, control
 * characters are escaped.
 */
#ifndef TOOL_REJECTS_H
#define TOOL_REJECTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

struct rejects;

/*
 * Returns new: appends to PATH, and syncs a new file's directory; NULL with FAULT set: 73;
 * 74 if syncing failed. An unterminated last line is terminated.
 */
struct rejects *rejects_open(const char *path, struct fault *fault);

/* Appends bytes of a line. REJECTS may be NULL: they are dropped. */
void rejects_add(void *rejects, const char *bytes, size_t length);

/* Writes and syncs all appended lines; false with FAULT set (74). May be NULL. */
bool rejects_flush(struct rejects *rejects, struct fault *fault);

void rejects_close(struct rejects *rejects);

#endif
