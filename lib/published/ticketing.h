/*
 * Ticketing's published language: what its clients say to it, and what it
 * says to everybody. This is all that another context knows of ticketing.
 *
 * A client is whoever has a grant. Ticketing never learns who books or why:
 * reference and reason are the client's own words, handed back and not read.
 */
#ifndef PUBLISHED_TICKETING_H
#define PUBLISHED_TICKETING_H

#include "message/message.h"

/* Adding an optional field keeps a type; anything else is .v2 beside .v1. */

enum {
	TICKETS_LIMIT = 500, /* in one purchase: its event stays under 64 KiB */
	REFERENCE_LIMIT = 200,
	TYPE_LIMIT = 64,
	CLIENT_LIMIT = 64,
	POOL_LIMIT = 64,
	CODE_LIMIT = 64,
	QUESTION_LIMIT = 200,
};

#define PURCHASER(X, S)                                                                            \
	STRING(X, S, name, REQUIRED, 200, "who the purchase is for")                               \
	EMAIL(X, S, email, REQUIRED, "where word of it is sent")
STRUCT_DECLARE(purchaser, PURCHASER);

#define ANSWER(X, S)                                                                               \
	STRING(X, S, question, REQUIRED, QUESTION_LIMIT, "as the ticket's type asks it")           \
	STRING(X, S, answer, REQUIRED, 1000, "what the delegate says to it")
STRUCT_DECLARE(answer, ANSWER);

#define DELEGATE(X, S)                                                                             \
	STRING(X, S, name, REQUIRED, 200, "who comes with the ticket")                             \
	EMAIL(X, S, email, REQUIRED, "where word is sent to them")                                 \
	STRING(X, S, requirements, OPTIONAL, 1000, "what they need, in their words")               \
	LIST(X, S, answers, OPTIONAL, 1, 20, answer, "to the questions of the ticket's type")
STRUCT_DECLARE(delegate, DELEGATE);

#define TICKET_QUANTITY(X, S)                                                                      \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "a ticket type")                                  \
	INTEGER(X, S, quantity, REQUIRED, 1, TICKETS_LIMIT, "how many")                            \
	LIST(X, S, delegates, OPTIONAL | HIDDEN, 1, TICKETS_LIMIT, delegate,                       \
		"who comes with the first of them")
STRUCT_DECLARE(ticket_quantity, TICKET_QUANTITY);

#define PAYMENT(W)                                                                                 \
	W(PAYMENT_WAIVED, "waived")                                                                \
	W(PAYMENT_DUE, "due")
ENUM_DECLARE(payment, PAYMENT_ABSENT, PAYMENT);

#define CREATE_TICKET_PURCHASE(X, S)                                                               \
	STRING(X, S, reference, REQUIRED | KEY, REFERENCE_LIMIT,                                   \
		"the client's own word for this attempt, unique with it")                          \
	OBJECT(X, S, purchaser, REQUIRED, purchaser, "who the purchase is for")                    \
	LIST(X, S, tickets, REQUIRED, 1, 50, ticket_quantity, "types and how many of each")        \
	ENUM(X, S, payment, REQUIRED, payment, "waived, or due")                                   \
	STRING(X, S, reason, OPTIONAL, 200, "why, in the client's words")                          \
	TIME(X, S, deadline, OPTIONAL,                                                             \
		"until when it can be paid, if it is due; absent: in 30 minutes")                  \
	STRING(X, S, discount, OPTIONAL, CODE_LIMIT, "a discount code")                            \
	STRING(X, S, pool, OPTIONAL, POOL_LIMIT, "the pool that the tickets come from")
MESSAGE_DECLARE(create_ticket_purchase, CREATE_TICKET_PURCHASE);

#define TICKET(X, S)                                                                               \
	UUID(X, S, id, REQUIRED, "the ticket")                                                     \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "its type")                                       \
	AMOUNT(X, S, price, OPTIONAL,                                                              \
		"what is paid for it, less its share of a discount; absent: nothing")
STRUCT_DECLARE(ticket, TICKET);

