/*
 * The ledger's messages: its commands, its events, the rows of its reports. Every client
 * of the open host has them, under these types; the source of an event names the client.
 */
#ifndef BOOKING_MESSAGES_H
#define BOOKING_MESSAGES_H

#include "published/ticketing.h"

enum {
	BENEFICIARY_LIMIT = 128, /* with a type and a number it fits into a reference */
	COUNTS_LIMIT = 100,      /* types, each from a pool, that somebody is entitled to */
	REASONS_SIZE = 7900,     /* bytes of because: an event has 64 KiB, a row 8,000 for it */
	REASON_LIMIT = 1000,     /* bytes of one of its lines */
};

#define TICKET_COUNT(X, S)                                                                         \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "a ticket type")                                  \
	INTEGER(X, S, quantity, REQUIRED, 0, INT32_MAX, "how many")                                \
	STRING(X, S, pool, OPTIONAL | HIDDEN, POOL_LIMIT, "from this pool")                        \
	BOOLEAN(X, S, fixed, OPTIONAL | HIDDEN, "by an override or a hold, not by the policy")
STRUCT_DECLARE(ticket_count, TICKET_COUNT);

/* What a rule of a policy grants. */
#define TICKET_GRANT(X, S)                                                                         \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "a ticket type")                                  \
	INTEGER(X, S, quantity, REQUIRED, 0, TICKETS_LIMIT, "how many")                            \
	STRING(X, S, pool, OPTIONAL, POOL_LIMIT, "ticketing's pool that they are from")
STRUCT_DECLARE(ticket_grant, TICKET_GRANT);

/* Entitlements */

#define ENTITLEMENT_DECIDED(X, S)                                                                  \
	STRING(X, S, beneficiary, REQUIRED, BENEFICIARY_LIMIT, "who is entitled")                  \
	LIST(X, S, desired, REQUIRED, 0, COUNTS_LIMIT, ticket_count, "how many of each type")      \
	STRINGS(X, S, because, OPTIONAL | UNSPLIT, REASON_LIMIT, "what the numbers come from")     \
	STRING(X, S, undecided, OPTIONAL, REASON_LIMIT,                                            \
		"why the policy's part is undecided: only counts that are fixed are decided")
MESSAGE_DECLARE(entitlement_decided, ENTITLEMENT_DECIDED);

#define OVERRIDE_ENTITLEMENT(X, S)                                                                 \
	STRING(X, S, beneficiary, REQUIRED | KEY, BENEFICIARY_LIMIT, "who is entitled")            \
	STRING(X, S, type, REQUIRED | KEY, TYPE_LIMIT, "the ticket type")                          \
	INTEGER(X, S, quantity, REQUIRED, 0, TICKETS_LIMIT, "how many in all")                     \
	STRING(X, S, by, REQUIRED | PERSONAL, 200, "who decided it")                               \
	STRING(X, S, reason, REQUIRED | PERSONAL, 200, "why")
MESSAGE_DECLARE(override_entitlement, OVERRIDE_ENTITLEMENT);
extern const struct message entitlement_overridden_message;

#define WITHDRAW_OVERRIDE(X, S)                                                                    \
	STRING(X, S, beneficiary, REQUIRED | KEY, BENEFICIARY_LIMIT, "who is entitled")            \
	STRING(X, S, type, REQUIRED | KEY, TYPE_LIMIT, "the ticket type")                          \
	STRING(X, S, by, REQUIRED | PERSONAL, 200, "who decided it")                               \
	STRING(X, S, reason, REQUIRED | PERSONAL, 200, "why")
MESSAGE_DECLARE(withdraw_override, WITHDRAW_OVERRIDE);
extern const struct message override_withdrawn_message;

#define PLACE_HOLD(X, S)                                                                           \
	STRING(X, S, beneficiary, REQUIRED | KEY, BENEFICIARY_LIMIT,                               \
		"who the tickets are held for")                                                    \
	STRING(X, S, type, REQUIRED | KEY, TYPE_LIMIT, "the ticket type")                          \
	INTEGER(X, S, quantity, REQUIRED, 0, TICKETS_LIMIT, "how many")                            \
	TIME(X, S, until, REQUIRED | UNTIL, "until then, unless they are owed before")             \
	STRING(X, S, by, OPTIONAL | PERSONAL, 200, "who decided it")                               \
	STRING(X, S, reason, OPTIONAL | PERSONAL, 200, "why")
