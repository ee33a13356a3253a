/* Following a feed: waiting for commits. */
#ifndef TOOL_FOLLOW_H
#define TOOL_FOLLOW_H

#include "store/feed.h"
#include "tool/tool.h"

/*
 * Whether RUN's client may read the feed now; sets what READER reads. Else the reason was
 * printed, and run->status is set. To be called before each page, because the grant may be
 * withdrawn meanwhile.
 */
bool follow_check_reader(struct run *run, struct feed_reader *reader);

/*
 * Returns a descriptor that becomes readable on a commit to CONTEXT's store; -1: watching
 * is not available, and follow_wait() polls once a second.
 */
int follow_watch(struct run *run, const struct context *context);

/*
 * Waits for a commit, or at most a second. False if the reader of OUTPUT (-1: none) has
 * closed it.
 */
bool follow_wait(int watch, int output);

#endif
