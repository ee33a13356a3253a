#include "speakers/policy.h"

#include "booking/policy.h"

/* Whether LATER matches nobody whom EARLIER does not match. */
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
		policy_decide(decision, &speaker_policy_adopted_message, adopted);
}

void speaker_policy_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	(void)state;
	policy_set(store, envelope, ((const struct speaker_policy_adopted *)event)->version);
}

/* Matching */

static bool has_role(const struct invitation *invitation, const char *role)
{
	const char *const *roles = invitation->roles.items;
	size_t i;

	for (i = 0; i < invitation->roles.count; i++)
		if (strcmp(roles[i], role) == 0)
			return true;
	return false;
}

/* The number of the first rule of POLICY that matches, from 1; 0: none does. */
static size_t match(
	const struct speaker_policy_adopted *policy, const struct invitation *invitation)
{
	const struct speaker_rule *rules = policy->rules.items;
	size_t i;

	for (i = 0; i < policy->rules.count; i++)
		if ((rules[i].role == NULL || has_role(invitation, rules[i].role)) &&
			(!rules[i].talks_at_least.present ||
				(int64_t)invitation->talks.count >= rules[i].talks_at_least.value))
			return i + 1;
	return 0;
}

static const char *describe_rule(
	const struct speaker_policy_adopted *policy, size_t number, struct arena *arena)
{
	const struct speaker_rule *rule =
		(const struct speaker_rule *)policy->rules.items + number - 1;
	const char *talks = "";

	if (rule->talks_at_least.present)
		talks = arena_printf(arena, ", at least %lld talk%s",
			(long long)rule->talks_at_least.value,
			rule->talks_at_least.value == 1 ? "" : "s");
	return arena_printf(arena, "rule %zu of policy %s: %s%s", number, policy->version,
		rule->role != NULL ? rule->role : "any role", talks);
}

static void add_grants(struct entitlement *entitlement, const struct speaker_policy_adopted *policy,
	size_t number, struct arena *arena)
{
	const struct speaker_rule *rule =
		(const struct speaker_rule *)policy->rules.items + number - 1;
	const struct speaker_grant *grants = rule->grants.items;
	size_t i;

	for (i = 0; i < rule->grants.count; i++)
		entitlement_add(entitlement, grants[i].type, grants[i].quantity.value,
			grants[i].pool, arena);
	entitlement_because(entitlement, describe_rule(policy, number, arena), arena);
}

static enum standing standing_of(const struct speaker_state *speaker)
{
	switch (speaker->state) {
	case SPEAKER_ACCEPTED:
		return STANDING_ACTIVE;
	case SPEAKER_DECLINED:
	case SPEAKER_WITHDRAWN:
		return STANDING_ENDED;
	case SPEAKER_INVITED:
	case SPEAKER_ANSWER_NONE:
		break;
	}
	return STANDING_PROSPECT;
}

void speaker_entitle(
	struct store *store, const char *id, struct arena *arena, struct entitlement *entitlement)
{
	const struct speaker_policy_adopted *policy;
	const struct invitation *invitation;
	struct speaker_state speaker;
	int64_t at = 0;
	size_t number;

	if (!speaker_find(store, id, arena, &speaker))
		return;
	entitlement->standing = standing_of(&speaker);
	if (entitlement->standing != STANDING_ACTIVE)
		return;
	invitation = speaker_invitation(store, &speaker, arena);
	while (invitation != NULL && (policy = policy_after(store, &speaker_policy_adopted_message,
					      speaker.accepted, &at, arena)) != NULL) {
		number = match(policy, invitation);
		if (number > 0) {
			add_grants(entitlement, policy, number, arena);
			return;
		}
	}
	if (invitation != NULL)
		entitlement->undecided = arena_printf(arena, "no rule of any policy matches %s",
			speaker_policy_facts(invitation, arena));
}

bool speaker_policy_covers(struct store *store, const struct invitation *invitation)
{
	const struct speaker_policy_adopted *policy;
	struct arena arena = {0};
	int64_t at = policy_position(store, NULL) - 1;
	bool covered;

	policy = policy_after(store, &speaker_policy_adopted_message, 0, &at, &arena);
	covered = policy == NULL || match(policy, invitation) > 0;
	arena_release(&arena);
	return covered;
}

const char *speaker_policy_facts(const struct invitation *invitation, struct arena *arena)
{
	const char *const *roles = invitation->roles.items;
	const char *text = "no role";
	size_t i;

	for (i = 0; i < invitation->roles.count; i++)
		text = i == 0 ? roles[i] : arena_printf(arena, "%s and %s", text, roles[i]);
	return arena_printf(arena, "%s, %zu talk%s", text, invitation->talks.count,
		invitation->talks.count == 1 ? "" : "s");
}
