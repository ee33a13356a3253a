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
 * Fills ROW with the event of SPONSOR's history that comes behind position
 * AFTER; false at the end.
 */
bool status_why(struct store *store, const char *sponsor, int64_t after, struct arena *arena,
	struct why_row *row);

#endif
