/*
 * Ticketing's published language: the commands of its clients, and the events that it
 * publishes. Other contexts depend on nothing else of ticketing.
 *
 * Fields are declared as in message/message.h: ASSIGN_TICKET and the like are lists of them.
 *
 * A client is a program that may send commands; its grants are what an administrator permits
 * it. Ticketing does not interpret reference and reason: it copies them from the command into
 * the event.
 */
#ifndef PUBLISHED_TICKETING_H
#define PUBLISHED_TICKETING_H

#include "message/message.h"

/* An optional field can be added to a type; any other change needs a new type, .v2. */

enum {
	/* In one purchase; of types with long names, fewer fit into its event ("too_many"). */
	TICKETS_LIMIT = 500,
	REFERENCE_LIMIT = 200,
	TYPE_LIMIT = 64,
	CLIENT_LIMIT = 64,
	POOL_LIMIT = 64,
	ROOM_LIMIT = 64,
	CODE_LIMIT = 64,
	QUESTION_LIMIT = 200,
	MESSAGE_LIMIT = 500, /* of a rejection's reason */
};

enum { DEADLINE_LIMIT = 366 * 24 * 60 }; /* minutes */

/* What holds for the whole conference. */
#define CONFERENCE(X, S)                                                                           \
	ZONE(X, S, zone, OPTIONAL, "the conference's time zone; absent: UTC")                      \
	INTEGER(X, S, payment_within, OPTIONAL | MINUTES, 1, DEADLINE_LIMIT,                       \
		"time in minutes to pay for a purchase that names no deadline; absent: 30")
MESSAGE_DECLARE(conference_set, CONFERENCE);

#define PURCHASER(X, S)                                                                            \
	STRING(X, S, name, REQUIRED | NAME | PERSONAL, 200, "purchaser's name")                    \
	EMAIL(X, S, email, REQUIRED, "purchaser's e-mail address")
STRUCT_DECLARE(purchaser, PURCHASER);

#define ANSWER(X, S)                                                                               \
	STRING(X, S, question, REQUIRED, QUESTION_LIMIT, "one of the ticket type's questions")     \
	STRING(X, S, answer, REQUIRED | PERSONAL, 1000, "the delegate's answer")
STRUCT_DECLARE(answer, ANSWER);

#define DELEGATE(X, S)                                                                             \
	STRING(X, S, name, REQUIRED | NAME | PERSONAL, 200, "delegate's name")                     \
	EMAIL(X, S, email, REQUIRED, "delegate's e-mail address")                                  \
	STRING(X, S, company, OPTIONAL | NAME | PERSONAL, 200,                                     \
		"delegate's company, for the badge")                                               \
	STRING(X, S, requirements, OPTIONAL | PERSONAL, 1000,                                      \
		"special requirements, as free text")                                              \
	LIST(X, S, answers, OPTIONAL, 1, 20, answer, "answers to the ticket type's questions")
STRUCT_DECLARE(delegate, DELEGATE);

#define TICKET_QUANTITY(X, S)                                                                      \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "ticket type")                                    \
	INTEGER(X, S, quantity, REQUIRED, 1, TICKETS_LIMIT, "number of tickets")                   \
	LIST(X, S, delegates, OPTIONAL | HIDDEN, 1, TICKETS_LIMIT, delegate,                       \
		"delegates, assigned to the first of these tickets in order")
STRUCT_DECLARE(ticket_quantity, TICKET_QUANTITY);

#define PAYMENT(W)                                                                                 \
	W(PAYMENT_WAIVED, "waived")                                                                \
	W(PAYMENT_DUE, "due")
ENUM_DECLARE(payment, PAYMENT_ABSENT, PAYMENT);

