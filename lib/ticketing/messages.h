/*
 * Ticketing's internal messages: the organiser's commands, their events, and the rows of
 * lists and reports. The commands of clients are in published/ticketing.h.
 */
#ifndef TICKETING_MESSAGES_H
#define TICKETING_MESSAGES_H

#include "published/ticketing.h"

enum {
	CAPACITY_LIMIT = 1000000000,
	LIST_LIMIT = 64,                    /* bytes of an item in a list */
	RESERVATION_LIMIT = DEADLINE_LIMIT, /* minutes */
};

/* Limits of a client whose grants do not name them. */
#define REFUSALS_DEFAULT 1000
#define CHANGES_DEFAULT 10000
#define RESERVATION_DEFAULT 43200 /* minutes: 30 days */
#define TEXT_OF_NUMBER(number) #number
#define TEXT_OF(number) TEXT_OF_NUMBER(number)

/* 500 tickets at this price stay below 2^53, the integers that JSON readers share (RFC 8259, 6). */
#define PRICE_LIMIT INT64_C(1000000000000)

/* In a client's grants: every ticket type that is not private. */
#define EVERY_TYPE "*"

/* The conference */

#define SET_CONFERENCE(X, S)                                                                       \
	CONFERENCE(X, S)                                                                           \
	CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(set_conference, SET_CONFERENCE);

/* Ticket types */

#define TICKET_TYPE_FIELDS(X, S, NEED)                                                             \
	STRING(X, S, type, REQUIRED | KEY | IDENTIFIES, TYPE_LIMIT, "ticket type's id")            \
	STRING(X, S, name, NEED | NAME, 200, "display name")                                       \
	AMOUNT_WITHIN(X, S, price, NEED, 0, PRICE_LIMIT, "price of one ticket")                    \
	CURRENCY(X, S, currency, NEED, "currency of the price")                                    \
	INTEGER(X, S, capacity, NEED, 0, CAPACITY_LIMIT,                                           \
		"total number of tickets; not below those sold and in pools")                      \
	TIME(X, S, from, OPTIONAL, "start of sale")                                                \
	TIME(X, S, until, OPTIONAL | UNTIL, "end of sale")                                         \
	STRINGS(X, S, after, OPTIONAL, TYPE_LIMIT,                                                 \
		"types that must be sold out or closed before this one is on sale")                \
	BOOLEAN(X, S, private, OPTIONAL, "only for clients with a grant that names it")            \
	BOOLEAN(X, S, withdrawn, OPTIONAL, "no longer on sale; sold tickets stay valid")           \
	STRINGS(X, S, rooms, OPTIONAL, ROOM_LIMIT, "rooms in which its tickets take places")       \
	STRINGS(X, S, questions, OPTIONAL | UNSPLIT, QUESTION_LIMIT, "question to its delegates")
#define TICKET_TYPE(X, S) TICKET_TYPE_FIELDS(X, S, REQUIRED)
STRUCT_DECLARE(ticket_type, TICKET_TYPE);
extern const struct message add_ticket_type_message;
extern const struct message ticket_type_added_message;
extern const struct message ticket_type_amended_message;

#define AMEND_TICKET_TYPE(X, S)                                                                    \
	TICKET_TYPE_FIELDS(X, S, OPTIONAL)                                                         \
	CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_ticket_type, AMEND_TICKET_TYPE);

#define REMOVE_TICKET_TYPE(X, S) STRING(X, S, type, REQUIRED | KEY, TYPE_LIMIT, "ticket type's id")
MESSAGE_DECLARE(remove_ticket_type, REMOVE_TICKET_TYPE);
extern const struct message ticket_type_removed_message;

/* Rooms: places that several types share */

#define TICKET_ROOM(X, S)                                                                          \
	STRING(X, S, room, REQUIRED | KEY | IDENTIFIES, ROOM_LIMIT, "room's id")                   \
	INTEGER(X, S, capacity, REQUIRED, 0, CAPACITY_LIMIT,                                       \
		"number of places; not below those sold and in pools")
