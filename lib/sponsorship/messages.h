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
	X(S, STRING, sponsor, REQUIRED | KEY, 1, BENEFICIARY_LIMIT, none, "the sponsor's id")      \
	X(S, STRING, name, NEED, 1, 200, none, "its name")                                         \
	X(S, STRING, level, NEED, 1, LEVEL_LIMIT, none, "its level, as the policy has it")         \
	X(S, EMAIL, email, NEED, 0, 0, none, "its contact, who is sent the tickets")               \
	X(S, DATE, signed_up_on, OPTIONAL, 0, 0, none, "when it signed up")
#define SPONSOR(X, S) SPONSOR_FIELDS(X, S, REQUIRED)
#define AMEND_SPONSOR(X, S) SPONSOR_FIELDS(X, S, OPTIONAL) CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_sponsor, AMEND_SPONSOR);
SHAPE_DECLARE(sponsor, SPONSOR);
extern const struct message register_sponsor_message;
extern const struct message sponsor_registered_message;
extern const struct message sponsor_amended_message;

#define WITHDRAW_SPONSOR(X, S)                                                                     \
	X(S, STRING, sponsor, REQUIRED | KEY, 1, BENEFICIARY_LIMIT, none, "the sponsor's id")      \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(withdraw_sponsor, WITHDRAW_SPONSOR);
extern const struct message sponsor_withdrawn_message;

#define CONTRACT(X, S)                                                                             \
	X(S, STRING, sponsor, REQUIRED, 1, BENEFICIARY_LIMIT, none, "whose contract it is")        \
	X(S, STRING, contract, REQUIRED | KEY, 1, CONTRACT_LIMIT, none, "the contract's number")   \
	X(S, DATE, signed_on, REQUIRED, 0, 0, none, "when it was signed")                          \
	X(S, TRUTH, in_kind, OPTIONAL, 0, 0, none, "paid in kind: it needs no invoice")            \
	X(S, STRING, level, OPTIONAL, 1, LEVEL_LIMIT, none,                                        \
		"the level that it is about; absent: the sponsor's")                               \
	X(S, STRING, replaces, OPTIONAL, 1, CONTRACT_LIMIT, none,                                  \
		"the contract that it ends when it is on board")
SHAPE_DECLARE(contract, CONTRACT);
extern const struct message sign_contract_message;
extern const struct message contract_signed_message;

#define VOID_CONTRACT(X, S)                                                                        \
	X(S, STRING, contract, REQUIRED | KEY, 1, CONTRACT_LIMIT, none, "the contract's number")   \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(void_contract, VOID_CONTRACT);

#define CONTRACT_VOIDED(X, S)                                                                      \
	X(S, STRING, sponsor, REQUIRED, 1, BENEFICIARY_LIMIT, none, "whose contract it was")       \
	X(S, STRING, contract, REQUIRED, 1, CONTRACT_LIMIT, none, "the contract's number")         \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(contract_voided, CONTRACT_VOIDED);

#define INVOICE_FIELDS(X, S, NEED)                                                                 \
	X(S, STRING, sponsor, NEED, 1, BENEFICIARY_LIMIT, none, "who has to pay")                  \
	X(S, STRING, invoice, REQUIRED | KEY, 1, INVOICE_LIMIT, none, "the invoice's number")      \
	X(S, AMOUNT, amount, NEED, 0, 0, none, "what is owed, in minor units")                     \
	X(S, CURRENCY, currency, NEED, 0, 0, none, "of the amount")                                \
	X(S, DATE, due_on, OPTIONAL, 0, 0, none, "when it has to be paid")                         \
	X(S, STRING, contract, OPTIONAL, 1, CONTRACT_LIMIT, none,                                  \
		"the contract that it is for; absent: the sponsor's only one")
#define INVOICE(X, S) INVOICE_FIELDS(X, S, REQUIRED)
#define AMEND_INVOICE(X, S) INVOICE_FIELDS(X, S, OPTIONAL) CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_invoice, AMEND_INVOICE);
SHAPE_DECLARE(invoice, INVOICE);
extern const struct message raise_invoice_message;
extern const struct message invoice_raised_message;
extern const struct message invoice_amended_message;