#define CREATE_TICKET_PURCHASE(X, S)                                                               \
	STRING(X, S, reference, REQUIRED | KEY, REFERENCE_LIMIT,                                   \
		"the client's reference for this attempt, unique per client")                      \
	OBJECT(X, S, purchaser, REQUIRED, purchaser, "purchaser's name and e-mail address")        \
	LIST(X, S, tickets, REQUIRED, 1, 50, ticket_quantity, "ticket types and quantities")       \
	ENUM(X, S, payment, REQUIRED, payment, "waived, or due")                                   \
	STRING(X, S, reason, OPTIONAL | PERSONAL, 200, "reason, as free text")                     \
	TIME(X, S, deadline, OPTIONAL | UNTIL,                                                     \
		"payment deadline, if payment is due; default: the conference's payment_within")   \
	STRING(X, S, discount, OPTIONAL, CODE_LIMIT, "a discount code")                            \
	STRING(X, S, pool, OPTIONAL, POOL_LIMIT, "pool that the tickets come from")
MESSAGE_DECLARE(create_ticket_purchase, CREATE_TICKET_PURCHASE);

#define TICKET(X, S)                                                                               \
	UUID(X, S, id, REQUIRED, "ticket's id")                                                    \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "ticket type")                                    \
	AMOUNT(X, S, price, OPTIONAL, "price after discount; absent: free of charge")              \
	AMOUNT(X, S, reduction, OPTIONAL, "reduction by the discount code; absent: none")
STRUCT_DECLARE(ticket, TICKET);

/* What events of a purchase begin with. */
#define OF_PURCHASE(X, S)                                                                          \
	UUID(X, S, purchase, REQUIRED, "purchase's id")                                            \
	STRING(X, S, reference, REQUIRED, REFERENCE_LIMIT, "the purchase's reference")             \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "client that made the purchase")

#define TICKET_PURCHASE_CREATED(X, S)                                                              \
	OF_PURCHASE(X, S)                                                                          \
	OBJECT(X, S, purchaser, REQUIRED, purchaser, "purchaser's name and e-mail address")        \
	LIST(X, S, tickets, REQUIRED, 1, TICKETS_LIMIT, ticket, "all tickets of the purchase")     \
	ENUM(X, S, payment, REQUIRED, payment, "waived, or due")                                   \
	AMOUNT(X, S, amount, REQUIRED, "amount due; 0 if waived")                                  \
	CURRENCY(X, S, currency, REQUIRED, "currency of the amount")                               \
	STRING(X, S, reason, OPTIONAL | PERSONAL, 200, "as in the command")                        \
	TIME(X, S, deadline, OPTIONAL | UNTIL,                                                     \
		"payment deadline; absent: the purchase is complete")                              \
	STRING(X, S, discount, OPTIONAL, CODE_LIMIT, "discount code that was used")                \
	AMOUNT(X, S, reduction, OPTIONAL, "reduction by the discount code")                        \
	STRING(X, S, pool, OPTIONAL, POOL_LIMIT, "pool that the tickets come from")
MESSAGE_DECLARE(ticket_purchase_created, TICKET_PURCHASE_CREATED);

/* Business reasons for which a command is rejected. */
#define REJECTION(W)                                                                               \
	W(REJECTION_UNKNOWN_TYPE, "unknown_type")                                                  \
	W(REJECTION_NOT_ON_SALE, "not_on_sale")                                                    \
	W(REJECTION_SOLD_OUT, "sold_out")                                                          \
	W(REJECTION_OVER_BUDGET, "over_budget")                                                    \
	W(REJECTION_MIXED_CURRENCIES, "mixed_currencies")                                          \
	W(REJECTION_TOO_MANY, "too_many")                                                          \
	W(REJECTION_DEADLINE_PASSED, "deadline_passed")                                            \
	W(REJECTION_UNKNOWN_POOL, "unknown_pool")                                                  \
	W(REJECTION_UNKNOWN_DISCOUNT, "unknown_discount")                                          \
	W(REJECTION_DISCOUNT_NOT_VALID, "discount_not_valid")                                      \
	W(REJECTION_DISCOUNT_USED_UP, "discount_used_up")                                          \
	W(REJECTION_UNKNOWN_QUESTION, "unknown_question")                                          \
	W(REJECTION_NOT_ASSIGNED, "not_assigned")                                                  \
	W(REJECTION_ALL_ASSIGNED, "all_assigned")                                                  \
	W(REJECTION_UNKNOWN_PURCHASE, "unknown_purchase")                                          \
	W(REJECTION_UNKNOWN_TICKET, "unknown_ticket")                                              \
	W(REJECTION_TIMED_OUT, "timed_out")                                                        \
	W(REJECTION_CANCELLED, "cancelled")                                                        \
	W(REJECTION_ALREADY_PAID, "already_paid")                                                  \
	W(REJECTION_NOTHING_DUE, "nothing_due")                                                    \
	W(REJECTION_WRONG_AMOUNT, "wrong_amount")                                                  \
	W(REJECTION_NOTHING_TO_CANCEL, "nothing_to_cancel")                                        \
	W(REJECTION_NOTHING_TO_REFUND, "nothing_to_refund")                                        \
	W(REJECTION_NOT_EXPIRED, "not_expired")
