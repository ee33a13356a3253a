#include "sponsorship/messages.h"

/* Templates: see message/template.h. */
/* clang-format off */
#define SPONSOR_DATA "{name}, level {level}[, signed up on {signed_up_on}]"
#define INVOICE_NUMBER "invoice {invoice}[ for contract {contract}]"
#define INVOICE_DATA "over {amount}[, due on {due_on}]"

STRUCT_DEFINE(sponsor, SPONSOR);
STRUCT_DEFINE(contract, CONTRACT);
STRUCT_DEFINE(invoice, INVOICE);
STRUCT_DESCRIBED(money, MONEY,
	"{amount}");
STRUCT_DEFINE(grant, GRANT);
STRUCT_DESCRIBED(policy_rule, POLICY_RULE,
	"[{level}|any level][, signed up before {signed_up_before}][, paid at least {paid_at_least}]");

MESSAGE_OF(register_sponsor, sponsor, MESSAGE_COMMAND,
	"lanyard.sponsorship.register-sponsor.v1", "Register or amend a sponsor; the data is the whole record.");
MESSAGE_DEFINE(amend_sponsor, AMEND_SPONSOR, MESSAGE_COMMAND,
	"lanyard.sponsorship.amend-sponsor.v1", "Change fields of a sponsor's record, or register it.");
MESSAGE_OF(sponsor_registered, sponsor, MESSAGE_EVENT,
	"lanyard.sponsorship.sponsor-registered.v1", "A sponsor was registered.",
	"registered: " SPONSOR_DATA);
MESSAGE_OF(sponsor_amended, sponsor, MESSAGE_EVENT,
	"lanyard.sponsorship.sponsor-amended.v1", "A sponsor's record was changed; the data is the whole record.",
	"amended: " SPONSOR_DATA);

MESSAGE_DEFINE(withdraw_sponsor, WITHDRAW_SPONSOR, MESSAGE_COMMAND,
	"lanyard.sponsorship.withdraw-sponsor.v1", "Record that a sponsor has withdrawn.");
MESSAGE_OF(sponsor_withdrawn, withdraw_sponsor, MESSAGE_EVENT,
	"lanyard.sponsorship.sponsor-withdrawn.v1", "A sponsor has withdrawn.",
	"withdrawn[: {reason}]");

MESSAGE_OF(sign_contract, contract, MESSAGE_COMMAND,
	"lanyard.sponsorship.sign-contract.v1", "Record that a contract was signed.");
MESSAGE_OF(contract_signed, contract, MESSAGE_EVENT,
	"lanyard.sponsorship.contract-signed.v1", "A contract was signed.",
	"contract {contract} signed on {signed_on}[, level {level}][, replacing {replaces}]"
	"[{?in_kind}, in kind: it needs no invoice]");
MESSAGE_DEFINE(void_contract, VOID_CONTRACT, MESSAGE_COMMAND,
	"lanyard.sponsorship.void-contract.v1", "Record that a contract is void.");
MESSAGE_DEFINE(contract_voided, CONTRACT_VOIDED, MESSAGE_EVENT,
	"lanyard.sponsorship.contract-voided.v1", "A contract is void.",
	"contract {contract} is void[: {reason}]");

MESSAGE_OF(raise_invoice, invoice, MESSAGE_COMMAND,
	"lanyard.sponsorship.raise-invoice.v1",
	"Raise an invoice, or amend it until it is settled; the data is the whole record.");
MESSAGE_OF(invoice_amended, invoice, MESSAGE_EVENT,
	"lanyard.sponsorship.invoice-amended.v1", "An invoice was changed; the data is the whole record.",
	INVOICE_NUMBER " amended: raised " INVOICE_DATA);
MESSAGE_DEFINE(reverse_payment, REVERSE_PAYMENT, MESSAGE_COMMAND,
	"lanyard.sponsorship.reverse-payment.v1", "Record that a payment was recorded by mistake.");
MESSAGE_DEFINE(payment_reversed, PAYMENT_REVERSED, MESSAGE_EVENT,
	"lanyard.sponsorship.payment-reversed.v1", "A payment was reversed: it was recorded by mistake.",
	"payment of {amount} of invoice {invoice} reversed: recorded by mistake[: {reason}]");
MESSAGE_DEFINE(amend_invoice, AMEND_INVOICE, MESSAGE_COMMAND,
	"lanyard.sponsorship.amend-invoice.v1", "Change fields of an invoice, or record that it was raised.");
MESSAGE_OF(invoice_raised, invoice, MESSAGE_EVENT,
	"lanyard.sponsorship.invoice-raised.v1", "An invoice was raised.",
	INVOICE_NUMBER " raised " INVOICE_DATA);
