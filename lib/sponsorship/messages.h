/*
 * The sponsorship CRM's messages: its commands, its events, its reports' rows.
 */
#ifndef SPONSORSHIP_MESSAGES_H
#define SPONSORSHIP_MESSAGES_H

#include "booking/ledger.h"

#define AMOUNT_LIMIT ((INT64_C(1) << 53) - 1) /* past it, JSON readers round */

enum { SPONSOR_LIMIT = 64, LEVEL_LIMIT = 64, CONTRACT_LIMIT = 100, INVOICE_LIMIT = 100 };

#define SPONSOR(X, S)                                                                              \
	X(S, STRING, sponsor, REQUIRED | KEY, 1, SPONSOR_LIMIT, none, "the sponsor's id")          \
	X(S, STRING, name, REQUIRED, 1, 200, none, "its name")                                     \
	X(S, STRING, level, REQUIRED, 1, LEVEL_LIMIT, none, "its level, as the policy has it")     \
	X(S, EMAIL, email, REQUIRED, 0, 0, none, "its contact, who is sent the tickets")           \
	X(S, DATE, signed_up_on, OPTIONAL, 0, 0, none, "when it signed up")
SHAPE_DECLARE(sponsor, SPONSOR);
extern const struct message register_sponsor_message;
extern const struct message sponsor_registered_message;
extern const struct message sponsor_amended_message;

#define WITHDRAW_SPONSOR(X, S)                                                                     \
	X(S, STRING, sponsor, REQUIRED | KEY, 1, SPONSOR_LIMIT, none, "the sponsor's id")          \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(withdraw_sponsor, WITHDRAW_SPONSOR);
extern const struct message sponsor_withdrawn_message;

#define CONTRACT(X, S)                                                                             \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "whose contract it is")            \
	X(S, STRING, contract, REQUIRED | KEY, 1, CONTRACT_LIMIT, none, "the contract's number")   \
	X(S, DATE, signed_on, REQUIRED, 0, 0, none, "when it was signed")                          \
	X(S, TRUTH, in_kind, OPTIONAL, 0, 0, none, "paid in kind: it needs no invoice")
SHAPE_DECLARE(contract, CONTRACT);
extern const struct message sign_contract_message;
extern const struct message contract_signed_message;

#define VOID_CONTRACT(X, S)                                                                        \
	X(S, STRING, contract, REQUIRED | KEY, 1, CONTRACT_LIMIT, none, "the contract's number")   \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(void_contract, VOID_CONTRACT);

#define CONTRACT_VOIDED(X, S)                                                                      \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "whose contract it was")           \
	X(S, STRING, contract, REQUIRED, 1, CONTRACT_LIMIT, none, "the contract's number")         \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(contract_voided, CONTRACT_VOIDED);

#define INVOICE(X, S)                                                                              \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "who is to pay")                   \
	X(S, STRING, invoice, REQUIRED | KEY, 1, INVOICE_LIMIT, none, "the invoice's number")      \
	X(S, AMOUNT, amount, REQUIRED, 0, 0, none, "what is owed, in minor units")                 \
	X(S, CURRENCY, currency, REQUIRED, 0, 0, none, "of the amount")                            \
	X(S, DATE, due_on, OPTIONAL, 0, 0, none, "when it is to be paid")
SHAPE_DECLARE(invoice, INVOICE);
extern const struct message raise_invoice_message;
extern const struct message invoice_raised_message;

#define CANCEL_INVOICE(X, S)                                                                       \
	X(S, STRING, invoice, REQUIRED | KEY, 1, INVOICE_LIMIT, none, "the invoice's number")      \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(cancel_invoice, CANCEL_INVOICE);

#define INVOICE_CANCELLED(X, S)                                                                    \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "who was to pay")                  \
	X(S, STRING, invoice, REQUIRED, 1, INVOICE_LIMIT, none, "the invoice's number")            \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(invoice_cancelled, INVOICE_CANCELLED);

#define SETTLE_INVOICE(X, S)                                                                       \
	X(S, STRING, invoice, REQUIRED | KEY, 1, INVOICE_LIMIT, none, "the invoice's number")      \
	X(S, DATE, settled_on, REQUIRED, 0, 0, none, "when it was paid")                           \
	X(S, STRING, payment, OPTIONAL | KEY, 1, 100, none, "the payment's reference")             \
	X(S, AMOUNT, amount, OPTIONAL, 0, 0, none, "what was paid; absent: all that is owed")      \
	X(S, CURRENCY, currency, OPTIONAL, 0, 0, none, "of the amount: the invoice's")
