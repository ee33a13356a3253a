#include "sponsorship/messages.h"

/* clang-format off */
SHAPE_DEFINE(sponsor, SPONSOR);
SHAPE_DEFINE(contract, CONTRACT);
SHAPE_DEFINE(invoice, INVOICE);
SHAPE_DEFINE(money, MONEY);
SHAPE_DEFINE(grant, GRANT);
SHAPE_DEFINE(policy_rule, POLICY_RULE);

MESSAGE_OF(register_sponsor, sponsor, MESSAGE_COMMAND,
	"lanyard.sponsorship.register-sponsor.v1", "Register a sponsor, or amend it: the whole record.");
MESSAGE_OF(sponsor_registered, sponsor, MESSAGE_EVENT,
	"lanyard.sponsorship.sponsor-registered.v1", "A sponsor was registered.");
MESSAGE_OF(sponsor_amended, sponsor, MESSAGE_EVENT,
	"lanyard.sponsorship.sponsor-amended.v1", "A sponsor's record was changed; this is what it is now.");

MESSAGE_DEFINE(withdraw_sponsor, WITHDRAW_SPONSOR, MESSAGE_COMMAND,
	"lanyard.sponsorship.withdraw-sponsor.v1", "Record that a sponsor is none any more.");
MESSAGE_OF(sponsor_withdrawn, withdraw_sponsor, MESSAGE_EVENT,
	"lanyard.sponsorship.sponsor-withdrawn.v1", "A sponsor is none any more.");

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

MESSAGE_DEFINE(invoice_paid_in_part, INVOICE_PAID_IN_PART, MESSAGE_EVENT,
	"lanyard.sponsorship.invoice-paid-in-part.v1", "Part of an invoice was paid.");
MESSAGE_DEFINE(refund_invoice, REFUND_INVOICE, MESSAGE_COMMAND,
	"lanyard.sponsorship.refund-invoice.v1", "Record that what was paid of an invoice was paid back.");
MESSAGE_DEFINE(invoice_refunded, INVOICE_REFUNDED, MESSAGE_EVENT,
	"lanyard.sponsorship.invoice-refunded.v1", "What was paid of an invoice was paid back.");

MESSAGE_DEFINE(sponsor_onboarded, SPONSOR_ONBOARDED, MESSAGE_EVENT,
	"lanyard.sponsorship.sponsor-onboarded.v1",
	"A sponsor is on board: contract signed, invoices settled. Exactly once.");

MESSAGE_OF(sponsor_level_changed, sponsor_onboarded, MESSAGE_EVENT,
	"lanyard.sponsorship.sponsor-level-changed.v1",
	"A sponsor on board has another level, and nothing is unpaid: what it is owed is fixed anew.");

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
MESSAGE_DEFINE(withdraw_override, WITHDRAW_OVERRIDE, MESSAGE_COMMAND,
	"lanyard.sponsorship.withdraw-override.v1",
	"Take an override back: the policy counts again.");
MESSAGE_OF(override_withdrawn, withdraw_override, MESSAGE_EVENT,
	"lanyard.sponsorship.override-withdrawn.v1",
	"An override was taken back: the policy counts again.");
MESSAGE_DEFINE(entitlement_fixed, ENTITLEMENT_FIXED, MESSAGE_EVENT,
	"lanyard.sponsorship.entitlement-fixed.v1", "What a sponsor is owed by the policy was fixed.");

MESSAGE_DEFINE(provision_tickets, PROVISION_TICKETS, MESSAGE_COMMAND,
	"lanyard.sponsorship.provision-tickets.v1",
	"Hold tickets for a sponsor that is not on board yet.");
MESSAGE_OF(tickets_provisioned, provision_tickets, MESSAGE_EVENT,
	"lanyard.sponsorship.tickets-provisioned.v1",
	"Tickets are held for a sponsor that is not on board yet.");
MESSAGE_DEFINE(provision_ended, PROVISION_ENDED, MESSAGE_EVENT,
	"lanyard.sponsorship.provision-ended.v1",
	"A sponsor was not on board in time: what was held for it is given back.");
MESSAGE_DEFINE(allocation_decided, ALLOCATION_DECIDED, MESSAGE_EVENT,
	"lanyard.sponsorship.allocation-decided.v1",
	"How many tickets a sponsor shall have was decided; what differs is asked for, or back.");

