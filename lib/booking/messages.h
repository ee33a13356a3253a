/*
 * The ledger's messages: its commands, its events, the rows of its reports. Every client
 * of the open host has them, under these types; the source of an event says whose it is.
 */
#ifndef BOOKING_MESSAGES_H
#define BOOKING_MESSAGES_H

#include "published/ticketing.h"

enum {
	BENEFICIARY_LIMIT = 64,
	COUNTS_LIMIT = 100,  /* types, each from a pool, that somebody is entitled to */
	REASONS_LIMIT = 60,  /* lines of because */
	REASON_LIMIT = 1000, /* bytes of one */
};

#define TICKET_COUNT(X, S)                                                                         \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "a ticket type")                         \
	X(S, INTEGER, quantity, REQUIRED, 0, INT32_MAX, none, "how many")                          \
	X(S, STRING, pool, OPTIONAL | HIDDEN, 1, POOL_LIMIT, none, "from this pool")
SHAPE_DECLARE(ticket_count, TICKET_COUNT);

/* What a rule of a policy grants. */
#define TICKET_GRANT(X, S)                                                                         \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "a ticket type")                         \
	X(S, INTEGER, quantity, REQUIRED, 0, TICKETS_LIMIT, none, "how many")                      \
	X(S, STRING, pool, OPTIONAL, 1, POOL_LIMIT, none, "ticketing's pool that they are from")
SHAPE_DECLARE(ticket_grant, TICKET_GRANT);

/* Entitlements */

#define ENTITLEMENT_DECIDED(X, S)                                                                  \
	X(S, STRING, beneficiary, REQUIRED, 1, BENEFICIARY_LIMIT, none, "who is entitled")         \
	X(S, LIST, desired, REQUIRED, 0, COUNTS_LIMIT, ticket_count, "how many of each type")      \
	X(S, STRINGS, because, OPTIONAL, 1, REASON_LIMIT, none, "what the numbers come from")      \
	X(S, STRING, undecided, OPTIONAL, 1, REASON_LIMIT, none,                                   \
		"why the policy's part is undecided: nothing is requested or reclaimed for it")    \
	X(S, STRINGS, exact, OPTIONAL, 1, TYPE_LIMIT, none,                                        \
		"while it is undecided: the types that are decided all the same")
MESSAGE_DECLARE(entitlement_decided, ENTITLEMENT_DECIDED);

#define OVERRIDE_ENTITLEMENT(X, S)                                                                 \
	X(S, STRING, beneficiary, REQUIRED | KEY, 1, BENEFICIARY_LIMIT, none, "who is entitled")   \
	X(S, STRING, type, REQUIRED | KEY, 1, TYPE_LIMIT, none, "the ticket type")                 \
	X(S, INTEGER, quantity, REQUIRED, 0, TICKETS_LIMIT, none, "how many in all")               \
	X(S, STRING, by, REQUIRED, 1, 200, none, "who decided it")                                 \
	X(S, STRING, reason, REQUIRED, 1, 200, none, "why")
MESSAGE_DECLARE(override_entitlement, OVERRIDE_ENTITLEMENT);
extern const struct message entitlement_overridden_message;

#define WITHDRAW_OVERRIDE(X, S)                                                                    \
	X(S, STRING, beneficiary, REQUIRED | KEY, 1, BENEFICIARY_LIMIT, none, "who is entitled")   \
	X(S, STRING, type, REQUIRED | KEY, 1, TYPE_LIMIT, none, "the ticket type")                 \
	X(S, STRING, by, REQUIRED, 1, 200, none, "who decided it")                                 \
	X(S, STRING, reason, REQUIRED, 1, 200, none, "why")
MESSAGE_DECLARE(withdraw_override, WITHDRAW_OVERRIDE);
extern const struct message override_withdrawn_message;

#define PLACE_HOLD(X, S)                                                                           \
	X(S, STRING, beneficiary, REQUIRED | KEY, 1, BENEFICIARY_LIMIT, none,                      \
		"who the tickets are held for")                                                    \
	X(S, STRING, type, REQUIRED | KEY, 1, TYPE_LIMIT, none, "the ticket type")                 \
	X(S, INTEGER, quantity, REQUIRED, 0, TICKETS_LIMIT, none, "how many")                      \
	X(S, TIME, until, REQUIRED, 0, 0, none, "until then, unless they are owed before")         \
	X(S, STRING, by, OPTIONAL, 1, 200, none, "who decided it")                                 \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(place_hold, PLACE_HOLD);
extern const struct message hold_placed_message;

