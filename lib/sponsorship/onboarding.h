/*
 * Onboarding: a sponsor is on board when its contract is signed, at least one
 * invoice was raised, and all are settled. A contract in kind needs none. On
 * board with another level, it has that one when nothing is unpaid.
 *
 * The event that completed it is the cause: whichever line happens to arrive,
 * a pipe and -a come to the same.
 */
#ifndef SPONSORSHIP_ONBOARDING_H
#define SPONSORSHIP_ONBOARDING_H

#include "sponsorship/policy.h"

struct sponsor_state;

/*
 * Works out anew whether SPONSOR is complete, after the event at SEQUENCE has
 * changed its contract or its invoices. Once it is onboarded, that stays.
 */
void onboarding_refresh(struct store *store, const char *sponsor, int64_t sequence);

/*
 * Notes that the event at SEQUENCE may change what SPONSOR shall have, where it is on
 * board: what is owed before that, the onboarding decides.
 */
void onboarding_set_due(struct store *store, const char *sponsor, int64_t sequence);

/*
 * Whether SPONSOR is owed what its onboarding brought it: its contract is in force,
 * and what it has paid was not all paid back.
 */
bool onboarding_stands(
	struct store *store, const struct sponsor_state *sponsor, struct arena *arena);

/* What the policy goes by for a sponsor that is on board. */
struct onboarding_basis {
	int64_t position;          /* of the event that brought it on board, or to its level now */
	const char *time;          /* of the same */
	struct policy_facts facts; /* as that event has them, whatever was amended since */
};

/* Reads BASIS for SPONSOR, which is on board; false where it can't be. Texts live in ARENA. */
bool onboarding_basis(struct store *store, const struct sponsor_state *sponsor, struct arena *arena,
	struct onboarding_basis *basis);

/* Borrows from ARENA: what SPONSOR lacks, in words; NULL where it is complete. */
const char *onboarding_missing(struct store *store, const char *sponsor, struct arena *arena);

void onboarding_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void onboarding_apply_level(
	struct store *store, void *state, const struct envelope *envelope, const void *event);

#endif
