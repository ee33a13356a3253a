/*
 * Messages of the sponsorship CRM: commands, events and rows of reports.
 */
#ifndef SPONSORSHIP_MESSAGES_H
#define SPONSORSHIP_MESSAGES_H

#include "booking/messages.h"

#define AMOUNT_LIMIT ((INT64_C(1) << 53) - 1) /* JSON readers may round more (RFC 8259, 6) */

enum { LEVEL_LIMIT = 64, CONTRACT_LIMIT = 100, INVOICE_LIMIT = 100, PAYMENT_LIMIT = 100 };

/*
 * NEED: REQUIRED in a whole record, OPTIONAL in an amendment. An event that records a command
 * has its fields, and whom it is about.
 */
#define SPONSOR_FIELDS(X, S, NEED)                                                                 \
	STRING(X, S, sponsor, REQUIRED | KEY | IDENTIFIES, BENEFICIARY_LIMIT, "the sponsor's id")  \
	STRING(X, S, name, NEED | NAME | PERSONAL, 200, "the sponsor's name or company")           \
	STRING(X, S, level, NEED, LEVEL_LIMIT, "its level or package, as named by the policy")     \
	EMAIL(X, S, email, NEED | IDENTIFIES, "the address to which tickets are sent")             \
	DATE(X, S, signed_up_on, OPTIONAL | PAST, "the sign-up date")
#define SPONSOR(X, S) SPONSOR_FIELDS(X, S, REQUIRED)
#define AMEND_SPONSOR(X, S) SPONSOR_FIELDS(X, S, OPTIONAL) CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_sponsor, AMEND_SPONSOR);
STRUCT_DECLARE(sponsor, SPONSOR);
extern const struct message register_sponsor_message;
extern const struct message sponsor_registered_message;
extern const struct message sponsor_amended_message;

#define WITHDRAW_SPONSOR(X, S)                                                                     \
	STRING(X, S, sponsor, REQUIRED | KEY, BENEFICIARY_LIMIT, "the sponsor's id")               \
	STRING(X, S, reason, OPTIONAL | PERSONAL, 200, "why")
MESSAGE_DECLARE(withdraw_sponsor, WITHDRAW_SPONSOR);
extern const struct message sponsor_withdrawn_message;

#define CONTRACT(X, S)                                                                             \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor that signed it")           \
	STRING(X, S, contract, REQUIRED | KEY | IDENTIFIES, CONTRACT_LIMIT,                        \
		"the contract's number")                                                           \
	DATE(X, S, signed_on, REQUIRED | PAST, "the date of its signature")                        \
	BOOLEAN(X, S, in_kind, OPTIONAL, "paid in kind, without an invoice")                       \
	STRING(X, S, level, OPTIONAL, LEVEL_LIMIT,                                                 \
		"the level that it buys; absent: the sponsor's")                                   \
	STRING(X, S, replaces, OPTIONAL, CONTRACT_LIMIT,                                           \
		"the contract that it replaces once it is on board")
STRUCT_DECLARE(contract, CONTRACT);
extern const struct message sign_contract_message;
extern const struct message contract_signed_message;

#define VOID_CONTRACT(X, S)                                                                        \
	STRING(X, S, contract, REQUIRED | KEY, CONTRACT_LIMIT, "the contract's number")            \
	STRING(X, S, reason, OPTIONAL | PERSONAL, 200, "why")
MESSAGE_DECLARE(void_contract, VOID_CONTRACT);

#define CONTRACT_VOIDED(X, S)                                                                      \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor that signed it")           \
	VOID_CONTRACT(X, S)
MESSAGE_DECLARE(contract_voided, CONTRACT_VOIDED);