STRUCT_DECLARE(ticket_room, TICKET_ROOM);
extern const struct message add_ticket_room_message;
extern const struct message amend_ticket_room_message;
extern const struct message ticket_room_added_message;
extern const struct message ticket_room_amended_message;

#define REMOVE_TICKET_ROOM(X, S) STRING(X, S, room, REQUIRED | KEY, ROOM_LIMIT, "room's id")
MESSAGE_DECLARE(remove_ticket_room, REMOVE_TICKET_ROOM);
extern const struct message ticket_room_removed_message;

/* Pools */

#define TICKET_POOL(X, S)                                                                          \
	STRING(X, S, pool, REQUIRED | KEY | IDENTIFIES, POOL_LIMIT, "pool's id")                   \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "ticket type whose places it sets aside")         \
	INTEGER(X, S, places, REQUIRED, 0, CAPACITY_LIMIT, "number of places, sold ones included") \
	STRING(X, S, purpose, OPTIONAL, 200, "purpose, as free text")
STRUCT_DECLARE(ticket_pool, TICKET_POOL);
extern const struct message add_ticket_pool_message;
extern const struct message ticket_pool_added_message;
extern const struct message ticket_pool_amended_message;

#define AMEND_TICKET_POOL(X, S)                                                                    \
	STRING(X, S, pool, REQUIRED | KEY, POOL_LIMIT, "pool's id")                                \
	INTEGER(X, S, places, OPTIONAL, 0, CAPACITY_LIMIT, "number of places, sold ones included") \
	STRING(X, S, purpose, OPTIONAL, 200, "purpose, as free text")                              \
	CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_ticket_pool, AMEND_TICKET_POOL);

#define MOVE_TICKET_POOL(X, S)                                                                     \
	STRING(X, S, reference, REQUIRED | KEY, REFERENCE_LIMIT, "reference of this move, unique") \
	STRING(X, S, pool, REQUIRED, POOL_LIMIT, "pool to move places from")                       \
	STRING(X, S, to, REQUIRED, POOL_LIMIT, "pool of the same type to move places to")          \
	INTEGER(X, S, places, REQUIRED, 1, CAPACITY_LIMIT, "number of places")
MESSAGE_DECLARE(move_ticket_pool, MOVE_TICKET_POOL);
extern const struct message ticket_pool_moved_message;

#define REMOVE_TICKET_POOL(X, S) STRING(X, S, pool, REQUIRED | KEY, POOL_LIMIT, "pool's id")
MESSAGE_DECLARE(remove_ticket_pool, REMOVE_TICKET_POOL);
extern const struct message ticket_pool_removed_message;

/* Discount codes */

#define TYPE_REDUCTION(X, S)                                                                       \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "ticket type")                                    \
	AMOUNT_WITHIN(                                                                             \
		X, S, amount, REQUIRED, 1, PRICE_LIMIT, "reduction of each ticket of the type")
STRUCT_DECLARE(type_reduction, TYPE_REDUCTION);

#define TICKET_DISCOUNT(X, S)                                                                      \
	STRING(X, S, code, REQUIRED | KEY | IDENTIFIES, CODE_LIMIT, "code that a purchase names")  \
	INTEGER(X, S, percent, OPTIONAL, 1, 100,                                                   \
		"reduction of each ticket's price in percent, rounded down")                       \
	AMOUNT_WITHIN(X, S, amount, OPTIONAL, 1, PRICE_LIMIT, "reduction of the whole purchase")   \
	LIST(X, S, reductions, OPTIONAL, 1, 50, type_reduction,                                    \
		"reduction of each ticket, by type")                                               \
	CURRENCY(X, S, currency, OPTIONAL, "currency of amount and reductions")                    \
	STRINGS(X, S, types, OPTIONAL, TYPE_LIMIT,                                                 \
		"ticket types that percent and amount apply to; absent: all")                      \
	TIME(X, S, from, OPTIONAL, "start of validity")                                            \
	TIME(X, S, until, OPTIONAL | UNTIL, "end of validity")                                     \
	INTEGER(X, S, uses, OPTIONAL, 1, CAPACITY_LIMIT,                                           \
		"maximum number of purchases; absent: no limit")                                   \
	INTEGER(X, S, tickets, OPTIONAL, 1, CAPACITY_LIMIT,                                        \
		"maximum number of tickets whose price it reduces; absent: no limit")              \
	BOOLEAN(X, S, withdrawn, OPTIONAL, "whether it is withdrawn")
