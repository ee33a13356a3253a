/*
 * Rejected lines, kept: -r FILE. Appended as they came, one a line, and on the
 * disk before the tool ends, so that they can be fixed and fed in again. Where FILE
 * is a terminal, they are shown there, without their control characters.
 */
#ifndef TOOL_REJECTS_H
#define TOOL_REJECTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/fault.h"

struct rejects;

/*
 * Returns new: appends to PATH, a new file's name synced; NULL with FAULT set: 73,
 * 74 where syncing failed. A torn last line is ended.
 */
struct rejects *rejects_open(const char *path, struct fault *fault);

/* Adds bytes of a line. REJECTS may be NULL: then nobody keeps them. */
void rejects_add(void *rejects, const char *bytes, size_t length);

/* Writes and syncs what was added; false with FAULT set (74). May be NULL. */
bool rejects_flush(struct rejects *rejects, struct fault *fault);

void rejects_close(struct rejects *rejects);

#endif
