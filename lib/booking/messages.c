#include "booking/messages.h"

/* clang-format off */
STRUCT_DESCRIBED(ticket_count, TICKET_COUNT,
	"{quantity} × {type}[ from {pool}]");
STRUCT_DEFINE(ticket_grant, TICKET_GRANT);
STRUCT_DEFINE(booking_status, BOOKING_STATUS);
STRUCT_DEFINE(denial, DENIAL);
ENUM_DEFINE(difference, DIFFERENCE);

MESSAGE_DEFINE(entitlement_decided, ENTITLEMENT_DECIDED, MESSAGE_EVENT,
	"lanyard.booking.entitlement-decided.v1",
	"What a beneficiary is entitled to was decided; what differs is requested or reclaimed.",
	"entitled to [{desired}|none][: {because}][; undecided: {undecided}]");
MESSAGE_DEFINE(override_entitlement, OVERRIDE_ENTITLEMENT, MESSAGE_COMMAND,
	"lanyard.booking.override-entitlement.v1", "Set a number that the policy does not give.");
MESSAGE_OF(entitlement_overridden, override_entitlement, MESSAGE_EVENT,
	"lanyard.booking.entitlement-overridden.v1", "An organiser has set a number.",
	"{type} set to {quantity} by {by}: {reason}");
MESSAGE_DEFINE(withdraw_override, WITHDRAW_OVERRIDE, MESSAGE_COMMAND,
	"lanyard.booking.withdraw-override.v1", "Withdraw an override: the policy applies again.");
MESSAGE_OF(override_withdrawn, withdraw_override, MESSAGE_EVENT,
	"lanyard.booking.override-withdrawn.v1", "An override was withdrawn.",
	"override of {type} withdrawn by {by}: {reason}");
MESSAGE_DEFINE(place_hold, PLACE_HOLD, MESSAGE_COMMAND,
	"lanyard.booking.place-hold.v1", "Hold tickets for somebody who is not owed any yet.");
MESSAGE_OF(hold_placed, place_hold, MESSAGE_EVENT,
	"lanyard.booking.hold-placed.v1", "Tickets are held until a moment.",
	"{quantity} × {type} held until {until}[: {reason}]");
MESSAGE_DEFINE(hold_expired, HOLD_EXPIRED, MESSAGE_EVENT,
	"lanyard.booking.hold-expired.v1", "Tickets are held no longer: the moment has passed.",
	"{type} held no longer: it was until {until}");

MESSAGE_DEFINE(zone_set, ZONE_SET, MESSAGE_EVENT,
	"lanyard.booking.zone-set.v1", "The time zone was set, in place of the one that ticketing set.",
	"time zone set to [{zone}|that of ticketing]");
MESSAGE_DEFINE(set_zone, SET_ZONE, MESSAGE_COMMAND,
	"lanyard.booking.set-zone.v1", "Set the time zone, in place of the one that ticketing set.");
MESSAGE_DEFINE(zone_learned, ZONE_LEARNED, MESSAGE_EVENT,
	"lanyard.booking.zone-learned.v1", "Ticketing has set the time zone.",
	"time zone of ticketing: [{zone}|UTC]");

MESSAGE_DEFINE(tickets_requested, TICKETS_REQUESTED, MESSAGE_EVENT,
	"lanyard.booking.tickets-requested.v1", "Tickets were requested from ticketing.",
	"requested {quantity} × {type}[ from {pool}] as {reference}");
MESSAGE_DEFINE(tickets_booked, TICKETS_BOOKED, MESSAGE_EVENT,
	"lanyard.booking.tickets-booked.v1", "Requested tickets are booked.",
	"booked {quantity} × {type}[, requested as {reference}: ticketing's purchase {purchase}]"
	"[ elsewhere, recorded by {by}][: {note}]");
MESSAGE_DEFINE(booking_refused, BOOKING_REFUSED, MESSAGE_EVENT,
	"lanyard.booking.booking-refused.v1", "Requested tickets were refused.",
	"{quantity} × {type} refused [elsewhere, recorded by {by}|by ticketing]: {message}"
	"[: {note}]");
