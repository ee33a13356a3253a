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
	X(S, STRING, name, REQUIRED, 1, 200, none, "who the purchase is for")                      \
	X(S, EMAIL, email, REQUIRED, 0, 0, none, "where word of it is sent")
SHAPE_DECLARE(purchaser, PURCHASER);

#define ANSWER(X, S)                                                                               \
	X(S, STRING, question, REQUIRED, 1, QUESTION_LIMIT, none, "as the ticket's type asks it")  \
	X(S, STRING, answer, REQUIRED, 1, 1000, none, "what the delegate says to it")
SHAPE_DECLARE(answer, ANSWER);

#define DELEGATE(X, S)                                                                             \
	X(S, STRING, name, REQUIRED, 1, 200, none, "who comes with the ticket")                    \
	X(S, EMAIL, email, REQUIRED, 0, 0, none, "where word is sent to them")                     \
	X(S, STRING, requirements, OPTIONAL, 1, 1000, none, "what they need, in their words")      \
	X(S, LIST, answers, OPTIONAL, 1, 20, answer, "to the questions of the ticket's type")
SHAPE_DECLARE(delegate, DELEGATE);

#define TICKETS_WANTED(X, S)                                                                       \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "a ticket type")                         \
	X(S, INTEGER, quantity, REQUIRED, 1, TICKETS_LIMIT, none, "how many")                      \
	X(S, LIST, delegates, OPTIONAL | HIDDEN, 1, TICKETS_LIMIT, delegate,                       \
		"who comes with the first of them")
SHAPE_DECLARE(tickets_wanted, TICKETS_WANTED);

#define PAYMENT(W)                                                                                 \
	W(PAYMENT_WAIVED, "waived")                                                                \
	W(PAYMENT_DUE, "due")
WORDS_DECLARE(payment, PAYMENT_ABSENT, PAYMENT);

#define CREATE_TICKET_PURCHASE(X, S)                                                               \
	X(S, STRING, reference, REQUIRED | KEY, 1, REFERENCE_LIMIT, none,                          \
		"the client's own word for this attempt, unique with it")                          \
	X(S, OBJECT, purchaser, REQUIRED, 0, 0, purchaser, "who the purchase is for")              \
	X(S, LIST, tickets, REQUIRED, 1, 50, tickets_wanted, "types and how many of each")         \
	X(S, ENUM, payment, REQUIRED, 0, 0, payment, "waived, or due")                             \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why, in the client's words")                 \
	X(S, TIME, deadline, OPTIONAL, 0, 0, none,                                                 \
		"until when it can be paid, if it is due; absent: in 30 minutes")                  \
	X(S, STRING, discount, OPTIONAL, 1, CODE_LIMIT, none, "a discount code")                   \
	X(S, STRING, pool, OPTIONAL, 1, POOL_LIMIT, none, "the pool that the tickets come from")
MESSAGE_DECLARE(create_ticket_purchase, CREATE_TICKET_PURCHASE);

#define TICKET(X, S)                                                                               \
	X(S, UUID, id, REQUIRED, 0, 0, none, "the ticket")                                         \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "its type")                              \
	X(S, AMOUNT, price, OPTIONAL, 0, 0, none,                                                  \
		"what is paid for it, less its share of a discount; absent: nothing")
SHAPE_DECLARE(ticket, TICKET);

#define TICKET_PURCHASE_CREATED(X, S)                                                              \
	X(S, UUID, purchase, REQUIRED, 0, 0, none, "the purchase")                                 \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "as the client gave it")       \
	X(S, STRING, client, REQUIRED, 1, CLIENT_LIMIT, none, "whose purchase it is")              \
	X(S, OBJECT, purchaser, REQUIRED, 0, 0, purchaser, "who the purchase is for")              \
	X(S, LIST, tickets, REQUIRED, 1, TICKETS_LIMIT, ticket, "every ticket")                    \
	X(S, ENUM, payment, REQUIRED, 0, 0, payment, "waived, or due")                             \
	X(S, AMOUNT, amount, REQUIRED, 0, 0, none, "what is to be paid; 0 when waived")            \
	X(S, CURRENCY, currency, REQUIRED, 0, 0, none, "of the amount")                            \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "as the client gave it")                      \
	X(S, TIME, deadline, OPTIONAL, 0, 0, none,                                                 \
		"reserved until then, awaiting payment; absent: complete at once")                 \
	X(S, STRING, discount, OPTIONAL, 1, CODE_LIMIT, none, "the code that was used")            \
	X(S, AMOUNT, reduction, OPTIONAL, 0, 0, none, "what the code took off")                    \
	X(S, STRING, pool, OPTIONAL, 1, POOL_LIMIT, none, "the pool that the tickets come from")
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
WORDS_DECLARE(rejection, REJECTION_ABSENT, REJECTION);

