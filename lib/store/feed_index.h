/*
 * The index of events by whom they are about: in a client's store the subject, which is a
 * beneficiary; in that of an open host, whose feed clients may read, the client in the data.
 */
#ifndef STORE_FEED_INDEX_H
#define STORE_FEED_INDEX_H

#include "message/envelope.h"
#include "message/message.h"
#include "store/store.h"

/*
 * Adds the event with ENVELOPE and DATA, a struct of LAYOUT. In order of the feed; the row of
 * adjacent events is written by feed_index_save().
 */
void feed_index_add(struct store *store, const struct envelope *envelope,
	const struct layout *layout, const void *data);

/* Writes what was added last. */
void feed_index_save(struct store *store);

/* Drops what was added last, which a rollback undid. */
void feed_index_forget(struct store *store);

#endif
