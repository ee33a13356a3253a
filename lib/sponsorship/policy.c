#include "sponsorship/policy.h"

/* clang-format off */
STRUCT_DESCRIBED(sponsor_facts, SPONSOR_FACTS,
	"level {level}, [signed up on {signed_up_on}|day of sign-up not known], [{paid} paid|nothing paid]");
/* clang-format on */

/* Rules */

/* Whether LATER matches nobody whom EARLIER does not match. */
static bool covers(const void *first, const void *second)
{
	const struct policy_rule *earlier = first, *later = second;

	if (earlier->level != NULL &&
		(later->level == NULL || strcmp(earlier->level, later->level) != 0))
		return false;
	if (earlier->currency != NULL &&
		(later->currency == NULL || strcmp(earlier->currency, later->currency) != 0 ||
			later->paid_at_least.value < earlier->paid_at_least.value))
		return false;
	if (earlier->signed_up_before == NULL)
		return true;
	return later->signed_up_before != NULL &&
	       strcmp(later->signed_up_before, earlier->signed_up_before) <= 0;
}

static void refuse_grant(
	struct decision *decision, size_t rule, size_t grant, const char *field, const char *reason)
{
	decision_refuse(decision, REFUSAL_CONTRADICTION,
		arena_printf(decision->arena, "/rules/%zu/grants/%zu%s", rule, grant, field), "%s",
		reason);
}

/* A number, or one for each time that so much was paid. */
static void check_grant(
	struct decision *decision, const struct grant *grant, size_t rule, size_t at)
{
	bool bounds = grant->minimum.present || grant->maximum.present;

	if (grant->quantity.present == grant->per.present)
		refuse_grant(decision, rule, at, "", "requires a quantity, or per");
	else if (grant->per.present != (grant->currency != NULL))
		refuse_grant(decision, rule, at, "/currency", "goes with per");
	else if (bounds && !grant->per.present)
		refuse_grant(decision, rule, at, "", "a minimum or maximum goes with per");
	else if (grant->minimum.present && grant->maximum.present &&
		 grant->minimum.value > grant->maximum.value)
		refuse_grant(decision, rule, at, "/minimum", "is above the maximum");
}

/* The checks that this context's grants need beside the common ones. */
static void check_rule(struct decision *decision, const void *of, size_t at)
{
	const struct policy_rule *rule = of;
	const struct grant *grants = rule->grants.items;
	size_t i;

	if (rule->paid_at_least.present != (rule->currency != NULL))
		decision_refuse(decision, REFUSAL_CONTRADICTION,
			arena_printf(decision->arena, "/rules/%zu/currency", at),
			"goes with paid_at_least");
	for (i = 0; i < rule->grants.count; i++)
		check_grant(decision, &grants[i], at, i);
}

static int64_t paid_in(const struct list *paid, const char *currency)
{
	const struct money *sums = paid->items;
	size_t i;

	for (i = 0; i < paid->count; i++)
		if (strcmp(sums[i].currency, currency) == 0)
			return sums[i].amount.value;
	return 0;
}

/* Whether RULE matches FACTS, whatever was paid. */
static bool concerns(const struct policy_rule *rule, const struct sponsor_facts *facts)
{
	if (rule->level != NULL && strcmp(rule->level, facts->level) != 0)
		return false;
	return rule->signed_up_before == NULL ||
	       (facts->signed_up_on != NULL &&
		       strcmp(facts->signed_up_on, rule->signed_up_before) < 0);
}

static bool matches(const void *of_rule, const void *of_facts)
{
	const struct policy_rule *rule = of_rule;
	const struct sponsor_facts *facts = of_facts;

	return concerns(rule, facts) &&
	       (!rule->paid_at_least.present ||
		       paid_in(&facts->paid, rule->currency) >= rule->paid_at_least.value);
}

