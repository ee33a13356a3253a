/* Passes a feed to another program: at least once, in order. */
#ifndef TOOL_CONSUME_H
#define TOOL_CONSUME_H

#include "tool/tool.h"

/* Runs the command in RUN's operands with the feed as its input, as RUN's settings say. */
int run_consumer(struct run *run);

#endif
