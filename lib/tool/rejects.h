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
 * Returns new: a writer that appends to PATH. An unterminated last line is terminated, and the
 * directory of a new file is synced. NULL with FAULT set: EX_CANTCREAT; EX_IOERR if syncing
 * failed.
 */
struct rejects *rejects_open(const char *path, struct fault *fault);

/* Appends bytes of a line. REJECTS may be NULL: they are dropped. */
void rejects_add(void *rejects, const char *bytes, size_t length);

/* Writes and syncs all appended lines; false with FAULT set (EX_IOERR). May be NULL. */
bool rejects_flush(struct rejects *rejects, struct fault *fault);

void rejects_close(struct rejects *rejects);

#endif