#define TICKET_PURCHASE_REJECTED(X, S)                                                             \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "as the client gave it")       \
	X(S, STRING, client, REQUIRED, 1, CLIENT_LIMIT, none, "who asked")                         \
	X(S, ENUM, code, REQUIRED, 0, 0, rejection, "why, for a program")                          \
	X(S, STRING, message, REQUIRED, 1, 500, none, "why, for a person")                         \
	X(S, TRUTH, retryable, REQUIRED, 0, 0, none,                                               \
		"whether the same may succeed later, as a new command with a new reference")       \
	X(S, STRING, type, OPTIONAL, 1, TYPE_LIMIT, none, "the ticket type that it is about")
MESSAGE_DECLARE(ticket_purchase_rejected, TICKET_PURCHASE_REJECTED);

/* What can be asked about a purchase that is there. */

#define PAY_TICKET_PURCHASE(X, S)                                                                  \
	X(S, STRING, payment, REQUIRED | KEY, 1, REFERENCE_LIMIT, none,                            \
		"the payment's own reference, unique with the client")                             \
	X(S, UUID, purchase, REQUIRED, 0, 0, none, "the purchase that it pays")                    \
	X(S, AMOUNT, amount, REQUIRED, 0, 0, none, "what was paid: all that is due")               \
	X(S, CURRENCY, currency, REQUIRED, 0, 0, none, "of the amount")
MESSAGE_DECLARE(pay_ticket_purchase, PAY_TICKET_PURCHASE);

#define TICKET_PURCHASE_PAID(X, S)                                                                 \
	X(S, UUID, purchase, REQUIRED, 0, 0, none, "the purchase")                                 \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "as its client gave it")       \
	X(S, STRING, client, REQUIRED, 1, CLIENT_LIMIT, none, "whose purchase it is")              \
	X(S, STRING, payment, REQUIRED, 1, REFERENCE_LIMIT, none, "the payment's reference")       \
	X(S, AMOUNT, amount, REQUIRED, 0, 0, none, "what was paid")                                \
	X(S, CURRENCY, currency, REQUIRED, 0, 0, none, "of the amount")
MESSAGE_DECLARE(ticket_purchase_paid, TICKET_PURCHASE_PAID);

#define TICKET_PURCHASE_EXPIRED(X, S)                                                              \
	X(S, UUID, purchase, REQUIRED, 0, 0, none, "the purchase; none of its tickets is left")    \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "as its client gave it")       \
	X(S, STRING, client, REQUIRED, 1, CLIENT_LIMIT, none, "whose purchase it was")             \
	X(S, TIME, deadline, REQUIRED, 0, 0, none, "until when it could have been paid")
MESSAGE_DECLARE(ticket_purchase_expired, TICKET_PURCHASE_EXPIRED);

#define CANCEL_TICKETS(X, S)                                                                       \
	X(S, UUID, purchase, REQUIRED | KEY, 0, 0, none, "the purchase")                           \
	X(S, STRINGS, tickets, OPTIONAL, 36, 36, none, "ids of its tickets; absent: all of them")  \
	X(S, TRUTH, unassigned, OPTIONAL, 0, 0, none, "only those that nobody holds")              \
	X(S, INTEGER, keep, OPTIONAL, 0, TICKETS_LIMIT, none,                                      \
		"cancel the last ones, until so many are left")                                    \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why, in the client's words")
MESSAGE_DECLARE(cancel_tickets, CANCEL_TICKETS);

#define TICKETS_CANCELLED(X, S)                                                                    \
	X(S, UUID, purchase, REQUIRED, 0, 0, none, "the purchase")                                 \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "as its client gave it")       \
	X(S, STRING, client, REQUIRED, 1, CLIENT_LIMIT, none, "whose purchase it is")              \
	X(S, LIST, tickets, REQUIRED, 1, TICKETS_LIMIT, ticket, "the tickets that are no more")    \
	X(S, INTEGER, left, REQUIRED, 0, TICKETS_LIMIT, none, "how many of its tickets are left")  \
	X(S, AMOUNT, refund, REQUIRED, 0, 0, none, "what is to be paid back")                      \
	X(S, AMOUNT, due, REQUIRED, 0, 0, none, "what is still to be paid for those left")         \
	X(S, CURRENCY, currency, REQUIRED, 0, 0, none, "of both")                                  \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "as it was given")
