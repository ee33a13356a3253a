/*
 * Policies: which speakers are owed which tickets.
 */
#ifndef SPEAKERS_POLICY_H
#define SPEAKERS_POLICY_H

#include "speakers/speaker.h"

void speaker_policy_adopt(struct decision *decision, const void *command);
void speaker_policy_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event);

/* struct booking_client: by the policy that was in force when they accepted. */
void speaker_entitle(
	struct store *store, const char *id, struct arena *arena, struct entitlement *entitlement);

/* Whether the newest policy has a rule for INVITATION, or there is no policy yet. */
bool speaker_policy_covers(struct store *store, const struct invitation *invitation);

/* Borrows from ARENA: what rules go by: "keynote and talk, 2 talks". */
const char *speaker_policy_facts(const struct invitation *invitation, struct arena *arena);

#endif
