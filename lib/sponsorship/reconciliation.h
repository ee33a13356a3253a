/*
 * Reconciliation: what sponsors are owed, what the ledger says, and what ticketing's
 * feed says, compared; each difference in words, with what repairs it.
 */
#ifndef SPONSORSHIP_RECONCILIATION_H
#define SPONSORSHIP_RECONCILIATION_H

#include "store/handler.h"

/*
 * Takes ticketing's feed, from its start: notes what it says in tables that end with
 * the store's connection; decides nothing.
 */
extern const struct process reconciling;

/*
 * Borrows from ARENA, when the feed was taken: who we are at ticketing, by what the
 * ledger has asked for; NULL where nothing in the feed came of it.
 */
const char *reconciliation_client(struct store *store, struct arena *arena);

/* Whether nothing was bought by anybody, nothing asked for, and nothing is to be decided. */
bool reconciliation_is_empty(struct store *store);

/* Hands each difference (difference_row) to EACH; CLIENT is who we are. */
void reconciliation_rows(struct store *store, const char *client, struct arena *arena,
	void (*each)(void *to, const void *row), void *to);

#endif
