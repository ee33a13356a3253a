/*
 * The sponsorship CRM's messages: its commands, its events, its reports' rows.
 */
#ifndef SPONSORSHIP_MESSAGES_H
#define SPONSORSHIP_MESSAGES_H

#include "booking/messages.h"

#define AMOUNT_LIMIT ((INT64_C(1) << 53) - 1) /* past it, JSON readers round */

enum { LEVEL_LIMIT = 64, CONTRACT_LIMIT = 100, INVOICE_LIMIT = 100, PAYMENT_LIMIT = 100 };

/* NEED: whether a record has to have what every sponsor has. */
#define SPONSOR_FIELDS(X, S, NEED)                                                                 \
	STRING(X, S, sponsor, REQUIRED | KEY, BENEFICIARY_LIMIT, "the sponsor's id")               \
	STRING(X, S, name, NEED, 200, "its name")                                                  \
	STRING(X, S, level, NEED, LEVEL_LIMIT, "its level, as the policy has it")                  \
	EMAIL(X, S, email, NEED, "its contact, who is sent the tickets")                           \
	DATE(X, S, signed_up_on, OPTIONAL, "when it signed up")
#define SPONSOR(X, S) SPONSOR_FIELDS(X, S, REQUIRED)
#define AMEND_SPONSOR(X, S) SPONSOR_FIELDS(X, S, OPTIONAL) CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_sponsor, AMEND_SPONSOR);
STRUCT_DECLARE(sponsor, SPONSOR);
extern const struct message register_sponsor_message;
extern const struct message sponsor_registered_message;
extern const struct message sponsor_amended_message;

#define WITHDRAW_SPONSOR(X, S)                                                                     \
	STRING(X, S, sponsor, REQUIRED | KEY, BENEFICIARY_LIMIT, "the sponsor's id")               \
	STRING(X, S, reason, OPTIONAL, 200, "why")
MESSAGE_DECLARE(withdraw_sponsor, WITHDRAW_SPONSOR);
extern const struct message sponsor_withdrawn_message;

#define CONTRACT(X, S)                                                                             \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "whose contract it is")                 \
	STRING(X, S, contract, REQUIRED | KEY, CONTRACT_LIMIT, "the contract's number")            \
	DATE(X, S, signed_on, REQUIRED, "when it was signed")                                      \
	BOOLEAN(X, S, in_kind, OPTIONAL, "paid in kind: it needs no invoice")                      \
	STRING(X, S, level, OPTIONAL, LEVEL_LIMIT,                                                 \
		"the level that it is about; absent: the sponsor's")                               \
	STRING(X, S, replaces, OPTIONAL, CONTRACT_LIMIT,                                           \
		"the contract that it ends when it is on board")
STRUCT_DECLARE(contract, CONTRACT);
extern const struct message sign_contract_message;
extern const struct message contract_signed_message;

#define VOID_CONTRACT(X, S)                                                                        \
	STRING(X, S, contract, REQUIRED | KEY, CONTRACT_LIMIT, "the contract's number")            \
	STRING(X, S, reason, OPTIONAL, 200, "why")
MESSAGE_DECLARE(void_contract, VOID_CONTRACT);

#define CONTRACT_VOIDED(X, S)                                                                      \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "whose contract it was")                \
	STRING(X, S, contract, REQUIRED, CONTRACT_LIMIT, "the contract's number")                  \
	STRING(X, S, reason, OPTIONAL, 200, "why")
MESSAGE_DECLARE(contract_voided, CONTRACT_VOIDED);

#define INVOICE_FIELDS(X, S, NEED)                                                                 \
	STRING(X, S, sponsor, NEED, BENEFICIARY_LIMIT, "who has to pay")                           \
	STRING(X, S, invoice, REQUIRED | KEY, INVOICE_LIMIT, "the invoice's number")               \
	AMOUNT(X, S, amount, NEED, "what is owed, in minor units")                                 \
	CURRENCY(X, S, currency, NEED, "of the amount")                                            \
	DATE(X, S, due_on, OPTIONAL, "when it has to be paid")                                     \
	STRING(X, S, contract, OPTIONAL, CONTRACT_LIMIT,                                           \
		"the contract that it is for; absent: the sponsor's only one")
#define INVOICE(X, S) INVOICE_FIELDS(X, S, REQUIRED)
#define AMEND_INVOICE(X, S) INVOICE_FIELDS(X, S, OPTIONAL) CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_invoice, AMEND_INVOICE);
STRUCT_DECLARE(invoice, INVOICE);
extern const struct message raise_invoice_message;
extern const struct message invoice_raised_message;
extern const struct message invoice_amended_message;

#define CANCEL_INVOICE(X, S)                                                                       \
	STRING(X, S, invoice, REQUIRED | KEY, INVOICE_LIMIT, "the invoice's number")               \
	STRING(X, S, reason, OPTIONAL, 200, "why")
MESSAGE_DECLARE(cancel_invoice, CANCEL_INVOICE);

#define INVOICE_CANCELLED(X, S)                                                                    \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "who was to pay")                       \
	STRING(X, S, invoice, REQUIRED, INVOICE_LIMIT, "the invoice's number")                     \
	STRING(X, S, reason, OPTIONAL, 200, "why")
