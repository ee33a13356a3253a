/*
 * Reconciliation: what is owed, what the ledger has, and what ticketing's feed has are
 * compared. Each difference is described, with the command that repairs it.
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
extern const struct process booking_reconcile_process;

/*
 * Borrows from ARENA: this client's name at ticketing, from the purchases and rejections in
 * the feed that are of this ledger; GIVEN, if it is one of several; NULL: there are none.
 */
const char *reconcile_client(struct store *store, const char *given, struct arena *arena);

/* Whether there is nothing to compare: no purchases, no bookings, no decision due. */
bool reconcile_is_empty(struct store *store);

/* Passes each struct difference_row to EACH. CLIENT: this client's name; NULL: unknown. */
void reconcile_rows(
	struct store *store, const char *client, void (*each)(void *to, const void *row), void *to);

#endif
