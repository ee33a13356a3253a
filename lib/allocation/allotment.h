/*
 * Allotments: what each beneficiary of a client of the open host shall have. It is
 * decided upon each event that may change it, and compared with what the ledger has:
 * what lacks is asked for, what is too much is asked back.
 *
 * A client marks such events as due when it applies them, says in its processes'
 * reactions what is owed, and finds in the functions for -a what awaits them. The
 * cause of each command is the event that made it due, so a pipe and -a come to the
 * same ids.
 */
#ifndef ALLOCATION_ALLOTMENT_H
#define ALLOCATION_ALLOTMENT_H

#include "booking/ledger.h"

#define ALLOTMENT_DECIDED(X, S)                                                                    \
	X(S, STRING, beneficiary, REQUIRED, 1, 64, none, "who shall have them")                    \
	X(S, LIST, targets, REQUIRED, 0, 60, target, "how many it shall have, of each type")
SHAPE_DECLARE(allotment_decided, ALLOTMENT_DECIDED);

extern const struct component allocation_component;

/* What a client calls the events. */
struct allotment_language {
	const struct message *decided; /* over the shape above */
	const struct booking_language *bookings;
};

/* Notes that the event at POSITION may change what BENEFICIARY shall have. */
void allotment_set_due(struct store *store, const char *beneficiary, int64_t position);

/* The position of the last such event that nobody has decided upon; 0 where there is none. */
int64_t allotment_due(struct store *store, const char *beneficiary);

/* Borrows from ARENA: what was decided that BENEFICIARY shall have: a list of struct target. */
struct list allotment_of(struct store *store, const char *beneficiary, struct arena *arena);

/*
 * Decides that PARTY shall have TARGETS, because of the event that DECISION is
 * about, and settles what differs from what it has.
 */
void allotment_decide(struct decision *decision, const struct allotment_language *language,
	const struct booking_party *party, const struct list *targets);

/*
 * Whether the event that DECISION is about is the one by which a booking of TYPE of
 * BENEFICIARY is asked back: it was booked, or a ticket of it was given up, after less
 * was decided.
 */
bool allotment_is_reclaimable(struct decision *decision, const char *beneficiary, const char *type);

/* Asks back what PARTY has of TYPE beyond its allotment. */
void allotment_give_back(struct decision *decision, const struct allotment_language *language,
	const struct booking_party *party, const char *type);

/* Warns of what a person has to give back of that, as it was booked by hand; decides nothing. */
void allotment_tell_by_hand(struct decision *decision, const char *beneficiary, const char *type);

/* Asks again for what PARTY lacks of TYPE: it was refused, or cancelled. */
void allotment_ask_again(struct decision *decision, const struct allotment_language *language,
	const struct booking_party *party, const char *type);

void allotment_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event);

/*
 * For -a, as a process's "outstanding" has it: what is due and undecided, and what was
 * asked for and never answered; the same with what was asked back, and what is reclaimable;
 * what was refused, or cancelled, and lacks still.
 *
 * Who shall have nothing of a type is asked nothing more for, though an answer is owed.
 */
int allotment_unasked(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit);
int allotment_unreturned(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit);
int allotment_unfilled(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit);

/*
 * Borrows from ARENA: what the ledger awaits for BENEFICIARY, in words, once it was
 * decided what it shall have; NULL where it awaits nothing.
 */
const char *allotment_awaits(struct store *store, const char *beneficiary, struct arena *arena);

/*
 * Whether BENEFICIARY has tickets that a process would ask back by itself. While some of
 * their type are asked back it is the answer that is awaited.
 */
bool allotment_awaits_reclaim(struct store *store, const char *beneficiary);

/* What EVENT, of the shape above, says. */
const char *allotment_say(struct store *store, const void *event, struct arena *arena);

#endif
