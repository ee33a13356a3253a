#include "sponsorship/sponsorship.h"

#include "booking/policy.h"
#include "sponsorship/contract.h"
#include "sponsorship/entitlement.h"
#include "sponsorship/invoice.h"

extern const struct schema sponsorship_schema; /* generated from schema/ */

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
	{.command = &return_surplus_message, .decide = invoice_return_surplus},
	{.command = &adopt_policy_message, .decide = policy_adopt},
	{.command = NULL},
};

static const struct effect effects[] = {
	{.event = &sponsor_registered_message, .apply = sponsor_apply_set, .fact = true},
	{.event = &sponsor_amended_message, .apply = sponsor_apply_set, .fact = true},
	{.event = &sponsor_withdrawn_message, .apply = sponsor_apply_withdrawn, .fact = true},
	{.event = &contract_signed_message, .apply = contract_apply_signed, .fact = true},
	{.event = &contract_voided_message, .apply = contract_apply_voided, .fact = true},
	{.event = &invoice_raised_message, .apply = invoice_apply_raised, .fact = true},
	{.event = &invoice_amended_message, .apply = invoice_apply_amended, .fact = true},
	{.event = &invoice_cancelled_message, .apply = invoice_apply_cancelled, .fact = true},
	{.event = &invoice_refunded_message, .apply = invoice_apply_refunded, .fact = true},
	{.event = &invoice_settled_message, .apply = invoice_apply_settled, .fact = true},
	{.event = &invoice_partially_paid_message, .apply = invoice_apply_partially_paid},
	{.event = &invoice_overpaid_message, .apply = invoice_apply_overpaid},
	{.event = &payment_reversed_message, .apply = invoice_apply_reversed, .fact = true},
	{.event = &surplus_returned_message, .apply = invoice_apply_surplus_returned},
	{.event = &sponsor_onboarded_message, .apply = contract_apply_published, .fact = true},
	{.event = &sponsor_level_changed_message, .apply = contract_apply_published, .fact = true},
	{.event = &policy_adopted_message, .apply = policy_apply},
	{.event = NULL},
};

static const struct message *const other_messages[] = {
	&sponsor_status_row_message,
	&invoice_row_message,
	&missing_row_message,
	&trial_row_message,
	&transfer_message,
	NULL,
};

/* What completion lists; each has an index, or is short. */
static const struct listing listings[] = {
	{"sponsor", "SELECT DISTINCT sponsor FROM sponsors WHERE sponsor >= :from ORDER BY 1"},
	{"level",
		"SELECT level FROM sponsors WHERE level >= :from "
		"UNION " POLICY_LISTING("level") " ORDER BY 1"},
	{"contract replaces",
		"SELECT DISTINCT contract FROM contracts WHERE contract >= :from ORDER BY 1"},
	{"invoice", "SELECT DISTINCT invoice FROM invoices WHERE invoice >= :from ORDER BY 1"},
	{"payment", "SELECT DISTINCT payment FROM payments WHERE payment >= :from ORDER BY 1"},
	{.fields = NULL},
};

static const struct component component = {
	&sponsorship_schema, rules, effects, other_messages, listings};
static const struct component *const components[] = {&booking_component, &component, NULL};

static const struct booking_client client = {
	.noun = "sponsor",
	.register_tool = "sponsor-register",
	.purchase_reason = "complimentary",
	.find = sponsor_find_recipient,
	.next_sql = "SELECT min(sponsor) FROM sponsors WHERE sponsor > :after",
	.policy = &sponsor_policy_type,
	.entitle = sponsor_entitle,
};

const struct context sponsorship = {
	.name = "sponsorship",
	.owns = "sponsors, contracts, invoices, policies, entitlements, the ledger",
	.first = "adopt a policy first: sponsor-policy adopt FILE",
	.components = components,
	BOOKING_CLIENT(&client),
};
