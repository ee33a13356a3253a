/*
 * Policies: which guests are owed which tickets, by group.
 */
#include "booking/policy.h"

#include "guests/guests.h"

static bool is_within(const char *until, const char *date)
{
	return until == NULL || (date != NULL && strcmp(date, until) <= 0);
}

/* Whether LATER matches nobody whom EARLIER does not match. */
static bool covers(const void *first, const void *second)
{
	const struct guest_rule *earlier = first, *later = second;

	return (earlier->group == NULL ||
		       (later->group != NULL && strcmp(earlier->group, later->group) == 0)) &&
	       is_within(earlier->until, later->until);
}

static bool matches(const void *of, const void *facts)
{
	const struct guest_rule *rule = of;
	const struct guest_state *guest = facts;

	return (rule->group == NULL || strcmp(rule->group, guest->record.group) == 0) &&
	       is_within(rule->until, guest->registered_on);
}

static const char *describe(const void *of, struct arena *arena)
{
	const struct guest_rule *rule = of;

	return arena_printf(arena, "%s%s%s", rule->group != NULL ? rule->group : "any group",
		rule->until != NULL ? ", registered until " : "",
		rule->until != NULL ? rule->until : "");
}

static const struct policy_rules policy_rules = {
	.shape = &guest_rule_shape,
	.matches = matches,
	.describe = describe,
	.covers = covers,
};

void guest_policy_adopt(struct decision *decision, const void *command)
{
	const struct adopt_guest_policy *adopt = command;
	struct guest_policy_adopted *adopted = arena_take(decision->arena, sizeof(*adopted));

	*adopted = (struct guest_policy_adopted){adopt->version, adopt->rules};
	if (policy_check(decision, &adopt->rules, &policy_rules))
		policy_decide(decision, &guest_policy_adopted_message, adopted);
}

void guest_policy_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	(void)state;
	policy_set(store, envelope, ((const struct guest_policy_adopted *)event)->version);
}

void guest_entitle(
	struct store *store, const char *id, struct arena *arena, struct entitlement *entitlement)
{
	struct guest_state guest;

	if (!guest_find(store, id, arena, &guest))
		return;
	entitlement->standing = guest.withdrawn > 0 ? STANDING_ENDED : STANDING_ACTIVE;
	if (guest.withdrawn == 0 &&
		!policy_entitle(store, &guest_policy_adopted_message, guest.registered,
			&policy_rules, &guest, "", arena, entitlement))
		entitlement->undecided = arena_printf(arena,
			"no rule of any policy matches the group %s, registered on %s",
			guest.record.group, guest.registered_on);
}
