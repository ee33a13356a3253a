/*
 * The speaker CRM's messages: its commands, its events, its reports' rows.
 */
#ifndef SPEAKERS_MESSAGES_H
#define SPEAKERS_MESSAGES_H

#include "allocation/allotment.h"

enum { SPEAKER_LIMIT = 64, ROLE_LIMIT = 64, TALK_LIMIT = 200 };

#define INVITATION(X, S)                                                                           \
	X(S, STRING, speaker, REQUIRED | KEY, 1, SPEAKER_LIMIT, none, "the speaker's id")          \
	X(S, STRING, name, REQUIRED, 1, 200, none, "their name")                                   \
	X(S, EMAIL, email, REQUIRED, 0, 0, none, "where they are sent the tickets")                \
	X(S, STRING, role, REQUIRED, 1, ROLE_LIMIT, none,                                          \
		"what they do, as the policy has it: keynote, talk, workshop")                     \
	X(S, STRINGS, talks, OPTIONAL | WHOLE, 1, TALK_LIMIT, none, "their talks: titles, or ids") \
	X(S, DATE, answer_by, OPTIONAL, 0, 0, none, "the last day on which they can accept")
SHAPE_DECLARE(invitation, INVITATION);
extern const struct message invite_speaker_message;
extern const struct message speaker_invited_message;
extern const struct message speaker_amended_message;

#define ACCEPT_INVITATION(X, S)                                                                    \
	X(S, STRING, speaker, REQUIRED | KEY, 1, SPEAKER_LIMIT, none, "the speaker's id")          \
	X(S, DATE, accepted_on, OPTIONAL, 0, 0, none, "when they said so; absent: today")
MESSAGE_DECLARE(accept_invitation, ACCEPT_INVITATION);
extern const struct message invitation_accepted_message;

#define DECLINE_INVITATION(X, S)                                                                   \
	X(S, STRING, speaker, REQUIRED | KEY, 1, SPEAKER_LIMIT, none, "the speaker's id")          \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(decline_invitation, DECLINE_INVITATION);
extern const struct message invitation_declined_message;

#define WITHDRAW_SPEAKER(X, S)                                                                     \
	X(S, STRING, speaker, REQUIRED | KEY, 1, SPEAKER_LIMIT, none, "the speaker's id")          \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(withdraw_speaker, WITHDRAW_SPEAKER);
extern const struct message speaker_withdrawn_message;

#define SPEAKER_GRANT(X, S)                                                                        \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "a ticket type")                         \
	X(S, INTEGER, quantity, REQUIRED, 0, TICKETS_LIMIT, none, "how many")                      \
	X(S, STRING, pool, OPTIONAL, 1, POOL_LIMIT, none, "ticketing's pool that they are from")
SHAPE_DECLARE(speaker_grant, SPEAKER_GRANT);

#define SPEAKER_RULE(X, S)                                                                         \
	X(S, STRING, role, OPTIONAL, 1, ROLE_LIMIT, none, "speakers of this role; absent: any")    \
	X(S, INTEGER, talks_at_least, OPTIONAL, 1, 1000, none, "who gives so many talks")          \
	X(S, LIST, grants, REQUIRED, 0, 20, speaker_grant, "the tickets that they are owed")
SHAPE_DECLARE(speaker_rule, SPEAKER_RULE);

#define ADOPT_SPEAKER_POLICY(X, S)                                                                 \
	X(S, STRING, version, OPTIONAL, 1, 64, none, "its name; absent: the next number")          \
	X(S, LIST, rules, REQUIRED, 1, 200, speaker_rule, "the first that matches wins")
MESSAGE_DECLARE(adopt_speaker_policy, ADOPT_SPEAKER_POLICY);

#define SPEAKER_POLICY_ADOPTED(X, S)                                                               \
	X(S, STRING, version, REQUIRED, 1, 64, none, "its name")                                   \
	X(S, LIST, rules, REQUIRED, 1, 200, speaker_rule, "the first that matches wins")
