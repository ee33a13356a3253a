#include "sponsorship/crm.h"

#include "sponsorship/contract.h"
#include "sponsorship/entitlement.h"
#include "sponsorship/invoice.h"

extern const struct schema sponsorship_schema;

static const struct rule rules[] = {
	{.command = &register_sponsor_message, .decide = sponsor_register},
	{.command = &amend_sponsor_message, .decide = sponsor_amend},
	{.command = &withdraw_sponsor_message, .decide = sponsor_withdraw},
	{
		.command = &sign_contract_message,
		.decide = contract_sign,
		.conflict =
			"this contract was signed already, with other data: void it and sign another",
		.superseded = contract_superseded,
		.event = &contract_signed_message,
	},
	{
		.command = &void_contract_message,
		.decide = contract_void,
		.conflict = "this contract is void already, for another reason",
		.event = &contract_voided_message,
	},
	{.command = &raise_invoice_message, .decide = invoice_raise},
	{.command = &amend_invoice_message, .decide = invoice_amend},
	{.command = &cancel_invoice_message, .decide = invoice_cancel},
	{.command = &refund_invoice_message, .decide = invoice_refund},
	{.command = &settle_invoice_message, .decide = invoice_settle},
	{.command = &reverse_payment_message, .decide = invoice_reverse_payment},
	{.command = &adopt_policy_message, .decide = policy_adopt},
	{.command = NULL},
};

#define FACT true
static const struct effect effects[] = {
	{&sponsor_registered_message, sponsor_apply, FACT},
	{&sponsor_amended_message, sponsor_apply, FACT},
	{&sponsor_withdrawn_message, sponsor_apply_withdrawn, FACT},
	{&contract_signed_message, contract_apply_signed, FACT},
	{&contract_voided_message, contract_apply_voided, FACT},
	{&invoice_raised_message, invoice_apply_raised, FACT},
	{&invoice_amended_message, invoice_apply_amended, FACT},
	{&invoice_cancelled_message, invoice_apply_cancelled, FACT},
	{&invoice_refunded_message, invoice_apply_refunded, FACT},
	{&invoice_settled_message, invoice_apply_settled, FACT},
	{&invoice_partially_paid_message, invoice_apply_part, false},
	{&payment_reversed_message, invoice_apply_reversed, FACT},
	{&sponsor_onboarded_message, contract_apply_published, FACT},
	{&sponsor_level_changed_message, contract_apply_published, FACT},
	{&policy_adopted_message, policy_apply, false},
	{.event = NULL},
};

static const struct message *const others[] = {
	&sponsor_status_row_message,
	&missing_row_message,
	&trial_row_message,
	NULL,
};

static const struct component component = {&sponsorship_schema, rules, effects, others};
static const struct component *const components[] = {&booking_component, &component, NULL};

static const struct booking_client client = {
	.noun = "sponsor",
	.registrar = "sponsor-register",
	.reason = "complimentary",
	.find = sponsor_recipient,
	.next = "SELECT min(sponsor) FROM sponsors WHERE sponsor > :after",
	.policy = &sponsor_policy_rules,
	.entitle = sponsor_entitle,
};

const struct context sponsorship = {
	.name = "sponsorship",
	.owns = "sponsors, contracts, invoices, its policy, entitlements, its ledger",
	.components = components,
	BOOKING_CLIENT(&client),
};