static int64_t quantity_of(const void *of_grant, const void *of_facts)
{
	const struct grant *grant = of_grant;
	const struct sponsor_facts *facts = of_facts;
	int64_t quantity;

	if (!grant->per.present)
		return grant->quantity.value;
	quantity = paid_in(&facts->paid, grant->currency) / grant->per.value;
	if (grant->minimum.present && quantity < grant->minimum.value)
		quantity = grant->minimum.value;
	if (grant->maximum.present && quantity > grant->maximum.value)
		quantity = grant->maximum.value;
	return quantity < TICKETS_LIMIT ? quantity : TICKETS_LIMIT;
}

const struct policy_rules sponsor_policy_rules = {
	.adopt = &adopt_policy_message,
	.adopted = &policy_adopted_message,
	.layout = &policy_rule_layout,
	.matches = matches,
	.covers = covers,
	.check = check_rule,
	.quantity = quantity_of,
};

bool sponsor_policy_has_level(struct store *store, const char *level)
{
	struct arena arena = {0};
	const struct policy_adopted *policy = policy_newest(store, &policy_adopted_message, &arena);
	bool has = policy == NULL;
	size_t i;

	for (i = 0; policy != NULL && i < policy->rules.count && !has; i++) {
		const struct policy_rule *rule =
			(const struct policy_rule *)policy->rules.items + i;

		has = rule->level == NULL || strcmp(rule->level, level) == 0;
	}
	arena_release(&arena);
	return has;
}

/* What rules ask of amounts, beside those in one currency that something was paid in. */
struct asking {
	const char *paid;
	bool counted;      /* a rule goes by what was paid in it */
	const char *other; /* a currency that a rule goes by; NULL: none */
	bool required; /* it is one that decides how many are granted, and nothing was paid in it */
};

static void ask(struct asking *asking, const char *currency)
{
	if (currency == NULL)
		return;
	if (strcmp(currency, asking->paid) == 0)
		asking->counted = true;
	else if (asking->other == NULL)
		asking->other = currency;
}

/* Adds what RULE, which concerns FACTS, asks; true: it matches. */
static bool ask_rule(
	struct asking *asking, const struct policy_rule *rule, const struct sponsor_facts *facts)
{
	const struct grant *grants = rule->grants.items;
	bool matched = matches(rule, facts);
	size_t i;

	/* It does not matter what else was paid where enough was. */
	if (!matched || rule->currency == NULL || strcmp(rule->currency, asking->paid) == 0)
		ask(asking, rule->currency);
	for (i = 0; i < rule->grants.count && !asking->required; i++) {
		ask(asking, grants[i].currency);
		if (matched && grants[i].currency != NULL &&
			paid_in(&facts->paid, grants[i].currency) == 0) {
			asking->other = grants[i].currency;
			asking->required = true;
		}
	}
	return matched;
}

/* Adds what the policies ask, up to the rule that matches. */
static void ask_policies(struct asking *asking, struct store *store, int64_t position,
	const struct sponsor_facts *facts, struct arena *arena)
{
	const struct policy_adopted *policy;
	int64_t at = 0;
	size_t i;

	while ((policy = policy_after(store, &policy_adopted_message, position, &at, arena)) !=
		NULL)
		for (i = 0; i < policy->rules.count; i++) {
			const struct policy_rule *rule =
				(const struct policy_rule *)policy->rules.items + i;

			if (concerns(rule, facts) && ask_rule(asking, rule, facts))
				return;
		}
}

const char *sponsor_policy_other_currency(struct store *store, int64_t position,
	const struct sponsor_facts *facts, struct arena *arena)
{
	const struct money *sums = facts->paid.items;
	size_t i;

	for (i = 0; i < facts->paid.count; i++) {
		struct asking asking = {.paid = sums[i].currency};

		ask_policies(&asking, store, position, facts, arena);
		if (asking.required || (!asking.counted && asking.other != NULL))
			return asking.other;
	}
	return NULL;
}
