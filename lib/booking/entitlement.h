/*
 * Entitlements: decided by the facts, the policy, overrides and holds, whenever a fact may
 * have changed them.
 */
#ifndef BOOKING_ENTITLEMENT_H
#define BOOKING_ENTITLEMENT_H

#include "booking/client.h"

/*
 * Decides what the subject of the event that DECISION is about is entitled to, if that
 * event is the last fact and no decision was made on it, or none but by older policies.
 * Requests what is missing, reclaims what is surplus.
 */
void entitlement_decide(struct decision *decision, const void *event);

/* Marks BENEFICIARY as due since the event at POSITION. */
void entitlement_set_due(struct store *store, const char *beneficiary, int64_t position);

/* Whether a decision on BENEFICIARY is due: what was decided last may be outdated. */
bool entitlement_is_due(struct store *store, const char *beneficiary);

/* Borrows from ARENA: what was decided last: a list of struct ticket_count, by type. */
struct list entitlement_desired(struct store *store, const char *beneficiary, struct arena *arena);

/* Borrows from ARENA: the same of what is booked. */
struct list entitlement_booked(struct store *store, const char *beneficiary, struct arena *arena);

/*
 * Borrows from ARENA: the same of one TYPE, in *QUANTITY the sum; false: it is not known,
 * because a decision is due, or the policy's part is undecided.
 */
bool entitlement_desired_of(struct store *store, const char *beneficiary, const char *type,
	struct arena *arena, struct list *counts, int64_t *quantity);

/* Whether BENEFICIARY is owed any ticket, as decided last, or it is not known. */
bool entitlement_is_any(struct store *store, const char *beneficiary);

/*
 * Whether the event that DECISION is about is the one that made tickets of TYPE of
 * BENEFICIARY reclaimable.
 */
bool entitlement_is_reclaimable(
	struct decision *decision, const char *beneficiary, const char *type);

/*
 * Fills ENTITLEMENT of BENEFICIARY by the facts of now, overrides and holds included; EXACT
 * are the types that are decided even if the policy's part is not.
 */
void entitlement_of(struct store *store, const char *beneficiary, struct arena *arena,
	struct entitlement *entitlement, struct list *exact);

/* Puts the overrides of BENEFICIARY in the place of what ENTITLEMENT has of their types. */
void entitlement_override(struct store *store, const char *beneficiary, struct arena *arena,
	struct entitlement *entitlement);

#endif