#define HOLD_EXPIRED(X, S)                                                                         \
	X(S, STRING, beneficiary, REQUIRED, 1, BENEFICIARY_LIMIT, none,                            \
		"who the tickets were held for")                                                   \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, TIME, until, REQUIRED, 0, 0, none, "it was until then")
MESSAGE_DECLARE(hold_expired, HOLD_EXPIRED);

/* Bookings */

#define TICKETS_REQUESTED(X, S)                                                                    \
	X(S, STRING, beneficiary, REQUIRED, 1, BENEFICIARY_LIMIT, none, "who the tickets are for") \
	X(S, UUID, command, REQUIRED, 0, 0, none, "the id of the command that requests them")      \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none,                                \
		"its reference, one an attempt")                                                   \
	X(S, OBJECT, purchaser, REQUIRED, 0, 0, purchaser, "as recorded then")                     \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, quantity, REQUIRED, 1, TICKETS_LIMIT, none, "how many, all or none")         \
	X(S, STRING, reason, REQUIRED, 1, 200, none, "for ticketing's reports")                    \
	X(S, STRING, pool, OPTIONAL, 1, POOL_LIMIT, none, "the pool that they are from")           \
	X(S, TRUTH, personal, OPTIONAL, 0, 0, none, "the first is for the purchaser, by name")
MESSAGE_DECLARE(tickets_requested, TICKETS_REQUESTED);

#define TICKETS_BOOKED(X, S)                                                                       \
	X(S, STRING, beneficiary, REQUIRED, 1, BENEFICIARY_LIMIT, none, "who the tickets are for") \
	X(S, UUID, command, REQUIRED, 0, 0, none, "the id of the command that requested them")     \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "its reference")               \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, quantity, REQUIRED, 1, TICKETS_LIMIT, none, "how many")                      \
	X(S, UUID, purchase, OPTIONAL, 0, 0, none,                                                 \
		"ticketing's purchase; absent: recorded manually")                                 \
	X(S, UUID, personal, OPTIONAL, 0, 0, none,                                                 \
		"its ticket that is assigned to the purchaser, as requested")                      \
	X(S, TIME, source_time, OPTIONAL, 0, 0, none,                                              \
		"when, by ticketing's clock; absent: recorded manually")                           \
	X(S, STRING, by, OPTIONAL, 1, 200, none, "who booked it elsewhere")                        \
	X(S, STRING, note, OPTIONAL, 1, 200, none, "where, in their words")
MESSAGE_DECLARE(tickets_booked, TICKETS_BOOKED);

#define BOOKING_REFUSED(X, S)                                                                      \
	X(S, STRING, beneficiary, REQUIRED, 1, BENEFICIARY_LIMIT, none,                            \
		"who the tickets were for")                                                        \
	X(S, UUID, command, REQUIRED, 0, 0, none, "the id of the command that requested them")     \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "its reference")               \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, quantity, REQUIRED, 1, TICKETS_LIMIT, none, "how many")                      \
	X(S, STRING, code, REQUIRED, 1, 64, none, "ticketing's code; manual: a person's")          \
	X(S, STRING, message, REQUIRED, 1, 1000, none, "why, in words")                            \
	X(S, TRUTH, retryable, REQUIRED, 0, 0, none, "whether another attempt may succeed")        \
	X(S, TIME, source_time, OPTIONAL, 0, 0, none,                                              \
		"when, by ticketing's clock; absent: recorded manually")                           \
	X(S, STRING, by, OPTIONAL, 1, 200, none, "who recorded it, for another shop")              \
	X(S, STRING, note, OPTIONAL, 1, 200, none, "where, in their words")
MESSAGE_DECLARE(booking_refused, BOOKING_REFUSED);

#define BOOKING_DENIED(X, S)                                                                       \
	X(S, STRING, beneficiary, REQUIRED, 1, BENEFICIARY_LIMIT, none, "who the tickets are for") \
	X(S, UUID, command, REQUIRED, 0, 0, none, "the id of the command that requests them")      \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "its reference")               \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, quantity, REQUIRED, 1, TICKETS_LIMIT, none, "how many")                      \
	X(S, STRING, code, REQUIRED, 1, 64, none, "ticketing's code")                              \
	X(S, STRING, message, REQUIRED, 1, 1000, none, "why, in words")                            \
	X(S, TIME, source_time, OPTIONAL, 0, 0, none, "when, by ticketing's clock")
MESSAGE_DECLARE(booking_denied, BOOKING_DENIED);

/* Reclaims */

