#include "speakers/policy.h"

#include "allocation/adoption.h"
#include "speakers/messages.h"
#include "store/feed.h"

/* Adopting */

/* Whether every speaker that LATER is for is taken by EARLIER before. */
static bool covers(const struct speaker_rule *earlier, const struct speaker_rule *later)
{
	if (earlier->role != NULL &&
		(later->role == NULL || strcmp(earlier->role, later->role) != 0))
		return false;
	return !earlier->talks_at_least.present ||
	       (later->talks_at_least.present &&
		       later->talks_at_least.value >= earlier->talks_at_least.value);
}

static void check_grants(struct decision *decision, const struct speaker_rule *rule, size_t at)
{
	const struct speaker_grant *grants = rule->grants.items;
	size_t i, j;

	for (i = 0; i < rule->grants.count; i++)
		for (j = 0; j < i; j++)
			if (strcmp(grants[i].type, grants[j].type) == 0)
				decision_refuse(decision, REFUSAL_CONTRADICTION,
					arena_printf(decision->arena, "/rules/%zu/grants/%zu/type",
						at, i),
					"\"%s\" is granted twice", grants[i].type);
}

/* Whether the rules can be adopted; else the decision is refused. */
static bool check(struct decision *decision, const struct list *list)
{
	const struct speaker_rule *rules = list->items;
	size_t i, j;

	for (i = 0; i < list->count && decision->refusal == REFUSAL_NONE; i++) {
		check_grants(decision, &rules[i], i);
		for (j = 0; j < i && decision->refusal == REFUSAL_NONE; j++)
			if (covers(&rules[j], &rules[i]))
				decision_refuse(decision, REFUSAL_CONTRADICTION,
					arena_printf(decision->arena, "/rules/%zu", i),
					"can never match: rule %zu always does before it", j + 1);
	}
	return decision->refusal == REFUSAL_NONE;
}

void speaker_policy_adopt(struct decision *decision, const void *command)
{
	const struct adopt_speaker_policy *adopt = command;
	struct speaker_policy_adopted *adopted = arena_take(decision->arena, sizeof(*adopted));

	*adopted = (struct speaker_policy_adopted){adopt->version, adopt->rules};
	if (check(decision, &adopt->rules))
		adoption_decide(decision, &speaker_policy_adopted_message, adopted);
}

void speaker_policy_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	(void)state;
	adoption_set(store, envelope, ((const struct speaker_policy_adopted *)event)->version);
}

/* Matching */

static bool matches(const struct speaker_rule *rule, const struct speaker_facts *facts)
{
	if (rule->role != NULL && strcmp(rule->role, facts->role) != 0)
		return false;
	return !rule->talks_at_least.present || facts->talks >= rule->talks_at_least.value;
}

/* Borrows: the policy that was adopted at POSITION. */
static const struct speaker_policy_adopted *policy_at(
	struct store *store, int64_t position, struct envelope *envelope, struct arena *arena)
{
	return feed_event(store, position, &speaker_policy_adopted_shape, envelope, arena);
}

/* The first rule for FACTS of the policy that was adopted at POSITION. */
static struct speaker_match first_match(struct store *store, int64_t position,
	const struct speaker_facts *facts, struct arena *arena)
{
	struct envelope envelope;
	const struct speaker_policy_adopted *policy = policy_at(store, position, &envelope, arena);
	size_t i;

	for (i = 0; policy != NULL && i < policy->rules.count; i++) {
		const struct speaker_rule *rule =
			(const struct speaker_rule *)policy->rules.items + i;

		if (matches(rule, facts))
			return (struct speaker_match){policy->version, (int64_t)i + 1, rule};
	}
	return (struct speaker_match){.version = NULL};
}

struct speaker_match speaker_policy_find(struct store *store, const struct speaker_facts *facts,
	int64_t position, struct arena *arena)
{
	struct speaker_match match = {.version = NULL};
	int64_t at = 0;

	while (match.version == NULL && (at = adoption_next(store, position, at)) > 0)
		match = first_match(store, at, facts, arena);
	return match;
}

static int compare_types(const void *left, const void *right)
{
	return strcmp(((const struct target *)left)->type, ((const struct target *)right)->type);
}

struct list speaker_policy_targets(const struct speaker_rule *rule, struct arena *arena)
{
	const struct speaker_grant *grants = rule->grants.items;
	size_t count = rule->grants.count, i;
	struct target *targets = arena_take(arena, (count + 1) * sizeof(*targets));

	for (i = 0; i < count; i++)
		targets[i] = (struct target){grants[i].type, grants[i].quantity, grants[i].pool};
	qsort(targets, count, sizeof(*targets), compare_types);
	return (struct list){count, targets};
}

const char *speaker_policy_describe(
	struct store *store, const char *version, int64_t number, struct arena *arena)
{
	struct envelope envelope;
	const struct speaker_policy_adopted *policy =
		policy_at(store, adoption_position(store, version), &envelope, arena);
	const struct speaker_rule *rule;
	const char *talks = "";

	if (policy == NULL || number < 1 || (size_t)number > policy->rules.count)
		return "";
	rule = (const struct speaker_rule *)policy->rules.items + number - 1;
	if (rule->talks_at_least.present)
		talks = arena_printf(
			arena, ", at least %lld talks", (long long)rule->talks_at_least.value);
	return arena_printf(arena, "rule %lld of policy %s: %s%s", (long long)number, version,
		rule->role != NULL ? rule->role : "any role", talks);
}

bool speaker_policy_is_for(struct store *store, const struct speaker_facts *facts)
{
	struct arena arena = {0};
	int64_t position = adoption_position(store, NULL);
	bool is_for = position == 0 || first_match(store, position, facts, &arena).version != NULL;

	arena_release(&arena);
	return is_for;
}

bool speaker_policy_next(
	struct store *store, int64_t after, void *to, int64_t *position, struct arena *arena)
{
	const struct speaker_policy_adopted *policy;
	struct envelope envelope;

	*position = adoption_next(store, 0, after);
	if (*position == 0)
		return false;
	policy = policy_at(store, *position, &envelope, arena);
	if (policy == NULL)
		return false;
	*(struct speaker_policy_row *)to = (struct speaker_policy_row){
		.version = policy->version,
		.adopted_at = envelope.time,
		.rules = integer((int64_t)policy->rules.count),
	};
	return true;
}