STRUCT_DECLARE(ticket_discount, TICKET_DISCOUNT);
extern const struct message add_ticket_discount_message;
extern const struct message ticket_discount_added_message;
extern const struct message ticket_discount_amended_message;

#define AMEND_TICKET_DISCOUNT(X, S)                                                                \
	TICKET_DISCOUNT(X, S)                                                                      \
	CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_ticket_discount, AMEND_TICKET_DISCOUNT);

/* Clients */

#define SCOPE(W)                                                                                   \
	W(SCOPE_OWN, "own")                                                                        \
	W(SCOPE_ALL, "all")
ENUM_DECLARE(scope, SCOPE_ABSENT, SCOPE);

#define CLIENT_GRANTS(X, S)                                                                        \
	STRING(X, S, client, REQUIRED | KEY | IDENTIFIES, CLIENT_LIMIT, "client's id")             \
	STRINGS(X, S, commands, OPTIONAL, LIST_LIMIT, "commands that it may send")                 \
	STRINGS(X, S, types, OPTIONAL, TYPE_LIMIT,                                                 \
		"ticket types that it may book; \"*\": all that are not private")                  \
	STRINGS(X, S, pools, OPTIONAL, POOL_LIMIT, "pools that it may book from")                  \
	BOOLEAN(X, S, waive, OPTIONAL, "whether it may waive payment")                             \
	ENUM(X, S, scope, OPTIONAL, scope,                                                         \
		"purchases that its commands may be for; absent: its own")                         \
	ENUM(X, S, feed, OPTIONAL, scope, "purchases whose events it may read; absent: its own")   \
	INTEGER(X, S, budget, OPTIONAL, 0, CAPACITY_LIMIT,                                         \
		"maximum number of valid tickets; absent: no limit")                               \
	INTEGER(X, S, refusals, OPTIONAL, 0, CAPACITY_LIMIT,                                       \
		"maximum number of refusals recorded per hour; absent: " TEXT_OF(                  \
			REFUSALS_DEFAULT))                                                         \
	INTEGER(X, S, changes, OPTIONAL, 0, CAPACITY_LIMIT,                                        \
		"maximum number of changes recorded per hour; absent: " TEXT_OF(CHANGES_DEFAULT))  \
	INTEGER(X, S, reservation, OPTIONAL | MINUTES, 1, RESERVATION_LIMIT,                       \
		"maximum time in minutes that unpaid tickets are reserved; absent: " TEXT_OF(      \
			RESERVATION_DEFAULT) ", 30 days")                                          \
	TIME(X, S, expires, OPTIONAL | UNTIL, "end of its grants")
STRUCT_DECLARE(client_grants, CLIENT_GRANTS);
extern const struct message add_client_message;
extern const struct message client_added_message;
extern const struct message client_amended_message;

#define AMEND_CLIENT(X, S)                                                                         \
	CLIENT_GRANTS(X, S)                                                                        \
	CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_client, AMEND_CLIENT);

#define REVOKE_CLIENT(X, S) STRING(X, S, client, REQUIRED | KEY, CLIENT_LIMIT, "client's id")
MESSAGE_DECLARE(revoke_client, REVOKE_CLIENT);
extern const struct message client_revoked_message;

/* Rows of lists */

