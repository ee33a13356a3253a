/*
 * A feed for other programs: at least once, in order.
 */
#ifndef TOOL_CONSUME_H
#define TOOL_CONSUME_H

#include "tool/tool.h"

/* Gives the feed to the command in RUN's operands, as RUN's settings say. */
int run_consumer(struct run *run);

#endif
