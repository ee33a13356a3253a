#include "speakers/messages.h"

/* clang-format off */
SHAPE_DEFINE(invitation, INVITATION);
SHAPE_DEFINE(speaker_grant, SPEAKER_GRANT);
SHAPE_DEFINE(speaker_rule, SPEAKER_RULE);

MESSAGE_OF(invite_speaker, invitation, MESSAGE_COMMAND,
	"lanyard.speakers.invite-speaker.v1", "Invite a speaker, or amend the record: the whole of it.");
MESSAGE_OF(speaker_invited, invitation, MESSAGE_EVENT,
	"lanyard.speakers.speaker-invited.v1", "A speaker was invited.");
MESSAGE_OF(speaker_amended, invitation, MESSAGE_EVENT,
	"lanyard.speakers.speaker-amended.v1", "A speaker's record was changed; this is what it is now.");

MESSAGE_DEFINE(accept_invitation, ACCEPT_INVITATION, MESSAGE_COMMAND,
	"lanyard.speakers.accept-invitation.v1", "Record that a speaker has accepted.");
MESSAGE_OF(invitation_accepted, accept_invitation, MESSAGE_EVENT,
	"lanyard.speakers.invitation-accepted.v1", "A speaker has accepted.");
MESSAGE_DEFINE(decline_invitation, DECLINE_INVITATION, MESSAGE_COMMAND,
	"lanyard.speakers.decline-invitation.v1", "Record that a speaker has declined.");
MESSAGE_OF(invitation_declined, decline_invitation, MESSAGE_EVENT,
	"lanyard.speakers.invitation-declined.v1", "A speaker has declined.");
MESSAGE_DEFINE(withdraw_speaker, WITHDRAW_SPEAKER, MESSAGE_COMMAND,
	"lanyard.speakers.withdraw-speaker.v1", "Record that a speaker who had accepted does not come.");
MESSAGE_OF(speaker_withdrawn, withdraw_speaker, MESSAGE_EVENT,
	"lanyard.speakers.speaker-withdrawn.v1", "A speaker who had accepted does not come.");

MESSAGE_DEFINE(adopt_speaker_policy, ADOPT_SPEAKER_POLICY, MESSAGE_COMMAND,
	"lanyard.speakers.adopt-policy.v1", "Adopt a policy for those who accept from now on.");
MESSAGE_DEFINE(speaker_policy_adopted, SPEAKER_POLICY_ADOPTED, MESSAGE_EVENT,
	"lanyard.speakers.policy-adopted.v1", "A policy was adopted.");
MESSAGE_DEFINE(speaker_entitled, SPEAKER_ENTITLED, MESSAGE_EVENT,
	"lanyard.speakers.entitlement-fixed.v1", "What a speaker is owed by the policy was fixed.");
MESSAGE_OF(speaker_allotment_decided, allotment_decided, MESSAGE_EVENT,
	"lanyard.speakers.allotment-decided.v1",
	"How many tickets a speaker shall have was decided; what differs is asked for, or back.");

MESSAGE_OF(speaker_tickets_requested, tickets_requested, MESSAGE_EVENT,
	"lanyard.speakers.tickets-requested.v1", "Tickets were asked for.");
MESSAGE_OF(speaker_tickets_booked, tickets_booked, MESSAGE_EVENT,
	"lanyard.speakers.tickets-booked.v1", "The tickets that were asked for are booked.");
MESSAGE_OF(speaker_booking_refused, booking_refused, MESSAGE_EVENT,
	"lanyard.speakers.booking-refused.v1", "The tickets that were asked for were refused.");
MESSAGE_OF(speaker_booking_turned_away, booking_turned_away, MESSAGE_EVENT,
	"lanyard.speakers.booking-turned-away.v1",
	"Who asks was turned away at ticketing's door; the tickets are asked for still.");
MESSAGE_OF(speaker_reclaim_requested, reclaim_requested, MESSAGE_EVENT,
	"lanyard.speakers.reclaim-requested.v1", "Tickets that nobody holds were asked back.");
MESSAGE_OF(speaker_tickets_reclaimed, tickets_reclaimed, MESSAGE_EVENT,
	"lanyard.speakers.tickets-reclaimed.v1", "Tickets of a booking are no more.");
MESSAGE_OF(speaker_reclaim_refused, reclaim_refused, MESSAGE_EVENT,
	"lanyard.speakers.reclaim-refused.v1", "Tickets that were asked back were not given.");
MESSAGE_OF(speaker_reclaim_turned_away, reclaim_refused, MESSAGE_EVENT,
	"lanyard.speakers.reclaim-turned-away.v1",
	"Who asks tickets back was turned away at ticketing's door; they are asked back still.");
MESSAGE_OF(speaker_ticket_held, ticket_holder, MESSAGE_EVENT,
	"lanyard.speakers.ticket-held.v1", "Who holds a ticket, or that nobody does any more.");
MESSAGE_OF(record_speaker_booking, record_booking, MESSAGE_COMMAND,
	"lanyard.speakers.record-booking.v1",
	"Record what an organiser did by hand, elsewhere, of what was asked for.");

const struct booking_language speakers_bookings = {
	.requested = &speaker_tickets_requested_message,
	.booked = &speaker_tickets_booked_message,
	.refused = &speaker_booking_refused_message,
	.reclaiming = &speaker_reclaim_requested_message,
	.reclaimed = &speaker_tickets_reclaimed_message,
	.kept = &speaker_reclaim_refused_message,
	.turned_away = &speaker_booking_turned_away_message,
	.reclaim_turned_away = &speaker_reclaim_turned_away_message,
	.held = &speaker_ticket_held_message,
};

const struct allotment_language speakers_allotments = {
	.decided = &speaker_allotment_decided_message,
	.bookings = &speakers_bookings,
};

MESSAGE_DEFINE(speaker_status_row, SPEAKER_STATUS_ROW, MESSAGE_RECORD,
	"lanyard.speakers.status-row.v1", "A row of speaker-status.");
MESSAGE_DEFINE(speaker_why_row, SPEAKER_WHY_ROW, MESSAGE_RECORD,
	"lanyard.speakers.why-row.v1", "A row of speaker-status --why.");
MESSAGE_DEFINE(speaker_policy_row, SPEAKER_POLICY_ROW, MESSAGE_RECORD,
	"lanyard.speakers.policy-row.v1", "A row of speaker-policy list.");