MESSAGE_DEFINE(cancel_invoice, CANCEL_INVOICE, MESSAGE_COMMAND,
	"lanyard.sponsorship.cancel-invoice.v1", "Record that an invoice was cancelled.");
MESSAGE_DEFINE(invoice_cancelled, INVOICE_CANCELLED, MESSAGE_EVENT,
	"lanyard.sponsorship.invoice-cancelled.v1", "An invoice was cancelled.",
	"invoice {invoice} cancelled[: {reason}]");
MESSAGE_DEFINE(settle_invoice, SETTLE_INVOICE, MESSAGE_COMMAND,
	"lanyard.sponsorship.settle-invoice.v1",
	"Record a payment of an invoice: all that is due, or a part.",
	"[{amount} of ]invoice {invoice} paid on {settled_on}[, payment {payment}]");
MESSAGE_DEFINE(invoice_settled, INVOICE_SETTLED, MESSAGE_EVENT,
	"lanyard.sponsorship.invoice-settled.v1", "An invoice was paid in full.",
	"invoice {invoice} settled on {settled_on}: {amount} paid in all[, {surplus} too much]");

MESSAGE_DEFINE(invoice_partially_paid, INVOICE_PARTIALLY_PAID, MESSAGE_EVENT,
	"lanyard.sponsorship.invoice-partially-paid.v1", "Part of an invoice was paid.",
	"{amount} of invoice {invoice} paid on {paid_on}, {left} left");
MESSAGE_DEFINE(invoice_overpaid, INVOICE_OVERPAID, MESSAGE_EVENT,
	"lanyard.sponsorship.invoice-overpaid.v1", "An invoice that was settled was paid again.",
	"{surplus} paid on {paid_on} for invoice {invoice}, which was settled");
MESSAGE_DEFINE(return_surplus, RETURN_SURPLUS, MESSAGE_COMMAND,
	"lanyard.sponsorship.return-surplus.v1", "Record that what was paid beyond an invoice was paid back.");
MESSAGE_DEFINE(surplus_returned, SURPLUS_RETURNED, MESSAGE_EVENT,
	"lanyard.sponsorship.surplus-returned.v1", "What was paid beyond an invoice was paid back.",
	"{amount} that was paid beyond invoice {invoice} paid back on {returned_on}");
MESSAGE_DEFINE(refund_invoice, REFUND_INVOICE, MESSAGE_COMMAND,
	"lanyard.sponsorship.refund-invoice.v1", "Record that an invoice was refunded.");
MESSAGE_DEFINE(invoice_refunded, INVOICE_REFUNDED, MESSAGE_EVENT,
	"lanyard.sponsorship.invoice-refunded.v1", "An invoice was refunded.",
	"invoice {invoice} refunded on {refunded_on}: {amount}[: {reason}]");

MESSAGE_DEFINE(sponsor_onboarded, SPONSOR_ONBOARDED, MESSAGE_EVENT,
	"lanyard.sponsorship.sponsor-onboarded.v1",
	"A contract is on board: signed, and its invoices settled. Published once per contract.",
	"onboarded: contract {contract}, level {level}, nothing unpaid");

MESSAGE_OF(sponsor_level_changed, sponsor_onboarded, MESSAGE_EVENT,
	"lanyard.sponsorship.sponsor-level-changed.v1",
	"Another level is in force for a contract on board.",
	"level {level} in force for contract {contract}");

MESSAGE_DEFINE(adopt_policy, ADOPT_POLICY, MESSAGE_COMMAND,
	"lanyard.sponsorship.adopt-policy.v1", "Adopt a policy for sponsors that come on board from now on.");
MESSAGE_DEFINE(policy_adopted, POLICY_ADOPTED, MESSAGE_EVENT,
	"lanyard.sponsorship.policy-adopted.v1", "A policy was adopted.",
	"policy {version} for sponsors adopted, with {#rules rule}");

ENUM_DEFINE(sponsor_stage, SPONSOR_STAGE);
MESSAGE_DEFINE(sponsor_status_row, SPONSOR_STATUS_ROW, MESSAGE_RECORD,
	"lanyard.sponsorship.status-row.v1", "A row of sponsor-status.");
ENUM_DEFINE(invoice_status, INVOICE_STATUS);
MESSAGE_DEFINE(invoice_row, INVOICE_ROW, MESSAGE_RECORD,
	"lanyard.sponsorship.invoice-row.v1", "A row of sponsor-invoice list.");
MESSAGE_DEFINE(missing_row, MISSING_ROW, MESSAGE_RECORD,
	"lanyard.sponsorship.missing-row.v1", "A row of sponsor-onboard --why.");
MESSAGE_DEFINE(trial_row, TRIAL_ROW, MESSAGE_RECORD,
	"lanyard.sponsorship.trial-row.v1", "A row of sponsor-policy try.");
/* clang-format on */