MESSAGE_DECLARE(place_hold, PLACE_HOLD);
extern const struct message hold_placed_message;

#define HOLD_EXPIRED(X, S)                                                                         \
	STRING(X, S, beneficiary, REQUIRED, BENEFICIARY_LIMIT, "who the tickets were held for")    \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "the ticket type")                                \
	TIME(X, S, until, REQUIRED, "it was until then")
MESSAGE_DECLARE(hold_expired, HOLD_EXPIRED);

/* The conference's time zone */

#define ZONE_SET(X, S)                                                                             \
	ZONE(X, S, zone, OPTIONAL, "the conference's time zone; absent: the one that ticketing set")
MESSAGE_DECLARE(zone_set, ZONE_SET);

#define SET_ZONE(X, S)                                                                             \
	ZONE_SET(X, S)                                                                             \
	CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(set_zone, SET_ZONE);

#define ZONE_LEARNED(X, S)                                                                         \
	ZONE(X, S, zone, OPTIONAL, "the conference's time zone, as ticketing set it; absent: UTC") \
	TIME(X, S, source_time, REQUIRED, "when, by ticketing's clock")
MESSAGE_DECLARE(zone_learned, ZONE_LEARNED);

/* Bookings */

/* What events of a command to ticketing begin with. */
#define OF_COMMAND(X, S)                                                                           \
	STRING(X, S, beneficiary, REQUIRED, BENEFICIARY_LIMIT, "who the tickets are for")          \
	UUID(X, S, command, REQUIRED, "the id of the command to ticketing")                        \
	STRING(X, S, reference, REQUIRED, REFERENCE_LIMIT, "of the request, one an attempt")       \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "the ticket type")

/* What events of a request begin with. */
#define OF_REQUEST(X, S)                                                                           \
	OF_COMMAND(X, S)                                                                           \
	INTEGER(X, S, quantity, REQUIRED, 1, TICKETS_LIMIT, "how many, all or none")

/* What was recorded manually, for a shop that publishes no events. */
#define RECORDED_BY(X, S)                                                                          \
	STRING(X, S, by, OPTIONAL | PERSONAL, 200, "who recorded it, for another shop")            \
	STRING(X, S, note, OPTIONAL | PERSONAL, 200, "where, in their words")

#define TICKETS_REQUESTED(X, S)                                                                    \
	OF_REQUEST(X, S)                                                                           \
	OBJECT(X, S, purchaser, REQUIRED, purchaser, "as recorded then")                           \
	STRING(X, S, reason, REQUIRED, 200, "for ticketing's reports")                             \
	STRING(X, S, pool, OPTIONAL, POOL_LIMIT, "the pool that they are from")                    \
	BOOLEAN(X, S, personal, OPTIONAL, "the first is for the purchaser, by name")
MESSAGE_DECLARE(tickets_requested, TICKETS_REQUESTED);

#define TICKETS_BOOKED(X, S)                                                                       \
	OF_REQUEST(X, S)                                                                           \
	UUID(X, S, purchase, OPTIONAL, "ticketing's purchase; absent: recorded manually")          \
	UUID(X, S, personal, OPTIONAL,                                                             \
		"its ticket that is assigned to the purchaser, as requested")                      \
	TIME(X, S, source_time, OPTIONAL, "when, by ticketing's clock; absent: recorded manually") \
	RECORDED_BY(X, S)
MESSAGE_DECLARE(tickets_booked, TICKETS_BOOKED);

#define BOOKING_REFUSED(X, S)                                                                      \
	OF_REQUEST(X, S)                                                                           \
	STRING(X, S, code, REQUIRED, 64, "ticketing's code; manual: a person's")                   \
	STRING(X, S, message, REQUIRED, 1000, "why, in words")                                     \
	BOOLEAN(X, S, retryable, REQUIRED, "whether another attempt may succeed")                  \
	TIME(X, S, source_time, OPTIONAL, "when, by ticketing's clock; absent: recorded manually") \
	RECORDED_BY(X, S)
MESSAGE_DECLARE(booking_refused, BOOKING_REFUSED);

/* A command that ticketing denied or refused. */
#define DENIAL(X, S)                                                                               \
	OF_COMMAND(X, S)                                                                           \
	STRING(X, S, code, REQUIRED, 64, "ticketing's code")                                       \
	STRING(X, S, message, REQUIRED, 1000, "why, in words")                                     \
	TIME(X, S, source_time, REQUIRED, "when, by ticketing's clock")
