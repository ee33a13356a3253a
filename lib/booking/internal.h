/*
 * What the ledger's files share.
 */
#ifndef BOOKING_INTERNAL_H
#define BOOKING_INTERNAL_H

#include "booking/ledger.h"
#include "store/query.h"

/* The code of what a person says can't be booked: ticketing has no such code. */
#define BY_HAND "by_hand"

/* What a command was told last at ticketing's door, which is no end of it; NULL: nothing. */
struct answer_at_door {
	const char *code;
	const char *message;
};

/* A request, as the ledger has it. Texts live in an arena. */
struct booking {
	struct uuid id;      /* of its command */
	const char *command; /* the same, as text */
	const char *reference;
	const char *beneficiary;
	const char *type;
	const char *state;
	int64_t quantity;
	int64_t good;
	int64_t answered; /* the event that has answered it; 0: none */
	bool by_hand;     /* booked elsewhere: ticketing has no purchase of it */
	struct uuid purchase;
	struct answer_at_door at_door; /* while nobody has answered it */
};

/* By the id of its command, its reference, or ticketing's purchase; false where it isn't ours. */
bool booking_by_command(
	struct decision *decision, const struct uuid *command, struct booking *booking);
bool booking_by_reference(
	struct decision *decision, const char *reference, struct booking *booking);
bool booking_by_purchase(struct decision *decision, const char *purchase, struct booking *booking);

/* Adds the command that EVENT asked for, under the id COMMAND, to OUT: the same line each time. */
void booking_write_command(struct store *store, const struct envelope *event, const char *command,
	const struct message *message, const void *data, struct buffer *out);

/*
 * ADDs to OUT a line for each position that SQL finds: of what the event that DECISION is
 * about has asked for (its position), answered or not (whether those that are answered
 * are wanted, too), behind a position, in order.
 */
void booking_add_commands(struct decision *decision, const char *sql,
	void (*add)(struct decision *decision, int64_t position, struct buffer *out),
	struct buffer *out);

/* Borrows from ARENA: an id as text. */
const char *booking_uuid(const struct uuid *uuid, struct arena *arena);

/* Borrows: the sequence that the event at the door has in its own feed, as text. */
const char *booking_heard(const struct decision *decision);

/*
 * Notes that HOLDER says who holds the ticket, or that nobody does: since our event at
 * FREED, or as it is no more (0).
 */
void booking_set_holder(struct store *store, const struct ticket_holder *holder, int64_t freed);

/* Keeps that the event at POSITION says by hand how many of the booking REFERENCE are left. */
void booking_keep_left(struct store *store, const char *reference, int64_t position);

/* When the event that DECISION is about happened: what follows from it is dated so. */
int64_t booking_time(const struct decision *decision);

/* Decides an event about BOOKING, which comes once to what NAME says, whatever line brought it. */
void booking_decide(struct decision *decision, const struct message *event,
	const struct booking *booking, const void *data, const struct uuid *name);

/* Decides to ask EXCESS tickets of TYPE back, the latest first. */
void booking_reclaim(struct decision *decision, const struct booking_language *language,
	const struct booking_party *party, const char *type, int64_t excess);

/* Decides that BOOKING was refused. */
void booking_refuse(struct decision *decision, const struct booking_language *language,
	const struct booking *booking, const char *code, const char *message, enum truth retryable);

/*
 * Whether the refusal at the door that DECISION is about, CODE and MESSAGE, is what is
 * NOTED of its command, or older than that.
 */
bool booking_is_noted(struct decision *decision, const struct answer_at_door *noted,
	const char *code, const char *message);

/* Borrows: when the door said so, as text. */
const char *booking_turned_away_at(struct decision *decision);

/* What a refusal at the door means, where it answers a reclaim; false where it answers none. */
bool booking_reclaim_turned_away(struct decision *decision, const struct booking_language *language,
	const struct command_refused *refused);

#endif
