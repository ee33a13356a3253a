#include "guests/guests.h"

/* Templates: see message/template.h. */
/* clang-format off */
STRUCT_DEFINE(guest, GUEST);
STRUCT_DESCRIBED(guest_rule, GUEST_RULE,
	"[{group}|any group][, registered until {registered_until}]");
STRUCT_DEFINE(guest_policy, GUEST_POLICY);

MESSAGE_OF(register_guest, guest, MESSAGE_COMMAND,
	"lanyard.guests.register-guest.v1", "Register a guest, or amend the record; the data is the whole record.");
MESSAGE_DEFINE(amend_guest, AMEND_GUEST, MESSAGE_COMMAND,
	"lanyard.guests.amend-guest.v1", "Change fields of a guest's record, or register a guest who is new or has withdrawn.");
MESSAGE_OF(guest_registered, guest, MESSAGE_EVENT,
	"lanyard.guests.guest-registered.v1", "A guest was registered.",
	"registered: {name}, {group}");
MESSAGE_OF(guest_amended, guest, MESSAGE_EVENT,
	"lanyard.guests.guest-amended.v1", "A guest's record was changed; the data is the whole record.",
	"amended: {name}, {group}");
MESSAGE_DEFINE(withdraw_guest, WITHDRAW_GUEST, MESSAGE_COMMAND,
	"lanyard.guests.withdraw-guest.v1", "Record that a guest has withdrawn.");
MESSAGE_OF(guest_withdrawn, withdraw_guest, MESSAGE_EVENT,
	"lanyard.guests.guest-withdrawn.v1", "A guest has withdrawn.",
	"withdrawn[: {reason}]");
MESSAGE_OF(adopt_guest_policy, guest_policy, MESSAGE_COMMAND,
	"lanyard.guests.adopt-policy.v1", "Adopt a policy for guests registered from now on.");
MESSAGE_OF(guest_policy_adopted, guest_policy, MESSAGE_EVENT,
	"lanyard.guests.policy-adopted.v1", "A policy was adopted.",
	"policy[ {version}] for guests adopted, with {#rules rule}");
MESSAGE_DEFINE(guest_status_row, GUEST_STATUS_ROW, MESSAGE_RECORD,
	"lanyard.guests.status-row.v1", "A row of guest-status.");
/* clang-format on */