MESSAGE_OF(sponsor_tickets_requested, tickets_requested, MESSAGE_EVENT,
	"lanyard.sponsorship.tickets-requested.v1", "Tickets were asked for.");
MESSAGE_OF(sponsor_tickets_booked, tickets_booked, MESSAGE_EVENT,
	"lanyard.sponsorship.tickets-booked.v1", "The tickets that were asked for are booked.");
MESSAGE_OF(sponsor_booking_refused, booking_refused, MESSAGE_EVENT,
	"lanyard.sponsorship.booking-refused.v1", "The tickets that were asked for were refused.");
MESSAGE_OF(sponsor_booking_turned_away, booking_turned_away, MESSAGE_EVENT,
	"lanyard.sponsorship.booking-turned-away.v1",
	"Who asks was turned away at ticketing's door; the tickets are asked for still.");
MESSAGE_OF(sponsor_reclaim_requested, reclaim_requested, MESSAGE_EVENT,
	"lanyard.sponsorship.reclaim-requested.v1", "Tickets that nobody holds were asked back.");
MESSAGE_OF(sponsor_tickets_reclaimed, tickets_reclaimed, MESSAGE_EVENT,
	"lanyard.sponsorship.tickets-reclaimed.v1", "Tickets of a booking are no more.");
MESSAGE_OF(sponsor_reclaim_refused, reclaim_refused, MESSAGE_EVENT,
	"lanyard.sponsorship.reclaim-refused.v1", "Tickets that were asked back were not given.");
MESSAGE_OF(sponsor_reclaim_turned_away, reclaim_refused, MESSAGE_EVENT,
	"lanyard.sponsorship.reclaim-turned-away.v1",
	"Who asks tickets back was turned away at ticketing's door; they are asked back still.");
MESSAGE_OF(sponsor_ticket_held, ticket_holder, MESSAGE_EVENT,
	"lanyard.sponsorship.ticket-held.v1", "Who holds a ticket, or that nobody does any more.");
MESSAGE_OF(record_sponsor_booking, record_booking, MESSAGE_COMMAND,
	"lanyard.sponsorship.record-booking.v1",
	"Record what an organiser did by hand, elsewhere, of what was asked for.");

const struct booking_language sponsorship_bookings = {
	.requested = &sponsor_tickets_requested_message,
	.booked = &sponsor_tickets_booked_message,
	.refused = &sponsor_booking_refused_message,
	.reclaiming = &sponsor_reclaim_requested_message,
	.reclaimed = &sponsor_tickets_reclaimed_message,
	.kept = &sponsor_reclaim_refused_message,
	.turned_away = &sponsor_booking_turned_away_message,
	.reclaim_turned_away = &sponsor_reclaim_turned_away_message,
	.held = &sponsor_ticket_held_message,
};

MESSAGE_DEFINE(status_row, STATUS_ROW, MESSAGE_RECORD,
	"lanyard.sponsorship.status-row.v1", "A row of sponsor-status.");
MESSAGE_DEFINE(why_row, WHY_ROW, MESSAGE_RECORD,
	"lanyard.sponsorship.why-row.v1", "A row of sponsor-status --why.");
MESSAGE_DEFINE(missing_row, MISSING_ROW, MESSAGE_RECORD,
	"lanyard.sponsorship.missing-row.v1", "A row of sponsor-onboard --why.");
MESSAGE_DEFINE(policy_row, POLICY_ROW, MESSAGE_RECORD,
	"lanyard.sponsorship.policy-row.v1", "A row of sponsor-policy list.");
WORDS_DEFINE(task, TASK);
MESSAGE_DEFINE(task_row, TASK_ROW, MESSAGE_RECORD,
	"lanyard.sponsorship.task-row.v1", "A row of sponsor-status --tasks.");
MESSAGE_DEFINE(unused_row, UNUSED_ROW, MESSAGE_RECORD,
	"lanyard.sponsorship.unused-row.v1", "A row of sponsor-unused.");
MESSAGE_DEFINE(trial_row, TRIAL_ROW, MESSAGE_RECORD,
	"lanyard.sponsorship.trial-row.v1", "A row of sponsor-policy try.");
WORDS_DEFINE(difference, DIFFERENCE);
MESSAGE_DEFINE(difference_row, DIFFERENCE_ROW, MESSAGE_RECORD,
	"lanyard.sponsorship.difference-row.v1", "A row of sponsor-reconcile.");
