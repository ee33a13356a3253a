/*
 * The speaker CRM's messages: its commands, its events, its report's row.
 */
#ifndef SPEAKERS_MESSAGES_H
#define SPEAKERS_MESSAGES_H

#include "booking/messages.h"

enum { ROLE_LIMIT = 64, TALK_LIMIT = 200 };

/* NEED: whether a record has to have what every invitation has. */
#define INVITATION_FIELDS(X, S, NEED)                                                              \
	X(S, STRING, speaker, REQUIRED | KEY, 1, BENEFICIARY_LIMIT, none, "the speaker's id")      \
	X(S, STRING, name, NEED, 1, 200, none, "their name")                                       \
	X(S, EMAIL, email, NEED, 0, 0, none, "where they are sent the tickets")                    \
	X(S, STRINGS, roles, NEED, 1, ROLE_LIMIT, none,                                            \
		"what they do, as the policy has it: keynote, talk, workshop")                     \
	X(S, STRINGS, talks, OPTIONAL | WHOLE, 1, TALK_LIMIT, none, "their talks: titles, or ids") \
	X(S, DATE, answer_by, OPTIONAL, 0, 0, none, "the last day on which they can accept")
#define INVITATION(X, S) INVITATION_FIELDS(X, S, REQUIRED)
#define AMEND_SPEAKER(X, S) INVITATION_FIELDS(X, S, OPTIONAL) CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_speaker, AMEND_SPEAKER);
SHAPE_DECLARE(invitation, INVITATION);
extern const struct message invite_speaker_message;
extern const struct message speaker_invited_message;
extern const struct message speaker_amended_message;

#define ACCEPT_INVITATION(X, S)                                                                    \
	X(S, STRING, speaker, REQUIRED | KEY, 1, BENEFICIARY_LIMIT, none, "the speaker's id")      \
	X(S, DATE, accepted_on, OPTIONAL, 0, 0, none, "when they accepted; absent: today")
MESSAGE_DECLARE(accept_invitation, ACCEPT_INVITATION);
extern const struct message invitation_accepted_message;

#define DECLINE_INVITATION(X, S)                                                                   \
	X(S, STRING, speaker, REQUIRED | KEY, 1, BENEFICIARY_LIMIT, none, "the speaker's id")      \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(decline_invitation, DECLINE_INVITATION);
extern const struct message invitation_declined_message;

#define WITHDRAW_SPEAKER(X, S)                                                                     \
	X(S, STRING, speaker, REQUIRED | KEY, 1, BENEFICIARY_LIMIT, none, "the speaker's id")      \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(withdraw_speaker, WITHDRAW_SPEAKER);
extern const struct message speaker_withdrawn_message;

#define SPEAKER_RULE(X, S)                                                                         \
	X(S, STRING, role, OPTIONAL, 1, ROLE_LIMIT, none, "who has this role; absent: anybody")    \
	X(S, INTEGER, talks_at_least, OPTIONAL, 1, 1000, none, "who gives so many talks")          \
	X(S, LIST, grants, REQUIRED, 0, 20, ticket_grant, "the tickets that they are owed")
SHAPE_DECLARE(speaker_rule, SPEAKER_RULE);

#define ADOPT_SPEAKER_POLICY(X, S)                                                                 \
	X(S, STRING, version, OPTIONAL, 1, 64, none, "its name; absent: the next number")          \
	X(S, LIST, rules, REQUIRED, 1, 200, speaker_rule, "the first that matches counts")
MESSAGE_DECLARE(adopt_speaker_policy, ADOPT_SPEAKER_POLICY);

#define SPEAKER_POLICY_ADOPTED(X, S)                                                               \
	X(S, STRING, version, REQUIRED, 1, 64, none, "its name")                                   \
	X(S, LIST, rules, REQUIRED, 1, 200, speaker_rule, "the first that matches counts")
MESSAGE_DECLARE(speaker_policy_adopted, SPEAKER_POLICY_ADOPTED);

#define SPEAKER_STATUS_ROW(X, S)                                                                   \
	X(S, STRING, speaker, REQUIRED, 1, BENEFICIARY_LIMIT, none, "the speaker's id")            \
	X(S, STRING, name, REQUIRED, 1, 200, none, "their name")                                   \
	X(S, EMAIL, email, REQUIRED, 0, 0, none, "their address")                                  \
	X(S, STRINGS, roles, REQUIRED, 1, ROLE_LIMIT, none, "what they do")                        \
	X(S, INTEGER, talks, REQUIRED, 0, 0, none, "how many talks they give")                     \
	X(S, STRING, state, REQUIRED, 1, 64, none, "invited, accepted, declined or withdrawn")     \
	BOOKING_STATUS(X, S)
MESSAGE_DECLARE(speaker_status_row, SPEAKER_STATUS_ROW);

#endif