ENUM_DECLARE(rejection, REJECTION_ABSENT, REJECTION);

#define TICKET_PURCHASE_REJECTED(X, S)                                                             \
	STRING(X, S, reference, REQUIRED, REFERENCE_LIMIT, "as in the command")                    \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "client that sent the command")               \
	ENUM(X, S, code, REQUIRED, rejection, "reason, as a code")                                 \
	STRING(X, S, message, REQUIRED, 500, "reason, as a sentence")                              \
	BOOLEAN(X, S, retryable, REQUIRED,                                                         \
		"whether a new command with a new reference may succeed later")                    \
	STRING(X, S, type, OPTIONAL, TYPE_LIMIT, "ticket type concerned")                          \
	STRING(X, S, room, OPTIONAL, ROOM_LIMIT, "room that has too few places left")
MESSAGE_DECLARE(ticket_purchase_rejected, TICKET_PURCHASE_REJECTED);

/* Commands about an existing purchase, and their events */

/* A purchase by its id, its reference, or both. */
#define PURCHASE_NAME(X, S)                                                                        \
	UUID(X, S, purchase, OPTIONAL | KEY, "purchase's id, or its reference instead")            \
	STRING(X, S, reference, OPTIONAL | INSTEAD, REFERENCE_LIMIT, "the purchase's reference")   \
	STRING(X, S, of_client, OPTIONAL, CLIENT_LIMIT,                                            \
		"client that made the purchase; absent: the one that sends this")

#define PAY_TICKET_PURCHASE(X, S)                                                                  \
	STRING(X, S, payment, REQUIRED | KEY, REFERENCE_LIMIT,                                     \
		"payment reference; one payment can pay several purchases")                        \
	PURCHASE_NAME(X, S)                                                                        \
	AMOUNT(X, S, amount, REQUIRED, "amount paid: all that is due")                             \
	CURRENCY(X, S, currency, REQUIRED, "currency of the amount")
MESSAGE_DECLARE(pay_ticket_purchase, PAY_TICKET_PURCHASE);

#define TICKET_PURCHASE_PAID(X, S)                                                                 \
	OF_PURCHASE(X, S)                                                                          \
	STRING(X, S, payment, REQUIRED, REFERENCE_LIMIT, "payment reference")                      \
	AMOUNT(X, S, amount, REQUIRED, "amount paid")                                              \
	CURRENCY(X, S, currency, REQUIRED, "currency of the amount")
MESSAGE_DECLARE(ticket_purchase_paid, TICKET_PURCHASE_PAID);

#define REFUND_TICKET_PURCHASE(X, S)                                                               \
	STRING(X, S, refund, REQUIRED | KEY, REFERENCE_LIMIT,                                      \
		"refund's reference, as the bank or the payment service gives it")                 \
	PURCHASE_NAME(X, S)                                                                        \
	STRING(X, S, payment, OPTIONAL, REFERENCE_LIMIT,                                           \
		"payment that was refused and is paid back; absent: it is for cancelled tickets")  \
	AMOUNT(X, S, amount, REQUIRED, "amount paid back: what is to refund, or a part of it")     \
	CURRENCY(X, S, currency, REQUIRED, "currency of the amount")
