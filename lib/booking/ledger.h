/*
 * The ledger of a client of the open host: what it asked for, what came back,
 * what is outstanding, what was given back, and who holds what.
 *
 * It knows ticketing's published language, and nothing else of ticketing. Who
 * a ticket is for is the client's business: here it is a beneficiary.
 *
 * A context that is a client declares the events below under types of its own,
 * over these shapes, and names them in a booking_language.
 */
#ifndef BOOKING_LEDGER_H
#define BOOKING_LEDGER_H

#include "published/ticketing.h"
#include "store/context.h"

/* What somebody is owed, or has: so many tickets of a type. */
#define TARGET(X, S)                                                                               \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "a ticket type")                         \
	X(S, INTEGER, quantity, REQUIRED, 0, TICKETS_LIMIT, none, "how many")                      \
	X(S, STRING, pool, OPTIONAL | HIDDEN, 1, POOL_LIMIT, none, "from this pool")
SHAPE_DECLARE(target, TARGET);

/*
 * The same in the row of a report: how many of a type are booked, in several bookings,
 * of which each has its limit, and they together have none.
 */
#define TOTAL(X, S)                                                                                \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "a ticket type")                         \
	X(S, INTEGER, quantity, REQUIRED, 0, INT32_MAX, none, "how many")
extern const struct shape total_shape; /* of a struct target */

#define TICKETS_REQUESTED(X, S)                                                                    \
	X(S, STRING, beneficiary, REQUIRED, 1, 64, none, "who the tickets are for")                \
	X(S, UUID, command, REQUIRED, 0, 0, none, "the id of the command that asks")               \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none,                                \
		"its reference, one an attempt")                                                   \
	X(S, OBJECT, purchaser, REQUIRED, 0, 0, purchaser, "as it stood then")                     \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, quantity, REQUIRED, 1, TICKETS_LIMIT, none, "how many, all or none")         \
	X(S, STRING, reason, REQUIRED, 1, 200, none, "for ticketing's reports")                    \
	X(S, STRING, pool, OPTIONAL, 1, POOL_LIMIT, none, "the pool that they are from")
SHAPE_DECLARE(tickets_requested, TICKETS_REQUESTED);

#define TICKETS_BOOKED(X, S)                                                                       \
	X(S, STRING, beneficiary, REQUIRED, 1, 64, none, "who the tickets are for")                \
	X(S, UUID, command, REQUIRED, 0, 0, none, "the id of the command that asked")              \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "its reference")               \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, quantity, REQUIRED, 1, TICKETS_LIMIT, none, "how many")                      \
	X(S, UUID, purchase, OPTIONAL, 0, 0, none, "ticketing's purchase; absent: made by hand")   \
	X(S, STRING, by, OPTIONAL, 1, 200, none, "who made it by hand, elsewhere")                 \
	X(S, STRING, note, OPTIONAL, 1, 200, none, "where, in their words")
SHAPE_DECLARE(tickets_booked, TICKETS_BOOKED);

#define BOOKING_REFUSED(X, S)                                                                      \
	X(S, STRING, beneficiary, REQUIRED, 1, 64, none, "who the tickets were for")               \
	X(S, UUID, command, REQUIRED, 0, 0, none, "the id of the command that asked")              \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "its reference")               \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, quantity, REQUIRED, 1, TICKETS_LIMIT, none, "how many")                      \
	X(S, STRING, code, REQUIRED, 1, 64, none, "ticketing's code")                              \
	X(S, STRING, message, REQUIRED, 1, 1000, none, "ticketing's words")                        \
	X(S, TRUTH, retryable, REQUIRED, 0, 0, none, "whether another attempt may succeed")        \
	X(S, STRING, by, OPTIONAL, 1, 200, none, "who says so, of another shop")                   \
	X(S, STRING, note, OPTIONAL, 1, 200, none, "where, in their words")
SHAPE_DECLARE(booking_refused, BOOKING_REFUSED);

#define BOOKING_TURNED_AWAY(X, S)                                                                  \
	X(S, STRING, beneficiary, REQUIRED, 1, 64, none, "who the tickets are for")                \
	X(S, UUID, command, REQUIRED, 0, 0, none, "the id of the command that asks")               \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "its reference")               \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, quantity, REQUIRED, 1, TICKETS_LIMIT, none, "how many")                      \
	X(S, STRING, code, REQUIRED, 1, 64, none, "the door's code")                               \
	X(S, STRING, message, REQUIRED, 1, 1000, none, "the door's words")                         \
	X(S, TIME, turned_away_at, OPTIONAL, 0, 0, none, "when it said so")