#define TICKET_TYPE_ROW(X, S)                                                                      \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "ticket type's id")                               \
	STRING(X, S, name, REQUIRED | MINOR, 200, "display name")                                  \
	AMOUNT(X, S, price, REQUIRED, "price of one ticket")                                       \
	CURRENCY(X, S, currency, REQUIRED | HIDDEN, "currency of the price")                       \
	INTEGER(X, S, capacity, REQUIRED | MINOR, 0, CAPACITY_LIMIT, "total number of tickets")    \
	INTEGER(X, S, sold, REQUIRED | MINOR, 0, CAPACITY_LIMIT, "tickets sold")                   \
	INTEGER(X, S, pooled, REQUIRED | MINOR, 0, CAPACITY_LIMIT, "unsold places in pools")       \
	INTEGER(X, S, left, REQUIRED, 0, CAPACITY_LIMIT,                                           \
		"tickets left outside pools, in its rooms too")                                    \
	TIME(X, S, from, OPTIONAL | SPARE, "start of sale")                                        \
	TIME(X, S, until, OPTIONAL | UNTIL | MINOR, "end of sale")                                 \
	STRINGS(X, S, after, OPTIONAL | SPARE, TYPE_LIMIT,                                         \
		"types that must be sold out or closed first")                                     \
	BOOLEAN(X, S, private, REQUIRED | SPARE, "only for clients with a grant that names it")    \
	BOOLEAN(X, S, withdrawn, REQUIRED | MINOR, "whether it is withdrawn")                      \
	STRINGS(X, S, rooms, OPTIONAL | SPARE, ROOM_LIMIT,                                         \
		"rooms in which its tickets take places")                                          \
	STRINGS(X, S, questions, OPTIONAL | UNSPLIT | SPARE, QUESTION_LIMIT,                       \
		"question to its delegates")
MESSAGE_DECLARE(ticket_type_row, TICKET_TYPE_ROW);

#define TICKET_ROOM_ROW(X, S)                                                                      \
	STRING(X, S, room, REQUIRED, ROOM_LIMIT, "room's id")                                      \
	INTEGER(X, S, capacity, REQUIRED, 0, CAPACITY_LIMIT, "number of places")                   \
	INTEGER(X, S, sold, REQUIRED, 0, CAPACITY_LIMIT, "places sold")                            \
	INTEGER(X, S, pooled, REQUIRED | MINOR, 0, CAPACITY_LIMIT, "unsold places in pools")       \
	INTEGER(X, S, left, REQUIRED, 0, CAPACITY_LIMIT, "places left outside pools")              \
	STRINGS(X, S, types, REQUIRED, TYPE_LIMIT, "ticket types that share it")
MESSAGE_DECLARE(ticket_room_row, TICKET_ROOM_ROW);

#define TICKET_POOL_ROW(X, S)                                                                      \
	STRING(X, S, pool, REQUIRED, POOL_LIMIT, "pool's id")                                      \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "ticket type")                                    \
	INTEGER(X, S, places, REQUIRED, 0, CAPACITY_LIMIT, "number of places, sold ones included") \
	INTEGER(X, S, sold, REQUIRED, 0, CAPACITY_LIMIT, "places sold")                            \
	STRING(X, S, purpose, OPTIONAL, 200, "purpose, as free text")
MESSAGE_DECLARE(ticket_pool_row, TICKET_POOL_ROW);

#define TICKET_DISCOUNT_ROW(X, S)                                                                  \
	STRING(X, S, code, REQUIRED, CODE_LIMIT, "discount code")                                  \
	INTEGER(X, S, percent, OPTIONAL, 1, 100, "reduction of each ticket's price in percent")    \
	AMOUNT_WITHIN(X, S, amount, OPTIONAL, 1, PRICE_LIMIT, "reduction of the whole purchase")   \
	LIST(X, S, reductions, OPTIONAL, 1, 50, type_reduction,                                    \
		"reduction of each ticket, by type")                                               \
	CURRENCY(X, S, currency, OPTIONAL | HIDDEN, "currency of amount and reductions")           \
	STRINGS(X, S, types, OPTIONAL | MINOR, TYPE_LIMIT, "ticket types that it applies to")      \
	TIME(X, S, from, OPTIONAL | SPARE, "start of validity")                                    \
	TIME(X, S, until, OPTIONAL | UNTIL | MINOR, "end of validity")                             \
	INTEGER(X, S, uses, OPTIONAL, 1, CAPACITY_LIMIT, "maximum number of purchases")            \
	INTEGER(X, S, used, REQUIRED, 0, CAPACITY_LIMIT, "purchases that use it")                  \
	INTEGER(X, S, tickets, OPTIONAL | SPARE, 1, CAPACITY_LIMIT, "maximum number of tickets")   \
	INTEGER(X, S, reduced, REQUIRED | SPARE, 0, CAPACITY_LIMIT,                                \
		"valid tickets whose price it reduces")                                            \
	BOOLEAN(X, S, withdrawn, REQUIRED | MINOR, "whether it is withdrawn")
