/*
 * Pools: places of a ticket type that are set aside, and can be booked from the pool alone.
 * A pool takes only places that the type has left.
 */
#ifndef TICKETING_POOL_H
#define TICKETING_POOL_H

#include "store/context.h"

void pool_add(struct decision *decision, const void *command);
/* The rule's superseded(): the pool was removed. */
const char *pool_superseded(struct store *store, const void *command, struct arena *arena);
void pool_amend(struct decision *decision, const void *command);
void pool_move(struct decision *decision, const void *command);
void pool_remove(struct decision *decision, const void *command);

void pool_apply_set(const struct applying *of);
void pool_apply_moved(const struct applying *of);
void pool_apply_removed(const struct applying *of);

struct ticket_pool_row;

/*
 * Reads the pool with the next name after AFTER (NULL: the first) into ROW; its texts are
 * allocated in ARENA. False at the end, or on failure, which sets the store's fault.
 */
bool pool_next(
	struct store *store, const char *after, struct ticket_pool_row *row, struct arena *arena);

#endif