MESSAGE_DECLARE(settle_invoice, SETTLE_INVOICE);

#define INVOICE_SETTLED(X, S)                                                                      \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "who has paid")                    \
	X(S, STRING, invoice, REQUIRED, 1, INVOICE_LIMIT, none, "the invoice's number")            \
	X(S, DATE, settled_on, REQUIRED, 0, 0, none, "when the last of it was paid")               \
	X(S, STRING, payment, OPTIONAL, 1, 100, none, "the payment's reference")                   \
	X(S, AMOUNT, amount, REQUIRED, 0, 0, none, "what was paid in all, in minor units")         \
	X(S, CURRENCY, currency, REQUIRED, 0, 0, none, "of the amount")
MESSAGE_DECLARE(invoice_settled, INVOICE_SETTLED);

#define INVOICE_PAID_IN_PART(X, S)                                                                 \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "who has paid")                    \
	X(S, STRING, invoice, REQUIRED, 1, INVOICE_LIMIT, none, "the invoice's number")            \
	X(S, DATE, paid_on, REQUIRED, 0, 0, none, "when")                                          \
	X(S, STRING, payment, REQUIRED, 1, 100, none, "the payment's reference")                   \
	X(S, AMOUNT, amount, REQUIRED, 0, 0, none, "this payment, in minor units")                 \
	X(S, AMOUNT, left, REQUIRED, 0, 0, none, "what is still owed")                             \
	X(S, CURRENCY, currency, REQUIRED, 0, 0, none, "of both")
MESSAGE_DECLARE(invoice_paid_in_part, INVOICE_PAID_IN_PART);

#define REFUND_INVOICE(X, S)                                                                       \
	X(S, STRING, invoice, REQUIRED | KEY, 1, INVOICE_LIMIT, none, "the invoice's number")      \
	X(S, DATE, refunded_on, REQUIRED, 0, 0, none, "when what was paid was paid back")          \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(refund_invoice, REFUND_INVOICE);

#define INVOICE_REFUNDED(X, S)                                                                     \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "who had paid")                    \
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

/* What a policy goes by. */
#define SPONSOR_ONBOARDED(X, S)                                                                    \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "the sponsor's id")                \
	X(S, STRING, level, REQUIRED, 1, LEVEL_LIMIT, none, "its level by then")                   \
	X(S, STRING, contract, REQUIRED, 1, CONTRACT_LIMIT, none, "the contract that it signed")   \
	X(S, DATE, signed_up_on, OPTIONAL, 0, 0, none, "when it had signed up")                    \
	X(S, LIST, paid, OPTIONAL, 0, 20, money, "what it had paid by then, by currency")
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

#define OVERRIDE_ENTITLEMENT(X, S)                                                                 \
	X(S, STRING, sponsor, REQUIRED | KEY, 1, SPONSOR_LIMIT, none, "the sponsor's id")          \
	X(S, STRING, type, REQUIRED | KEY, 1, TYPE_LIMIT, none, "the ticket type")                 \
	X(S, INTEGER, quantity, REQUIRED, 0, TICKETS_LIMIT, none, "how many in all")               \
	X(S, STRING, by, REQUIRED, 1, 200, none, "who decided it")                                 \
	X(S, STRING, reason, REQUIRED, 1, 200, none, "why")
MESSAGE_DECLARE(override_entitlement, OVERRIDE_ENTITLEMENT);
extern const struct message entitlement_overridden_message;

#define WITHDRAW_OVERRIDE(X, S)                                                                    \
	X(S, STRING, sponsor, REQUIRED | KEY, 1, SPONSOR_LIMIT, none, "the sponsor's id")          \
	X(S, STRING, type, REQUIRED | KEY, 1, TYPE_LIMIT, none, "the ticket type")                 \
	X(S, STRING, by, REQUIRED, 1, 200, none, "who decided it")                                 \
	X(S, STRING, reason, REQUIRED, 1, 200, none, "why")
MESSAGE_DECLARE(withdraw_override, WITHDRAW_OVERRIDE);
extern const struct message override_withdrawn_message;

#define ENTITLEMENT_FIXED(X, S)                                                                    \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "the sponsor's id")                \
	X(S, STRING, policy, REQUIRED, 1, 64, none, "the policy's version")                        \
	X(S, INTEGER, rule, REQUIRED, 1, 200, none, "its rule, counted from 1")                    \
	X(S, LIST, grants, REQUIRED, 0, 20, target, "what that rule grants")
MESSAGE_DECLARE(entitlement_fixed, ENTITLEMENT_FIXED);

