#include "speakers/crm.h"

#include "speakers/allocation.h"
#include "speakers/messages.h"
#include "speakers/policy.h"
#include "speakers/speaker.h"

extern const struct schema speakers_schema;

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
	{.event = &speaker_invited_message, .apply = speaker_apply},
	{.event = &speaker_amended_message, .apply = speaker_apply},
	{.event = &invitation_accepted_message, .apply = speaker_apply_accepted},
	{.event = &invitation_declined_message, .apply = speaker_apply_declined},
	{.event = &speaker_withdrawn_message, .apply = speaker_apply_withdrawn},
	{.event = &speaker_policy_adopted_message, .apply = speaker_policy_apply},
	{.event = &speaker_entitled_message, .apply = speaker_allocation_apply},
	{.event = &speaker_allotment_decided_message, .apply = allotment_apply},
	{.event = &speaker_tickets_requested_message, .apply = booking_apply_requested},
	{.event = &speaker_tickets_booked_message, .apply = booking_apply_booked},
	{.event = &speaker_booking_refused_message, .apply = booking_apply_refused},
	{.event = &speaker_booking_turned_away_message, .apply = booking_apply_turned_away},
	{.event = &speaker_reclaim_turned_away_message, .apply = booking_apply_reclaim_turned_away},
	{.event = &speaker_reclaim_requested_message, .apply = booking_apply_reclaiming},
	{.event = &speaker_tickets_reclaimed_message, .apply = booking_apply_reclaimed},
	{.event = &speaker_reclaim_refused_message, .apply = booking_apply_kept},
	{.event = &speaker_ticket_held_message, .apply = booking_apply_held},
	{.event = NULL},
};

static const struct component component = {&speakers_schema, rules, effects};

static const struct component *const components[] = {
	&booking_component, &allocation_component, &component, NULL};

const struct context speakers = {
	.name = "speakers",
	.owns = "speakers, their answers, its policy, entitlements, its ledger",
	.components = components,
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
