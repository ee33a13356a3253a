/*
 * Waiting for a commit.
 */
#ifndef TOOL_FOLLOW_H
#define TOOL_FOLLOW_H

#include "store/feed.h"
#include "tool/tool.h"

/*
 * Whether whom RUN reads a feed for may read it now, and so sets what READER sees;
 * else it was said why not, and run->status is set. To be asked before each page: what
 * was granted can be taken back meanwhile.
 */
bool follow_check_reader(struct run *run, struct feed_reader *reader);

/*
 * Returns a descriptor that watches CONTEXT's store, RUN's; -1: that can't be had, we
 * look once a second.
 */
int follow_watch(struct run *run, const struct context *context);

/* Waits for a commit, or a while. False where nobody reads OUTPUT (-1: none) any more. */
bool follow_wait(int watch, int output);

#endif