STRUCT_DECLARE(denial, DENIAL);
extern const struct message booking_denied_message;
extern const struct message reclaim_denied_message;
extern const struct message reclaim_refused_message;

/* Reclaims */

#define RECLAIM_REQUESTED(X, S)                                                                    \
	OF_COMMAND(X, S)                                                                           \
	UUID(X, S, purchase, REQUIRED, "ticketing's purchase")                                     \
	INTEGER(X, S, keep, REQUIRED, 0, TICKETS_LIMIT, "how many of them stay")                   \
	FIXED_STRINGS(X, S, tickets, OPTIONAL, 36,                                                 \
		"the beneficiary's own, by id; absent: those that are unassigned")                 \
	STRING(X, S, reason, REQUIRED, 200, "for ticketing's reports")
MESSAGE_DECLARE(reclaim_requested, RECLAIM_REQUESTED);

#define TICKETS_RECLAIMED(X, S)                                                                    \
	STRING(X, S, beneficiary, REQUIRED, BENEFICIARY_LIMIT, "who had the tickets")              \
	UUID(X, S, command, OPTIONAL,                                                              \
		"the id of the command that reclaimed them; absent: somebody else cancelled them") \
	STRING(X, S, reference, REQUIRED, REFERENCE_LIMIT, "of the booking")                       \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "the ticket type")                                \
	INTEGER(X, S, left, REQUIRED, 0, TICKETS_LIMIT, "how many of the booking are left")        \
	FIXED_STRINGS(X, S, tickets, REQUIRED, 36, "the ids of those that were cancelled")         \
	STRING(X, S, reason, OPTIONAL, 200, "ticketing's")                                         \
	FIXED_STRING(X, S, source_sequence, OPTIONAL, 19,                                          \
		"of ticketing's event; absent: recorded manually")                                 \
	TIME(X, S, source_time, OPTIONAL, "of the same event")                                     \
	RECORDED_BY(X, S)
MESSAGE_DECLARE(tickets_reclaimed, TICKETS_RECLAIMED);

/* Contacts that ticketing has of a booking, as its purchaser */

#define AMENDMENT_REQUESTED(X, S)                                                                  \
	OF_COMMAND(X, S)                                                                           \
	UUID(X, S, purchase, REQUIRED, "ticketing's purchase")                                     \
	OBJECT(X, S, purchaser, REQUIRED, purchaser, "as recorded then")                           \
	BOOLEAN(X, S, personal, OPTIONAL, "their own tickets are amended, too")
MESSAGE_DECLARE(amendment_requested, AMENDMENT_REQUESTED);

#define AMENDMENT_DONE(X, S)                                                                       \
	OF_COMMAND(X, S)                                                                           \
	TIME(X, S, source_time, REQUIRED, "when, by ticketing's clock")
MESSAGE_DECLARE(amendment_done, AMENDMENT_DONE);
extern const struct message amendment_refused_message;
extern const struct message amendment_denied_message;

/* Assignments */

#define ASSIGNMENT_RECORDED(X, S)                                                                  \
	STRING(X, S, beneficiary, REQUIRED, BENEFICIARY_LIMIT, "whose ticket it is")               \
	STRING(X, S, reference, REQUIRED, REFERENCE_LIMIT, "of the booking")                       \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "the ticket type")                                \
	UUID(X, S, ticket, REQUIRED, "the ticket")                                                 \
	STRING(X, S, name, OPTIONAL | PERSONAL, 200, "the assignee; absent: nobody")               \
	EMAIL(X, S, email, OPTIONAL, "their address")                                              \
	BOOLEAN(X, S, personal, OPTIONAL, "the assignee is the beneficiary")                       \
	FIXED_STRING(X, S, source_sequence, REQUIRED, 19, "of ticketing's event")                  \
	TIME(X, S, source_time, REQUIRED, "of the same event")
MESSAGE_DECLARE(assignment_recorded, ASSIGNMENT_RECORDED);

/*
 * Recorded manually, for a shop that publishes no events: a request was booked, or can't
 * be; or of a booking so many are left, which answers every reclaim of it.
 */
#define RECORD_BOOKING(X, S)                                                                       \
	STRING(X, S, reference, REQUIRED | KEY, REFERENCE_LIMIT, "of the request")                 \
	STRING(X, S, by, REQUIRED | PERSONAL, 200, "who records it")                               \
	STRING(X, S, note, OPTIONAL | PERSONAL, 200, "where, in their words")                      \
	STRING(X, S, refused, OPTIONAL | PERSONAL, 200, "it can't be booked: why")                 \
	INTEGER(X, S, left, OPTIONAL, 0, TICKETS_LIMIT,                                            \
		"it was booked, and so many of its tickets are left")