MESSAGE_DECLARE(ticket_discount_row, TICKET_DISCOUNT_ROW);

#define CLIENT_ROW(X, S)                                                                           \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "client's id")                                \
	STRINGS(X, S, commands, REQUIRED | SPARE, LIST_LIMIT, "commands that it may send")         \
	STRINGS(X, S, types, REQUIRED | MINOR, TYPE_LIMIT, "ticket types that it may book")        \
	STRINGS(X, S, pools, REQUIRED | SPARE, POOL_LIMIT, "pools that it may book from")          \
	BOOLEAN(X, S, waive, REQUIRED | MINOR, "whether it may waive payment")                     \
	ENUM(X, S, scope, REQUIRED | SPARE, scope, "purchases that its commands may be for")       \
	ENUM(X, S, feed, REQUIRED | SPARE, scope, "purchases whose events it may read")            \
	INTEGER(X, S, budget, OPTIONAL, 0, CAPACITY_LIMIT, "maximum number of valid tickets")      \
	INTEGER(X, S, booked, REQUIRED, 0, CAPACITY_LIMIT, "valid tickets")                        \
	INTEGER(X, S, refusals, REQUIRED | HIDDEN, 0, CAPACITY_LIMIT,                              \
		"maximum number of refusals recorded per hour")                                    \
	INTEGER(X, S, changes, REQUIRED | HIDDEN, 0, CAPACITY_LIMIT,                               \
		"maximum number of changes recorded per hour")                                     \
	INTEGER(X, S, reservation, REQUIRED | HIDDEN, 1, RESERVATION_LIMIT,                        \
		"maximum time in minutes that unpaid tickets are reserved")                        \
	TIME(X, S, expires, OPTIONAL | UNTIL | MINOR, "end of its grants")                         \
	BOOLEAN(X, S, revoked, REQUIRED, "whether its grants are revoked")
MESSAGE_DECLARE(client_row, CLIENT_ROW);

/* Rows of reports */

#define DELEGATE_ROW(X, S)                                                                         \
	STRING(X, S, name, REQUIRED | PERSONAL, 200, "delegate's name")                            \
	EMAIL(X, S, email, REQUIRED, "delegate's e-mail address")                                  \
	STRING(X, S, company, OPTIONAL | MINOR | PERSONAL, 200, "delegate's company")              \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "ticket type")                                    \
	STRING(X, S, requirements, OPTIONAL | MINOR | PERSONAL, 1000,                              \
		"special requirements, as free text")                                              \
	LIST(X, S, answers, OPTIONAL | SPARE, 1, 20, answer,                                       \
		"answers to the ticket type's questions")                                          \
	STRING(X, S, client, REQUIRED | SPARE, CLIENT_LIMIT, "client that made the purchase")      \
	STRING(X, S, reference, REQUIRED | MINOR, REFERENCE_LIMIT, "the purchase's reference")     \
	BOOLEAN(X, S, complete, REQUIRED | MINOR,                                                  \
		"whether the purchase is complete; if not, it is due")                             \
	UUID(X, S, ticket, REQUIRED | HIDDEN, "ticket's id")                                       \
	UUID(X, S, purchase, REQUIRED | HIDDEN, "purchase's id")
MESSAGE_DECLARE(delegate_row, DELEGATE_ROW);

