/* Passes a feed to another program: at least once, in order. */
#ifndef TOOL_CONSUME_H
#define TOOL_CONSUME_H

#include "tool/tool.h"

/* Returns false, with a diagnostic, if the name of --consumer is invalid. */
bool run_check_consumer(const struct run *run);

/* Runs the command in RUN's operands with the feed as its input, as RUN's settings say. */
int run_consumer(struct run *run);

#endif
