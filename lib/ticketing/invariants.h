/*
 * Invariants of ticketing's store, each an SQL query for its violations. Counters and amounts are
 * compared with the tickets and purchases; event-replay compares all tables with the feed.
 */
#ifndef TICKETING_INVARIANTS_H
#define TICKETING_INVARIANTS_H

#include "base/arena.h"
#include "store/store.h"

struct broken_invariant_row;

/*
 * Calls EACH for each violation of the invariant NUMBER, counted from 0. Returns false if there
 * is no such invariant. A failure sets the store's fault, and returns true.
 */
bool invariants_check(struct store *store, unsigned number, struct arena *arena,
	void (*each)(void *to, const struct broken_invariant_row *row), void *to);

#endif