MESSAGE_DECLARE(record_booking, RECORD_BOOKING);

/* Rows of reports */

/* What the status of every client's beneficiaries shows. */
#define BOOKING_STATUS(X, S)                                                                       \
	LIST(X, S, entitled, REQUIRED, 0, 0, ticket_count, "what is owed, as decided")             \
	LIST(X, S, booked, REQUIRED, 0, 0, ticket_count, "what is booked")                         \
	STRING(X, S, because, OPTIONAL | SPARE, 8000, "what the number comes from")                \
	STRING(X, S, awaits, OPTIONAL, 8000, "what has to happen next")
STRUCT_DECLARE(booking_status, BOOKING_STATUS);

#define WHY_ROW(X, S)                                                                              \
	STRING(X, S, beneficiary, REQUIRED | SPARE, BENEFICIARY_LIMIT, "who it is about")          \
	FIXED_STRING(X, S, sequence, REQUIRED | SPARE, 19, "the event's position in the feed")     \
	TIME(X, S, time, REQUIRED | MINOR, "when it was recorded")                                 \
	STRING(X, S, what, REQUIRED, 8000, "what happened")
MESSAGE_DECLARE(why_row, WHY_ROW);

#define POLICY_ROW(X, S)                                                                           \
	STRING(X, S, version, REQUIRED, 64, "its name")                                            \
	TIME(X, S, adopted_at, REQUIRED, "in force from then on")                                  \
	INTEGER(X, S, rules, REQUIRED, 0, 1000, "how many rules it has")
MESSAGE_DECLARE(policy_row, POLICY_ROW);

#define TASK_ROW(X, S)                                                                             \
	STRING(X, S, beneficiary, REQUIRED, BENEFICIARY_LIMIT, "who it is about")                  \
	STRING(X, S, task, REQUIRED | MINOR, 64, "what a person has to do")                        \
	DATE(X, S, since, OPTIONAL | MINOR, "since when")                                          \
	STRING(X, S, message, REQUIRED, 8000, "the same in words")                                 \
	STRING(X, S, name, REQUIRED | SPARE | PERSONAL, 200, "their name")                         \
	EMAIL(X, S, email, REQUIRED | SPARE, "their contact")
MESSAGE_DECLARE(task_row, TASK_ROW);

/* Its numbers are sums over bookings, of which each has its limit. */
#define UNUSED_ROW(X, S)                                                                           \
	STRING(X, S, beneficiary, REQUIRED, BENEFICIARY_LIMIT, "who has the tickets")              \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "the ticket type")                                \
	INTEGER(X, S, booked, REQUIRED | MINOR, 0, INT32_MAX, "how many they have")                \
	INTEGER(X, S, assigned, REQUIRED | MINOR, 0, INT32_MAX, "how many of them are assigned")   \
	INTEGER(X, S, unused, REQUIRED, 1, INT32_MAX, "how many could be reclaimed")               \
	INTEGER(X, S, left, REQUIRED | MINOR, 0, INT32_MAX,                                        \
		"how many they would have then, manual and pending ones among them")               \
	STRING(X, S, name, REQUIRED | MINOR | PERSONAL, 200, "their name")                         \
	EMAIL(X, S, email, REQUIRED | SPARE, "their contact")
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
	W(DIFFERENCE_OTHER_POOL, "other_pool")                                                     \
	W(DIFFERENCE_CONTACT, "contact")
ENUM_DECLARE(difference, DIFFERENCE_ABSENT, DIFFERENCE);

#define DIFFERENCE_ROW(X, S)                                                                       \
	ENUM(X, S, difference, REQUIRED | MINOR, difference, "what kind")                          \
	STRING(X, S, beneficiary, OPTIONAL, BENEFICIARY_LIMIT, "who it is about")                  \
	STRING(X, S, reference, OPTIONAL | SPARE, REFERENCE_LIMIT, "of which request")             \
	STRING(X, S, message, REQUIRED, 8000, "what differs, in words")                            \
	STRING(X, S, repair, OPTIONAL | MINOR, 1000, "what repairs it; absent: a person decides")
MESSAGE_DECLARE(difference_row, DIFFERENCE_ROW);

#endif
