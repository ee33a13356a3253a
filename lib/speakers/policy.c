#include "speakers/policy.h"

#include "message/template.h"

static bool covers(const void *first, const void *second)
{
	const struct speaker_rule *earlier = first, *later = second;

	if (earlier->role != NULL &&
		(later->role == NULL || strcmp(earlier->role, later->role) != 0))
		return false;
	return !earlier->talks_at_least.present ||
	       (later->talks_at_least.present &&
		       later->talks_at_least.value >= earlier->talks_at_least.value);
}

static bool has_role(const struct invitation *invitation, const char *role)
{
	const char *const *roles = invitation->roles.items;
	size_t i;

	for (i = 0; i < invitation->roles.count; i++)
		if (strcmp(roles[i], role) == 0)
			return true;
	return false;
}

static bool matches(const void *of, const void *facts)
{
	const struct speaker_rule *rule = of;
	const struct invitation *invitation = facts;

	return (rule->role == NULL || has_role(invitation, rule->role)) &&
	       (!rule->talks_at_least.present ||
		       (int64_t)invitation->talks.count >= rule->talks_at_least.value);
}

const struct policy_rules speaker_policy_rules = {
	.adopt = &adopt_speaker_policy_message,
	.adopted = &speaker_policy_adopted_message,
	.layout = &speaker_rule_layout,
	.matches = matches,
	.covers = covers,
};

bool speaker_policy_covers(struct store *store, const struct invitation *invitation)
{
	return policy_covers(store, &speaker_policy_rules, invitation);
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
	case INVITATION_STATUS_NONE:
		break;
	}
	return STANDING_PROSPECT;
}

void speaker_entitle(
	struct store *store, const char *id, struct arena *arena, struct entitlement *entitlement)
{
	const struct invitation *invitation;
	struct speaker_state speaker;

	if (!speaker_find(store, id, arena, &speaker))
		return;
	entitlement->standing = standing_of(&speaker);
	invitation = entitlement->standing == STANDING_ACTIVE
			     ? speaker_invitation(store, &speaker, arena)
			     : NULL;
	if (invitation != NULL && !policy_entitle(store, speaker.accepted, &speaker_policy_rules,
					  invitation, "", arena, entitlement))
		entitlement->undecided = arena_printf(arena, "no rule of any policy matches %s",
			template_fill(NULL, &invitation_layout, invitation, arena));
}