#define INVOICE_FIELDS(X, S, NEED)                                                                 \
	STRING(X, S, sponsor, NEED, BENEFICIARY_LIMIT, "the sponsor invoiced")                     \
	STRING(X, S, invoice, REQUIRED | KEY | IDENTIFIES, INVOICE_LIMIT, "the invoice's number")  \
	AMOUNT(X, S, amount, NEED, "the amount due")                                               \
	CURRENCY(X, S, currency, NEED, "the currency of the amount")                               \
	DATE(X, S, issued_on, OPTIONAL, "the invoice's date; absent: when it is recorded")         \
	DATE(X, S, due_on, OPTIONAL, "the due date")                                               \
	STRING(X, S, contract, OPTIONAL, CONTRACT_LIMIT,                                           \
		"the contract invoiced; absent: the sponsor's only one")
#define INVOICE(X, S) INVOICE_FIELDS(X, S, REQUIRED)
#define AMEND_INVOICE(X, S) INVOICE_FIELDS(X, S, OPTIONAL) CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_invoice, AMEND_INVOICE);
STRUCT_DECLARE(invoice, INVOICE);
extern const struct message raise_invoice_message;
extern const struct message invoice_raised_message;
extern const struct message invoice_amended_message;

#define CANCEL_INVOICE(X, S)                                                                       \
	STRING(X, S, invoice, REQUIRED | KEY, INVOICE_LIMIT, "the invoice's number")               \
	STRING(X, S, reason, OPTIONAL | PERSONAL, 200, "why")
MESSAGE_DECLARE(cancel_invoice, CANCEL_INVOICE);

#define INVOICE_CANCELLED(X, S)                                                                    \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor invoiced")                 \
	CANCEL_INVOICE(X, S)
MESSAGE_DECLARE(invoice_cancelled, INVOICE_CANCELLED);

#define SETTLE_INVOICE(X, S)                                                                       \
	STRING(X, S, invoice, REQUIRED | KEY, INVOICE_LIMIT, "the invoice's number")               \
	DATE(X, S, settled_on, REQUIRED | PAST, "the date of the payment")                         \
	STRING(X, S, payment, OPTIONAL | KEY, PAYMENT_LIMIT, "the payment's reference")            \
	AMOUNT(X, S, amount, OPTIONAL, "the amount paid; absent: all that is due")                 \
	CURRENCY(X, S, currency, OPTIONAL, "the currency, which has to be the invoice's")          \
	BOOLEAN(X, S, overpaid, OPTIONAL, "whether it may be more than is due: a surplus")
MESSAGE_DECLARE(settle_invoice, SETTLE_INVOICE);

#define INVOICE_SETTLED(X, S)                                                                      \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor that paid")                \
	STRING(X, S, invoice, REQUIRED, INVOICE_LIMIT, "the invoice's number")                     \
	DATE(X, S, settled_on, REQUIRED, "the date of the last payment")                           \
	STRING(X, S, payment, OPTIONAL, PAYMENT_LIMIT, "the payment's reference")                  \
	AMOUNT(X, S, amount, REQUIRED, "the amount of the invoice")                                \
	CURRENCY(X, S, currency, REQUIRED, "the currency of the amount")                           \
	AMOUNT(X, S, surplus, OPTIONAL, "what was paid beyond that, to be paid back")
MESSAGE_DECLARE(invoice_settled, INVOICE_SETTLED);

#define INVOICE_PARTIALLY_PAID(X, S)                                                               \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor that paid")                \
	STRING(X, S, invoice, REQUIRED, INVOICE_LIMIT, "the invoice's number")                     \
	DATE(X, S, paid_on, REQUIRED, "the date of the payment")                                   \
	STRING(X, S, payment, REQUIRED, PAYMENT_LIMIT, "the payment's reference")                  \
	AMOUNT(X, S, amount, REQUIRED, "the amount of this payment")                               \
	AMOUNT(X, S, left, REQUIRED, "the amount still due")                                       \
	CURRENCY(X, S, currency, REQUIRED, "the currency of both amounts")
MESSAGE_DECLARE(invoice_partially_paid, INVOICE_PARTIALLY_PAID);

