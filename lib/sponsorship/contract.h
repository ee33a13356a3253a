/*
 * Contracts of sponsors: signature, onboarding and level in force.
 *
 * A contract comes on board when it is signed and its invoices, at least one, are settled. A
 * contract in kind comes on board when it is signed. It counts until it is void, the sponsor
 * withdraws, all its invoices are refunded, or a contract that replaces it counts. While an
 * invoice for it is open, the level at the last settlement (in kind: or at the signature) is
 * in force; otherwise the sponsor's current level.
 *
 * A contract is plain if it names neither a level nor a contract that it replaces. Of a
 * sponsor's plain contracts one at the most is valid.
 */
#ifndef SPONSORSHIP_CONTRACT_H
#define SPONSORSHIP_CONTRACT_H

#include "sponsorship/sponsor.h"

/* Texts live in an arena. Positions are of events, 0 for none. */
struct contract_state {
	const char *contract;
	const char *sponsor;
	const char *level;          /* NULL: the sponsor's */
	const char *replaces;       /* NULL: none */
	const char *signed_level;   /* the sponsor's, when it was signed */
	const char *level_in_force; /* NULL: it has not come on board */
	bool in_kind;
	int64_t voided;
	int64_t position;
	int64_t changed;         /* the event that set the level in force */
	bool level_is_published; /* the level in force */
	bool was_published;      /* any level, since it came on board */
	int64_t sponsor_withdrawn;
	bool is_default; /* invoices that name no contract are for it */
	bool counts;     /* it grants tickets */
	/* By its invoices: */
	int64_t settled; /* how many are, and not cancelled or refunded since */
	int64_t open;
	int64_t onboarded;
};

/* Borrows from ARENA: all contracts of SPONSOR, by number: a list of struct contract_state. */
struct list contract_list(struct store *store, const char *sponsor, struct arena *arena);

/*
 * Sets counts of the COUNT ITEMS, all contracts of a sponsor, once their other fields are
 * set; contract_list() has done so.
 */
void contract_set_counts(struct contract_state *items, size_t count);

/* SQL: the contract is plain. */
#define CONTRACT_PLAIN "(level IS NULL AND replaces IS NULL)"

/* Active: a contract counts. Ended: one did, and none can any more. Else prospect. */
enum standing contract_standing(const struct list *all, const struct sponsor_state *sponsor);

/*
 * Borrows from ARENA: a description of what is missing for ALL of SPONSOR's contracts; NULL:
 * nothing.
 */
const char *contract_missing(struct store *store, const struct list *all,
	const struct sponsor_state *sponsor, struct arena *arena);

/* Sets which of SPONSOR's contracts are on board, and their levels, after the event at POSITION. */
void contract_refresh(struct store *store, const char *sponsor, int64_t position);

/* Borrows from ARENA: a warning that the signed contract is void now; NULL: it is valid. */
const char *contract_superseded(struct store *store, const void *command, struct arena *arena);

void contract_sign(struct decision *decision, const void *command);
void contract_void(struct decision *decision, const void *command);

void contract_apply_signed(const struct applying *of);
void contract_apply_voided(const struct applying *of);
void contract_apply_published(const struct applying *of);

#endif
