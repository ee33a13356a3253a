#include "sponsorship/policy.h"

#include "base/money.h"
#include "sponsorship/messages.h"
#include "store/feed.h"
#include "store/query.h"

/* Adopting */

/* Whether every sponsor that LATER is for is taken by EARLIER before. */
static bool covers(const struct policy_rule *earlier, const struct policy_rule *later)
{
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
		refuse_grant(decision, rule, at, "", "has to have a quantity, or per");
	else if (grant->per.present != (grant->currency != NULL))
		refuse_grant(decision, rule, at, "/currency", "goes with per");
	else if (bounds && !grant->per.present)
		refuse_grant(decision, rule, at, "", "a minimum or maximum goes with per");
	else if (grant->minimum.present && grant->maximum.present &&
		 grant->minimum.value > grant->maximum.value)
		refuse_grant(decision, rule, at, "/minimum", "is above the maximum");
}

static void check_grants(struct decision *decision, const struct policy_rule *rule, size_t at)
{
	const struct grant *grants = rule->grants.items;
	size_t i, j;

	for (i = 0; i < rule->grants.count; i++) {
		check_grant(decision, &grants[i], at, i);
		for (j = 0; j < i; j++)
			if (strcmp(grants[i].type, grants[j].type) == 0)
				refuse_grant(decision, at, i, "/type",
					arena_printf(decision->arena, "\"%s\" is granted twice",
						grants[i].type));
	}
}

bool policy_check(struct decision *decision, const struct list *list)
{
	const struct policy_rule *rules = list->items;
	size_t i, j;

	for (i = 0; i < list->count && decision->refusal == REFUSAL_NONE; i++) {
		if (rules[i].paid_at_least.present != (rules[i].currency != NULL))
			decision_refuse(decision, REFUSAL_CONTRADICTION,
				arena_printf(decision->arena, "/rules/%zu/currency", i),
				"goes with paid_at_least");
		check_grants(decision, &rules[i], i);
		for (j = 0; j < i && decision->refusal == REFUSAL_NONE; j++)
			if (covers(&rules[j], &rules[i]))
				decision_refuse(decision, REFUSAL_CONTRADICTION,
					arena_printf(decision->arena, "/rules/%zu", i),
					"can never match: rule %zu always does before it", j + 1);
	}
	return decision->refusal == REFUSAL_NONE;
}

static bool version_is_taken(struct store *store, const char *version)
{
	struct query *query = query_of(store, "SELECT 1 FROM policies WHERE version = :version");

	query_text(query, version);
	return query_number(query) != 0;
}

/* The next number that no policy has for a version. */
static const char *next_version(struct decision *decision)
{
	/* A bare count(*) is one step that no limit of steps ends. */
	int64_t number = query_number(
		query_of(decision->store, "SELECT count(*) FROM policies WHERE seq > 0"));
	const char *version;

	do {
		version = arena_printf(decision->arena, "%lld", (long long)++number);
	} while (version_is_taken(decision->store, version));
	return version;
}

const char *policy_current(struct store *store, struct arena *arena, int64_t *position)
{
	struct query *query =
		query_of(store, "SELECT version, seq FROM policies ORDER BY seq DESC LIMIT 1");
	const char *version = NULL;

	*position = 0;
	while (query_row(query)) {
		version = query_copy_at(query, 0, arena);
		*position = query_position_at(query, 1);
	}
	return version;
}

void policy_adopt(struct decision *decision, const void *command)
{
	const struct adopt_policy *adopt = command;
	struct policy_adopted *adopted = arena_take(decision->arena, sizeof(*adopted));
	const char *current;
	int64_t position;

	if (!policy_check(decision, &adopt->rules))
		return;
	/* The one in force, adopted again, changes nothing, whatever its version is. */
	current = policy_current(decision->store, decision->arena, &position);
	*adopted = (struct policy_adopted){
		.version = adopt->version != NULL ? adopt->version : current,
		.rules = adopt->rules,
	};
	if (adopted->version != NULL)
		decision_event_if_new(
			decision, &policy_adopted_message, adopted->version, adopted, position);
	if (decision->again > 0)
		return;
	decision->count = 0;
	if (adopt->version == NULL)
		adopted->version = next_version(decision);
	if (version_is_taken(decision->store, adopted->version))
		decision_refuse(decision, REFUSAL_CONFLICT, "/version",
			"a policy \"%s\" was adopted, with other rules", adopted->version);
	else
		decision_event(decision, &policy_adopted_message, adopted->version, adopted);
}

void policy_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct policy_adopted *adopted = event;
	struct query *query = query_of(store,
		"INSERT INTO policies (seq, version, adopted_at) VALUES (:seq, :version, :at)");

	(void)state;
	query_integer(query, envelope->sequence);
	query_text(query, adopted->version);
	query_text(query, envelope->time);
	query_run(query);
}

/* Matching */

static int64_t paid_in(const struct list *paid, const char *currency)
{
	const struct money *sums = paid->items;
	size_t i;

	for (i = 0; i < paid->count; i++)
		if (strcmp(sums[i].currency, currency) == 0)
			return sums[i].amount.value;
	return 0;
}

static bool matches(const struct policy_rule *rule, const struct policy_facts *facts)
{
	if (rule->level != NULL && strcmp(rule->level, facts->level) != 0)
		return false;
	if (rule->signed_up_before != NULL &&
		(facts->signed_up_on == NULL ||
			strcmp(facts->signed_up_on, rule->signed_up_before) >= 0))
		return false;
	return !rule->paid_at_least.present ||
	       paid_in(&facts->paid, rule->currency) >= rule->paid_at_least.value;
}