#define INVOICE_OVERPAID(X, S)                                                                     \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor that paid")                \
	STRING(X, S, invoice, REQUIRED, INVOICE_LIMIT, "the invoice's number")                     \
	DATE(X, S, paid_on, REQUIRED, "the date of the payment")                                   \
	STRING(X, S, payment, REQUIRED, PAYMENT_LIMIT, "the payment's reference")                  \
	AMOUNT(X, S, surplus, REQUIRED, "the amount of this payment, to be paid back")             \
	CURRENCY(X, S, currency, REQUIRED, "the currency of the amount")
MESSAGE_DECLARE(invoice_overpaid, INVOICE_OVERPAID);

/* A reversal corrects a record; a refund returns money. */
#define REVERSE_PAYMENT(X, S)                                                                      \
	STRING(X, S, invoice, REQUIRED | KEY, INVOICE_LIMIT, "the invoice's number")               \
	STRING(X, S, payment, OPTIONAL | KEY, PAYMENT_LIMIT,                                       \
		"the payment's reference; absent: the payment without one")                        \
	STRING(X, S, reason, OPTIONAL | PERSONAL, 200, "why")
MESSAGE_DECLARE(reverse_payment, REVERSE_PAYMENT);

#define PAYMENT_REVERSED(X, S)                                                                     \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor invoiced")                 \
	REVERSE_PAYMENT(X, S)                                                                      \
	AMOUNT(X, S, amount, REQUIRED, "the amount recorded")                                      \
	CURRENCY(X, S, currency, REQUIRED, "the currency of the amount")
MESSAGE_DECLARE(payment_reversed, PAYMENT_REVERSED);

#define RETURN_SURPLUS(X, S)                                                                       \
	STRING(X, S, invoice, REQUIRED | KEY, INVOICE_LIMIT, "the invoice's number")               \
	STRING(X, S, payment, REQUIRED | KEY, PAYMENT_LIMIT, "the payment's reference")            \
	DATE(X, S, returned_on, REQUIRED | PAST, "the date on which it was paid back")
MESSAGE_DECLARE(return_surplus, RETURN_SURPLUS);

#define SURPLUS_RETURNED(X, S)                                                                     \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor that paid")                \
	RETURN_SURPLUS(X, S)                                                                       \
	AMOUNT(X, S, amount, REQUIRED, "the amount paid back: all of the surplus")                 \
	CURRENCY(X, S, currency, REQUIRED, "the currency of the amount")
MESSAGE_DECLARE(surplus_returned, SURPLUS_RETURNED);

#define REFUND_INVOICE(X, S)                                                                       \
	STRING(X, S, invoice, REQUIRED | KEY, INVOICE_LIMIT, "the invoice's number")               \
	DATE(X, S, refunded_on, REQUIRED | PAST, "the date of the refund")                         \
	STRING(X, S, reason, OPTIONAL | PERSONAL, 200, "why")
MESSAGE_DECLARE(refund_invoice, REFUND_INVOICE);

#define INVOICE_REFUNDED(X, S)                                                                     \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor refunded")                 \
	REFUND_INVOICE(X, S)                                                                       \
	AMOUNT(X, S, amount, REQUIRED, "the amount refunded: all that was paid")                   \
	CURRENCY(X, S, currency, REQUIRED, "the currency of the amount")
MESSAGE_DECLARE(invoice_refunded, INVOICE_REFUNDED);

#define MONEY(X, S)                                                                                \
	CURRENCY(X, S, currency, REQUIRED, "its currency")                                         \
	AMOUNT(X, S, amount, REQUIRED, "the amount")
STRUCT_DECLARE(money, MONEY);

#define SPONSOR_ONBOARDED(X, S)                                                                    \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor's id")                     \
	STRING(X, S, contract, REQUIRED, CONTRACT_LIMIT, "the contract that is on board")          \
	STRING(X, S, level, REQUIRED, LEVEL_LIMIT, "the contract's level in force")
MESSAGE_DECLARE(sponsor_onboarded, SPONSOR_ONBOARDED);
extern const struct message sponsor_level_changed_message; /* the same data */

