/*
 * Waiting for a commit.
 */
#ifndef TOOL_FOLLOW_H
#define TOOL_FOLLOW_H

#include "tool/tool.h"

/* Returns a descriptor that watches RUN's store; -1: that can't be had, we look once a second. */
int follow_watch(struct run *run);

/* Waits for a commit, or a while. False where nobody reads standard output any more. */
bool follow_wait(int watch);

#endif
