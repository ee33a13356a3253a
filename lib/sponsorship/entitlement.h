/*
 * What a sponsor is owed: a function of its contracts, its invoices, and the policy that was
 * in force when it came on board. The sum over its contracts that count.
 */
#ifndef SPONSORSHIP_ENTITLEMENT_H
#define SPONSORSHIP_ENTITLEMENT_H

#include "booking/client.h"
#include "sponsorship/contract.h"
#include "sponsorship/policy.h"

/* struct booking_client */
void sponsor_entitle(
	struct store *store, const char *id, struct arena *arena, struct entitlement *entitlement);

/*
 * Adds to ENTITLEMENT what those of ALL of SPONSOR's contracts bring that count: by RULES, a
 * policy on trial; NULL: by the policies that count for whoever came on board at POSITION.
 */
void sponsor_entitle_by(struct store *store, const struct sponsor_state *sponsor,
	const struct list *all, const struct list *rules, int64_t position, struct arena *arena,
	struct entitlement *entitlement);

/* The position at which SPONSOR, whose contracts are ALL, first came on board; 0: never. */
int64_t sponsor_onboarded_at(const struct list *all);

/* What the policy goes by for CONTRACT, which is on board, one of ALL of SPONSOR's. Borrows from ARENA. */
struct sponsor_facts sponsor_facts_of(struct store *store, const struct sponsor_state *sponsor,
	const struct contract_state *contract, const struct list *all, struct arena *arena);

#endif