SHAPE_DECLARE(booking_turned_away, BOOKING_TURNED_AWAY);

#define RECLAIM_REQUESTED(X, S)                                                                    \
	X(S, STRING, beneficiary, REQUIRED, 1, 64, none, "who has the tickets")                    \
	X(S, UUID, command, REQUIRED, 0, 0, none, "the id of the command that asks them back")     \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "of the booking")              \
	X(S, UUID, purchase, REQUIRED, 0, 0, none, "ticketing's purchase")                         \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, keep, REQUIRED, 0, TICKETS_LIMIT, none, "how many of them are to be left")   \
	X(S, STRING, reason, REQUIRED, 1, 200, none, "for ticketing's reports")
SHAPE_DECLARE(reclaim_requested, RECLAIM_REQUESTED);

#define TICKETS_RECLAIMED(X, S)                                                                        \
	X(S, STRING, beneficiary, REQUIRED, 1, 64, none, "who had the tickets")                        \
	X(S, UUID, command, OPTIONAL, 0, 0, none,                                                      \
		"the id of the command that asked them back; absent: nobody did, or a person says so") \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "of the booking")                  \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                           \
	X(S, INTEGER, left, REQUIRED, 0, TICKETS_LIMIT, none, "how many of the booking are left")      \
	X(S, STRINGS, tickets, REQUIRED, 36, 36, none, "the ids of those that are no more")            \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "as ticketing has it")                            \
	X(S, STRING, heard, OPTIONAL, 19, 19, none,                                                    \
		"ticketing's sequence of the event; absent: recorded by hand")                         \
	X(S, STRING, by, OPTIONAL, 1, 200, none, "who says so, of another shop")                       \
	X(S, STRING, note, OPTIONAL, 1, 200, none, "where, in their words")
SHAPE_DECLARE(tickets_reclaimed, TICKETS_RECLAIMED);

#define RECLAIM_REFUSED(X, S)                                                                      \
	X(S, STRING, beneficiary, REQUIRED, 1, 64, none, "who keeps the tickets")                  \
	X(S, UUID, command, REQUIRED, 0, 0, none, "the id of the command that asked them back")    \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "of the booking")              \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, STRING, code, REQUIRED, 1, 64, none, "ticketing's code")                              \
	X(S, STRING, message, REQUIRED, 1, 1000, none, "ticketing's words")                        \
	X(S, TIME, turned_away_at, OPTIONAL, 0, 0, none,                                           \
		"when its door said so; absent: it is the answer")
SHAPE_DECLARE(reclaim_refused, RECLAIM_REFUSED);

#define TICKET_HOLDER(X, S)                                                                        \
	X(S, STRING, beneficiary, REQUIRED, 1, 64, none, "whose ticket it is")                     \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "of the booking")              \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, UUID, ticket, REQUIRED, 0, 0, none, "the ticket")                                     \
	X(S, STRING, name, OPTIONAL, 1, 200, none, "who comes with it; absent: nobody")            \
	X(S, EMAIL, email, OPTIONAL, 0, 0, none, "their address")                                  \
	X(S, STRING, heard, REQUIRED, 19, 19, none, "ticketing's sequence of the event")
SHAPE_DECLARE(ticket_holder, TICKET_HOLDER);

extern const struct component booking_component;

/* What a context calls the events. */
struct booking_language {
	const struct message *requested;
	const struct message *booked;
	const struct message *refused;
	const struct message *reclaiming;
	const struct message *reclaimed;
	const struct message *kept;                /* a reclaim was refused */
	const struct message *turned_away;         /* at the door, and still asked for, */
	const struct message *reclaim_turned_away; /* or asked back: has the shape of kept */
	const struct message *held;                /* who holds a ticket, or that nobody does */
};

/* Whom tickets are for, and why. */
struct booking_party {
	const char *beneficiary;
	struct purchaser purchaser;
	const char *reason;
};

/* Asking, and giving back */

