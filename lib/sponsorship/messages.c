#include "sponsorship/messages.h"

/* clang-format off */
SHAPE_DEFINE(sponsor, SPONSOR);
SHAPE_DEFINE(contract, CONTRACT);
SHAPE_DEFINE(invoice, INVOICE);
SHAPE_DEFINE(grant, GRANT);
SHAPE_DEFINE(policy_rule, POLICY_RULE);

MESSAGE_OF(register_sponsor, sponsor, MESSAGE_COMMAND,
	"lanyard.sponsorship.register-sponsor.v1", "Register a sponsor, or amend it: the whole record.");
MESSAGE_OF(sponsor_registered, sponsor, MESSAGE_EVENT,
	"lanyard.sponsorship.sponsor-registered.v1", "A sponsor was registered.");
MESSAGE_OF(sponsor_amended, sponsor, MESSAGE_EVENT,
	"lanyard.sponsorship.sponsor-amended.v1", "A sponsor's record was changed; this is what it is now.");

MESSAGE_OF(sign_contract, contract, MESSAGE_COMMAND,
	"lanyard.sponsorship.sign-contract.v1", "Record that a contract was signed.");
MESSAGE_OF(contract_signed, contract, MESSAGE_EVENT,
	"lanyard.sponsorship.contract-signed.v1", "A contract was signed.");
MESSAGE_DEFINE(void_contract, VOID_CONTRACT, MESSAGE_COMMAND,
	"lanyard.sponsorship.void-contract.v1", "Record that a contract is void.");
MESSAGE_DEFINE(contract_voided, CONTRACT_VOIDED, MESSAGE_EVENT,
	"lanyard.sponsorship.contract-voided.v1", "A contract is void.");

MESSAGE_OF(raise_invoice, invoice, MESSAGE_COMMAND,
	"lanyard.sponsorship.raise-invoice.v1", "Record that an invoice was raised.");
MESSAGE_OF(invoice_raised, invoice, MESSAGE_EVENT,
	"lanyard.sponsorship.invoice-raised.v1", "An invoice was raised.");
MESSAGE_DEFINE(cancel_invoice, CANCEL_INVOICE, MESSAGE_COMMAND,
	"lanyard.sponsorship.cancel-invoice.v1", "Record that an invoice was cancelled.");
MESSAGE_DEFINE(invoice_cancelled, INVOICE_CANCELLED, MESSAGE_EVENT,
	"lanyard.sponsorship.invoice-cancelled.v1", "An invoice was cancelled.");
MESSAGE_DEFINE(settle_invoice, SETTLE_INVOICE, MESSAGE_COMMAND,
	"lanyard.sponsorship.settle-invoice.v1", "Record that an invoice was paid.");
MESSAGE_DEFINE(invoice_settled, INVOICE_SETTLED, MESSAGE_EVENT,
	"lanyard.sponsorship.invoice-settled.v1", "An invoice was paid.");

MESSAGE_DEFINE(sponsor_onboarded, SPONSOR_ONBOARDED, MESSAGE_EVENT,
	"lanyard.sponsorship.sponsor-onboarded.v1",
	"A sponsor is on board: contract signed, invoices settled. Exactly once.");

MESSAGE_DEFINE(adopt_policy, ADOPT_POLICY, MESSAGE_COMMAND,
	"lanyard.sponsorship.adopt-policy.v1", "Adopt a policy for those onboarded from now on.");
MESSAGE_DEFINE(policy_adopted, POLICY_ADOPTED, MESSAGE_EVENT,
	"lanyard.sponsorship.policy-adopted.v1", "A policy was adopted.");
MESSAGE_DEFINE(override_entitlement, OVERRIDE_ENTITLEMENT, MESSAGE_COMMAND,
	"lanyard.sponsorship.override-entitlement.v1",
	"Set how many tickets of a type a sponsor is owed, whatever the policy says.");
MESSAGE_OF(entitlement_overridden, override_entitlement, MESSAGE_EVENT,
	"lanyard.sponsorship.entitlement-overridden.v1",
	"An organiser decided how many tickets of a type a sponsor is owed.");
MESSAGE_DEFINE(entitlement_fixed, ENTITLEMENT_FIXED, MESSAGE_EVENT,
	"lanyard.sponsorship.entitlement-fixed.v1", "What a sponsor is owed by the policy was fixed.");

MESSAGE_OF(sponsor_tickets_requested, tickets_requested, MESSAGE_EVENT,
	"lanyard.sponsorship.tickets-requested.v1", "Tickets were asked for.");
MESSAGE_OF(sponsor_tickets_booked, tickets_booked, MESSAGE_EVENT,
	"lanyard.sponsorship.tickets-booked.v1", "The tickets that were asked for are booked.");
MESSAGE_OF(sponsor_booking_refused, booking_refused, MESSAGE_EVENT,
	"lanyard.sponsorship.booking-refused.v1", "The tickets that were asked for were refused.");

const struct booking_language sponsorship_bookings = {
	&sponsor_tickets_requested_message,
	&sponsor_tickets_booked_message,
	&sponsor_booking_refused_message,
};

MESSAGE_DEFINE(status_row, STATUS_ROW, MESSAGE_RECORD,
	"lanyard.sponsorship.status-row.v1", "A row of sponsor-status.");
MESSAGE_DEFINE(why_row, WHY_ROW, MESSAGE_RECORD,
	"lanyard.sponsorship.why-row.v1", "A row of sponsor-status --why.");
MESSAGE_DEFINE(missing_row, MISSING_ROW, MESSAGE_RECORD,
	"lanyard.sponsorship.missing-row.v1", "A row of sponsor-onboard --why.");
MESSAGE_DEFINE(policy_row, POLICY_ROW, MESSAGE_RECORD,
	"lanyard.sponsorship.policy-row.v1", "A row of sponsor-policy list.");
