/*
 * Policies: which sponsors are owed which tickets. Rules are pure functions of struct
 * sponsor_facts.
 */
#ifndef SPONSORSHIP_POLICY_H
#define SPONSORSHIP_POLICY_H

#include "booking/policy.h"
#include "sponsorship/messages.h"

/* The facts about a contract that rules match. */
#define SPONSOR_FACTS(X, S)                                                                        \
	STRING(X, S, level, REQUIRED, LEVEL_LIMIT, "the level in force")                           \
	DATE(X, S, signed_up_on, OPTIONAL, "the sponsor's sign-up; absent: not known")             \
	LIST(X, S, paid, REQUIRED, 0, 0, money, "the sums of settled invoices, by currency")
STRUCT_DECLARE(sponsor_facts, SPONSOR_FACTS);

extern const struct policy_type sponsor_policy_type;

/* Whether the newest policy has a rule for LEVEL, or there is no policy yet. */
bool sponsor_policy_has_level(struct store *store, const char *level);

/*
 * Borrows from ARENA: the levels of the newest policy's rules, to append to a message about WANTED,
 * which is none of them: see store/known.h.
 */
const char *sponsor_policy_levels(struct store *store, const char *wanted, struct arena *arena);

/*
 * Borrows from ARENA: the currency that the policies at POSITION expect in place of one in which
 * FACTS have amounts; NULL: there is none. Rules up to the first that matches are examined: they
 * expect another currency if none of them uses one that was paid, or if the matching rule
 * grants by a currency in which nothing was paid.
 */
const char *sponsor_policy_mismatched_currency(struct store *store, int64_t position,
	const struct sponsor_facts *facts, struct arena *arena);

#endif
