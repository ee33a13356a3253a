/*
 * Contracts: what a sponsor has signed, whether it is on board, at which level.
 *
 * A contract comes on board when it is signed and its invoices, one at least, were settled
 * with none open; or at once, in kind. It counts from then on, until it is void, the sponsor
 * withdraws, or all that was paid for it is refunded. While an invoice of it is open, the
 * level at the last settlement (in kind: or at the signature) is in force; else the current.
 */
#ifndef SPONSORSHIP_CONTRACT_H
#define SPONSORSHIP_CONTRACT_H

#include "sponsorship/effect.h"
#include "sponsorship/sponsor.h"

/* Texts live in an arena. Positions are of events, 0 for none. */
struct contract_state {
	const char *contract;
	const char *sponsor;
	const char *level;          /* NULL: the sponsor's */
	const char *replaces;       /* NULL: none */
	const char *signed_on;      /* a day */
	const char *signed_level;   /* the sponsor's, when it was signed */
	const char *level_in_force; /* NULL: it was never on board */
	bool in_kind;
	int64_t voided;
	int64_t seq;
	int64_t onboarded;
	int64_t named_settled; /* the fact by which the invoices that name it were settled */
	int64_t changed;       /* the fact by which its level is in force */
	bool announced;        /* that it is on board was published, at whatever level */
	bool published;        /* that level was published */
	/* Of its invoices: */
	int64_t invoices; /* raised, and not cancelled or refunded */
	int64_t settled;
	int64_t open;
};

/* Fills STATE of the contract ID; false: there is no such contract. */
bool contract_find(
	struct store *store, const char *id, struct arena *arena, struct contract_state *state);

/* Borrows from ARENA: all contracts of SPONSOR, by number: a list of struct contract_state. */
struct list contract_list(struct store *store, const char *sponsor, struct arena *arena);

/*
 * Whether CONTRACT, one of ALL of SPONSOR's, counts. While a contract counts, the one that it
 * replaces does not, nor the one that this one replaced, be it void by now or not.
 */
bool contract_counts(const struct contract_state *contract, const struct list *all,
	const struct sponsor_state *sponsor);

/* Whether it names neither a level nor what it replaces: a sponsor has one valid such contract. */
bool contract_is_plain(const struct contract_state *contract);

/* Whether invoices that name no contract are of CONTRACT, one of ALL of its sponsor's. */
bool contract_is_default(const struct contract_state *contract, const struct list *all);

/* Whether something is owed; if not, whether it was and no contract is awaited any more. */
enum standing contract_standing(const struct list *all, const struct sponsor_state *sponsor);

/*
 * Borrows from ARENA: the sponsor's level when an invoice of CONTRACT, one of ALL, was settled
 * last; in kind: or, if none was since, when it was signed. NULL: none was.
 */
const char *contract_paid_level(struct store *store, const struct contract_state *contract,
	const struct list *all, struct arena *arena);

/* Borrows from ARENA: what SPONSOR's contracts are missing, in words; NULL: nothing. */
const char *contract_missing(
	struct store *store, const struct sponsor_state *sponsor, struct arena *arena);

/*
 * Works out, after the fact at POSITION about SPONSOR, which of its contracts are on board
 * and at which level.
 */
void contract_refresh(struct store *store, const char *sponsor, int64_t position);

/*
 * Forgets that the contract of SPONSOR that an invoice is of, or was until it was void, came
 * on board, if it did so by the settlement at SINCE, which was reversed, or later, and is not
 * complete without it. CONTRACT is what the invoice names; NULL: none.
 */
void contract_reopen(struct store *store, const char *sponsor, const char *contract, int64_t since);

/* Borrows from ARENA: that the contract was voided since; NULL: it was not. */
const char *contract_superseded(struct store *store, const void *command, struct arena *arena);

void contract_sign(struct decision *decision, const void *command);
void contract_void(struct decision *decision, const void *command);

APPLY(contract_apply_signed);
APPLY(contract_apply_voided);
APPLY(contract_apply_published);
DESCRIBE(contract_describe_signed);
DESCRIBE(contract_describe_voided);
DESCRIBE(contract_describe_onboarded);
DESCRIBE(contract_describe_level);

#endif