#define CANCEL_INVOICE(X, S)                                                                       \
	X(S, STRING, invoice, REQUIRED | KEY, 1, INVOICE_LIMIT, none, "the invoice's number")      \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(cancel_invoice, CANCEL_INVOICE);

#define INVOICE_CANCELLED(X, S)                                                                    \
	X(S, STRING, sponsor, REQUIRED, 1, BENEFICIARY_LIMIT, none, "who was to pay")              \
	X(S, STRING, invoice, REQUIRED, 1, INVOICE_LIMIT, none, "the invoice's number")            \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(invoice_cancelled, INVOICE_CANCELLED);

#define SETTLE_INVOICE(X, S)                                                                       \
	X(S, STRING, invoice, REQUIRED | KEY, 1, INVOICE_LIMIT, none, "the invoice's number")      \
	X(S, DATE, settled_on, REQUIRED, 0, 0, none, "when it was paid")                           \
	X(S, STRING, payment, OPTIONAL | KEY, 1, PAYMENT_LIMIT, none, "the payment's reference")   \
	X(S, AMOUNT, amount, OPTIONAL, 0, 0, none, "what was paid; absent: all that is owed")      \
	X(S, CURRENCY, currency, OPTIONAL, 0, 0, none, "of the amount: the invoice's")
MESSAGE_DECLARE(settle_invoice, SETTLE_INVOICE);

#define INVOICE_SETTLED(X, S)                                                                      \
	X(S, STRING, sponsor, REQUIRED, 1, BENEFICIARY_LIMIT, none, "who has paid")                \
	X(S, STRING, invoice, REQUIRED, 1, INVOICE_LIMIT, none, "the invoice's number")            \
	X(S, DATE, settled_on, REQUIRED, 0, 0, none, "when the last of it was paid")               \
	X(S, STRING, payment, OPTIONAL, 1, PAYMENT_LIMIT, none, "the payment's reference")         \
	X(S, AMOUNT, amount, REQUIRED, 0, 0, none, "what was paid in all, in minor units")         \
	X(S, CURRENCY, currency, REQUIRED, 0, 0, none, "of the amount")
MESSAGE_DECLARE(invoice_settled, INVOICE_SETTLED);

#define INVOICE_PAID_IN_PART(X, S)                                                                 \
	X(S, STRING, sponsor, REQUIRED, 1, BENEFICIARY_LIMIT, none, "who has paid")                \
	X(S, STRING, invoice, REQUIRED, 1, INVOICE_LIMIT, none, "the invoice's number")            \
	X(S, DATE, paid_on, REQUIRED, 0, 0, none, "when")                                          \
	X(S, STRING, payment, REQUIRED, 1, PAYMENT_LIMIT, none, "the payment's reference")         \
	X(S, AMOUNT, amount, REQUIRED, 0, 0, none, "this payment, in minor units")                 \
	X(S, AMOUNT, left, REQUIRED, 0, 0, none, "what is still owed")                             \
	X(S, CURRENCY, currency, REQUIRED, 0, 0, none, "of both")
MESSAGE_DECLARE(invoice_paid_in_part, INVOICE_PAID_IN_PART);

/* A payment that was recorded by mistake; a refund is money that was paid back. */
#define REVERSE_PAYMENT(X, S)                                                                      \
	X(S, STRING, invoice, REQUIRED | KEY, 1, INVOICE_LIMIT, none, "the invoice's number")      \
	X(S, STRING, payment, OPTIONAL | KEY, 1, PAYMENT_LIMIT, none,                              \
		"the payment's reference; absent: the one without")                                \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(reverse_payment, REVERSE_PAYMENT);

