#include "booking/messages.h"

/* clang-format off */
STRUCT_DEFINE(ticket_count, TICKET_COUNT);
STRUCT_DEFINE(ticket_grant, TICKET_GRANT);
STRUCT_DEFINE(booking_status, BOOKING_STATUS);
ENUM_DEFINE(difference, DIFFERENCE);

MESSAGE_DEFINE(entitlement_decided, ENTITLEMENT_DECIDED, MESSAGE_EVENT,
	"lanyard.booking.entitlement-decided.v1",
	"What a beneficiary is entitled to was decided; what differs is requested or reclaimed.");
MESSAGE_DEFINE(override_entitlement, OVERRIDE_ENTITLEMENT, MESSAGE_COMMAND,
	"lanyard.booking.override-entitlement.v1", "Set a number that the policy does not give.");
MESSAGE_OF(entitlement_overridden, override_entitlement, MESSAGE_EVENT,
	"lanyard.booking.entitlement-overridden.v1", "An organiser has set a number.");
MESSAGE_DEFINE(withdraw_override, WITHDRAW_OVERRIDE, MESSAGE_COMMAND,
	"lanyard.booking.withdraw-override.v1", "Withdraw an override: the policy counts again.");
MESSAGE_OF(override_withdrawn, withdraw_override, MESSAGE_EVENT,
	"lanyard.booking.override-withdrawn.v1", "An override was withdrawn.");
MESSAGE_DEFINE(place_hold, PLACE_HOLD, MESSAGE_COMMAND,
	"lanyard.booking.place-hold.v1", "Hold tickets for somebody who is not owed any yet.");
MESSAGE_OF(hold_placed, place_hold, MESSAGE_EVENT,
	"lanyard.booking.hold-placed.v1", "Tickets are held until a moment.");
MESSAGE_DEFINE(hold_expired, HOLD_EXPIRED, MESSAGE_EVENT,
	"lanyard.booking.hold-expired.v1", "Tickets are held no longer: the moment has passed.");

MESSAGE_DEFINE(tickets_requested, TICKETS_REQUESTED, MESSAGE_EVENT,
	"lanyard.booking.tickets-requested.v1", "Tickets were requested from ticketing.");
MESSAGE_DEFINE(tickets_booked, TICKETS_BOOKED, MESSAGE_EVENT,
	"lanyard.booking.tickets-booked.v1", "Requested tickets are booked.");
MESSAGE_DEFINE(booking_refused, BOOKING_REFUSED, MESSAGE_EVENT,
	"lanyard.booking.booking-refused.v1", "Requested tickets were refused.");
MESSAGE_DEFINE(booking_denied, BOOKING_DENIED, MESSAGE_EVENT,
	"lanyard.booking.booking-denied.v1",
	"Ticketing denied a request, which it does not record; the request stays pending.");
MESSAGE_DEFINE(reclaim_requested, RECLAIM_REQUESTED, MESSAGE_EVENT,
	"lanyard.booking.reclaim-requested.v1", "Unassigned tickets were reclaimed.");
MESSAGE_DEFINE(tickets_reclaimed, TICKETS_RECLAIMED, MESSAGE_EVENT,
	"lanyard.booking.tickets-reclaimed.v1", "Tickets of a booking were cancelled.");
MESSAGE_DEFINE(reclaim_refused, RECLAIM_REFUSED, MESSAGE_EVENT,
	"lanyard.booking.reclaim-refused.v1", "A reclaim was refused: the tickets stay.");
MESSAGE_OF(reclaim_denied, reclaim_refused, MESSAGE_EVENT,
	"lanyard.booking.reclaim-denied.v1",
	"Ticketing denied a reclaim, which it does not record; the reclaim stays pending.");
MESSAGE_DEFINE(assignment_recorded, ASSIGNMENT_RECORDED, MESSAGE_EVENT,
	"lanyard.booking.assignment-recorded.v1", "A ticket has an assignee, or none any more.");
MESSAGE_DEFINE(record_booking, RECORD_BOOKING, MESSAGE_COMMAND,
	"lanyard.booking.record-booking.v1",
	"Record manually the outcome of a request, or of a booking in another shop.");

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
