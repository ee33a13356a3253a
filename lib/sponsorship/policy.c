#include "sponsorship/policy.h"
#include "store/known.h"

/* clang-format off */
STRUCT_DESCRIBED(sponsor_facts, SPONSOR_FACTS,
	"level {level}, [signed up on {signed_up_on}|day of sign-up not known], [paid {paid}|nothing paid]");
/* clang-format on */

/* Rules */

/* Whether the rule FIRST matches everybody whom SECOND matches. */
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

static void deny_grant(
	struct decision *decision, size_t rule, size_t grant, const char *field, const char *reason)
{
	decision_deny(decision, DENY_CONTRADICTION,
		arena_printf(decision->arena, "/rules/%zu/grants/%zu%s", rule, grant, field), "%s",
		reason);
}

/*
 * Refuses a grant, at index AT of RULE, whose fields contradict one another: it has either a
 * quantity, or an amount paid per ticket.
 */
static void check_grant(
	struct decision *decision, const struct grant *grant, size_t rule, size_t at)
{
	bool bounds = grant->minimum.present || grant->maximum.present;

	if (grant->quantity.present == grant->paid_per_ticket.present)
		deny_grant(decision, rule, at, "",
			"requires exactly one of quantity and paid_per_ticket");
	else if (grant->paid_per_ticket.present != (grant->currency != NULL))
		deny_grant(decision, rule, at, "/currency",
			"must be given with paid_per_ticket, and only then");
	else if (bounds && !grant->paid_per_ticket.present)
		deny_grant(decision, rule, at, "", "a minimum or maximum requires paid_per_ticket");
	else if (grant->minimum.present && grant->maximum.present &&
		 grant->minimum.value > grant->maximum.value)
		deny_grant(decision, rule, at, "/minimum", "is above the maximum");
}

/* Refuses a rule whose fields, or those of a grant, contradict one another. */
static void check_rule(struct decision *decision, const void *data, size_t at)
{
	const struct policy_rule *rule = data;
	const struct grant *grants = rule->grants.items;
	size_t i;

	if (rule->paid_at_least.present != (rule->currency != NULL))
		decision_deny(decision, DENY_CONTRADICTION,
			arena_printf(decision->arena, "/rules/%zu/currency", at),
			"must be given with paid_at_least, and only then");
	for (i = 0; i < rule->grants.count && decision->denied == DENY_NONE; i++)
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

/* Whether RULE matches FACTS but for what was paid. In a damaged store they have no level. */
static bool matches_except_paid(const struct policy_rule *rule, const struct sponsor_facts *facts)
{
	if (rule->level != NULL && (facts->level == NULL || strcmp(rule->level, facts->level) != 0))
		return false;
	return rule->signed_up_before == NULL ||
	       (facts->signed_up_on != NULL &&
		       strcmp(facts->signed_up_on, rule->signed_up_before) < 0);
}

static bool matches(const void *rule_data, const void *facts_data)
{
	const struct policy_rule *rule = rule_data;
	const struct sponsor_facts *facts = facts_data;

	return matches_except_paid(rule, facts) &&
	       (!rule->paid_at_least.present ||
		       paid_in(&facts->paid, rule->currency) >= rule->paid_at_least.value);
}

static int64_t quantity_of(const void *grant_data, const void *facts_data)
{
	const struct grant *grant = grant_data;
	const struct sponsor_facts *facts = facts_data;
	int64_t quantity;

	if (!grant->paid_per_ticket.present)
		return grant->quantity.value;
	quantity = paid_in(&facts->paid, grant->currency) / grant->paid_per_ticket.value;
	if (grant->minimum.present && quantity < grant->minimum.value)
		quantity = grant->minimum.value;
	if (grant->maximum.present && quantity > grant->maximum.value)
		quantity = grant->maximum.value;
	return quantity < TICKETS_LIMIT ? quantity : TICKETS_LIMIT;
}

const struct policy_type sponsor_policy_type = {
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
	const struct policy_adopted *policy = policy_newest(store, &arena);
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

const char *sponsor_policy_levels(struct store *store, const char *wanted, struct arena *arena)
{
	const struct policy_adopted *policy = policy_newest(store, arena);
	const struct policy_rule *rules = policy != NULL ? policy->rules.items : NULL;
	struct list levels = {0};
	size_t i, j;

	for (i = 0; policy != NULL && i < policy->rules.count; i++) {
		if (rules[i].level == NULL)
			continue;
		for (j = 0; rules[j].level == NULL || strcmp(rules[j].level, rules[i].level) != 0;)
			j++;
		if (j == i)
			*(const char **)list_grow(&levels, sizeof(char *), arena) = rules[i].level;
	}
	return known_text(wanted, &levels, true, arena);
}

/* How rules use the currency PAID, in which something was paid, and other currencies. */
struct currency_use {
	const char *paid;
	bool counted;      /* a rule counts amounts in PAID */
	const char *other; /* a currency in which a rule counts amounts; NULL: none */
	bool required;     /* a grant depends on OTHER, in which nothing was paid */
};

static void note_currency(struct currency_use *used, const char *currency)
{
	if (currency == NULL)
		return;
	if (strcmp(currency, used->paid) == 0)
		used->counted = true;
	else if (used->other == NULL)
		used->other = currency;
}

/* Notes the currencies that RULE uses; true: it matches FACTS, so no later rule applies. */
static bool note_rule(struct currency_use *used, const struct policy_rule *rule,
	const struct sponsor_facts *facts)
{
	const struct grant *grants = rule->grants.items;
	bool matched = matches(rule, facts);
	size_t i;

	/* If enough was paid in the rule's currency, other payments do not matter. */
	if (!matched || rule->currency == NULL || strcmp(rule->currency, used->paid) == 0)
		note_currency(used, rule->currency);
	for (i = 0; i < rule->grants.count && !used->required; i++) {
		note_currency(used, grants[i].currency);
		if (matched && grants[i].currency != NULL &&
			paid_in(&facts->paid, grants[i].currency) == 0) {
			used->other = grants[i].currency;
			used->required = true;
		}
	}
	return matched;
}

/* Notes the currencies that the policies use, up to the rule that matches. */
static void note_policies(struct currency_use *used, struct store *store, int64_t position,
	const struct sponsor_facts *facts, struct arena *arena)
{
	const struct policy_adopted *policy;
	int64_t at = 0;
	size_t i;

	while ((policy = policy_after(store, position, &at, arena)) != NULL)
		for (i = 0; i < policy->rules.count; i++) {
			const struct policy_rule *rule =
				(const struct policy_rule *)policy->rules.items + i;

			if (matches_except_paid(rule, facts) && note_rule(used, rule, facts))
				return;
		}
}

const char *sponsor_policy_mismatched_currency(struct store *store, int64_t position,
	const struct sponsor_facts *facts, struct arena *arena)
{
	const struct money *sums = facts->paid.items;
	size_t i;

	for (i = 0; i < facts->paid.count; i++) {
		struct currency_use used = {.paid = sums[i].currency};

		note_policies(&used, store, position, facts, arena);
		if (used.required || (!used.counted && used.other != NULL))
			return used.other;
	}
	return NULL;
}
