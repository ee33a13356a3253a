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

/* Hands each difference (difference_row) to EACH, when the feed was taken. */
void reconciliation_rows(struct store *store, struct arena *arena,
	void (*each)(void *to, const void *row), void *to);

#endif