#define BADGE_ROW(X, S)                                                                            \
	STRING(X, S, name, REQUIRED | PERSONAL, 200, "delegate's name")                            \
	STRING(X, S, company, OPTIONAL | PERSONAL, 200, "delegate's company")                      \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "ticket type")                                    \
	UUID(X, S, ticket, REQUIRED | HIDDEN, "ticket's id")
MESSAGE_DECLARE(badge_row, BADGE_ROW);

#define MISSING_DELEGATES_ROW(X, S)                                                                \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "ticket type")                                    \
	INTEGER(X, S, missing, REQUIRED, 1, TICKETS_LIMIT, "tickets that are not assigned")        \
	STRING(X, S, name, REQUIRED | PERSONAL, 200, "purchaser's name")                           \
	EMAIL(X, S, email, REQUIRED, "delegate's e-mail address")                                  \
	STRING(X, S, client, REQUIRED | SPARE, CLIENT_LIMIT, "client that made the purchase")      \
	STRING(X, S, reference, REQUIRED | MINOR, REFERENCE_LIMIT, "the purchase's reference")     \
	BOOLEAN(X, S, complete, REQUIRED | MINOR,                                                  \
		"whether the purchase is complete; if not, it is due")                             \
	UUID(X, S, purchase, REQUIRED | HIDDEN, "purchase's id")
MESSAGE_DECLARE(missing_delegates_row, MISSING_DELEGATES_ROW);

#define REQUIREMENT_ROW(X, S)                                                                      \
	STRING(X, S, requirements, REQUIRED | PERSONAL, 1000,                                      \
		"special requirements, as free text")                                              \
	STRING(X, S, name, REQUIRED | PERSONAL, 200, "delegate's name")                            \
	EMAIL(X, S, email, REQUIRED, "delegate's e-mail address")                                  \
	STRING(X, S, type, REQUIRED | MINOR, TYPE_LIMIT, "ticket type")                            \
	BOOLEAN(X, S, complete, REQUIRED | SPARE,                                                  \
		"whether the purchase is complete; if not, it is due")                             \
	UUID(X, S, ticket, REQUIRED | HIDDEN, "ticket's id")
MESSAGE_DECLARE(requirement_row, REQUIREMENT_ROW);

#define MAILOUT_ROW(X, S)                                                                          \
	EMAIL(X, S, email, REQUIRED, "e-mail address, each once")                                  \
	STRING(X, S, name, REQUIRED | PERSONAL, 200, "name of a delegate with this address")       \
	INTEGER(X, S, tickets, REQUIRED, 1, CAPACITY_LIMIT, "tickets assigned to this address")
MESSAGE_DECLARE(mailout_row, MAILOUT_ROW);

#define DUPLICATE_ROW(X, S)                                                                        \
	EMAIL(X, S, email, REQUIRED, "delegate's e-mail address; others look like it")             \
	STRING(X, S, name, REQUIRED | PERSONAL, 200, "delegate's name")                            \
	STRING(X, S, type, REQUIRED | MINOR, TYPE_LIMIT, "ticket type")                            \
	STRING(X, S, client, REQUIRED | SPARE, CLIENT_LIMIT, "client that made the purchase")      \
	STRING(X, S, reference, REQUIRED | MINOR, REFERENCE_LIMIT, "the purchase's reference")     \
	BOOLEAN(X, S, complete, REQUIRED | SPARE,                                                  \
		"whether the purchase is complete; if not, it is due")                             \
	UUID(X, S, ticket, REQUIRED | HIDDEN, "ticket's id")                                       \
	UUID(X, S, purchase, REQUIRED | HIDDEN, "purchase's id")
MESSAGE_DECLARE(duplicate_row, DUPLICATE_ROW);

/* Money received, due and to refund, as of the report's time. */
#define SALES_AMOUNTS(X, S)                                                                        \
	AMOUNT(X, S, revenue, REQUIRED, "money received, before refunds")                          \
	AMOUNT(X, S, refund, REQUIRED | MINOR, "part of the revenue to refund")                    \
	AMOUNT(X, S, refunded, REQUIRED | SPARE, "part of the revenue that was paid back")         \
	AMOUNT(X, S, due, REQUIRED, "amount still due")                                            \
	AMOUNT(X, S, overdue, REQUIRED | SPARE,                                                    \
		"amount not paid in time, until ticket-expire has run")                            \
	CURRENCY(X, S, currency, REQUIRED | HIDDEN, "currency of the amounts")