#define PAYMENT_REVERSED(X, S)                                                                     \
	X(S, STRING, sponsor, REQUIRED, 1, BENEFICIARY_LIMIT, none, "whose invoice it is")         \
	X(S, STRING, invoice, REQUIRED, 1, INVOICE_LIMIT, none, "the invoice's number")            \
	X(S, STRING, payment, OPTIONAL, 1, PAYMENT_LIMIT, none, "the payment's reference")         \
	X(S, AMOUNT, amount, REQUIRED, 0, 0, none, "what was recorded, in minor units")            \
	X(S, CURRENCY, currency, REQUIRED, 0, 0, none, "of the amount")                            \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(payment_reversed, PAYMENT_REVERSED);

#define REFUND_INVOICE(X, S)                                                                       \
	X(S, STRING, invoice, REQUIRED | KEY, 1, INVOICE_LIMIT, none, "the invoice's number")      \
	X(S, DATE, refunded_on, REQUIRED, 0, 0, none, "when what was paid was paid back")          \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(refund_invoice, REFUND_INVOICE);

#define INVOICE_REFUNDED(X, S)                                                                     \
	X(S, STRING, sponsor, REQUIRED, 1, BENEFICIARY_LIMIT, none, "who had paid")                \
	X(S, STRING, invoice, REQUIRED, 1, INVOICE_LIMIT, none, "the invoice's number")            \
	X(S, DATE, refunded_on, REQUIRED, 0, 0, none, "when it was paid back")                     \
	X(S, AMOUNT, amount, REQUIRED, 0, 0, none, "what was paid back: all that was paid")        \
	X(S, CURRENCY, currency, REQUIRED, 0, 0, none, "of the amount")                            \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(invoice_refunded, INVOICE_REFUNDED);

#define MONEY(X, S)                                                                                \
	X(S, CURRENCY, currency, REQUIRED, 0, 0, none, "of the amount")                            \
	X(S, AMOUNT, amount, REQUIRED, 0, 0, none, "in minor units")
SHAPE_DECLARE(money, MONEY);

#define SPONSOR_ONBOARDED(X, S)                                                                    \
	X(S, STRING, sponsor, REQUIRED, 1, BENEFICIARY_LIMIT, none, "the sponsor's id")            \
	X(S, STRING, contract, REQUIRED, 1, CONTRACT_LIMIT, none, "the contract that is on board") \
	X(S, STRING, level, REQUIRED, 1, LEVEL_LIMIT, none, "the level in force for it")
MESSAGE_DECLARE(sponsor_onboarded, SPONSOR_ONBOARDED);
extern const struct message sponsor_level_changed_message; /* the same, at its new level */

#define GRANT(X, S)                                                                                \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "a ticket type")                         \
	X(S, INTEGER, quantity, OPTIONAL, 0, TICKETS_LIMIT, none, "how many")                      \
	X(S, AMOUNT, per, OPTIONAL, 1, AMOUNT_LIMIT, none,                                         \
		"or: one for each time that so much was paid")                                     \
	X(S, CURRENCY, currency, OPTIONAL, 0, 0, none, "of per")                                   \
	X(S, INTEGER, minimum, OPTIONAL, 0, TICKETS_LIMIT, none, "with per: at least so many")     \
	X(S, INTEGER, maximum, OPTIONAL, 0, TICKETS_LIMIT, none, "with per: at most so many")      \
	X(S, STRING, pool, OPTIONAL, 1, POOL_LIMIT, none, "ticketing's pool that they are from")
SHAPE_DECLARE(grant, GRANT);

#define POLICY_RULE(X, S)                                                                          \
	X(S, STRING, level, OPTIONAL, 1, LEVEL_LIMIT, none, "sponsors of this level; absent: any") \
	X(S, DATE, signed_up_before, OPTIONAL, 0, 0, none, "who signed up before this day")        \
	X(S, AMOUNT, paid_at_least, OPTIONAL, 1, AMOUNT_LIMIT, none, "who has paid so much")       \
	X(S, CURRENCY, currency, OPTIONAL, 0, 0, none, "of paid_at_least")                         \
	X(S, LIST, grants, REQUIRED, 0, 20, grant, "the tickets that they are owed")
SHAPE_DECLARE(policy_rule, POLICY_RULE);

