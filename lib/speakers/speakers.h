/*
 * The speaker CRM: speakers, their records and their answers to the invitation. A client of
 * the open host.
 */
#ifndef SPEAKERS_SPEAKERS_H
#define SPEAKERS_SPEAKERS_H

#include "booking/client.h"

enum { ROLE_LIMIT = 64, TALK_LIMIT = 200 };

extern const struct context speakers;

/* NEED: REQUIRED in a whole record, OPTIONAL in an amendment. */
#define INVITATION_FIELDS(X, S, NEED)                                                              \
	STRING(X, S, speaker, REQUIRED | KEY | IDENTIFIES, BENEFICIARY_LIMIT, "the speaker's id")  \
	STRING(X, S, name, NEED | NAME | PERSONAL, 200, "their full name")                         \
	EMAIL(X, S, email, NEED | IDENTIFIES, "the address to which tickets are sent")             \
	STRINGS(X, S, roles, NEED, ROLE_LIMIT,                                                     \
		"their roles, as named by the policy: keynote, talk, workshop")                    \
	STRINGS(X, S, talks, OPTIONAL | UNSPLIT, TALK_LIMIT,                                       \
		"talk titles or sessions, or their ids")                                           \
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
	DATE(X, S, accepted_on, OPTIONAL | PAST, "the date of the acceptance; absent: today")
MESSAGE_DECLARE(accept_invitation, ACCEPT_INVITATION);
extern const struct message invitation_accepted_message;

#define DECLINE_INVITATION(X, S)                                                                   \
	STRING(X, S, speaker, REQUIRED | KEY, BENEFICIARY_LIMIT, "the speaker's id")               \
	STRING(X, S, reason, OPTIONAL | PERSONAL, 200, "why")
MESSAGE_DECLARE(decline_invitation, DECLINE_INVITATION);
extern const struct message invitation_declined_message;

#define WITHDRAW_SPEAKER(X, S)                                                                     \
	STRING(X, S, speaker, REQUIRED | KEY, BENEFICIARY_LIMIT, "the speaker's id")               \
	STRING(X, S, reason, OPTIONAL | PERSONAL, 200, "why")
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
		"the rules; the first that matches applies")
MESSAGE_DECLARE(adopt_speaker_policy, ADOPT_SPEAKER_POLICY);

#define SPEAKER_POLICY_ADOPTED(X, S)                                                               \
	STRING(X, S, version, REQUIRED, 64, "the policy's name")                                   \
	LIST(X, S, rules, REQUIRED, 1, 200, speaker_rule,                                          \
		"the rules; the first that matches applies")
MESSAGE_DECLARE(speaker_policy_adopted, SPEAKER_POLICY_ADOPTED);

#define SPEAKER_STATUS_ROW(X, S)                                                                   \
	STRING(X, S, speaker, REQUIRED, BENEFICIARY_LIMIT, "the speaker's id")                     \
	STRING(X, S, name, REQUIRED | MINOR | PERSONAL, 200, "their name")                         \
	EMAIL(X, S, email, REQUIRED | SPARE, "their address")                                      \
	STRINGS(X, S, roles, REQUIRED, ROLE_LIMIT, "their roles")                                  \
	INTEGER(X, S, talks, REQUIRED | MINOR, 0, 0, "the number of their talks")                  \
	STRING(X, S, state, REQUIRED, 64, "invited, accepted, declined or withdrawn")              \
	BOOKING_STATUS(X, S)
MESSAGE_DECLARE(speaker_status_row, SPEAKER_STATUS_ROW);

#define INVITATION_STATUS(W)                                                                       \
	W(SPEAKER_INVITED, "invited")                                                              \
	W(SPEAKER_ACCEPTED, "accepted")                                                            \
	W(SPEAKER_DECLINED, "declined")                                                            \
	W(SPEAKER_WITHDRAWN, "withdrawn")
ENUM_DECLARE(invitation_status, INVITATION_STATUS_NONE, INVITATION_STATUS);

/* Texts live in an arena. Numbers are positions of events, 0 for none. */
struct speaker_state {
	const char *speaker;
	const char *name;
	const char *email;
	const char *answer_by; /* NULL: no limit */
	enum invitation_status state;
	int64_t position;         /* the last event that set the record */
	int64_t answered;         /* the event that set the state */
	int64_t first_acceptance; /* of the answer in force: it selects the policies */
	int64_t last_acceptance;  /* the last acceptance, withdrawn since or not */
};

/* Fills STATE of ID; false: there is no such speaker. */
bool speaker_find(
	struct store *store, const char *id, struct arena *arena, struct speaker_state *state);

/* The invitation as amended last: roles and talks. NULL: the store's fault. */
const struct invitation *speaker_invitation(
	struct store *store, const struct speaker_state *speaker, struct arena *arena);

#endif