MESSAGE_DECLARE(refund_ticket_purchase, REFUND_TICKET_PURCHASE);

#define TICKET_PURCHASE_REFUNDED(X, S)                                                             \
	OF_PURCHASE(X, S)                                                                          \
	STRING(X, S, refund, REQUIRED, REFERENCE_LIMIT, "refund's reference")                      \
	AMOUNT(X, S, amount, REQUIRED, "amount paid back")                                         \
	CURRENCY(X, S, currency, REQUIRED, "currency of the amount")
MESSAGE_DECLARE(ticket_purchase_refunded, TICKET_PURCHASE_REFUNDED);

#define TICKET_PAYMENT_REFUNDED(X, S)                                                              \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "client whose purchase was to be paid")       \
	STRING(X, S, reference, OPTIONAL, REFERENCE_LIMIT, "the purchase's reference, if known")   \
	STRING(X, S, payment, REQUIRED, REFERENCE_LIMIT, "payment reference")                      \
	STRING(X, S, refund, REQUIRED, REFERENCE_LIMIT, "refund's reference")                      \
	AMOUNT(X, S, amount, REQUIRED, "amount paid back: all of the payment")                     \
	CURRENCY(X, S, currency, REQUIRED, "currency of the amount")
MESSAGE_DECLARE(ticket_payment_refunded, TICKET_PAYMENT_REFUNDED);

#define TICKET_PURCHASE_EXPIRED(X, S)                                                              \
	OF_PURCHASE(X, S)                                                                          \
	TIME(X, S, deadline, REQUIRED | UNTIL, "payment deadline that has passed")
MESSAGE_DECLARE(ticket_purchase_expired, TICKET_PURCHASE_EXPIRED);

#define EXTEND_TICKET_PURCHASE(X, S)                                                               \
	PURCHASE_NAME(X, S)                                                                        \
	TIME(X, S, deadline, REQUIRED | UNTIL, "new payment deadline; a later one stays")
MESSAGE_DECLARE(extend_ticket_purchase, EXTEND_TICKET_PURCHASE);

#define TICKET_PURCHASE_EXTENDED(X, S)                                                             \
	OF_PURCHASE(X, S)                                                                          \
	TIME(X, S, deadline, REQUIRED | UNTIL, "new payment deadline")
MESSAGE_DECLARE(ticket_purchase_extended, TICKET_PURCHASE_EXTENDED);

#define REOPEN_TICKET_PURCHASE(X, S)                                                               \
	PURCHASE_NAME(X, S)                                                                        \
	TIME(X, S, deadline, OPTIONAL | UNTIL, "payment deadline; default: as for a new purchase")
MESSAGE_DECLARE(reopen_ticket_purchase, REOPEN_TICKET_PURCHASE);

#define TICKET_PURCHASE_REOPENED(X, S)                                                             \
	OF_PURCHASE(X, S)                                                                          \
	AMOUNT(X, S, amount, REQUIRED, "amount due, by the prices at the time of the purchase")    \
	CURRENCY(X, S, currency, REQUIRED, "currency of the amount")                               \
	TIME(X, S, deadline, REQUIRED | UNTIL, "new payment deadline")
MESSAGE_DECLARE(ticket_purchase_reopened, TICKET_PURCHASE_REOPENED);

#define CANCEL_TICKETS(X, S)                                                                       \
	PURCHASE_NAME(X, S)                                                                        \
	FIXED_STRINGS(X, S, tickets, OPTIONAL, 36, "ids of its tickets; absent: all of them")      \
	BOOLEAN(X, S, unassigned, OPTIONAL, "only tickets that are not assigned")                  \
	INTEGER(X, S, keep, OPTIONAL, 0, TICKETS_LIMIT,                                            \
		"number of tickets to keep; the last ones are cancelled")                          \
	STRING(X, S, reason, OPTIONAL | PERSONAL, 200, "reason, as free text")