#define PROVISION_TICKETS(X, S)                                                                    \
	X(S, STRING, sponsor, REQUIRED | KEY, 1, SPONSOR_LIMIT, none, "the sponsor's id")          \
	X(S, STRING, type, REQUIRED | KEY, 1, TYPE_LIMIT, none, "the ticket type")                 \
	X(S, INTEGER, quantity, REQUIRED, 0, TICKETS_LIMIT, none, "how many are held for it")      \
	X(S, TIME, until, REQUIRED, 0, 0, none, "until then, unless it is onboarded before")       \
	X(S, STRING, by, OPTIONAL, 1, 200, none, "who decided it")                                 \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why")
MESSAGE_DECLARE(provision_tickets, PROVISION_TICKETS);
extern const struct message tickets_provisioned_message;

#define PROVISION_ENDED(X, S)                                                                      \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "the sponsor's id")                \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, TIME, until, REQUIRED, 0, 0, none, "it was until then")
MESSAGE_DECLARE(provision_ended, PROVISION_ENDED);

#define ALLOCATION_DECIDED(X, S)                                                                   \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "the sponsor's id")                \
	X(S, LIST, targets, REQUIRED, 0, 60, target, "how many it shall have, of each type")
MESSAGE_DECLARE(allocation_decided, ALLOCATION_DECIDED);

/* The ledger's events, as this client of the open host calls them. */
extern const struct message sponsor_tickets_requested_message;
extern const struct message sponsor_tickets_booked_message;
extern const struct message sponsor_booking_refused_message;
extern const struct message sponsor_booking_turned_away_message;
extern const struct message sponsor_reclaim_requested_message;
extern const struct message sponsor_tickets_reclaimed_message;
extern const struct message sponsor_reclaim_refused_message;
extern const struct message sponsor_reclaim_turned_away_message;
extern const struct message sponsor_ticket_held_message;
extern const struct message record_sponsor_booking_message;
extern const struct booking_language sponsorship_bookings;

/* Rows of reports. */
#define STATUS_ROW(X, S)                                                                           \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "the sponsor's id")                \
	X(S, STRING, name, REQUIRED, 1, 200, none, "its name")                                     \
	X(S, STRING, level, REQUIRED, 1, LEVEL_LIMIT, none, "its level")                           \
	X(S, STRING, contract, OPTIONAL, 1, CONTRACT_LIMIT, none, "the contract in force")         \
	X(S, INTEGER, invoices, REQUIRED, 0, 0, none, "raised, and not cancelled")                 \
	X(S, INTEGER, settled, REQUIRED, 0, 0, none, "of them settled")                            \
	X(S, TRUTH, onboarded, REQUIRED, 0, 0, none, "whether it was onboarded")                   \
	X(S, LIST, entitled, REQUIRED, 0, 60, target, "what it is owed")                           \
	X(S, LIST, booked, REQUIRED, 0, 100, total, "what is booked")                              \
	X(S, STRING, because, OPTIONAL, 1, 8000, none, "what the number comes from")               \
	X(S, STRING, awaits, OPTIONAL, 1, 8000, none, "what has to happen next")
MESSAGE_DECLARE(status_row, STATUS_ROW);

#define WHY_ROW(X, S)                                                                              \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "the sponsor's id")                \
	X(S, STRING, sequence, REQUIRED, 19, 19, none, "the event's position in the feed")         \
	X(S, TIME, time, REQUIRED, 0, 0, none, "when it was recorded")                             \
	X(S, STRING, what, REQUIRED, 1, 8000, none, "what happened")
MESSAGE_DECLARE(why_row, WHY_ROW);

#define MISSING_ROW(X, S)                                                                          \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "the sponsor's id")                \
	X(S, TRUTH, onboarded, REQUIRED, 0, 0, none, "whether it was onboarded")                   \
	X(S, STRING, missing, OPTIONAL, 1, 8000, none, "what is missing")
MESSAGE_DECLARE(missing_row, MISSING_ROW);

#define POLICY_ROW(X, S)                                                                           \
	X(S, STRING, version, REQUIRED, 1, 64, none, "its name")                                   \
	X(S, TIME, adopted_at, REQUIRED, 0, 0, none, "in force from then on")                      \
	X(S, INTEGER, rules, REQUIRED, 0, 200, none, "how many rules it has")
MESSAGE_DECLARE(policy_row, POLICY_ROW);