#define TICKET_PURCHASE_CREATED(X, S)                                                              \
	UUID(X, S, purchase, REQUIRED, "the purchase")                                             \
	STRING(X, S, reference, REQUIRED, REFERENCE_LIMIT, "as the client gave it")                \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "whose purchase it is")                       \
	OBJECT(X, S, purchaser, REQUIRED, purchaser, "who the purchase is for")                    \
	LIST(X, S, tickets, REQUIRED, 1, TICKETS_LIMIT, ticket, "every ticket")                    \
	ENUM(X, S, payment, REQUIRED, payment, "waived, or due")                                   \
	AMOUNT(X, S, amount, REQUIRED, "what is to be paid; 0 when waived")                        \
	CURRENCY(X, S, currency, REQUIRED, "of the amount")                                        \
	STRING(X, S, reason, OPTIONAL, 200, "as the client gave it")                               \
	TIME(X, S, deadline, OPTIONAL,                                                             \
		"reserved until then, awaiting payment; absent: complete at once")                 \
	STRING(X, S, discount, OPTIONAL, CODE_LIMIT, "the code that was used")                     \
	AMOUNT(X, S, reduction, OPTIONAL, "what the code took off")                                \
	STRING(X, S, pool, OPTIONAL, POOL_LIMIT, "the pool that the tickets come from")
MESSAGE_DECLARE(ticket_purchase_created, TICKET_PURCHASE_CREATED);

/* Why not: of a purchase, and of what is asked about one later. */
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
	W(REJECTION_UNKNOWN_PURCHASE, "unknown_purchase")                                          \
	W(REJECTION_UNKNOWN_TICKET, "unknown_ticket")                                              \
	W(REJECTION_TIMED_OUT, "timed_out")                                                        \
	W(REJECTION_CANCELLED, "cancelled")                                                        \
	W(REJECTION_ALREADY_PAID, "already_paid")                                                  \
	W(REJECTION_NOTHING_DUE, "nothing_due")                                                    \
	W(REJECTION_WRONG_AMOUNT, "wrong_amount")                                                  \
	W(REJECTION_NOTHING_TO_CANCEL, "nothing_to_cancel")
ENUM_DECLARE(rejection, REJECTION_ABSENT, REJECTION);

#define TICKET_PURCHASE_REJECTED(X, S)                                                             \
	STRING(X, S, reference, REQUIRED, REFERENCE_LIMIT, "as the client gave it")                \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "who asked")                                  \
	ENUM(X, S, code, REQUIRED, rejection, "why, for a program")                                \
	STRING(X, S, message, REQUIRED, 500, "why, for a person")                                  \
	BOOLEAN(X, S, retryable, REQUIRED,                                                         \
		"whether the same may succeed later, as a new command with a new reference")       \
	STRING(X, S, type, OPTIONAL, TYPE_LIMIT, "the ticket type that it is about")
MESSAGE_DECLARE(ticket_purchase_rejected, TICKET_PURCHASE_REJECTED);

/* What can be asked about a purchase that is there. */

#define PAY_TICKET_PURCHASE(X, S)                                                                  \
	STRING(X, S, payment, REQUIRED | KEY, REFERENCE_LIMIT,                                     \
		"the payment's own reference, unique with the client")                             \
	UUID(X, S, purchase, REQUIRED, "the purchase that it pays")                                \
	AMOUNT(X, S, amount, REQUIRED, "what was paid: all that is due")                           \
	CURRENCY(X, S, currency, REQUIRED, "of the amount")
MESSAGE_DECLARE(pay_ticket_purchase, PAY_TICKET_PURCHASE);

#define TICKET_PURCHASE_PAID(X, S)                                                                 \
	UUID(X, S, purchase, REQUIRED, "the purchase")                                             \
	STRING(X, S, reference, REQUIRED, REFERENCE_LIMIT, "as its client gave it")                \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "whose purchase it is")                       \
	STRING(X, S, payment, REQUIRED, REFERENCE_LIMIT, "the payment's reference")                \
	AMOUNT(X, S, amount, REQUIRED, "what was paid")                                            \
	CURRENCY(X, S, currency, REQUIRED, "of the amount")
MESSAGE_DECLARE(ticket_purchase_paid, TICKET_PURCHASE_PAID);

#define TICKET_PURCHASE_EXPIRED(X, S)                                                              \
	UUID(X, S, purchase, REQUIRED, "the purchase; none of its tickets is left")                \
	STRING(X, S, reference, REQUIRED, REFERENCE_LIMIT, "as its client gave it")                \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "whose purchase it was")                      \
	TIME(X, S, deadline, REQUIRED, "until when it could have been paid")
MESSAGE_DECLARE(ticket_purchase_expired, TICKET_PURCHASE_EXPIRED);

#define CANCEL_TICKETS(X, S)                                                                       \
	UUID(X, S, purchase, REQUIRED | KEY, "the purchase")                                       \
	FIXED_STRINGS(X, S, tickets, OPTIONAL, 36, "ids of its tickets; absent: all of them")      \
	BOOLEAN(X, S, unassigned, OPTIONAL, "only those that nobody holds")                        \
	INTEGER(X, S, keep, OPTIONAL, 0, TICKETS_LIMIT,                                            \
		"cancel the last ones, until so many are left")                                    \
	STRING(X, S, reason, OPTIONAL, 200, "why, in the client's words")
