/* Positions: the last event read by each named consumer of this store's feed. */
#ifndef STORE_POSITION_H
#define STORE_POSITION_H

#include "base/arena.h"
#include "message/message.h"
#include "store/store.h"

enum { READER_LIMIT = 64 };

#define CONSUMER_ROW(X, S)                                                                         \
	STRING(X, S, consumer, REQUIRED, READER_LIMIT, "its name")                                 \
	FIXED_STRING(X, S, position, REQUIRED, 19, "the last event that it has read")              \
	INTEGER(X, S, lag, REQUIRED, 0, INT64_C(1) << 52, "how many events follow that")
MESSAGE_DECLARE(consumer_row, CONSUMER_ROW);

/* The position of the consumer READER; 0 if it is unknown. */
int64_t position_of_reader(struct store *store, const char *reader);

/*
 * Within a write transaction: moves READER from BEFORE to POSITION. False if its position
 * is not BEFORE: another process has moved it.
 */
bool position_move(struct store *store, const char *reader, int64_t before, int64_t position);

/*
 * Reads the consumer with the next name after AFTER (NULL: the first) into ROW; its texts are
 * allocated in ARENA. False at the end, or on failure, which sets the store's fault.
 */
bool position_next(
	struct store *store, const char *after, struct consumer_row *row, struct arena *arena);

#endif