MESSAGE_DECLARE(cancel_tickets, CANCEL_TICKETS);

#define TICKETS_CANCELLED(X, S)                                                                    \
	OF_PURCHASE(X, S)                                                                          \
	LIST(X, S, tickets, REQUIRED, 1, TICKETS_LIMIT, ticket, "cancelled tickets")               \
	INTEGER(X, S, left, REQUIRED, 0, TICKETS_LIMIT,                                            \
		"number of valid tickets left in the purchase")                                    \
	AMOUNT(X, S, refund, REQUIRED, "amount to refund")                                         \
	AMOUNT(X, S, due, REQUIRED, "amount still due for the tickets left")                       \
	CURRENCY(X, S, currency, REQUIRED, "currency of refund and due")                           \
	STRING(X, S, reason, OPTIONAL | PERSONAL, 200, "as in the command")
MESSAGE_DECLARE(tickets_cancelled, TICKETS_CANCELLED);

/* A field that is absent stays as it is. */
#define AMEND_PURCHASER(X, S)                                                                      \
	PURCHASE_NAME(X, S)                                                                        \
	STRING(X, S, name, OPTIONAL | NAME | PERSONAL, 200, "purchaser's name")                    \
	EMAIL(X, S, email, OPTIONAL, "purchaser's e-mail address")                                 \
	BOOLEAN(X, S, delegates, OPTIONAL,                                                         \
		"amend tickets that are assigned to the purchaser's address, too")
MESSAGE_DECLARE(amend_purchaser, AMEND_PURCHASER);

#define PURCHASER_AMENDED(X, S)                                                                    \
	OF_PURCHASE(X, S)                                                                          \
	OBJECT(X, S, purchaser, REQUIRED, purchaser, "purchaser's name and e-mail address")
MESSAGE_DECLARE(purchaser_amended, PURCHASER_AMENDED);

/* Purchases by what people know of them: those with all that is named here. */
#define TICKET_SELECTOR(X, S)                                                                      \
	UUID(X, S, purchase, OPTIONAL, "purchase's id, instead of the ticket's")                   \
	STRING(X, S, reference, OPTIONAL | INSTEAD, REFERENCE_LIMIT, "the purchase's reference")   \
	STRING(X, S, series, OPTIONAL, REFERENCE_LIMIT,                                            \
		"a series of references: those that are SERIES/TYPE/NUMBER")                       \
	STRING(X, S, purchaser, OPTIONAL | INSTEAD | PERSONAL, 320,                                \
		"purchaser's e-mail address, in any case")                                         \
	STRING(X, S, of_client, OPTIONAL, CLIENT_LIMIT,                                            \
		"client that made the purchase; absent: with a reference the one that sends this") \
	STRING(X, S, type, OPTIONAL, TYPE_LIMIT, "ticket type; absent: any")
STRUCT_DECLARE(ticket_selector, TICKET_SELECTOR);

/*
 * Without the ticket's id: the ticket of those purchases that is assigned to the delegate's address
 * already, or else the next one that is not assigned.
 */
#define ASSIGN_TICKET(X, S)                                                                        \
	UUID(X, S, ticket, OPTIONAL | KEY, "ticket's id")                                          \
	TICKET_SELECTOR(X, S)                                                                      \
	DELEGATE(X, S)                                                                             \
	CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(assign_ticket, ASSIGN_TICKET);

#define TICKET_ASSIGNMENT(X, S)                                                                    \
	UUID(X, S, ticket, REQUIRED, "ticket's id")                                                \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "ticket type")                                    \
	OF_PURCHASE(X, S)

#define TICKET_ASSIGNED(X, S)                                                                      \
	TICKET_ASSIGNMENT(X, S)                                                                    \
	OBJECT(X, S, delegate, REQUIRED, delegate, "delegate's data")