/* Payment as an organiser sees it: waived, or charged, whether paid or still due. */
#define SALE(W)                                                                                    \
	W(SALE_WAIVED, "waived")                                                                   \
	W(SALE_CHARGED, "charged")
ENUM_DECLARE(sale, SALE_ABSENT, SALE);

#define SALES_ROW(X, S)                                                                            \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "ticket type")                                    \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "client that made the purchases")             \
	ENUM(X, S, payment, REQUIRED, sale, "waived, or charged (paid or due)")                    \
	STRING(X, S, reason, OPTIONAL | MINOR, 200, "as in the command")                           \
	INTEGER(X, S, tickets, REQUIRED, 0, CAPACITY_LIMIT, "valid tickets")                       \
	SALES_AMOUNTS(X, S)
MESSAGE_DECLARE(sales_row, SALES_ROW);

/* A purchase as an accountant sees it. Nothing due for one that is complete: it was paid, or free. */
#define PURCHASE_ROW_STATE(W)                                                                      \
	W(PURCHASE_ROW_DUE, "due")                                                                 \
	W(PURCHASE_ROW_OVERDUE, "overdue")                                                         \
	W(PURCHASE_ROW_PAID, "paid")                                                               \
	W(PURCHASE_ROW_WAIVED, "waived")                                                           \
	W(PURCHASE_ROW_EXPIRED, "expired")                                                         \
	W(PURCHASE_ROW_CANCELLED, "cancelled")
ENUM_DECLARE(purchase_row_state, PURCHASE_ROW_STATE_ABSENT, PURCHASE_ROW_STATE);

#define PURCHASE_ROW(X, S)                                                                         \
	STRING(X, S, reference, REQUIRED, REFERENCE_LIMIT, "the purchase's reference")             \
	STRING(X, S, client, REQUIRED | SPARE, CLIENT_LIMIT, "client that made the purchase")      \
	ENUM(X, S, state, REQUIRED, purchase_row_state,                                            \
		"its state; overdue: not paid in time, until ticket-expire has run")               \
	STRING(X, S, name, REQUIRED | PERSONAL, 200, "purchaser's name")                           \
	EMAIL(X, S, email, REQUIRED | MINOR, "purchaser's e-mail address")                         \
	INTEGER(X, S, tickets, REQUIRED | SPARE, 0, CAPACITY_LIMIT, "valid tickets")               \
	AMOUNT(X, S, amount, REQUIRED | SPARE, "price of the valid tickets")                       \
	AMOUNT(X, S, due, OPTIONAL, "amount still due, or overdue")                                \
	TIME(X, S, deadline, OPTIONAL | UNTIL, "until when that is to be paid")                    \
	AMOUNT(X, S, refund, OPTIONAL, "part of what was paid that is to be paid back")            \
	AMOUNT(X, S, paid, OPTIONAL | MINOR, "what was paid, before refunds")                      \
	STRING(X, S, payment, OPTIONAL | SPARE, REFERENCE_LIMIT, "payment reference")              \
	TIME(X, S, paid_at, OPTIONAL | SPARE, "when the payment was recorded")                     \
	AMOUNT(X, S, refunded, OPTIONAL | SPARE, "what was paid back")                             \
	CURRENCY(X, S, currency, REQUIRED | HIDDEN, "currency of the amounts")                     \
	STRING(X, S, discount, OPTIONAL | SPARE, CODE_LIMIT, "discount code that was used")        \
	TIME(X, S, created_at, REQUIRED | SPARE, "when the purchase was made")                     \
	UUID(X, S, purchase, REQUIRED | HIDDEN, "purchase's id")
MESSAGE_DECLARE(purchase_row, PURCHASE_ROW);