/*
 * Decides to ask for what PARTY lacks of TARGETS (a list of struct target), and to
 * ask back what it has beyond them, or of other types, as far as nobody holds it:
 * events in LANGUAGE, whose commands have ids that follow from the event that caused
 * them, which is DECISION's, on every run. What that event has made us ask before,
 * is not asked again. What was made by hand is for a person to give back.
 */
void booking_settle(struct decision *decision, const struct booking_language *language,
	const struct booking_party *party, const struct list *targets);

/* The same for one type, and only where something is lacking. */
void booking_request(struct decision *decision, const struct booking_language *language,
	const struct booking_party *party, const struct target *target);

/* The same, and only where there is more than that. */
void booking_give_back(struct decision *decision, const struct booking_language *language,
	const struct booking_party *party, const struct target *target);

/*
 * Decides nothing: warns of what BENEFICIARY has more than TARGET that was booked by
 * hand, and that ticketing's bookings can't make up for, for a person to give back.
 */
void booking_tell_by_hand(
	struct decision *decision, const char *beneficiary, const struct target *target);

/*
 * How many of TYPE BENEFICIARY has, or will have when everything that was asked is
 * answered as we wish: refused ones and those that are asked back don't count.
 */
int64_t booking_granted(struct store *store, const char *beneficiary, const char *type);

/* How many of TYPE it has, or has asked for, asked back or not. */
int64_t booking_good(struct store *store, const char *beneficiary, const char *type);

/* The same, of all types. */
int64_t booking_good_in_all(struct store *store, const char *beneficiary);

/* Borrows from ARENA: what is booked for BENEFICIARY, by type: a list of struct target. */
struct list booking_booked(struct store *store, const char *beneficiary, struct arena *arena);

/*
 * Add the commands that ask, or ask back, by the event that DECISION is about, as lines:
 * all of them; where it is outstanding, those that were not answered.
 */
void booking_commands(struct decision *decision, struct buffer *out);
void booking_reclaims(struct decision *decision, struct buffer *out);

/* What came back */

/* Decide what ticketing's events mean to the ledger; others' purchases mean nothing. */
void booking_created(struct decision *decision, const struct booking_language *language,
	const struct ticket_purchase_created *created);
void booking_rejected(struct decision *decision, const struct booking_language *language,
	const struct ticket_purchase_rejected *rejected);
void booking_cancelled(struct decision *decision, const struct booking_language *language,
	const struct tickets_cancelled *cancelled);
void booking_command_rejected(struct decision *decision, const struct booking_language *language,
	const struct ticket_command_rejected *rejected);
void booking_assigned(struct decision *decision, const struct booking_language *language,
	const struct ticket_assigned *assigned);
void booking_unassigned(struct decision *decision, const struct booking_language *language,
	const struct ticket_unassigned *unassigned);
/*
 * A refusal at the door: one that may pass later (forbidden) leaves the request
 * outstanding, and is noted once, unless a later one is; one that can't (a conflict) is the end of it.
 */
void booking_turned_away(struct decision *decision, const struct booking_language *language,
	const struct command_refused *refused);

/*
 * What an organiser says of another shop, by hand: that what was asked for and not
 * answered is booked, or can't be; or of what is booked, in whatever way, how many are
 * left, which answers all that was asked back of it.
 */
#define RECORD_BOOKING(X, S)                                                                       \
	X(S, STRING, reference, REQUIRED | KEY, 1, REFERENCE_LIMIT, none,                          \
		"of the request, as the work list has it")                                         \
	X(S, STRING, by, REQUIRED, 1, 200, none, "who says so")                                    \
	X(S, STRING, note, OPTIONAL, 1, 200, none, "where, in their words")                        \
	X(S, STRING, refused, OPTIONAL, 1, 200, none, "it can't be booked: why")                   \
	X(S, INTEGER, left, OPTIONAL, 0, TICKETS_LIMIT, none,                                      \
		"it was booked, and so many of its tickets are left")
SHAPE_DECLARE(record_booking, RECORD_BOOKING);
void booking_record(struct decision *decision, const struct booking_language *language,
	const struct record_booking *record);

/* Apply the events. */
void booking_apply_requested(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void booking_apply_booked(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void booking_apply_refused(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void booking_apply_turned_away(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void booking_apply_reclaiming(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void booking_apply_reclaimed(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void booking_apply_kept(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void booking_apply_reclaim_turned_away(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void booking_apply_held(
	struct store *store, void *state, const struct envelope *envelope, const void *event);

#endif
