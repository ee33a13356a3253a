/* A copy of a feed in a directory, as event-log keeps lines. */
#ifndef TOOL_COPY_H
#define TOOL_COPY_H

#include "tool/tool.h"

/* Appends what is new in the feed to --copy. Returns the exit status. */
int run_copy(struct run *run);

#endif