MESSAGE_DECLARE(ticket_assigned, TICKET_ASSIGNED);

/* Without the ticket's id: the ticket of the purchase that is assigned to the delegate's address. */
#define UNASSIGN_TICKET(X, S)                                                                      \
	UUID(X, S, ticket, OPTIONAL | KEY, "ticket's id")                                          \
	UUID(X, S, purchase, OPTIONAL, "purchase's id, instead of the ticket's")                   \
	STRING(X, S, reference, OPTIONAL | INSTEAD, REFERENCE_LIMIT, "the purchase's reference")   \
	STRING(X, S, of_client, OPTIONAL, CLIENT_LIMIT,                                            \
		"client that made the purchase; absent: the one that sends this")                  \
	EMAIL(X, S, email, OPTIONAL | INSTEAD, "delegate's e-mail address, in any case of letters")
MESSAGE_DECLARE(unassign_ticket, UNASSIGN_TICKET);

#define TICKET_UNASSIGNED(X, S)                                                                    \
	TICKET_ASSIGNMENT(X, S)                                                                    \
	EMAIL(X, S, email, OPTIONAL, "as in the command")
MESSAGE_DECLARE(ticket_unassigned, TICKET_UNASSIGNED);

#define TICKET_COMMAND_REJECTED(X, S)                                                              \
	STRING(X, S, command, REQUIRED, 200, "type of the command")                                \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "client that sent the command")               \
	ENUM(X, S, code, REQUIRED, rejection, "reason, as a code")                                 \
	STRING(X, S, message, REQUIRED, MESSAGE_LIMIT, "reason, as a sentence")                    \
	BOOLEAN(X, S, retryable, REQUIRED, "whether a new command may succeed later")              \
	UUID(X, S, purchase, OPTIONAL, "purchase concerned")                                       \
	STRING(X, S, reference, OPTIONAL, REFERENCE_LIMIT, "the purchase's reference, if known")   \
	STRING(X, S, of_client, OPTIONAL, CLIENT_LIMIT,                                            \
		"client that made the purchase; absent: the one that sent the command")            \
	UUID(X, S, ticket, OPTIONAL, "ticket concerned")                                           \
	STRING(X, S, payment, OPTIONAL, REFERENCE_LIMIT,                                           \
		"reference of the payment concerned, as in the command")                           \
	STRING(X, S, refund, OPTIONAL, REFERENCE_LIMIT,                                            \
		"reference of the refund that is not recorded, as in the command")                 \
	AMOUNT(X, S, amount, OPTIONAL,                                                             \
		"with a refund its amount; otherwise what was paid, and is to be paid back")       \
	CURRENCY(X, S, currency, OPTIONAL, "currency of the amount")
MESSAGE_DECLARE(ticket_command_rejected, TICKET_COMMAND_REJECTED);

#define DENIAL_CODE(W)                                                                             \
	W(DENIAL_FORBIDDEN, "forbidden")                                                           \
	W(DENIAL_CONFLICT, "conflict")                                                             \
	W(DENIAL_MALFORMED, "malformed")                                                           \
	W(DENIAL_HOURLY_LIMIT, "hourly_limit")                                                     \
	W(DENIAL_RESERVATION_TOO_LONG, "reservation_too_long")
ENUM_DECLARE(denial_code, DENIAL_ABSENT, DENIAL_CODE);

#define COMMAND_REFUSED(X, S)                                                                      \
	STRING(X, S, command, REQUIRED, 200, "type of the command")                                \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "client that sent the command")               \
	ENUM(X, S, code, REQUIRED, denial_code, "reason, as a code")                               \
	STRING(X, S, message, REQUIRED, 1000, "reason, as a sentence")                             \
	STRING(X, S, pointer, OPTIONAL, 256, "JSON Pointer (RFC 6901) to the invalid member")      \
	BOOLEAN(X, S, retryable, REQUIRED, "whether the same command may succeed later")
MESSAGE_DECLARE(command_refused, COMMAND_REFUSED);

#endif