#define ADOPT_POLICY(X, S)                                                                         \
	X(S, STRING, version, OPTIONAL, 1, 64, none, "its name; absent: the next number")          \
	X(S, LIST, rules, REQUIRED, 1, 200, policy_rule, "the first that matches wins")
MESSAGE_DECLARE(adopt_policy, ADOPT_POLICY);

#define POLICY_ADOPTED(X, S)                                                                       \
	X(S, STRING, version, REQUIRED, 1, 64, none, "its name")                                   \
	X(S, LIST, rules, REQUIRED, 1, 200, policy_rule, "the first that matches wins")
MESSAGE_DECLARE(policy_adopted, POLICY_ADOPTED);

/* Rows of reports. */

#define SPONSOR_STANDING(W)                                                                        \
	W(SPONSOR_PROSPECT, "prospect")                                                            \
	W(SPONSOR_SIGNED, "signed")                                                                \
	W(SPONSOR_ONBOARD, "onboard")                                                              \
	W(SPONSOR_WITHDRAWN, "withdrawn")                                                          \
	W(SPONSOR_VOID, "void")                                                                    \
	W(SPONSOR_WITHOUT_RULE, "without_rule")
WORDS_DECLARE(sponsor_standing, SPONSOR_STANDING_NONE, SPONSOR_STANDING);

#define SPONSOR_STATUS_ROW(X, S)                                                                   \
	X(S, STRING, sponsor, REQUIRED, 1, BENEFICIARY_LIMIT, none, "the sponsor's id")            \
	X(S, STRING, name, REQUIRED, 1, 200, none, "its name")                                     \
	X(S, EMAIL, email, REQUIRED, 0, 0, none, "its contact")                                    \
	X(S, STRING, level, REQUIRED, 1, LEVEL_LIMIT, none, "its level")                           \
	X(S, ENUM, state, REQUIRED, 0, 0, sponsor_standing, "where it stands")                     \
	X(S, STRINGS, contracts, REQUIRED, 1, CONTRACT_LIMIT, none, "signed, and not void")        \
	X(S, INTEGER, invoices, REQUIRED, 0, 0, none, "raised, and not cancelled")                 \
	X(S, INTEGER, settled, REQUIRED, 0, 0, none, "of them settled")                            \
	BOOKING_STATUS(X, S)
MESSAGE_DECLARE(sponsor_status_row, SPONSOR_STATUS_ROW);

#define MISSING_ROW(X, S)                                                                          \
	X(S, STRING, sponsor, REQUIRED, 1, BENEFICIARY_LIMIT, none, "the sponsor's id")            \
	X(S, TRUTH, onboarded, REQUIRED, 0, 0, none, "whether a contract of it is on board")       \
	X(S, STRING, missing, OPTIONAL, 1, 8000, none, "what is missing")
MESSAGE_DECLARE(missing_row, MISSING_ROW);

#define TRIAL_ROW(X, S)                                                                            \
	X(S, STRING, sponsor, REQUIRED, 1, BENEFICIARY_LIMIT, none, "the sponsor's id")            \
	X(S, STRING, level, REQUIRED, 1, LEVEL_LIMIT, none, "its level")                           \
	X(S, TRUTH, onboarded, REQUIRED, 0, 0, none, "yes: it is owed tickets already")            \
	X(S, LIST, now, REQUIRED, 0, 0, ticket_count,                                              \
		"what it is owed, or would be if it came on board now")                            \
	X(S, LIST, then, REQUIRED, 0, 0, ticket_count,                                             \
		"what it would be owed by the other policy")                                       \
	X(S, STRINGS, because, OPTIONAL, 1, REASON_LIMIT, none, "by which of its rules")           \
	X(S, STRING, undecided, OPTIONAL, 1, REASON_LIMIT, none, "what none of its rules matches") \
	X(S, INTEGER, difference, REQUIRED, -100000, 100000, none,                                 \
		"how many tickets more, or fewer")
MESSAGE_DECLARE(trial_row, TRIAL_ROW);

#endif
