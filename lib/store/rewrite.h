/*
 * Writes the WAL's bytes again, and syncs them.
 *
 * After a failed sync Linux takes the pages for clean: the next sync succeeds, and writes nothing,
 * though what is read from them is not on the disk. Once written again, they are synced.
 *
 * Private to lib/store.
 */
#ifndef STORE_REWRITE_H
#define STORE_REWRITE_H

#include "store/store.h"

/* Called under the store's lock, so that nobody else writes. False with the store's fault set. */
bool rewrite_wal(struct store *store);

#endif
