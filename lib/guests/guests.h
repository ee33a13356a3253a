/*
 * The guest list: volunteers, press, crew, scholarship holders, by group. A client of the
 * open host, and the smallest one.
 */
#ifndef GUESTS_GUESTS_H
#define GUESTS_GUESTS_H

#include "booking/client.h"

enum { GROUP_LIMIT = 64 };

extern const struct context guests;

/* NEED: whether a record has to have what every guest has. */
#define GUEST_FIELDS(X, S, NEED)                                                                   \
	X(S, STRING, guest, REQUIRED | KEY, 1, BENEFICIARY_LIMIT, none, "the guest's id")          \
	X(S, STRING, name, NEED, 1, 200, none, "their name")                                       \
	X(S, EMAIL, email, NEED, 0, 0, none, "where they are sent the tickets")                    \
	X(S, STRING, group, NEED, 1, GROUP_LIMIT, none,                                            \
		"their group, as the policy has it: volunteer, press, crew")
#define GUEST(X, S) GUEST_FIELDS(X, S, REQUIRED)
#define AMEND_GUEST(X, S) GUEST_FIELDS(X, S, OPTIONAL)
MESSAGE_DECLARE(amend_guest, AMEND_GUEST);
SHAPE_DECLARE(guest, GUEST);
extern const struct message register_guest_message;
extern const struct message guest_registered_message;
extern const struct message guest_amended_message;

#define WITHDRAW_GUEST(X, S)                                                                       \
	X(S, STRING, guest, REQUIRED | KEY, 1, BENEFICIARY_LIMIT, none, "the guest's id")          \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(withdraw_guest, WITHDRAW_GUEST);
extern const struct message guest_withdrawn_message;

#define GUEST_RULE(X, S)                                                                           \
	X(S, STRING, group, OPTIONAL, 1, GROUP_LIMIT, none, "guests of this group; absent: any")   \
	X(S, DATE, until, OPTIONAL, 0, 0, none, "who was registered on that day or before")        \
	X(S, LIST, grants, REQUIRED, 0, 20, ticket_grant, "the tickets that they are owed")
SHAPE_DECLARE(guest_rule, GUEST_RULE);

#define GUEST_POLICY(X, S)                                                                         \
	X(S, STRING, version, OPTIONAL, 1, 64, none, "its name; to adopt: the next number")        \
	X(S, LIST, rules, REQUIRED, 1, 200, guest_rule, "the first that matches counts")
SHAPE_DECLARE(guest_policy, GUEST_POLICY);
extern const struct message adopt_guest_policy_message;
extern const struct message guest_policy_adopted_message;

#define GUEST_STATUS_ROW(X, S)                                                                     \
	X(S, STRING, guest, REQUIRED, 1, BENEFICIARY_LIMIT, none, "the guest's id")                \
	X(S, STRING, name, REQUIRED, 1, 200, none, "their name")                                   \
	X(S, EMAIL, email, REQUIRED, 0, 0, none, "their address")                                  \
	X(S, STRING, group, REQUIRED, 1, GROUP_LIMIT, none, "their group")                         \
	X(S, STRING, state, REQUIRED, 1, 64, none, "registered or withdrawn")                      \
	BOOKING_STATUS(X, S)
MESSAGE_DECLARE(guest_status_row, GUEST_STATUS_ROW);

/* Texts live in an arena. Positions are of events, 0 for none. */
struct guest_state {
	struct guest record;
	const char *registered_on; /* a date */
	int64_t seq;               /* the event that set the record last */
	int64_t registered;        /* the event by which they came on the list */
	int64_t withdrawn;
};

/* Fills STATE of ID; false: there is no such guest. */
bool guest_find(
	struct store *store, const char *id, struct arena *arena, struct guest_state *state);

#endif
