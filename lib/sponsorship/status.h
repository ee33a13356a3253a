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

/* What is to be done that it be decided what SPONSOR shall have, since that has changed last. */
enum undecided {
	UNDECIDED_NOT,  /* nothing */
	UNDECIDED_YET,  /* a process has to run */
	UNDECIDED_RULE, /* a policy has to be adopted that has a rule for it, or an override set */
	UNDECIDED_LACKING, /* no rule is for it, and it did not get what an override wants */
};

/*
 * Sets *FACTS to what a rule would have to be for, in words, which live in ARENA, where
 * none is: "level Gold, ...". Where an organiser has decided instead, and it has that,
 * nothing is to be done; another policy is looked at nevertheless when it comes.
 */
enum undecided status_undecided(struct store *store, const struct sponsor_state *sponsor,
	struct arena *arena, const char **facts);

/* As status_exceeded(): what it was refused and lacks still. */
const char *status_refused(struct store *store, const char *sponsor, struct arena *arena);

/* The same: what it lacks for another reason: somebody has cancelled tickets, or given them back. */
const char *status_lacking(struct store *store, const char *sponsor, struct arena *arena);

#endif