MESSAGE_DECLARE(tickets_cancelled, TICKETS_CANCELLED);

#define ASSIGN_TICKET(X, S)                                                                        \
	X(S, UUID, ticket, REQUIRED | KEY, 0, 0, none, "the ticket")                               \
	DELEGATE(X, S)
MESSAGE_DECLARE(assign_ticket, ASSIGN_TICKET);

#define TICKET_HELD(X, S)                                                                          \
	X(S, UUID, ticket, REQUIRED, 0, 0, none, "the ticket")                                     \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "its type")                              \
	X(S, UUID, purchase, REQUIRED, 0, 0, none, "the purchase that it is of")                   \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "as its client gave it")       \
	X(S, STRING, client, REQUIRED, 1, CLIENT_LIMIT, none, "whose purchase it is")

#define TICKET_ASSIGNED(X, S)                                                                      \
	TICKET_HELD(X, S)                                                                          \
	X(S, OBJECT, delegate, REQUIRED, 0, 0, delegate, "who comes with it")
MESSAGE_DECLARE(ticket_assigned, TICKET_ASSIGNED);

#define UNASSIGN_TICKET(X, S) X(S, UUID, ticket, REQUIRED | KEY, 0, 0, none, "the ticket")
MESSAGE_DECLARE(unassign_ticket, UNASSIGN_TICKET);
MESSAGE_DECLARE(ticket_unassigned, TICKET_HELD);

#define TICKET_COMMAND_REJECTED(X, S)                                                              \
	X(S, STRING, command, REQUIRED, 1, 200, none, "the command's type")                        \
	X(S, STRING, client, REQUIRED, 1, CLIENT_LIMIT, none, "who sent it")                       \
	X(S, ENUM, code, REQUIRED, 0, 0, rejection, "why, for a program")                          \
	X(S, STRING, message, REQUIRED, 1, 500, none, "why, for a person")                         \
	X(S, TRUTH, retryable, REQUIRED, 0, 0, none,                                               \
		"whether the same may succeed later, as a new command")                            \
	X(S, UUID, purchase, OPTIONAL, 0, 0, none, "the purchase that it is about")                \
	X(S, UUID, ticket, OPTIONAL, 0, 0, none, "the ticket that it is about")                    \
	X(S, STRING, payment, OPTIONAL, 1, REFERENCE_LIMIT, none, "the payment that it is about")  \
	X(S, AMOUNT, amount, OPTIONAL, 0, 0, none, "what was paid, and is to be paid back")        \
	X(S, CURRENCY, currency, OPTIONAL, 0, 0, none, "of the amount")
MESSAGE_DECLARE(ticket_command_rejected, TICKET_COMMAND_REJECTED);

#define DOOR_REFUSAL(W)                                                                            \
	W(DOOR_FORBIDDEN, "forbidden")                                                             \
	W(DOOR_CONFLICT, "conflict")                                                               \
	W(DOOR_MALFORMED, "malformed")                                                             \
	W(DOOR_HOURLY_LIMIT, "hourly_limit")                                                       \
	W(DOOR_RESERVATION_TOO_LONG, "reservation_too_long")
WORDS_DECLARE(door_refusal, DOOR_ABSENT, DOOR_REFUSAL);

#define COMMAND_REFUSED(X, S)                                                                      \
	X(S, STRING, command, REQUIRED, 1, 200, none, "the command's type")                        \
	X(S, STRING, client, REQUIRED, 1, CLIENT_LIMIT, none, "who sent it")                       \
	X(S, ENUM, code, REQUIRED, 0, 0, door_refusal, "why, for a program")                       \
	X(S, STRING, message, REQUIRED, 1, 1000, none, "why, for a person")                        \
	X(S, STRING, pointer, OPTIONAL, 1, 256, none, "where in the line: a JSON pointer")         \
	X(S, TRUTH, retryable, REQUIRED, 0, 0, none, "whether the same command may succeed later")
MESSAGE_DECLARE(command_refused, COMMAND_REFUSED);

#endif