MESSAGE_OF(booking_denied, denial, MESSAGE_EVENT,
	"lanyard.booking.booking-denied.v1",
	"Ticketing denied a request, which it does not record; the request stays pending.",
	"request of {reference} denied by ticketing, and still pending: {message}");
MESSAGE_DEFINE(reclaim_requested, RECLAIM_REQUESTED, MESSAGE_EVENT,
	"lanyard.booking.reclaim-requested.v1", "Unassigned tickets were reclaimed.",
	"[{?tickets}reclaimed their own ticket of {reference}|"
	"reclaim of {reference} requested, down to {#keep ticket}]");
MESSAGE_DEFINE(tickets_reclaimed, TICKETS_RECLAIMED, MESSAGE_EVENT,
	"lanyard.booking.tickets-reclaimed.v1", "Tickets of a booking were cancelled.",
	"[{left} left of {reference}, recorded by {by}|"
	"{#tickets ticket} of {reference} cancelled[{?command}| by somebody else], {left} left]"
	"[: {reason}][: {note}]");
MESSAGE_OF(reclaim_refused, denial, MESSAGE_EVENT,
	"lanyard.booking.reclaim-refused.v1", "A reclaim was refused: the tickets stay.",
	"reclaim of {reference} refused: {message}");
MESSAGE_OF(reclaim_denied, denial, MESSAGE_EVENT,
	"lanyard.booking.reclaim-denied.v1",
	"Ticketing denied a reclaim, which it does not record; the reclaim stays pending.",
	"reclaim of {reference} denied by ticketing, and still pending: {message}");
MESSAGE_DEFINE(amendment_requested, AMENDMENT_REQUESTED, MESSAGE_EVENT,
	"lanyard.booking.amendment-requested.v1",
	"A contact has changed since ticketing got it: it was sent to ticketing.",
	"contact of {reference} sent to ticketing: {purchaser}");
MESSAGE_DEFINE(amendment_done, AMENDMENT_DONE, MESSAGE_EVENT,
	"lanyard.booking.amendment-done.v1", "Ticketing has the contact that was sent.",
	"contact of {reference} amended by ticketing");
MESSAGE_OF(amendment_refused, denial, MESSAGE_EVENT,
	"lanyard.booking.amendment-refused.v1", "Ticketing refused a contact; it keeps the old one.",
	"contact of {reference} refused by ticketing: {message}");
MESSAGE_OF(amendment_denied, denial, MESSAGE_EVENT,
	"lanyard.booking.amendment-denied.v1",
	"Ticketing denied a contact, which it does not record; the amendment stays pending.",
	"contact of {reference} denied by ticketing, and still pending: {message}");
MESSAGE_DEFINE(assignment_recorded, ASSIGNMENT_RECORDED, MESSAGE_EVENT,
	"lanyard.booking.assignment-recorded.v1", "A ticket has an assignee, or none any more.",
	"1 ticket of {reference} [assigned to {name}|unassigned]");
MESSAGE_DEFINE(record_booking, RECORD_BOOKING, MESSAGE_COMMAND,
	"lanyard.booking.record-booking.v1",
	"Record manually the outcome of a request, or of a booking outside ticketing.");

MESSAGE_DEFINE(why_row, WHY_ROW, MESSAGE_RECORD,
	"lanyard.booking.why-row.v1", "A row of a status with --why.");
MESSAGE_DEFINE(policy_row, POLICY_ROW, MESSAGE_RECORD,
	"lanyard.booking.policy-row.v1", "A row of a list of policies.");
MESSAGE_DEFINE(task_row, TASK_ROW, MESSAGE_RECORD,
	"lanyard.booking.task-row.v1", "A row of a status with --tasks.");
MESSAGE_DEFINE(unused_row, UNUSED_ROW, MESSAGE_RECORD,
	"lanyard.booking.unused-row.v1", "A row of a report of unassigned tickets.");
MESSAGE_DEFINE(difference_row, DIFFERENCE_ROW, MESSAGE_RECORD,
	"lanyard.booking.difference-row.v1", "A row of a reconciliation.");
/* clang-format on */
