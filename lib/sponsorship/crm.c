#include "sponsorship/crm.h"

#include "sponsorship/allocation.h"
#include "sponsorship/contract.h"
#include "sponsorship/entitlement.h"
#include "sponsorship/invoice.h"
#include "sponsorship/messages.h"
#include "sponsorship/onboarding.h"
#include "sponsorship/policy.h"
#include "sponsorship/sponsor.h"

extern const struct schema sponsorship_schema;

static const struct rule rules[] = {
	{
		.command = &register_sponsor_message,
		.decide = sponsor_register,
		.last_stands = true,
	},
	{
		.command = &sign_contract_message,
		.decide = contract_sign,
		.taken =
			"this contract was signed already, with other data: void it and sign another",
		.undone = contract_undone,
		.event = &contract_signed_message,
	},
	{
		.command = &void_contract_message,
		.decide = contract_void,
		.taken = "this contract is void already, for another reason",
		.event = &contract_voided_message,
	},
	{
		.command = &raise_invoice_message,
		.decide = invoice_raise,
		.taken =
			"this invoice was raised already, with other data: cancel it and raise another",
		.undone = invoice_undone,
		.event = &invoice_raised_message,
	},
	{
		.command = &cancel_invoice_message,
		.decide = invoice_cancel,
		.taken = "this invoice was cancelled already, for another reason",
		.event = &invoice_cancelled_message,
	},
	{
		.command = &settle_invoice_message,
		.decide = invoice_settle,
		.taken = "this payment was recorded already, with other data",
		.event = &invoice_settled_message,
		.other_event = &invoice_paid_in_part_message,
	},
	{
		.command = &refund_invoice_message,
		.decide = invoice_refund,
		.taken = "this invoice was refunded already, with other data",
		.event = &invoice_refunded_message,
	},
	{.command = &withdraw_sponsor_message, .decide = sponsor_withdraw},
	{.command = &adopt_policy_message, .decide = policy_adopt},
	{
		.command = &override_entitlement_message,
		.decide = entitlement_override,
		.last_stands = true,
	},
	{.command = &withdraw_override_message, .decide = entitlement_withdraw},
	{
		.command = &provision_tickets_message,
		.decide = entitlement_provision,
		.last_stands = true,
	},
	{.command = &record_sponsor_booking_message, .decide = booking_by_hand},
	{.command = NULL},
};

static const struct effect effects[] = {
	{.event = &sponsor_registered_message, .apply = sponsor_apply},
	{.event = &sponsor_amended_message, .apply = sponsor_apply},
	{.event = &contract_signed_message, .apply = contract_apply_signed},
	{.event = &contract_voided_message, .apply = contract_apply_voided},
	{.event = &invoice_raised_message, .apply = invoice_apply_raised},
	{.event = &invoice_cancelled_message, .apply = invoice_apply_cancelled},
	{.event = &invoice_settled_message, .apply = invoice_apply_settled},
	{.event = &sponsor_onboarded_message, .apply = onboarding_apply},
	{.event = &policy_adopted_message, .apply = policy_apply},
	{.event = &entitlement_overridden_message, .apply = entitlement_apply_overridden},
	{.event = &entitlement_fixed_message, .apply = entitlement_apply_fixed},
	{.event = &sponsor_withdrawn_message, .apply = sponsor_apply_withdrawn},
	{.event = &invoice_paid_in_part_message, .apply = invoice_apply_paid_in_part},
	{.event = &invoice_refunded_message, .apply = invoice_apply_refunded},
	{.event = &sponsor_level_changed_message, .apply = onboarding_apply_level},
	{.event = &override_withdrawn_message, .apply = entitlement_apply_withdrawn},
	{.event = &tickets_provisioned_message, .apply = entitlement_apply_provisioned},
	{.event = &provision_ended_message, .apply = entitlement_apply_provision_ended},
	{.event = &allocation_decided_message, .apply = allocation_apply},
	{.event = &sponsor_reclaim_requested_message, .apply = booking_apply_reclaiming},
	{.event = &sponsor_tickets_reclaimed_message, .apply = booking_apply_reclaimed},
	{.event = &sponsor_reclaim_refused_message, .apply = booking_apply_kept},
	{.event = &sponsor_ticket_held_message, .apply = booking_apply_held},
	{.event = &sponsor_tickets_requested_message, .apply = booking_apply_requested},
	{.event = &sponsor_tickets_booked_message, .apply = booking_apply_booked},
	{.event = &sponsor_booking_refused_message, .apply = booking_apply_refused},
	{.event = &sponsor_booking_turned_away_message, .apply = booking_apply_turned_away},
	{.event = &sponsor_reclaim_turned_away_message, .apply = booking_apply_reclaim_turned_away},
	{.event = NULL},
};

static const struct component component = {&sponsorship_schema, rules, effects};

static const struct component *const components[] = {&booking_component, &component, NULL};

const struct context sponsorship = {
	.name = "sponsorship",
	.owns = "sponsors, contracts, invoices, its policy, entitlements, its ledger",
	.components = components,
};

const struct message *const sponsorship_messages[] = {
	&register_sponsor_message,
	&sponsor_registered_message,
	&sponsor_amended_message,
	&sign_contract_message,
	&contract_signed_message,
	&void_contract_message,
	&contract_voided_message,
	&raise_invoice_message,
	&invoice_raised_message,
	&cancel_invoice_message,
	&invoice_cancelled_message,
	&settle_invoice_message,
	&invoice_settled_message,
	&sponsor_onboarded_message,
	&adopt_policy_message,
	&policy_adopted_message,
	&override_entitlement_message,
	&entitlement_overridden_message,
	&entitlement_fixed_message,
	&sponsor_tickets_requested_message,
	&sponsor_tickets_booked_message,
	&sponsor_booking_refused_message,
	&sponsor_booking_turned_away_message,
	&withdraw_sponsor_message,
	&sponsor_withdrawn_message,
	&invoice_paid_in_part_message,
	&refund_invoice_message,
	&invoice_refunded_message,
	&sponsor_level_changed_message,
	&withdraw_override_message,
	&override_withdrawn_message,
	&provision_tickets_message,
	&tickets_provisioned_message,
	&provision_ended_message,
	&allocation_decided_message,
	&sponsor_reclaim_requested_message,
	&sponsor_tickets_reclaimed_message,
	&sponsor_reclaim_refused_message,
	&sponsor_reclaim_turned_away_message,
	&sponsor_ticket_held_message,
	&record_sponsor_booking_message,
	&status_row_message,
	&why_row_message,
	&missing_row_message,
	&policy_row_message,
	&task_row_message,
	&unused_row_message,
	&trial_row_message,
	&difference_row_message,
	NULL,
};
