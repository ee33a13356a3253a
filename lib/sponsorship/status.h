/*
 * Status: where each sponsor stands, and why. Rows for people, and for jq.
 */
#ifndef SPONSORSHIP_STATUS_H
#define SPONSORSHIP_STATUS_H

#include "sponsorship/messages.h"
#include "sponsorship/sponsor.h"

/* Fills ROW for SPONSOR; what it refers to lives in ARENA. */
void status_of(struct store *store, const struct sponsor_state *sponsor, struct arena *arena,
	struct status_row *row);

/*
 * Borrows from ARENA: what SPONSOR has beyond what it shall have, in words; NULL where
 * there is nothing.
 */
const char *status_exceeded(struct store *store, const char *sponsor, struct arena *arena);

/* Whether SPONSOR is on board, and waits for a policy that has a rule for it. */
bool status_without_rule(
	struct store *store, const struct sponsor_state *sponsor, struct arena *arena);

/* As status_exceeded(): what it was refused and lacks still. */
const char *status_refused(struct store *store, const char *sponsor, struct arena *arena);

/* The same: what it lacks for another reason: somebody has cancelled tickets, or given them back. */
const char *status_lacking(struct store *store, const char *sponsor, struct arena *arena);

#endif
