#include "speakers/crm.h"

#include "speakers/allocation.h"
#include "speakers/messages.h"
#include "speakers/policy.h"
#include "speakers/speaker.h"

extern const struct component speakers_schema;

static const struct component *const components[] = {
	&booking_schema, &allocation_schema, &speakers_schema, NULL};

static const struct rule rules[] = {
	{
		.command = &invite_speaker_message,
		.decide = speaker_invite,
		.last_stands = true,
	},
	{.command = &accept_invitation_message, .decide = speaker_accept},
	{.command = &decline_invitation_message, .decide = speaker_decline},
	{.command = &withdraw_speaker_message, .decide = speaker_withdraw},
	{.command = &adopt_speaker_policy_message, .decide = speaker_policy_adopt},
	{.command = &record_speaker_booking_message, .decide = speaker_booking_by_hand},
	{.command = NULL},
};

static const struct effect effects[] = {
	{&speaker_invited_message, speaker_apply},
	{&speaker_amended_message, speaker_apply},
	{&invitation_accepted_message, speaker_apply_accepted},
	{&invitation_declined_message, speaker_apply_declined},
	{&speaker_withdrawn_message, speaker_apply_withdrawn},
	{&speaker_policy_adopted_message, speaker_policy_apply},
	{&speaker_entitled_message, speaker_allocation_apply},
	{&speaker_allotment_decided_message, allotment_apply},
	{&speaker_tickets_requested_message, booking_apply_requested},
	{&speaker_tickets_booked_message, booking_apply_booked},
	{&speaker_booking_refused_message, booking_apply_refused},
	{&speaker_booking_turned_away_message, booking_apply_turned_away},
	{&speaker_reclaim_turned_away_message, booking_apply_reclaim_turned_away},
	{&speaker_reclaim_requested_message, booking_apply_reclaiming},
	{&speaker_tickets_reclaimed_message, booking_apply_reclaimed},
	{&speaker_reclaim_refused_message, booking_apply_kept},
	{&speaker_ticket_held_message, booking_apply_held},
	{NULL, NULL},
};

const struct context speakers = {
	.name = "speakers",
	.components = components,
	.rules = rules,
	.effects = effects,
};

const struct message *const speakers_messages[] = {
	&invite_speaker_message,
	&speaker_invited_message,
	&speaker_amended_message,
	&accept_invitation_message,
	&invitation_accepted_message,
	&decline_invitation_message,
	&invitation_declined_message,
	&withdraw_speaker_message,
	&speaker_withdrawn_message,
	&adopt_speaker_policy_message,
	&speaker_policy_adopted_message,
	&speaker_entitled_message,
	&speaker_allotment_decided_message,
	&speaker_tickets_requested_message,
	&speaker_tickets_booked_message,
	&speaker_booking_refused_message,
	&speaker_booking_turned_away_message,
	&speaker_reclaim_requested_message,
	&speaker_tickets_reclaimed_message,
	&speaker_reclaim_refused_message,
	&speaker_reclaim_turned_away_message,
	&speaker_ticket_held_message,
	&record_speaker_booking_message,
	&speaker_status_row_message,
	&speaker_why_row_message,
	&speaker_policy_row_message,
	NULL,
};