MESSAGE_DECLARE(invoice_cancelled, INVOICE_CANCELLED);

#define SETTLE_INVOICE(X, S)                                                                       \
	STRING(X, S, invoice, REQUIRED | KEY, INVOICE_LIMIT, "the invoice's number")               \
	DATE(X, S, settled_on, REQUIRED, "when it was paid")                                       \
	STRING(X, S, payment, OPTIONAL | KEY, PAYMENT_LIMIT, "the payment's reference")            \
	AMOUNT(X, S, amount, OPTIONAL, "what was paid; absent: all that is owed")                  \
	CURRENCY(X, S, currency, OPTIONAL, "of the amount: the invoice's")
MESSAGE_DECLARE(settle_invoice, SETTLE_INVOICE);

#define INVOICE_SETTLED(X, S)                                                                      \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "who has paid")                         \
	STRING(X, S, invoice, REQUIRED, INVOICE_LIMIT, "the invoice's number")                     \
	DATE(X, S, settled_on, REQUIRED, "when the last of it was paid")                           \
	STRING(X, S, payment, OPTIONAL, PAYMENT_LIMIT, "the payment's reference")                  \
	AMOUNT(X, S, amount, REQUIRED, "what was paid in all, in minor units")                     \
	CURRENCY(X, S, currency, REQUIRED, "of the amount")
MESSAGE_DECLARE(invoice_settled, INVOICE_SETTLED);

#define INVOICE_PAID_IN_PART(X, S)                                                                 \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "who has paid")                         \
	STRING(X, S, invoice, REQUIRED, INVOICE_LIMIT, "the invoice's number")                     \
	DATE(X, S, paid_on, REQUIRED, "when")                                                      \
	STRING(X, S, payment, REQUIRED, PAYMENT_LIMIT, "the payment's reference")                  \
	AMOUNT(X, S, amount, REQUIRED, "this payment, in minor units")                             \
	AMOUNT(X, S, left, REQUIRED, "what is still owed")                                         \
	CURRENCY(X, S, currency, REQUIRED, "of both")
MESSAGE_DECLARE(invoice_paid_in_part, INVOICE_PAID_IN_PART);

/* A payment that was recorded by mistake; a refund is money that was paid back. */
#define REVERSE_PAYMENT(X, S)                                                                      \
	STRING(X, S, invoice, REQUIRED | KEY, INVOICE_LIMIT, "the invoice's number")               \
	STRING(X, S, payment, OPTIONAL | KEY, PAYMENT_LIMIT,                                       \
		"the payment's reference; absent: the one without")                                \
	STRING(X, S, reason, OPTIONAL, 200, "why")
MESSAGE_DECLARE(reverse_payment, REVERSE_PAYMENT);

#define PAYMENT_REVERSED(X, S)                                                                     \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "whose invoice it is")                  \
	STRING(X, S, invoice, REQUIRED, INVOICE_LIMIT, "the invoice's number")                     \
	STRING(X, S, payment, OPTIONAL, PAYMENT_LIMIT, "the payment's reference")                  \
	AMOUNT(X, S, amount, REQUIRED, "what was recorded, in minor units")                        \
	CURRENCY(X, S, currency, REQUIRED, "of the amount")                                        \
	STRING(X, S, reason, OPTIONAL, 200, "why")
MESSAGE_DECLARE(payment_reversed, PAYMENT_REVERSED);

#define REFUND_INVOICE(X, S)                                                                       \
	STRING(X, S, invoice, REQUIRED | KEY, INVOICE_LIMIT, "the invoice's number")               \
	DATE(X, S, refunded_on, REQUIRED, "when what was paid was paid back")                      \
	STRING(X, S, reason, OPTIONAL, 200, "why")
MESSAGE_DECLARE(refund_invoice, REFUND_INVOICE);

#define INVOICE_REFUNDED(X, S)                                                                     \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "who had paid")                         \
	STRING(X, S, invoice, REQUIRED, INVOICE_LIMIT, "the invoice's number")                     \
	DATE(X, S, refunded_on, REQUIRED, "when it was paid back")                                 \
	AMOUNT(X, S, amount, REQUIRED, "what was paid back: all that was paid")                    \
	CURRENCY(X, S, currency, REQUIRED, "of the amount")                                        \
	STRING(X, S, reason, OPTIONAL, 200, "why")
MESSAGE_DECLARE(invoice_refunded, INVOICE_REFUNDED);

#define MONEY(X, S)                                                                                \
	CURRENCY(X, S, currency, REQUIRED, "of the amount")                                        \
	AMOUNT(X, S, amount, REQUIRED, "in minor units")
STRUCT_DECLARE(money, MONEY);

#define SPONSOR_ONBOARDED(X, S)                                                                    \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor's id")                     \
	STRING(X, S, contract, REQUIRED, CONTRACT_LIMIT, "the contract that is on board")          \
	STRING(X, S, level, REQUIRED, LEVEL_LIMIT, "the level in force for it")