#define RECLAIM_REQUESTED(X, S)                                                                    \
	X(S, STRING, beneficiary, REQUIRED, 1, BENEFICIARY_LIMIT, none, "who has the tickets")     \
	X(S, UUID, command, REQUIRED, 0, 0, none, "the id of the command that reclaims them")      \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "of the booking")              \
	X(S, UUID, purchase, REQUIRED, 0, 0, none, "ticketing's purchase")                         \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, keep, REQUIRED, 0, TICKETS_LIMIT, none, "how many of them stay")             \
	X(S, STRINGS, tickets, OPTIONAL, 36, 36, none,                                             \
		"the beneficiary's own, by id; absent: those that are unassigned")                 \
	X(S, STRING, reason, REQUIRED, 1, 200, none, "for ticketing's reports")
MESSAGE_DECLARE(reclaim_requested, RECLAIM_REQUESTED);

#define TICKETS_RECLAIMED(X, S)                                                                    \
	X(S, STRING, beneficiary, REQUIRED, 1, BENEFICIARY_LIMIT, none, "who had the tickets")     \
	X(S, UUID, command, OPTIONAL, 0, 0, none,                                                  \
		"the id of the command that reclaimed them; absent: somebody else cancelled them") \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "of the booking")              \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, left, REQUIRED, 0, TICKETS_LIMIT, none, "how many of the booking are left")  \
	X(S, STRINGS, tickets, REQUIRED, 36, 36, none, "the ids of those that were cancelled")     \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "ticketing's")                                \
	X(S, STRING, source_sequence, OPTIONAL, 19, 19, none,                                      \
		"of ticketing's event; absent: recorded manually")                                 \
	X(S, TIME, source_time, OPTIONAL, 0, 0, none, "of the same event")                         \
	X(S, STRING, by, OPTIONAL, 1, 200, none, "who recorded it, for another shop")              \
	X(S, STRING, note, OPTIONAL, 1, 200, none, "where, in their words")
MESSAGE_DECLARE(tickets_reclaimed, TICKETS_RECLAIMED);

#define RECLAIM_REFUSED(X, S)                                                                      \
	X(S, STRING, beneficiary, REQUIRED, 1, BENEFICIARY_LIMIT, none, "who has the tickets")     \
	X(S, UUID, command, REQUIRED, 0, 0, none, "the id of the command that reclaims them")      \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "of the booking")              \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, STRING, code, REQUIRED, 1, 64, none, "ticketing's code")                              \
	X(S, STRING, message, REQUIRED, 1, 1000, none, "why, in words")                            \
	X(S, TIME, source_time, OPTIONAL, 0, 0, none, "of a denial: when, by ticketing's clock")
MESSAGE_DECLARE(reclaim_refused, RECLAIM_REFUSED);
extern const struct message reclaim_denied_message;

/* Assignments */

#define ASSIGNMENT_RECORDED(X, S)                                                                  \
	X(S, STRING, beneficiary, REQUIRED, 1, BENEFICIARY_LIMIT, none, "whose ticket it is")      \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "of the booking")              \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, UUID, ticket, REQUIRED, 0, 0, none, "the ticket")                                     \
	X(S, STRING, name, OPTIONAL, 1, 200, none, "the assignee; absent: nobody")                 \
	X(S, EMAIL, email, OPTIONAL, 0, 0, none, "their address")                                  \
	X(S, TRUTH, personal, OPTIONAL, 0, 0, none, "the assignee is the beneficiary")             \
	X(S, STRING, source_sequence, REQUIRED, 19, 19, none, "of ticketing's event")              \
	X(S, TIME, source_time, REQUIRED, 0, 0, none, "of the same event")
MESSAGE_DECLARE(assignment_recorded, ASSIGNMENT_RECORDED);

/*
 * Recorded manually, for a shop that publishes no events: a request was booked, or can't
 * be; or of a booking so many are left, which answers every reclaim of it.
 */
#define RECORD_BOOKING(X, S)                                                                       \
	X(S, STRING, reference, REQUIRED | KEY, 1, REFERENCE_LIMIT, none, "of the request")        \
	X(S, STRING, by, REQUIRED, 1, 200, none, "who records it")                                 \
	X(S, STRING, note, OPTIONAL, 1, 200, none, "where, in their words")                        \
	X(S, STRING, refused, OPTIONAL, 1, 200, none, "it can't be booked: why")                   \
	X(S, INTEGER, left, OPTIONAL, 0, TICKETS_LIMIT, none,                                      \
		"it was booked, and so many of its tickets are left")
MESSAGE_DECLARE(record_booking, RECORD_BOOKING);

/* Rows of reports */