#define DAY_SALES_ROW(X, S)                                                                        \
	DATE(X, S, day, REQUIRED, "day on which it happened, in the conference's zone")            \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "ticket type")                                    \
	INTEGER(X, S, sold, REQUIRED, 0, CAPACITY_LIMIT, "tickets sold on the day")                \
	INTEGER(X, S, ended, REQUIRED, 0, CAPACITY_LIMIT, "tickets cancelled or expired on it")    \
	AMOUNT(X, S, charged, REQUIRED | MINOR, "price of the tickets sold, paid or not")          \
	AMOUNT(X, S, revenue, REQUIRED, "money received, before refunds")                          \
	AMOUNT(X, S, refund, REQUIRED | MINOR, "amount to refund, of the tickets cancelled")       \
	AMOUNT(X, S, refunded, REQUIRED | SPARE,                                                   \
		"money paid back on the day, for tickets cancelled")                               \
	CURRENCY(X, S, currency, REQUIRED | HIDDEN, "currency of the amounts")
MESSAGE_DECLARE(day_sales_row, DAY_SALES_ROW);

#define CLIENT_SALES_ROW(X, S)                                                                     \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "client's id")                                \
	INTEGER(X, S, purchases, REQUIRED | MINOR, 0, CAPACITY_LIMIT,                              \
		"purchases, except those cancelled or expired")                                    \
	INTEGER(X, S, tickets, REQUIRED, 0, CAPACITY_LIMIT, "valid tickets")                       \
	INTEGER(X, S, waived, REQUIRED | MINOR, 0, CAPACITY_LIMIT,                                 \
		"valid tickets with payment waived")                                               \
	INTEGER(X, S, assigned, REQUIRED | MINOR, 0, CAPACITY_LIMIT,                               \
		"valid tickets that are assigned")                                                 \
	SALES_AMOUNTS(X, S)
MESSAGE_DECLARE(client_sales_row, CLIENT_SALES_ROW);

#define DISCOUNT_SALES_ROW(X, S)                                                                   \
	STRING(X, S, code, REQUIRED, CODE_LIMIT, "discount code")                                  \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "ticket type")                                    \
	INTEGER(X, S, purchases, REQUIRED, 0, CAPACITY_LIMIT,                                      \
		"purchases with valid tickets of the type")                                        \
	INTEGER(X, S, tickets, REQUIRED, 0, CAPACITY_LIMIT, "valid tickets")                       \
	SALES_AMOUNTS(X, S)
MESSAGE_DECLARE(discount_sales_row, DISCOUNT_SALES_ROW);

#define REFUSED_PAYMENT_ROW(X, S)                                                                  \
	TIME(X, S, time, REQUIRED, "when it was refused")                                          \
	STRING(X, S, payment, REQUIRED, REFERENCE_LIMIT, "payment reference")                      \
	STRING(X, S, reference, OPTIONAL, REFERENCE_LIMIT, "the purchase's reference, if known")   \
	STRING(X, S, client, OPTIONAL | SPARE, CLIENT_LIMIT,                                       \
		"client that made the purchase, if known")                                         \
	AMOUNT(X, S, amount, REQUIRED, "amount paid")                                              \
	CURRENCY(X, S, currency, REQUIRED | HIDDEN, "currency of the amount")                      \
	ENUM(X, S, code, REQUIRED | SPARE, rejection, "reason, as a code")                         \
	STRING(X, S, message, REQUIRED, 500, "reason, as a sentence")                              \
	UUID(X, S, purchase, OPTIONAL | HIDDEN, "purchase's id, if known")
MESSAGE_DECLARE(refused_payment_row, REFUSED_PAYMENT_ROW);

#define BROKEN_INVARIANT_ROW(X, S)                                                                 \
	STRING(X, S, about, REQUIRED, 300, "subject: a type, pool, client, purchase or ticket")    \
	STRING(X, S, message, REQUIRED, 500, "inconsistency, as a sentence")
MESSAGE_DECLARE(broken_invariant_row, BROKEN_INVARIANT_ROW);

#endif
