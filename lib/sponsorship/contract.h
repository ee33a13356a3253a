/*
 * Contracts: signed, or void. A sponsor has at most one in force.
 */
#ifndef SPONSORSHIP_CONTRACT_H
#define SPONSORSHIP_CONTRACT_H

#include "store/context.h"

struct contract_state {
	const char *contract; /* NULL: there is none */
	const char *sponsor;
	const char *signed_on;
	bool in_kind;
	bool voided;
};

/* The contract of SPONSOR that is in force, else the one that was voided last. */
struct contract_state contract_of(struct store *store, const char *sponsor, struct arena *arena);

void contract_sign(struct decision *decision, const void *command);
void contract_void(struct decision *decision, const void *command);

/* Borrows from ARENA: that the contract a command would sign was voided; NULL where it wasn't. */
const char *contract_undone(struct store *store, const void *command, struct arena *arena);

void contract_apply_signed(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void contract_apply_voided(
	struct store *store, void *state, const struct envelope *envelope, const void *event);

#endif