#define GRANT(X, S)                                                                                \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "a ticket type")                                  \
	INTEGER(X, S, quantity, OPTIONAL, 0, TICKETS_LIMIT, "the number of tickets")               \
	AMOUNT_WITHIN(X, S, paid_per_ticket, OPTIONAL, 1, AMOUNT_LIMIT,                            \
		"instead of quantity: one ticket for each such amount paid")                       \
	CURRENCY(X, S, currency, OPTIONAL, "the currency of paid_per_ticket")                      \
	INTEGER(X, S, minimum, OPTIONAL, 0, TICKETS_LIMIT,                                         \
		"with paid_per_ticket: the fewest tickets")                                        \
	INTEGER(X, S, maximum, OPTIONAL, 0, TICKETS_LIMIT,                                         \
		"with paid_per_ticket: the most tickets")                                          \
	STRING(X, S, pool, OPTIONAL, POOL_LIMIT, "the pool at ticketing that supplies them")
STRUCT_DECLARE(grant, GRANT);

#define POLICY_RULE(X, S)                                                                          \
	STRING(X, S, level, OPTIONAL, LEVEL_LIMIT, "the level in force; absent: any")              \
	DATE(X, S, signed_up_before, OPTIONAL, "signed up before this date")                       \
	AMOUNT_WITHIN(X, S, paid_at_least, OPTIONAL, 1, AMOUNT_LIMIT, "the least amount paid")     \
	CURRENCY(X, S, currency, OPTIONAL, "the currency of paid_at_least")                        \
	LIST(X, S, grants, REQUIRED, 0, 20, grant, "the tickets owed")
STRUCT_DECLARE(policy_rule, POLICY_RULE);

#define ADOPT_POLICY(X, S)                                                                         \
	STRING(X, S, version, OPTIONAL, 64, "the policy's name; absent: the next number")          \
	LIST(X, S, rules, REQUIRED, 1, 200, policy_rule,                                           \
		"the rules; the first that matches applies")
MESSAGE_DECLARE(adopt_policy, ADOPT_POLICY);

#define POLICY_ADOPTED(X, S)                                                                       \
	STRING(X, S, version, REQUIRED, 64, "the policy's name")                                   \
	LIST(X, S, rules, REQUIRED, 1, 200, policy_rule,                                           \
		"the rules; the first that matches applies")
MESSAGE_DECLARE(policy_adopted, POLICY_ADOPTED);

/* Rows of reports. */

#define SPONSOR_STAGE(W)                                                                           \
	W(SPONSOR_PROSPECT, "prospect")                                                            \
	W(SPONSOR_SIGNED, "signed")                                                                \
	W(SPONSOR_ONBOARD, "onboard")                                                              \
	W(SPONSOR_WITHDRAWN, "withdrawn")                                                          \
	W(SPONSOR_VOID, "void")                                                                    \
	W(SPONSOR_WITHOUT_RULE, "without_rule")
ENUM_DECLARE(sponsor_stage, SPONSOR_STAGE_NONE, SPONSOR_STAGE);

#define SPONSOR_STATUS_ROW(X, S)                                                                   \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor's id")                     \
	STRING(X, S, name, REQUIRED | MINOR | PERSONAL, 200, "its name")                           \
	EMAIL(X, S, email, REQUIRED | SPARE, "the contact's address")                              \
	STRING(X, S, level, REQUIRED, LEVEL_LIMIT, "the level on its record")                      \
	ENUM(X, S, state, REQUIRED, sponsor_stage, "its state")                                    \
	STRINGS(X, S, contracts, REQUIRED | MINOR, CONTRACT_LIMIT,                                 \
		"the contracts that are not void")                                                 \
	INTEGER(X, S, invoices, REQUIRED | MINOR, 0, 0,                                            \
		"the number neither cancelled nor refunded")                                       \
	INTEGER(X, S, settled, REQUIRED | MINOR, 0, 0, "the number settled of these")              \
	BOOKING_STATUS(X, S)