MESSAGE_DECLARE(speaker_policy_adopted, SPEAKER_POLICY_ADOPTED);

#define SPEAKER_ENTITLED(X, S)                                                                     \
	X(S, STRING, speaker, REQUIRED, 1, SPEAKER_LIMIT, none, "the speaker's id")                \
	X(S, STRING, role, REQUIRED, 1, ROLE_LIMIT, none, "their role by then")                    \
	X(S, INTEGER, talks, REQUIRED, 0, 0, none, "how many talks they gave by then")             \
	X(S, STRING, policy, REQUIRED, 1, 64, none, "the policy's version")                        \
	X(S, INTEGER, rule, REQUIRED, 1, 200, none, "its rule, counted from 1")                    \
	X(S, LIST, grants, REQUIRED, 0, 20, target, "what that rule grants")
MESSAGE_DECLARE(speaker_entitled, SPEAKER_ENTITLED);

/* The events of the allotment and the ledger, as this client of the open host calls them. */
extern const struct message speaker_allotment_decided_message;
extern const struct message speaker_tickets_requested_message;
extern const struct message speaker_tickets_booked_message;
extern const struct message speaker_booking_refused_message;
extern const struct message speaker_booking_turned_away_message;
extern const struct message speaker_reclaim_requested_message;
extern const struct message speaker_tickets_reclaimed_message;
extern const struct message speaker_reclaim_refused_message;
extern const struct message speaker_reclaim_turned_away_message;
extern const struct message speaker_ticket_held_message;
extern const struct message record_speaker_booking_message;
extern const struct booking_language speakers_bookings;
extern const struct allotment_language speakers_allotments;

/* Rows of reports. */
#define SPEAKER_STATUS_ROW(X, S)                                                                   \
	X(S, STRING, speaker, REQUIRED, 1, SPEAKER_LIMIT, none, "the speaker's id")                \
	X(S, STRING, name, REQUIRED, 1, 200, none, "their name")                                   \
	X(S, STRING, role, REQUIRED, 1, ROLE_LIMIT, none, "their role")                            \
	X(S, INTEGER, talks, REQUIRED, 0, 0, none, "how many talks they give")                     \
	X(S, STRING, state, REQUIRED, 1, 64, none, "invited, accepted, declined or withdrawn")     \
	X(S, LIST, entitled, REQUIRED, 0, 60, target, "what it was decided that they shall have")  \
	X(S, LIST, booked, REQUIRED, 0, 100, total, "what is booked")                              \
	X(S, STRING, because, OPTIONAL, 1, 8000, none, "the rule that the number comes from")      \
	X(S, STRING, awaits, OPTIONAL, 1, 8000, none, "what has to happen next")
MESSAGE_DECLARE(speaker_status_row, SPEAKER_STATUS_ROW);

#define SPEAKER_WHY_ROW(X, S)                                                                      \
	X(S, STRING, speaker, REQUIRED, 1, SPEAKER_LIMIT, none, "the speaker's id")                \
	X(S, STRING, sequence, REQUIRED, 19, 19, none, "the event's position in the feed")         \
	X(S, TIME, time, REQUIRED, 0, 0, none, "when it was recorded")                             \
	X(S, STRING, what, REQUIRED, 1, 8000, none, "what happened")
MESSAGE_DECLARE(speaker_why_row, SPEAKER_WHY_ROW);

#define SPEAKER_POLICY_ROW(X, S)                                                                   \
	X(S, STRING, version, REQUIRED, 1, 64, none, "its name")                                   \
	X(S, TIME, adopted_at, REQUIRED, 0, 0, none, "in force from then on")                      \
	X(S, INTEGER, rules, REQUIRED, 0, 200, none, "how many rules it has")
MESSAGE_DECLARE(speaker_policy_row, SPEAKER_POLICY_ROW);

#endif
