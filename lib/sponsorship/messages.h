/*
 * The sponsorship CRM's messages: its commands, its events, its reports' rows.
 */
#ifndef SPONSORSHIP_MESSAGES_H
#define SPONSORSHIP_MESSAGES_H

#include "booking/ledger.h"

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
	X(S, CURRENCY, currency, REQUIRED, 0, 0, none, "of the amount")
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
	X(S, STRING, payment, OPTIONAL, 1, 100, none, "the payment's reference")                   \
	X(S, AMOUNT, amount, OPTIONAL, 0, 0, none, "what was paid: the invoice's amount")          \
	X(S, CURRENCY, currency, OPTIONAL, 0, 0, none, "of the amount: the invoice's")
MESSAGE_DECLARE(settle_invoice, SETTLE_INVOICE);

#define INVOICE_SETTLED(X, S)                                                                      \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "who has paid")                    \
	X(S, STRING, invoice, REQUIRED, 1, INVOICE_LIMIT, none, "the invoice's number")            \
	X(S, DATE, settled_on, REQUIRED, 0, 0, none, "when it was paid")                           \
	X(S, STRING, payment, OPTIONAL, 1, 100, none, "the payment's reference")                   \
	X(S, AMOUNT, amount, REQUIRED, 0, 0, none, "what was paid, in minor units")                \
	X(S, CURRENCY, currency, REQUIRED, 0, 0, none, "of the amount")
MESSAGE_DECLARE(invoice_settled, INVOICE_SETTLED);

#define SPONSOR_ONBOARDED(X, S)                                                                    \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "the sponsor's id")                \
	X(S, STRING, level, REQUIRED, 1, LEVEL_LIMIT, none, "its level by then")                   \
	X(S, STRING, contract, REQUIRED, 1, CONTRACT_LIMIT, none, "the contract that it signed")   \
	X(S, DATE, signed_up_on, OPTIONAL, 0, 0, none, "when it had signed up")
MESSAGE_DECLARE(sponsor_onboarded, SPONSOR_ONBOARDED);

#define GRANT(X, S)                                                                                \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "a ticket type")                         \
	X(S, INTEGER, quantity, REQUIRED, 0, TICKETS_LIMIT, none, "how many")
SHAPE_DECLARE(grant, GRANT);

#define POLICY_RULE(X, S)                                                                          \
	X(S, STRING, level, OPTIONAL, 1, LEVEL_LIMIT, none, "sponsors of this level; absent: any") \
	X(S, DATE, signed_up_before, OPTIONAL, 0, 0, none, "who signed up before this day")        \
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

#define ENTITLEMENT_FIXED(X, S)                                                                    \
	X(S, STRING, sponsor, REQUIRED, 1, SPONSOR_LIMIT, none, "the sponsor's id")                \
	X(S, STRING, policy, REQUIRED, 1, 64, none, "the policy's version")                        \
	X(S, INTEGER, rule, REQUIRED, 1, 200, none, "its rule, counted from 1")                    \
	X(S, LIST, grants, REQUIRED, 0, 20, grant, "what that rule grants")
MESSAGE_DECLARE(entitlement_fixed, ENTITLEMENT_FIXED);

/* The ledger's events, as this client of the open host calls them. */
extern const struct message sponsor_tickets_requested_message;
extern const struct message sponsor_tickets_booked_message;
extern const struct message sponsor_booking_refused_message;
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
	X(S, LIST, entitled, REQUIRED, 0, 40, grant, "what it is owed")                            \
	X(S, LIST, booked, REQUIRED, 0, 40, grant, "what is booked")                               \
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

#endif
