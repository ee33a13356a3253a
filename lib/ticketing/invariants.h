/*
 * What has to be true of a ticket inventory's store at any time, as SQL says it.
 * Where money or who holds a ticket depends on an event, that event is looked at;
 * that all tables agree with the feed, row by row, event-replay says.
 */
#ifndef TICKETING_INVARIANTS_H
#define TICKETING_INVARIANTS_H

#include "base/arena.h"
#include "store/store.h"

struct broken_invariant_row;

/*
 * The broken ones of the invariant NUMBER, from 0, each handed to EACH. Returns
 * false where there is no such invariant.
 */
bool invariant_check(struct store *store, unsigned number, struct arena *arena,
	void (*each)(void *to, const struct broken_invariant_row *row), void *to);

#endif
