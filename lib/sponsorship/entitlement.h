/*
 * Entitlements: what a sponsor is owed. By the policy, fixed when it was onboarded,
 * and anew when its level has changed; by an organiser's override, which stands
 * above it. Before it is on board: what an organiser has held for it.
 */
#ifndef SPONSORSHIP_ENTITLEMENT_H
#define SPONSORSHIP_ENTITLEMENT_H

#include "sponsorship/sponsor.h"

/* A rule's twenty types, and as many each that may be overridden, or held. */
enum { OVERRIDES_LIMIT = 20, TARGETS_LIMIT = 20 + OVERRIDES_LIMIT };

void entitlement_override(struct decision *decision, const void *command);
void entitlement_withdraw(struct decision *decision, const void *command);
void entitlement_provision(struct decision *decision, const void *command);

void entitlement_apply_fixed(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void entitlement_apply_overridden(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void entitlement_apply_withdrawn(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void entitlement_apply_provisioned(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void entitlement_apply_provision_ended(
	struct store *store, void *state, const struct envelope *envelope, const void *event);

/*
 * What SPONSOR is owed by the policy and by overrides, by type, whether it stands
 * or not: a list of struct target.
 */
struct list entitlement_of(struct store *store, const char *sponsor, struct arena *arena);

/* The same, if what the policy grants were GRANTS (a list of struct target). */
struct list entitlement_by(
	struct store *store, const char *sponsor, const struct list *grants, struct arena *arena);

/* Whether SPONSOR has what overrides say that it shall have. */
enum overrides {
	OVERRIDES_NONE,
	OVERRIDES_MET,     /* it has, or has asked for, as much */
	OVERRIDES_UNASKED, /* nobody has asked for it since the last change */
	OVERRIDES_LACKING, /* that was asked, and refused, or cancelled since */
};
enum overrides entitlement_overrides(struct store *store, const struct sponsor_state *sponsor);

/* What SPONSOR shall have now: that, where its onboarding stands; what is held, before. */
struct list entitlement_targets(
	struct store *store, const struct sponsor_state *sponsor, struct arena *arena);

#endif
