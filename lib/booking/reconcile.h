/*
 * Reconciliation: what is owed, what the ledger has, and what ticketing's feed has are
 * compared; each difference in words, with what repairs it.
 */
#ifndef BOOKING_RECONCILE_H
#define BOOKING_RECONCILE_H

#include "store/handler.h"

/*
 * Creates the temporary tables and views, which end with the store's connection; once, before
 * all else.
 */
void reconcile_begin(struct store *store);

/* Reads ticketing's feed, from its start, into the temporary tables; decides nothing. */
extern const struct process booking_reconciling;

/*
 * Borrows from ARENA: the client that we are at ticketing, by what the feed says of the
 * ledger's requests; NULL: it says nothing of them.
 */
const char *reconcile_client(struct store *store, struct arena *arena);

/* Whether there is nothing to compare: no purchases, no bookings, no decision due. */
bool reconcile_is_empty(struct store *store);

/* Hands each difference (struct difference_row) to EACH; CLIENT is who we are. */
void reconcile_rows(
	struct store *store, const char *client, void (*each)(void *to, const void *row), void *to);

#endif
