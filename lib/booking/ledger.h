/*
 * The ledger of a client of the open host: what it asked for, what came back,
 * what is outstanding.
 *
 * It knows ticketing's published language, and nothing else of ticketing. Who
 * a ticket is for is the client's business: here it is a beneficiary.
 *
 * A context that is a client declares the three events below under types of
 * its own, over these shapes, and names them in a booking_language.
 */
#ifndef BOOKING_LEDGER_H
#define BOOKING_LEDGER_H

#include "published/ticketing.h"
#include "store/context.h"

#define TICKETS_REQUESTED(X, S)                                                                    \
	X(S, STRING, beneficiary, REQUIRED, 1, 64, none, "who the tickets are for")                \
	X(S, UUID, command, REQUIRED, 0, 0, none, "the id of the command that asks")               \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none,                                \
		"its reference, one an attempt")                                                   \
	X(S, OBJECT, purchaser, REQUIRED, 0, 0, purchaser, "as it stood then")                     \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, quantity, REQUIRED, 1, TICKETS_LIMIT, none, "how many, all or none")         \
	X(S, STRING, reason, REQUIRED, 1, 200, none, "for ticketing's reports")
SHAPE_DECLARE(tickets_requested, TICKETS_REQUESTED);

#define TICKETS_BOOKED(X, S)                                                                       \
	X(S, STRING, beneficiary, REQUIRED, 1, 64, none, "who the tickets are for")                \
	X(S, UUID, command, REQUIRED, 0, 0, none, "the id of the command that asked")              \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "its reference")               \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, quantity, REQUIRED, 1, TICKETS_LIMIT, none, "how many")                      \
	X(S, UUID, purchase, REQUIRED, 0, 0, none, "ticketing's purchase")
SHAPE_DECLARE(tickets_booked, TICKETS_BOOKED);

#define BOOKING_REFUSED(X, S)                                                                      \
	X(S, STRING, beneficiary, REQUIRED, 1, 64, none, "who the tickets were for")               \
	X(S, UUID, command, REQUIRED, 0, 0, none, "the id of the command that asked")              \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "its reference")               \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, quantity, REQUIRED, 1, TICKETS_LIMIT, none, "how many")                      \
	X(S, STRING, code, REQUIRED, 1, 64, none, "ticketing's code")                              \
	X(S, STRING, message, REQUIRED, 1, 500, none, "ticketing's words")                         \
	X(S, TRUTH, retryable, REQUIRED, 0, 0, none, "whether another attempt may succeed")
SHAPE_DECLARE(booking_refused, BOOKING_REFUSED);

extern const struct component booking_schema;

/* What a context calls the three events. */
struct booking_language {
	const struct message *requested;
	const struct message *booked;
	const struct message *refused;
};

/* What is to be asked for. */
struct booking_wish {
	const char *beneficiary;
	struct purchaser purchaser;
	const char *type;
	int64_t quantity;
	const char *reason;
};

/*
 * Decides to ask for WISH: an event in LANGUAGE, whose command has an id that
 * follows from the event that caused it, which is DECISION's, on every run. What
 * that event has made us ask for before is not asked for again.
 */
void booking_request(struct decision *decision, const struct booking_language *language,
	const struct booking_wish *wish);

/* Tickets of TYPE asked for, or booked, for BENEFICIARY: what is refused counts no more. */
int64_t booking_granted(struct store *store, const char *beneficiary, const char *type);

/* The same, of all types. */
int64_t booking_granted_in_all(struct store *store, const char *beneficiary);

/* Adds the commands that were decided by the event at position CAUSE, as lines. */
void booking_commands(struct store *store, int64_t cause, struct arena *arena, struct buffer *out);

/* Decide what ticketing's events mean to the ledger; others' purchases mean nothing. */
void booking_created(struct decision *decision, const struct booking_language *language,
	const struct ticket_purchase_created *created);
void booking_rejected(struct decision *decision, const struct booking_language *language,
	const struct ticket_purchase_rejected *rejected);
/*
 * A refusal at the door: one that may pass later (forbidden) leaves the request
 * outstanding, and is only told; one that can't (a conflict) is the end of it.
 */
void booking_turned_away(struct decision *decision, const struct booking_language *language,
	const struct command_refused *refused);

/* Apply the three events. */
void booking_apply_requested(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void booking_apply_booked(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void booking_apply_refused(
	struct store *store, void *state, const struct envelope *envelope, const void *event);

#endif
