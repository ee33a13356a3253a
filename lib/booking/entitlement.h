/*
 * Entitlements: decided by the facts, the policy, overrides and holds, whenever a fact may
 * have changed them.
 */
#ifndef BOOKING_ENTITLEMENT_H
#define BOOKING_ENTITLEMENT_H

#include "booking/client.h"

/*
 * Decides what the event's subject is entitled to, if the event is the last fact about it, and
 * was not decided on yet, or was left undecided and a newer policy was adopted since. Requests
 * what is missing, reclaims what is surplus.
 */
void entitlement_decide(struct decision *decision, const void *event);

/* Marks BENEFICIARY as due since the event at POSITION, and records their contact. */
void entitlement_set_due(struct store *store, const char *beneficiary, int64_t position);

/*
 * Notes of which types more is booked for BENEFICIARY than is desired, after either has changed. Part of
 * an effect.
 */
void entitlement_weigh(struct store *store, const char *beneficiary);

/* Whether a decision on BENEFICIARY is due: what was decided last may be outdated. */
bool entitlement_is_due(struct store *store, const char *beneficiary);

/*
 * Borrows from ARENA: the last decision on BENEFICIARY; entitled to nothing if there is none,
 * or with the store's fault.
 */
const struct entitlement_decided *entitlement_last(
	struct store *store, const char *beneficiary, struct arena *arena);

/* Requests what is missing of TYPE, unless a decision is due. */
void entitlement_request_missing(
	struct decision *decision, const char *beneficiary, const char *type);

/* Reclaims the surplus of TYPE, if the event that DECISION is about made it reclaimable. */
void entitlement_reclaim_surplus(
	struct decision *decision, const char *beneficiary, const char *type);

/* Warns of the surplus of TYPE that was recorded manually, if it is decided what is desired. */
void entitlement_warn_of_manual(
	struct decision *decision, const char *beneficiary, const char *type);

/*
 * Fills ENTITLEMENT of BENEFICIARY by the present facts, overrides and holds included.
 */
void entitlement_of(struct store *store, const char *beneficiary, struct arena *arena,
	struct entitlement *entitlement);

/* Puts the overrides of BENEFICIARY in the place of what ENTITLEMENT has of their types. */
void entitlement_override(struct store *store, const char *beneficiary, struct arena *arena,
	struct entitlement *entitlement);

#endif
