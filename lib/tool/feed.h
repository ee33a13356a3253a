/* Reads a page of a feed, as RUN's client may. */
#ifndef TOOL_FEED_H
#define TOOL_FEED_H

#include "store/feed.h"
#include "tool/tool.h"

/*
 * Checks that RUN's client may read the feed now, and restricts READER to the events that it
 * may read. False with *FAULT set. Resets run->arena. To be called before each page, because
 * the grants may be withdrawn meanwhile.
 */
bool run_authorize_reader(struct run *run, struct feed_reader *reader, struct fault *fault);

/*
 * Authorizes READER, and adds its next lines to PAGE, at most COUNT. Returns their number. On
 * failure, with *FAULT set, there may be lines before the failure. At the end of the feed, the
 * position does not move.
 */
int64_t run_read_feed(struct run *run, struct feed_reader *reader, int64_t count,
	struct buffer *page, struct fault *fault);

#endif