/* What the status of every client's beneficiaries shows. */
#define BOOKING_STATUS(X, S)                                                                       \
	X(S, LIST, entitled, REQUIRED, 0, 0, ticket_count, "what is owed, as decided")             \
	X(S, LIST, booked, REQUIRED, 0, 0, ticket_count, "what is booked")                         \
	X(S, STRING, because, OPTIONAL, 1, 8000, none, "what the number comes from")               \
	X(S, STRING, awaits, OPTIONAL, 1, 8000, none, "what has to happen next")
SHAPE_DECLARE(booking_status, BOOKING_STATUS);

#define WHY_ROW(X, S)                                                                              \
	X(S, STRING, beneficiary, REQUIRED, 1, BENEFICIARY_LIMIT, none, "who it is about")         \
	X(S, STRING, sequence, REQUIRED, 19, 19, none, "the event's position in the feed")         \
	X(S, TIME, time, REQUIRED, 0, 0, none, "when it was recorded")                             \
	X(S, STRING, what, REQUIRED, 1, 8000, none, "what happened")
MESSAGE_DECLARE(why_row, WHY_ROW);

#define POLICY_ROW(X, S)                                                                           \
	X(S, STRING, version, REQUIRED, 1, 64, none, "its name")                                   \
	X(S, TIME, adopted_at, REQUIRED, 0, 0, none, "in force from then on")                      \
	X(S, INTEGER, rules, REQUIRED, 0, 1000, none, "how many rules it has")
MESSAGE_DECLARE(policy_row, POLICY_ROW);

#define TASK_ROW(X, S)                                                                             \
	X(S, STRING, beneficiary, REQUIRED, 1, BENEFICIARY_LIMIT, none, "who it is about")         \
	X(S, STRING, task, REQUIRED, 1, 64, none, "what a person has to do")                       \
	X(S, DATE, since, OPTIONAL, 0, 0, none, "since when")                                      \
	X(S, STRING, message, REQUIRED, 1, 8000, none, "the same in words")                        \
	X(S, STRING, name, REQUIRED, 1, 200, none, "their name")                                   \
	X(S, EMAIL, email, REQUIRED, 0, 0, none, "their contact")
MESSAGE_DECLARE(task_row, TASK_ROW);

/* Its numbers are sums over bookings, of which each has its limit. */
#define UNUSED_ROW(X, S)                                                                           \
	X(S, STRING, beneficiary, REQUIRED, 1, BENEFICIARY_LIMIT, none, "who has the tickets")     \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, booked, REQUIRED, 0, INT32_MAX, none, "how many they have")                  \
	X(S, INTEGER, assigned, REQUIRED, 0, INT32_MAX, none, "how many of them are assigned")     \
	X(S, INTEGER, unused, REQUIRED, 1, INT32_MAX, none, "how many could be reclaimed")         \
	X(S, INTEGER, left, REQUIRED, 0, INT32_MAX, none,                                          \
		"how many they would have then, manual and pending ones among them")               \
	X(S, STRING, name, REQUIRED, 1, 200, none, "their name")                                   \
	X(S, EMAIL, email, REQUIRED, 0, 0, none, "their contact")
MESSAGE_DECLARE(unused_row, UNUSED_ROW);

#define DIFFERENCE(W)                                                                              \
	W(DIFFERENCE_NOT_DECIDED, "not_decided")                                                   \
	W(DIFFERENCE_WITHOUT_RULE, "without_rule")                                                 \
	W(DIFFERENCE_NOT_REQUESTED, "not_requested")                                               \
	W(DIFFERENCE_NOT_RECORDED, "not_recorded")                                                 \
	W(DIFFERENCE_NOT_AT_TICKETING, "not_at_ticketing")                                         \
	W(DIFFERENCE_NOT_IN_LEDGER, "not_in_ledger")                                               \
	W(DIFFERENCE_REFUSED, "refused")                                                           \
	W(DIFFERENCE_MISSING, "missing")                                                           \
	W(DIFFERENCE_SURPLUS, "surplus")                                                           \
	W(DIFFERENCE_OTHER_POOL, "other_pool")
WORDS_DECLARE(difference, DIFFERENCE_ABSENT, DIFFERENCE);

#define DIFFERENCE_ROW(X, S)                                                                       \
	X(S, ENUM, difference, REQUIRED, 0, 0, difference, "what kind")                            \
	X(S, STRING, beneficiary, OPTIONAL, 1, BENEFICIARY_LIMIT, none, "who it is about")         \
	X(S, STRING, reference, OPTIONAL, 1, REFERENCE_LIMIT, none, "of which request")            \
	X(S, STRING, message, REQUIRED, 1, 8000, none, "what differs, in words")                   \
	X(S, STRING, repair, OPTIONAL, 1, 1000, none, "what repairs it; absent: a person decides")
MESSAGE_DECLARE(difference_row, DIFFERENCE_ROW);

#endif
