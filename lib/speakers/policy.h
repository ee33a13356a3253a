/*
 * Policies: which speakers are owed which tickets.
 */
#ifndef SPEAKERS_POLICY_H
#define SPEAKERS_POLICY_H

#include "booking/policy.h"
#include "speakers/speaker.h"

extern const struct policy_rules speaker_policy_rules;

/* struct booking_client: by the policy that was in force when they accepted. */
void speaker_entitle(
	struct store *store, const char *id, struct arena *arena, struct entitlement *entitlement);

/* Whether the newest policy has a rule for INVITATION, or there is no policy yet. */
bool speaker_policy_covers(struct store *store, const struct invitation *invitation);

#endif