MESSAGE_DECLARE(sponsor_status_row, SPONSOR_STATUS_ROW);

/* INVOICE_AMENDED: of an earlier record of the invoice; the last one counts. */
#define INVOICE_STATUS(W)                                                                          \
	W(INVOICE_RAISED, "raised")                                                                \
	W(INVOICE_SETTLED, "settled")                                                              \
	W(INVOICE_AMENDED, "amended")                                                              \
	W(INVOICE_CANCELLED, "cancelled")                                                          \
	W(INVOICE_REFUNDED, "refunded")
ENUM_DECLARE(invoice_status, INVOICE_STATUS_NONE, INVOICE_STATUS);

#define INVOICE_ROW(X, S)                                                                          \
	STRING(X, S, invoice, REQUIRED, INVOICE_LIMIT, "the invoice's number")                     \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor invoiced")                 \
	STRING(X, S, name, REQUIRED | MINOR | PERSONAL, 200, "the sponsor's name")                 \
	STRING(X, S, level, REQUIRED | SPARE, LEVEL_LIMIT,                                         \
		"the level: the contract's, or the sponsor's")                                     \
	STRING(X, S, contract, OPTIONAL | SPARE, CONTRACT_LIMIT, "the contract that it names")     \
	ENUM(X, S, state, REQUIRED, invoice_status, "its state")                                   \
	AMOUNT(X, S, amount, REQUIRED, "the amount")                                               \
	AMOUNT(X, S, paid, REQUIRED | MINOR, "the part of it that was paid")                       \
	AMOUNT(X, S, open, REQUIRED, "the part of it still due")                                   \
	CURRENCY(X, S, currency, REQUIRED | HIDDEN, "the currency of the amounts")                 \
	DATE(X, S, issued_on, REQUIRED | MINOR, "the invoice's date, or that of its record")       \
	TIME(X, S, raised_at, REQUIRED | SPARE, "when it was recorded")                            \
	DATE(X, S, due_on, OPTIONAL, "the due date")                                               \
	DATE(X, S, settled_on, OPTIONAL | SPARE, "the date of the payment that settled it")        \
	AMOUNT(X, S, surplus, OPTIONAL | SPARE, "what was paid beyond it and not paid back")       \
	AMOUNT(X, S, reversed, OPTIONAL | SPARE, "payments of it that were reversed")
MESSAGE_DECLARE(invoice_row, INVOICE_ROW);

#define MISSING_ROW(X, S)                                                                          \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor's id")                     \
	BOOLEAN(X, S, onboarded, REQUIRED | MINOR, "whether a contract counts")                    \
	STRING(X, S, missing, OPTIONAL, 8000, "what is missing; absent: nothing")
MESSAGE_DECLARE(missing_row, MISSING_ROW);

#define TRIAL_ROW(X, S)                                                                            \
	STRING(X, S, sponsor, REQUIRED, BENEFICIARY_LIMIT, "the sponsor's id")                     \
	STRING(X, S, level, REQUIRED | MINOR, LEVEL_LIMIT, "its level")                            \
	BOOLEAN(X, S, onboarded, REQUIRED | MINOR, "whether a contract counts already")            \
	LIST(X, S, now, REQUIRED, 0, 0, ticket_count,                                              \
		"the tickets owed; not on board: by the policy in force")                          \
	LIST(X, S, then, REQUIRED, 0, 0, ticket_count, "the tickets owed by the policy on trial")  \
	STRINGS(X, S, because, OPTIONAL | UNSPLIT | SPARE, REASON_LIMIT,                           \
		"the rules that grant them")                                                       \
	STRING(X, S, undecided, OPTIONAL | MINOR, REASON_LIMIT, "the facts that no rule matches")  \
	INTEGER(X, S, difference, REQUIRED, -100000, 100000, "the tickets then less those now")
MESSAGE_DECLARE(trial_row, TRIAL_ROW);

#endif
