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
};

#define PURCHASER(X, S)                                                                            \
	X(S, STRING, name, REQUIRED, 1, 200, none, "who the purchase is for")                      \
	X(S, EMAIL, email, REQUIRED, 0, 0, none, "where word of it is sent")
SHAPE_DECLARE(purchaser, PURCHASER);

#define TICKETS_WANTED(X, S)                                                                       \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "a ticket type")                         \
	X(S, INTEGER, quantity, REQUIRED, 1, TICKETS_LIMIT, none, "how many")
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
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "why, in the client's words")
MESSAGE_DECLARE(create_ticket_purchase, CREATE_TICKET_PURCHASE);

#define TICKET(X, S)                                                                               \
	X(S, UUID, id, REQUIRED, 0, 0, none, "the ticket")                                         \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "its type")
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
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "as the client gave it")
MESSAGE_DECLARE(ticket_purchase_created, TICKET_PURCHASE_CREATED);

#define REJECTION(W)                                                                               \
	W(REJECTION_UNKNOWN_TYPE, "unknown_type")                                                  \
	W(REJECTION_NOT_ON_SALE, "not_on_sale")                                                    \
	W(REJECTION_SOLD_OUT, "sold_out")                                                          \
	W(REJECTION_OVER_BUDGET, "over_budget")                                                    \
	W(REJECTION_MIXED_CURRENCIES, "mixed_currencies")                                          \
	W(REJECTION_TOO_MANY, "too_many")
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

#define DOOR_REFUSAL(W)                                                                            \
	W(DOOR_FORBIDDEN, "forbidden")                                                             \
	W(DOOR_CONFLICT, "conflict")                                                               \
	W(DOOR_MALFORMED, "malformed")
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
