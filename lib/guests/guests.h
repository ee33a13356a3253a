/*
 * The guest list: volunteers, press, crew, scholarship holders, by group. A client of the
 * open host, and the smallest one.
 */
#ifndef GUESTS_GUESTS_H
#define GUESTS_GUESTS_H

#include "booking/client.h"

enum { GROUP_LIMIT = 64 };

extern const struct context guests;

/* NEED: REQUIRED in a whole record, OPTIONAL in an amendment. */
#define GUEST_FIELDS(X, S, NEED)                                                                   \
	STRING(X, S, guest, REQUIRED | KEY | IDENTIFIES, BENEFICIARY_LIMIT, "the guest's id")      \
	STRING(X, S, name, NEED | NAME | PERSONAL, 200, "their full name")                         \
	EMAIL(X, S, email, NEED | IDENTIFIES, "the address to which tickets are sent")             \
	STRING(X, S, group, NEED, GROUP_LIMIT,                                                     \
		"their group or role, as named by the policy: volunteer, press, crew")             \
	DATE(X, S, registered_on, OPTIONAL | PAST, "the registration date; absent: today")
#define GUEST(X, S) GUEST_FIELDS(X, S, REQUIRED)
#define AMEND_GUEST(X, S) GUEST_FIELDS(X, S, OPTIONAL)
MESSAGE_DECLARE(amend_guest, AMEND_GUEST);
STRUCT_DECLARE(guest, GUEST);
extern const struct message register_guest_message;
extern const struct message guest_registered_message;
extern const struct message guest_amended_message;

#define WITHDRAW_GUEST(X, S)                                                                       \
	STRING(X, S, guest, REQUIRED | KEY, BENEFICIARY_LIMIT, "the guest's id")                   \
	STRING(X, S, reason, OPTIONAL | PERSONAL, 200, "why")
MESSAGE_DECLARE(withdraw_guest, WITHDRAW_GUEST);
extern const struct message guest_withdrawn_message;

#define GUEST_RULE(X, S)                                                                           \
	STRING(X, S, group, OPTIONAL, GROUP_LIMIT, "the guest's group; absent: any")               \
	DATE(X, S, registered_until, OPTIONAL, "registered on this date or before")                \
	LIST(X, S, grants, REQUIRED, 0, 20, ticket_grant, "the tickets owed")
STRUCT_DECLARE(guest_rule, GUEST_RULE);

#define GUEST_POLICY(X, S)                                                                         \
	STRING(X, S, version, OPTIONAL, 64,                                                        \
		"the policy's name; absent, to adopt: the next number")                            \
	LIST(X, S, rules, REQUIRED, 1, 200, guest_rule, "the rules; the first that matches applies")
STRUCT_DECLARE(guest_policy, GUEST_POLICY);
extern const struct message adopt_guest_policy_message;
extern const struct message guest_policy_adopted_message;

#define GUEST_STATUS_ROW(X, S)                                                                     \
	STRING(X, S, guest, REQUIRED, BENEFICIARY_LIMIT, "the guest's id")                         \
	STRING(X, S, name, REQUIRED | MINOR | PERSONAL, 200, "their name")                         \
	EMAIL(X, S, email, REQUIRED | SPARE, "their address")                                      \
	STRING(X, S, group, REQUIRED, GROUP_LIMIT, "their group")                                  \
	STRING(X, S, state, REQUIRED, 64, "registered or withdrawn")                               \
	BOOKING_STATUS(X, S)
MESSAGE_DECLARE(guest_status_row, GUEST_STATUS_ROW);

/* Texts live in an arena. Numbers are positions of events, 0 for none. */
struct guest_state {
	struct guest record;
	int64_t position;   /* the last event that set the record */
	int64_t registered; /* the first registration: it selects the policies */
	int64_t withdrawn;  /* the withdrawal in force */
};

/* Fills STATE of ID; false: there is no such guest. */
bool guest_find(
	struct store *store, const char *id, struct arena *arena, struct guest_state *state);

#endif