MESSAGE_DECLARE(cancel_tickets, CANCEL_TICKETS);

#define TICKETS_CANCELLED(X, S)                                                                    \
	UUID(X, S, purchase, REQUIRED, "the purchase")                                             \
	STRING(X, S, reference, REQUIRED, REFERENCE_LIMIT, "as its client gave it")                \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "whose purchase it is")                       \
	LIST(X, S, tickets, REQUIRED, 1, TICKETS_LIMIT, ticket, "the tickets that are no more")    \
	INTEGER(X, S, left, REQUIRED, 0, TICKETS_LIMIT, "how many of its tickets are left")        \
	AMOUNT(X, S, refund, REQUIRED, "what is to be paid back")                                  \
	AMOUNT(X, S, due, REQUIRED, "what is still to be paid for those left")                     \
	CURRENCY(X, S, currency, REQUIRED, "of both")                                              \
	STRING(X, S, reason, OPTIONAL, 200, "as it was given")
MESSAGE_DECLARE(tickets_cancelled, TICKETS_CANCELLED);

#define ASSIGN_TICKET(X, S)                                                                        \
	UUID(X, S, ticket, REQUIRED | KEY, "the ticket")                                           \
	DELEGATE(X, S)
MESSAGE_DECLARE(assign_ticket, ASSIGN_TICKET);

#define TICKET_ASSIGNMENT(X, S)                                                                    \
	UUID(X, S, ticket, REQUIRED, "the ticket")                                                 \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "its type")                                       \
	UUID(X, S, purchase, REQUIRED, "the purchase that it is of")                               \
	STRING(X, S, reference, REQUIRED, REFERENCE_LIMIT, "as its client gave it")                \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "whose purchase it is")

#define TICKET_ASSIGNED(X, S)                                                                      \
	TICKET_ASSIGNMENT(X, S)                                                                    \
	OBJECT(X, S, delegate, REQUIRED, delegate, "who comes with it")
MESSAGE_DECLARE(ticket_assigned, TICKET_ASSIGNED);

#define UNASSIGN_TICKET(X, S) UUID(X, S, ticket, REQUIRED | KEY, "the ticket")
MESSAGE_DECLARE(unassign_ticket, UNASSIGN_TICKET);
MESSAGE_DECLARE(ticket_unassigned, TICKET_ASSIGNMENT);

#define TICKET_COMMAND_REJECTED(X, S)                                                              \
	STRING(X, S, command, REQUIRED, 200, "the command's type")                                 \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "who sent it")                                \
	ENUM(X, S, code, REQUIRED, rejection, "why, for a program")                                \
	STRING(X, S, message, REQUIRED, 500, "why, for a person")                                  \
	BOOLEAN(X, S, retryable, REQUIRED, "whether the same may succeed later, as a new command") \
	UUID(X, S, purchase, OPTIONAL, "the purchase that it is about")                            \
	UUID(X, S, ticket, OPTIONAL, "the ticket that it is about")                                \
	STRING(X, S, payment, OPTIONAL, REFERENCE_LIMIT, "the payment that it is about")           \
	AMOUNT(X, S, amount, OPTIONAL, "what was paid, and is to be paid back")                    \
	CURRENCY(X, S, currency, OPTIONAL, "of the amount")
MESSAGE_DECLARE(ticket_command_rejected, TICKET_COMMAND_REJECTED);

#define DENIAL_CODE(W)                                                                             \
	W(DENIAL_FORBIDDEN, "forbidden")                                                           \
	W(DENIAL_CONFLICT, "conflict")                                                             \
	W(DENIAL_MALFORMED, "malformed")                                                           \
	W(DENIAL_HOURLY_LIMIT, "hourly_limit")                                                     \
	W(DENIAL_RESERVATION_TOO_LONG, "reservation_too_long")
ENUM_DECLARE(denial_code, DENIAL_ABSENT, DENIAL_CODE);

#define COMMAND_REFUSED(X, S)                                                                      \
	STRING(X, S, command, REQUIRED, 200, "the command's type")                                 \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "who sent it")                                \
	ENUM(X, S, code, REQUIRED, denial_code, "why, for a program")                              \
	STRING(X, S, message, REQUIRED, 1000, "why, for a person")                                 \
	STRING(X, S, pointer, OPTIONAL, 256, "where in the line: a JSON pointer")                  \
	BOOLEAN(X, S, retryable, REQUIRED, "whether the same command may succeed later")
MESSAGE_DECLARE(command_refused, COMMAND_REFUSED);

#endif
