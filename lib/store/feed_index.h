/* The index of the events about each client, for feeds that clients may read. */
#ifndef STORE_FEED_INDEX_H
#define STORE_FEED_INDEX_H

#include "message/message.h"
#include "store/store.h"

/*
 * Adds the event at SEQUENCE, if its DATA, a struct of LAYOUT, has a field "client". In order of
 * the feed; the row of adjacent events is written by feed_index_save().
 */
void feed_index_client(
	struct store *store, const struct layout *layout, const void *data, int64_t sequence);

/* Writes what was added last. */
void feed_index_save(struct store *store);

#endif
