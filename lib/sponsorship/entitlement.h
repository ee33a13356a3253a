/*
 * Entitlements: what a sponsor is owed. By the policy, fixed once, when it was
 * onboarded; by an organiser's override, which stands above it.
 */
#ifndef SPONSORSHIP_ENTITLEMENT_H
#define SPONSORSHIP_ENTITLEMENT_H

#include "store/context.h"

void entitlement_override(struct decision *decision, const void *command);

void entitlement_apply_fixed(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void entitlement_apply_overridden(
	struct store *store, void *state, const struct envelope *envelope, const void *event);

/* The position of the override in force of SPONSOR's TYPE; 0 where there is none. */
int64_t entitlement_overridden_at(struct store *store, const char *sponsor, const char *type);

/*
 * What SPONSOR is owed now, by type: a list of struct grant. Only what is
 * fixed and what was overridden.
 */
struct list entitlement_of(struct store *store, const char *sponsor, struct arena *arena);

#endif
