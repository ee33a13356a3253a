#include "speakers/crm.h"

#include "speakers/policy.h"

extern const struct schema speakers_schema;

static const struct rule rules[] = {
	{.command = &invite_speaker_message, .decide = speaker_invite},
	{.command = &amend_speaker_message, .decide = speaker_amend},
	{.command = &accept_invitation_message, .decide = speaker_accept},
	{.command = &decline_invitation_message, .decide = speaker_decline},
	{.command = &withdraw_speaker_message, .decide = speaker_withdraw},
	{.command = &adopt_speaker_policy_message, .decide = policy_adopt},
	{.command = NULL},
};

#define FACT true
static const struct effect effects[] = {
	{&speaker_invited_message, speaker_apply, FACT},
	{&speaker_amended_message, speaker_apply, FACT},
	{&invitation_accepted_message, speaker_apply_accepted, FACT},
	{&invitation_declined_message, speaker_apply_declined, FACT},
	{&speaker_withdrawn_message, speaker_apply_withdrawn, FACT},
	{&speaker_policy_adopted_message, policy_apply, false},
	{.event = NULL},
};

static const struct message *const others[] = {
	&speaker_status_row_message,
	NULL,
};

static const struct component component = {&speakers_schema, rules, effects, others};
static const struct component *const components[] = {&booking_component, &component, NULL};

static const struct booking_client client = {
	.noun = "speaker",
	.registrar = "speaker-invite",
	.reason = "speaker",
	.find = speaker_recipient,
	.next = "SELECT min(speaker) FROM speakers WHERE speaker > :after",
	.policy = &speaker_policy_rules,
	.entitle = speaker_entitle,
};

const struct context speakers = {
	.name = "speakers",
	.owns = "speakers, their answers, its policy, entitlements, its ledger",
	.components = components,
	BOOKING_CLIENT(&client),
};
