/*
 * What a sponsor is owed: the sum over its contracts that count, by the policy that was in
 * force when the sponsor came on board.
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
 * Adds to ENTITLEMENT what ALL of SPONSOR's contracts that count grant: by RULES, a policy on
 * trial; NULL: by the policies for sponsors that came on board at POSITION.
 */
void sponsor_entitle_by(struct store *store, const struct sponsor_state *sponsor,
	const struct list *all, const struct list *rules, int64_t position, struct arena *arena,
	struct entitlement *entitlement);

/* The position at which SPONSOR, whose contracts are ALL, first came on board; 0: never. */
int64_t sponsor_onboarded_at(const struct list *all);

/* Borrows from ARENA: the facts about CONTRACT, of SPONSOR and on board, that rules match. */
struct sponsor_facts sponsor_facts_of(struct store *store, const struct sponsor_state *sponsor,
	const struct contract_state *contract, struct arena *arena);

#endif
