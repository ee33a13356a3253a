/*
 * Messages of the speaker CRM: commands, events and the row of its report.
 */
#ifndef SPEAKERS_MESSAGES_H
#define SPEAKERS_MESSAGES_H

#include "booking/messages.h"

enum { ROLE_LIMIT = 64, TALK_LIMIT = 200 };

/* NEED: REQUIRED in a whole record, OPTIONAL in an amendment. */
#define INVITATION_FIELDS(X, S, NEED)                                                              \
	STRING(X, S, speaker, REQUIRED | KEY, BENEFICIARY_LIMIT, "the speaker's id")               \
	STRING(X, S, name, NEED, 200, "their name")                                                \
	EMAIL(X, S, email, NEED, "the address to which tickets are sent")                          \
	STRINGS(X, S, roles, NEED, ROLE_LIMIT,                                                     \
		"their roles, as named by the policy: keynote, talk, workshop")                    \
	STRINGS(X, S, talks, OPTIONAL | UNSPLIT, TALK_LIMIT, "their talks: titles, or ids")        \
	DATE(X, S, answer_by, OPTIONAL, "the last day on which they can accept")
#define INVITATION(X, S) INVITATION_FIELDS(X, S, REQUIRED)
#define AMEND_SPEAKER(X, S) INVITATION_FIELDS(X, S, OPTIONAL) CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_speaker, AMEND_SPEAKER);
STRUCT_DECLARE(invitation, INVITATION);
extern const struct message invite_speaker_message;
extern const struct message speaker_invited_message;
extern const struct message speaker_amended_message;

#define ACCEPT_INVITATION(X, S)                                                                    \
	STRING(X, S, speaker, REQUIRED | KEY, BENEFICIARY_LIMIT, "the speaker's id")               \
	DATE(X, S, accepted_on, OPTIONAL, "the date of the acceptance; absent: today")
MESSAGE_DECLARE(accept_invitation, ACCEPT_INVITATION);
extern const struct message invitation_accepted_message;

#define DECLINE_INVITATION(X, S)                                                                   \
	STRING(X, S, speaker, REQUIRED | KEY, BENEFICIARY_LIMIT, "the speaker's id")               \
	STRING(X, S, reason, OPTIONAL, 200, "why")
MESSAGE_DECLARE(decline_invitation, DECLINE_INVITATION);
extern const struct message invitation_declined_message;

#define WITHDRAW_SPEAKER(X, S)                                                                     \
	STRING(X, S, speaker, REQUIRED | KEY, BENEFICIARY_LIMIT, "the speaker's id")               \
	STRING(X, S, reason, OPTIONAL, 200, "why")
MESSAGE_DECLARE(withdraw_speaker, WITHDRAW_SPEAKER);
extern const struct message speaker_withdrawn_message;

#define SPEAKER_RULE(X, S)                                                                         \
	STRING(X, S, role, OPTIONAL, ROLE_LIMIT, "one of their roles; absent: any")                \
	INTEGER(X, S, talks_at_least, OPTIONAL, 1, 1000, "the fewest talks they give")             \
	LIST(X, S, grants, REQUIRED, 0, 20, ticket_grant, "the tickets owed")
STRUCT_DECLARE(speaker_rule, SPEAKER_RULE);

#define ADOPT_SPEAKER_POLICY(X, S)                                                                 \
	STRING(X, S, version, OPTIONAL, 64, "the policy's name; absent: the next number")          \
	LIST(X, S, rules, REQUIRED, 1, 200, speaker_rule,                                          \
		"the rules; the first that matches counts")
MESSAGE_DECLARE(adopt_speaker_policy, ADOPT_SPEAKER_POLICY);

#define SPEAKER_POLICY_ADOPTED(X, S)                                                               \
	STRING(X, S, version, REQUIRED, 64, "the policy's name")                                   \
	LIST(X, S, rules, REQUIRED, 1, 200, speaker_rule,                                          \
		"the rules; the first that matches counts")
MESSAGE_DECLARE(speaker_policy_adopted, SPEAKER_POLICY_ADOPTED);

#define SPEAKER_STATUS_ROW(X, S)                                                                   \
	STRING(X, S, speaker, REQUIRED, BENEFICIARY_LIMIT, "the speaker's id")                     \
	STRING(X, S, name, REQUIRED, 200, "their name")                                            \
	EMAIL(X, S, email, REQUIRED, "their address")                                              \
	STRINGS(X, S, roles, REQUIRED, ROLE_LIMIT, "their roles")                                  \
	INTEGER(X, S, talks, REQUIRED, 0, 0, "the number of their talks")                          \
	STRING(X, S, state, REQUIRED, 64, "invited, accepted, declined or withdrawn")              \
	BOOKING_STATUS(X, S)
MESSAGE_DECLARE(speaker_status_row, SPEAKER_STATUS_ROW);

#endif