int64_t policy_first_match(const struct list *list, const struct policy_facts *facts)
{
	const struct policy_rule *rules = list->items;
	size_t i;

	for (i = 0; i < list->count; i++)
		if (matches(&rules[i], facts))
			return (int64_t)i + 1;
	return 0;
}

static int64_t quantity_of(const struct grant *grant, const struct policy_facts *facts)
{
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

static int compare_types(const void *left, const void *right)
{
	return strcmp(((const struct target *)left)->type, ((const struct target *)right)->type);
}

struct list policy_targets(
	const struct policy_rule *rule, const struct policy_facts *facts, struct arena *arena)
{
	const struct grant *grants = rule->grants.items;
	size_t count = rule->grants.count, i;
	struct target *targets = arena_take(arena, (count + 1) * sizeof(*targets));

	for (i = 0; i < count; i++)
		targets[i] = (struct target){
			.type = grants[i].type,
			.quantity = integer(quantity_of(&grants[i], facts)),
			.pool = grants[i].pool,
		};
	qsort(targets, count, sizeof(*targets), compare_types);
	return (struct list){count, targets};
}

/* Borrows: the policy that was adopted at POSITION. */
static const struct policy_adopted *policy_at(
	struct store *store, int64_t position, struct arena *arena)
{
	struct envelope envelope;

	return feed_event(store, position, &policy_adopted_shape, &envelope, arena);
}

/* The policy in force at POSITION, or the first one; else the next behind AFTER. */
static int64_t next_policy(struct store *store, int64_t position, int64_t after)
{
	struct query *query = query_of(store,
		"SELECT min(seq) FROM policies WHERE seq > :after AND seq >= "
		"coalesce((SELECT max(seq) FROM policies WHERE seq < :position), 0)");

	query_integer(query, after);
	query_integer(query, position);
	return query_number_above(query, after);
}

struct policy_match policy_find(struct store *store, const struct policy_facts *facts,
	int64_t position, struct arena *arena)
{
	int64_t at = 0;

	while ((at = next_policy(store, position, at)) > 0) {
		const struct policy_adopted *policy = policy_at(store, at, arena);
		int64_t number = policy != NULL ? policy_first_match(&policy->rules, facts) : 0;

		if (policy == NULL)
			break;
		if (number > 0)
			return (struct policy_match){policy->version, number,
				(const struct policy_rule *)policy->rules.items + number - 1};
	}
	return (struct policy_match){.version = NULL};
}

const char *policy_describe(
	struct store *store, const char *version, int64_t number, struct arena *arena)
{
	const struct policy_adopted *policy =
		policy_at(store, policy_position(store, version), arena);
	const struct policy_rule *rule;
	char money[MONEY_TEXT] = "";

	if (policy == NULL || number < 1 || (size_t)number > policy->rules.count)
		return "";
	rule = (const struct policy_rule *)policy->rules.items + number - 1;
	if (rule->paid_at_least.present)
		money_format(rule->paid_at_least.value, rule->currency, money);
	return arena_printf(arena, "rule %lld of policy %s: %s%s%s%s%s", (long long)number, version,
		rule->level != NULL ? rule->level : "any level",
		rule->signed_up_before != NULL ? ", signed up before " : "",
		rule->signed_up_before != NULL ? rule->signed_up_before : "",
		rule->paid_at_least.present ? ", paid at least " : "", money);
}

const char *policy_say_facts(const struct policy_facts *facts, struct arena *arena)
{
	const struct money *sums = facts->paid.items;
	const char *text = arena_printf(arena, "level %s, %s%s, ", facts->level,
		facts->signed_up_on != NULL ? "signed up on " : "day of signing up not known",
		facts->signed_up_on != NULL ? facts->signed_up_on : "");
	char money[MONEY_TEXT];
	size_t i;

	if (facts->paid.count == 0)
		return arena_printf(arena, "%snothing paid", text);
	for (i = 0; i < facts->paid.count; i++) {
		money_format(sums[i].amount.value, sums[i].currency, money);
		text = arena_printf(arena, "%s%s%s", text, i > 0 ? " and " : "", money);
	}
	return arena_printf(arena, "%s paid", text);
}

bool policy_knows_level(struct store *store, const char *level)
{
	struct arena arena = {0};
	int64_t position = policy_position(store, NULL);
	const struct policy_adopted *policy =
		position > 0 ? policy_at(store, position, &arena) : NULL;
	bool knows = policy == NULL;
	size_t i;

	for (i = 0; policy != NULL && i < policy->rules.count && !knows; i++) {
		const struct policy_rule *rule =
			(const struct policy_rule *)policy->rules.items + i;

		knows = rule->level == NULL || strcmp(rule->level, level) == 0;
	}
	arena_release(&arena);
	return knows;
}

int64_t policy_position(struct store *store, const char *version)
{
	struct query *query = query_of(store,
		"SELECT seq FROM policies WHERE version = :version OR :version IS NULL "
		"ORDER BY seq DESC LIMIT 1");

	query_text(query, version);
	return query_number(query);
}

bool policy_next(
	struct store *store, int64_t after, void *to, int64_t *position, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT seq, version, adopted_at FROM policies WHERE seq > :after "
		"ORDER BY seq LIMIT 1");
	const struct policy_adopted *policy;
	struct policy_row *row = to;
	bool found = false;

	query_integer(query, after);
	while (query_row(query)) {
		found = true;
		*position = query_position_at(query, 0);
		*row = (struct policy_row){
			.version = query_copy_at(query, 1, arena),
			.adopted_at = query_copy_at(query, 2, arena),
		};
	}
	policy = found ? policy_at(store, *position, arena) : NULL;
	if (policy != NULL)
		row->rules = integer((int64_t)policy->rules.count);
	return policy != NULL;
}
