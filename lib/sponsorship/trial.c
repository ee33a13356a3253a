#include "sponsorship/trial.h"

#include "sponsorship/entitlement.h"
#include "sponsorship/invoice.h"
#include "sponsorship/onboarding.h"

static int64_t total(const struct list *list)
{
	const struct target *targets = list->items;
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < list->count; i++)
		sum += targets[i].quantity.value;
	return sum;
}

/* What the policy went by when SPONSOR came on board; false where that was before SINCE. */
static bool facts_then(struct store *store, const struct sponsor_state *sponsor, const char *since,
	struct arena *arena, struct policy_facts *facts)
{
	struct onboarding_basis basis;

	if (!onboarding_basis(store, sponsor, arena, &basis) ||
		(since != NULL && strcmp(basis.time, since) < 0))
		return false;
	*facts = basis.facts;
	return true;
}

/* What SPONSOR would be owed if it came on board now, by the policy in force. */
static struct list targets_now(
	struct store *store, const struct policy_facts *facts, struct arena *arena)
{
	struct policy_match match = policy_find(store, facts, INT64_MAX, arena);

	return match.version != NULL ? policy_targets(match.rule, facts, arena)
				     : (struct list){0, NULL};
}

bool trial_of(struct store *store, const struct sponsor_state *sponsor, const struct list *rules,
	const char *since, struct arena *arena, struct trial_row *row)
{
	struct policy_facts facts = {sponsor->level, sponsor->signed_up_on,
		invoice_paid(store, sponsor->sponsor, arena)};
	struct list now, then = {0, NULL};
	int64_t number;

	if (sponsor->withdrawn > 0 ||
		(sponsor->onboarded > 0 && !facts_then(store, sponsor, since, arena, &facts)))
		return false;
	now = targets_now(store, &facts, arena);
	number = policy_first_match(rules, &facts);
	if (number > 0)
		then = policy_targets(
			(const struct policy_rule *)rules->items + number - 1, &facts, arena);
	/* Overrides stand above whichever policy it is. */
	*row = (struct trial_row){
		.sponsor = sponsor->sponsor,
		.level = facts.level,
		.onboarded = truth(sponsor->onboarded > 0),
		.now = sponsor->entitled > 0 ? entitlement_of(store, sponsor->sponsor, arena)
					     : entitlement_by(store, sponsor->sponsor, &now, arena),
		.then = entitlement_by(store, sponsor->sponsor, &then, arena),
	};
	if (number > 0)
		row->rule = integer(number);
	row->difference = integer(total(&row->then) - total(&row->now));
	return true;
}
