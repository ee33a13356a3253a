/*
 * The ledger in words, for people: what happened, what is lacking an answer.
 * Texts live in the arena that is handed in.
 */
#ifndef BOOKING_WORDS_H
#define BOOKING_WORDS_H

#include "booking/ledger.h"
#include "store/query.h"

/* Targets: "full=5, day=2"; "none" where there is none. */
const char *booking_say_targets(const struct list *targets, struct arena *arena);

/* What EVENT, of the ledger's shapes, says. */
const char *booking_say_requested(struct store *store, const void *event, struct arena *arena);
const char *booking_say_booked(struct store *store, const void *event, struct arena *arena);
const char *booking_say_refused(struct store *store, const void *event, struct arena *arena);
const char *booking_say_turned_away(struct store *store, const void *event, struct arena *arena);
const char *booking_say_reclaim_turned_away(
	struct store *store, const void *event, struct arena *arena);
const char *booking_say_reclaiming(struct store *store, const void *event, struct arena *arena);
const char *booking_say_reclaimed(struct store *store, const void *event, struct arena *arena);
const char *booking_say_kept(struct store *store, const void *event, struct arena *arena);
const char *booking_say_held(struct store *store, const void *event, struct arena *arena);

/* What an event says. Its texts live in ARENA; NULL where there is nothing to be said. */
struct saying {
	const struct message *event;
	const char *(*say)(struct store *store, const void *event, struct arena *arena);
};

/*
 * The history of BENEFICIARY: what the next event about it behind *POSITION says, by
 * SAYINGS, which end with a NULL event. Sets *POSITION and *TIME. NULL at the end.
 */
const char *saying_next(struct store *store, const struct saying *sayings, const char *beneficiary,
	int64_t *position, const char **time, struct arena *arena);

/*
 * The rows of a query for BENEFICIARY, which is its one parameter: type, quantity,
 * code and message (or NULL). NULL where there is none.
 */
const char *booking_say_rows(struct query *query, const char *beneficiary, struct arena *arena);

/*
 * What was asked for, or asked back, and not answered; of these, what was turned away
 * at the door, and why. NULL where there is nothing.
 */
const char *booking_say_unanswered(
	struct store *store, const char *beneficiary, struct arena *arena);
const char *booking_say_asked_back(
	struct store *store, const char *beneficiary, struct arena *arena);
const char *booking_say_asked_in_vain(
	struct store *store, const char *beneficiary, struct arena *arena);
const char *booking_say_asked_back_in_vain(
	struct store *store, const char *beneficiary, struct arena *arena);

#endif
