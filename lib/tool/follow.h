/* Waits for commits to a store, without polling where the system can notify. */
#ifndef TOOL_FOLLOW_H
#define TOOL_FOLLOW_H

#include "tool/tool.h"

/*
 * Returns a descriptor that becomes readable on a commit to CONTEXT's store; -1 if watching
 * is not available: follow_wait() then polls once a second.
 */
int follow_watch(struct run *run, const struct context *context);

/*
 * Waits for a commit, or at most a second. Returns false if the reader of OUTPUT (-1: none)
 * has closed it.
 */
bool follow_wait(int watch, int output);

#endif