#define TASK(W)                                                                                    \
	W(TASK_CONTRACT_UNSIGNED, "contract_unsigned")                                             \
	W(TASK_INVOICE_OVERDUE, "invoice_overdue")                                                 \
	W(TASK_LEVEL_WITHOUT_RULE, "level_without_rule")                                           \
	W(TASK_BOOKING_REFUSED, "booking_refused")                                                 \
	W(TASK_TICKETS_EXCEEDED, "tickets_exceeded")                                               \
	W(TASK_TICKETS_UNASSIGNED, "tickets_unassigned")                                           \
	W(TASK_BOOKING_TURNED_AWAY, "booking_turned_away")                                         \
	W(TASK_RECLAIM_TURNED_AWAY, "reclaim_turned_away")                                         \
	W(TASK_TICKETS_LACKING, "tickets_lacking")
WORDS_DECLARE(task, TASK_ABSENT, TASK);

#define TASK_ROW(X, S)                                                                             \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "the sponsor's id")                \
	X(S, ENUM, task, REQUIRED, 0, 0, task, "what a person has to see to")                      \
	X(S, DATE, since, OPTIONAL, 0, 0, none, "since when")                                      \
	X(S, STRING, message, REQUIRED, 1, 8000, none, "the same in words")                        \
	X(S, STRING, name, REQUIRED, 1, 200, none, "the sponsor's name")                           \
	X(S, EMAIL, email, REQUIRED, 0, 0, none, "its contact")
MESSAGE_DECLARE(task_row, TASK_ROW);

/* Its numbers are sums over bookings, of which each has its limit. */
#define UNUSED_ROW(X, S)                                                                           \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "the sponsor's id")                \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, booked, REQUIRED, 0, INT32_MAX, none, "how many it has")                     \
	X(S, INTEGER, held, REQUIRED, 0, INT32_MAX, none, "how many of them somebody holds")       \
	X(S, INTEGER, unused, REQUIRED, 1, INT32_MAX, none, "how many could be asked back")        \
	X(S, INTEGER, left, REQUIRED, 0, INT32_MAX, none,                                          \
		"how many it would have then, by hand or not answered yet among them")             \
	X(S, STRING, name, REQUIRED, 1, 200, none, "the sponsor's name")                           \
	X(S, EMAIL, email, REQUIRED, 0, 0, none, "its contact")
MESSAGE_DECLARE(unused_row, UNUSED_ROW);

#define TRIAL_ROW(X, S)                                                                            \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "the sponsor's id")                \
	X(S, STRING, level, REQUIRED, 1, LEVEL_LIMIT, none, "the level that counts")               \
	X(S, TRUTH, onboarded, REQUIRED, 0, 0, none, "yes: what it is owed is fixed already")      \
	X(S, LIST, now, REQUIRED, 0, 60, target, "what it is owed, or would be if onboarded now")  \
	X(S, LIST, then, REQUIRED, 0, 60, target, "what it would be owed by the other policy")     \
	X(S, INTEGER, rule, OPTIONAL, 1, 200, none, "that policy's rule; absent: none matches")    \
	X(S, INTEGER, difference, REQUIRED, -100000, 100000, none,                                 \
		"how many tickets more, or fewer")
MESSAGE_DECLARE(trial_row, TRIAL_ROW);

#define DIFFERENCE(W)                                                                              \
	W(DIFFERENCE_NOT_DECIDED, "not_decided")                                                   \
	W(DIFFERENCE_WITHOUT_RULE, "without_rule")                                                 \
	W(DIFFERENCE_NOT_ASKED, "not_asked")                                                       \
	W(DIFFERENCE_NOT_BROUGHT_IN, "not_brought_in")                                             \
	W(DIFFERENCE_NOT_AT_TICKETING, "not_at_ticketing")                                         \
	W(DIFFERENCE_NOT_IN_LEDGER, "not_in_ledger")                                               \
	W(DIFFERENCE_REFUSED, "refused")                                                           \
	W(DIFFERENCE_LACKING, "lacking")                                                           \
	W(DIFFERENCE_EXCEEDED, "exceeded")
WORDS_DECLARE(difference, DIFFERENCE_ABSENT, DIFFERENCE);

#define DIFFERENCE_ROW(X, S)                                                                       \
	X(S, ENUM, difference, REQUIRED, 0, 0, difference, "what sort")                            \
	X(S, STRING, sponsor, OPTIONAL, 1, SPONSOR_LIMIT, none, "whose it is")                     \
	X(S, STRING, reference, OPTIONAL, 1, REFERENCE_LIMIT, none, "of which request")            \
	X(S, STRING, message, REQUIRED, 1, 8000, none, "what differs, in words")                   \
	X(S, STRING, repair, OPTIONAL, 1, 1000, none, "what repairs it; absent: a person decides")
MESSAGE_DECLARE(difference_row, DIFFERENCE_ROW);

#endif