MESSAGE_DECLARE(sponsor_onboarded, SPONSOR_ONBOARDED);
extern const struct message sponsor_level_changed_message; /* the same, at its new level */

#define GRANT(X, S)                                                                                \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "a ticket type")                                  \
	INTEGER(X, S, quantity, OPTIONAL, 0, TICKETS_LIMIT, "how many")                            \
	AMOUNT_WITHIN(X, S, per, OPTIONAL, 1, AMOUNT_LIMIT,                                        \
		"or: one for each time that so much was paid")                                     \
	CURRENCY(X, S, currency, OPTIONAL, "of per")                                               \
	INTEGER(X, S, minimum, OPTIONAL, 0, TICKETS_LIMIT, "with per: at least so many")           \
	INTEGER(X, S, maximum, OPTIONAL, 0, TICKETS_LIMIT, "with per: at most so many")            \
	STRING(X, S, pool, OPTIONAL, POOL_LIMIT, "ticketing's pool that they are from")
STRUCT_DECLARE(grant, GRANT);

#define POLICY_RULE(X, S)                                                                          \
	STRING(X, S, level, OPTIONAL, LEVEL_LIMIT, "sponsors of this level; absent: any")          \
	DATE(X, S, signed_up_before, OPTIONAL, "who signed up before this day")                    \
	AMOUNT_WITHIN(X, S, paid_at_least, OPTIONAL, 1, AMOUNT_LIMIT, "who has paid so much")      \
	CURRENCY(X, S, currency, OPTIONAL, "of paid_at_least")                                     \
	LIST(X, S, grants, REQUIRED, 0, 20, grant, "the tickets that they are owed")
STRUCT_DECLARE(policy_rule, POLICY_RULE);

#define ADOPT_POLICY(X, S)                                                                         \
	STRING(X, S, version, OPTIONAL, 64, "its name; absent: the next number")                   \
	LIST(X, S, rules, REQUIRED, 1, 200, policy_rule, "the first that matches wins")
MESSAGE_DECLARE(adopt_policy, ADOPT_POLICY);

#define POLICY_ADOPTED(X, S)                                                                       \
	STRING(X, S, version, REQUIRED, 64, "its name")                                            \
	LIST(X, S, rules, REQUIRED, 1, 200, policy_rule, "the first that matches wins")
MESSAGE_DECLARE(policy_adopted, POLICY_ADOPTED);

/* Rows of reports. */

#define SPONSOR_STANDING(W)                                                                        \
	W(SPONSOR_PROSPECT, "prospect")                                                            \
	W(SPONSOR_SIGNED, "signed")                                                                \
	W(SPONSOR_ONBOARD, "onboard")                                                              \
	W(SPONSOR_WITHDRAWN, "withdrawn")                                                          \
	W(SPONSOR_VOID, "void")                                                                    \
	W(SPONSOR_WITHOUT_RULE, "without_rule")
ENUM_DECLARE(sponsor_standing, SPONSOR_STANDING_NONE, SPONSOR_STANDING);

#define SPONSOR_STATUS_ROW(X, S)                                                                   \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor's id")                     \
	STRING(X, S, name, REQUIRED, 200, "its name")                                              \
	EMAIL(X, S, email, REQUIRED, "its contact")                                                \
	STRING(X, S, level, REQUIRED, LEVEL_LIMIT, "its level")                                    \
	ENUM(X, S, state, REQUIRED, sponsor_standing, "where it stands")                           \
	STRINGS(X, S, contracts, REQUIRED, CONTRACT_LIMIT, "signed, and not void")                 \
	INTEGER(X, S, invoices, REQUIRED, 0, 0, "raised, and not cancelled")                       \
	INTEGER(X, S, settled, REQUIRED, 0, 0, "of them settled")                                  \
	BOOKING_STATUS(X, S)
MESSAGE_DECLARE(sponsor_status_row, SPONSOR_STATUS_ROW);

#define MISSING_ROW(X, S)                                                                          \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor's id")                     \
	BOOLEAN(X, S, onboarded, REQUIRED, "whether a contract of it is on board")                 \
	STRING(X, S, missing, OPTIONAL, 8000, "what is missing")
MESSAGE_DECLARE(missing_row, MISSING_ROW);

#define TRIAL_ROW(X, S)                                                                            \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor's id")                     \
	STRING(X, S, level, REQUIRED, LEVEL_LIMIT, "its level")                                    \
	BOOLEAN(X, S, onboarded, REQUIRED, "yes: it is owed tickets already")                      \
	LIST(X, S, now, REQUIRED, 0, 0, ticket_count,                                              \
		"what it is owed, or would be if it came on board now")                            \
	LIST(X, S, then, REQUIRED, 0, 0, ticket_count,                                             \
		"what it would be owed by the other policy")                                       \
	STRINGS(X, S, because, OPTIONAL, REASON_LIMIT, "by which of its rules")                    \
	STRING(X, S, undecided, OPTIONAL, REASON_LIMIT, "what none of its rules matches")          \
	INTEGER(X, S, difference, REQUIRED, -100000, 100000, "how many tickets more, or fewer")
MESSAGE_DECLARE(trial_row, TRIAL_ROW);

#endif
