/*
 * What the ticket inventory's own people say to it: setting up, not selling; and
 * the rows of its reports. What clients say is in published/ticketing.h.
 */
#ifndef TICKETING_MESSAGES_H
#define TICKETING_MESSAGES_H

#include "published/ticketing.h"

enum {
	CAPACITY_LIMIT = 1000000000,
	LIST_LIMIT = 64, /* bytes of what a list names */
	RESERVATION_LIMIT = 366 * 24 * 60,
};

/* What a client may where its grants do not say. */
#define REFUSALS_DEFAULT 1000
#define CHANGES_DEFAULT 10000
#define RESERVATION_DEFAULT 43200 /* minutes: 30 days */
#define TEXT_OF_NUMBER(number) #number
#define TEXT_OF(number) TEXT_OF_NUMBER(number)

/* A price this high times 500 still is a whole number to every JSON reader. */
#define PRICE_LIMIT INT64_C(1000000000000)

/* In a client's grants: every ticket type that is not private. */
#define EVERY_TYPE "*"

/* Ticket types */

#define TICKET_TYPE_FIELDS(X, S, NEED)                                                             \
	STRING(X, S, type, REQUIRED | KEY, TYPE_LIMIT, "the type's id")                            \
	STRING(X, S, name, NEED, 200, "what people call it")                                       \
	AMOUNT_WITHIN(X, S, price, NEED, 0, PRICE_LIMIT, "of one ticket, in minor units")          \
	CURRENCY(X, S, currency, NEED, "of the price")                                             \
	INTEGER(X, S, capacity, NEED, 0, CAPACITY_LIMIT,                                           \
		"how many there are at the most; not below what is sold or in pools")              \
	TIME(X, S, from, OPTIONAL, "on sale from this moment on")                                  \
	TIME(X, S, until, OPTIONAL, "no longer on sale from this moment on")                       \
	STRINGS(X, S, after, OPTIONAL, TYPE_LIMIT,                                                 \
		"types that have to be sold out or over before this one is on sale")               \
	BOOLEAN(X, S, private, OPTIONAL, "only for clients that were granted it by name")          \
	BOOLEAN(X, S, withdrawn, OPTIONAL, "no longer to be had; what is sold stays")              \
	STRINGS(X, S, questions, OPTIONAL | UNSPLIT, QUESTION_LIMIT, "that its delegates are asked")
#define TICKET_TYPE(X, S) TICKET_TYPE_FIELDS(X, S, REQUIRED)
STRUCT_DECLARE(ticket_type, TICKET_TYPE);
extern const struct message add_ticket_type_message;
extern const struct message ticket_type_added_message;
extern const struct message ticket_type_amended_message;

#define AMEND_TICKET_TYPE(X, S)                                                                    \
	TICKET_TYPE_FIELDS(X, S, OPTIONAL)                                                         \
	CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_ticket_type, AMEND_TICKET_TYPE);

/* Pools */

#define TICKET_POOL(X, S)                                                                          \
	STRING(X, S, pool, REQUIRED | KEY, POOL_LIMIT, "the pool's id")                            \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "the ticket type that it is carved out of")       \
	INTEGER(X, S, places, REQUIRED, 0, CAPACITY_LIMIT,                                         \
		"how many it holds, sold ones included")                                           \
	STRING(X, S, purpose, OPTIONAL, 200, "what it is kept for")
STRUCT_DECLARE(ticket_pool, TICKET_POOL);
extern const struct message add_ticket_pool_message;
extern const struct message ticket_pool_added_message;
extern const struct message ticket_pool_amended_message;

#define AMEND_TICKET_POOL(X, S)                                                                    \
	STRING(X, S, pool, REQUIRED | KEY, POOL_LIMIT, "the pool's id")                            \
	INTEGER(X, S, places, OPTIONAL, 0, CAPACITY_LIMIT,                                         \
		"how many it holds, sold ones included")                                           \
	STRING(X, S, purpose, OPTIONAL, 200, "what it is kept for")                                \
	CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_ticket_pool, AMEND_TICKET_POOL);

#define MOVE_TICKET_POOL(X, S)                                                                     \
	STRING(X, S, reference, REQUIRED | KEY, REFERENCE_LIMIT,                                   \
		"a word of one's own for this move, unique")                                       \
	STRING(X, S, pool, REQUIRED, POOL_LIMIT, "the pool that gives")                            \
	STRING(X, S, to, REQUIRED, POOL_LIMIT, "the pool that gets, of that type")                 \
	INTEGER(X, S, places, REQUIRED, 1, CAPACITY_LIMIT, "how many")
MESSAGE_DECLARE(move_ticket_pool, MOVE_TICKET_POOL);
extern const struct message ticket_pool_moved_message;

#define REMOVE_TICKET_POOL(X, S) STRING(X, S, pool, REQUIRED | KEY, POOL_LIMIT, "the pool's id")
MESSAGE_DECLARE(remove_ticket_pool, REMOVE_TICKET_POOL);
extern const struct message ticket_pool_removed_message;

/* Discount codes */

#define TYPE_REDUCTION(X, S)                                                                       \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "a ticket type")                                  \
	AMOUNT_WITHIN(X, S, amount, REQUIRED, 1, PRICE_LIMIT, "off each ticket of it")
STRUCT_DECLARE(type_reduction, TYPE_REDUCTION);

#define TICKET_DISCOUNT(X, S)                                                                      \
	STRING(X, S, code, REQUIRED | KEY, CODE_LIMIT, "what is given with a purchase")            \
	INTEGER(X, S, percent, OPTIONAL, 1, 100, "off each ticket's price, rounded down")          \
	AMOUNT_WITHIN(X, S, amount, OPTIONAL, 1, PRICE_LIMIT, "off the whole purchase")            \
	LIST(X, S, reductions, OPTIONAL, 1, 50, type_reduction, "off each ticket, by its type")    \
	CURRENCY(X, S, currency, OPTIONAL, "of amount and reductions")                             \
	STRINGS(X, S, types, OPTIONAL, TYPE_LIMIT,                                                 \
		"ticket types that percent and amount are for; absent: all")                       \
	TIME(X, S, from, OPTIONAL, "valid from this moment on")                                    \
	TIME(X, S, until, OPTIONAL, "no longer valid from this moment on")                         \
	INTEGER(X, S, uses, OPTIONAL, 1, CAPACITY_LIMIT,                                           \
		"how many purchases can use it; absent: any number")                               \
	BOOLEAN(X, S, withdrawn, OPTIONAL, "no longer valid")
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
	STRING(X, S, client, REQUIRED | KEY, CLIENT_LIMIT, "the client's id")                      \
	STRINGS(X, S, may, OPTIONAL, LIST_LIMIT, "commands that it may send")                      \
	STRINGS(X, S, types, OPTIONAL, TYPE_LIMIT,                                                 \
		"ticket types that it may book; \"*\": every one that is not private")             \
	STRINGS(X, S, pools, OPTIONAL, POOL_LIMIT, "pools that it may book from")                  \
	BOOLEAN(X, S, waive, OPTIONAL, "whether it may waive payment")                             \
	ENUM(X, S, scope, OPTIONAL, scope,                                                         \
		"whose purchases it may pay, cancel and assign; absent: its own")                  \
	ENUM(X, S, feed, OPTIONAL, scope, "whose purchases the feed shows it; absent: its own")    \
	INTEGER(X, S, budget, OPTIONAL, 0, CAPACITY_LIMIT,                                         \
		"how many tickets it may have; absent: as many as there are")                      \
	INTEGER(X, S, refusals, OPTIONAL, 0, CAPACITY_LIMIT,                                       \
		"how many of its refusals are recorded in an hour of the clock; absent: " TEXT_OF( \
			REFUSALS_DEFAULT))                                                         \
	INTEGER(X, S, changes, OPTIONAL, 0, CAPACITY_LIMIT,                                        \
		"how many of its changes are recorded in an hour of the clock; absent: " TEXT_OF(  \
			CHANGES_DEFAULT))                                                          \
	INTEGER(X, S, reservation, OPTIONAL, 1, RESERVATION_LIMIT,                                 \
		"the longest that it may reserve what is due, in minutes; absent: " TEXT_OF(       \
			RESERVATION_DEFAULT) ", 30 days")                                          \
	TIME(X, S, expires, OPTIONAL, "its grants end at this moment")
STRUCT_DECLARE(client_grants, CLIENT_GRANTS);
extern const struct message add_client_message;
extern const struct message client_added_message;
extern const struct message client_amended_message;

#define AMEND_CLIENT(X, S)                                                                         \
	CLIENT_GRANTS(X, S)                                                                        \
	CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_client, AMEND_CLIENT);

#define REVOKE_CLIENT(X, S) STRING(X, S, client, REQUIRED | KEY, CLIENT_LIMIT, "the client's id")
MESSAGE_DECLARE(revoke_client, REVOKE_CLIENT);
extern const struct message client_revoked_message;

/* Rows of lists */

#define TICKET_TYPE_ROW(X, S)                                                                      \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "the type's id")                                  \
	STRING(X, S, name, REQUIRED, 200, "what people call it")                                   \
	AMOUNT(X, S, price, REQUIRED, "of one ticket, in minor units")                             \
	CURRENCY(X, S, currency, REQUIRED | HIDDEN, "of the price")                                \
	INTEGER(X, S, capacity, REQUIRED, 0, CAPACITY_LIMIT, "how many there are")                 \
	INTEGER(X, S, sold, REQUIRED, 0, CAPACITY_LIMIT, "how many are booked")                    \
	INTEGER(X, S, pooled, REQUIRED, 0, CAPACITY_LIMIT, "how many pools keep, unsold")          \
	INTEGER(X, S, left, REQUIRED, 0, CAPACITY_LIMIT, "how many anybody can book")              \
	TIME(X, S, from, OPTIONAL, "on sale from this moment on")                                  \
	TIME(X, S, until, OPTIONAL, "no longer on sale from this moment on")                       \
	STRINGS(X, S, after, OPTIONAL, TYPE_LIMIT, "types that come before it")                    \
	BOOLEAN(X, S, private, REQUIRED, "only for clients that were granted it")                  \
	BOOLEAN(X, S, withdrawn, REQUIRED, "no longer to be had")                                  \
	STRINGS(X, S, questions, OPTIONAL | UNSPLIT, QUESTION_LIMIT, "that its delegates are asked")
MESSAGE_DECLARE(ticket_type_row, TICKET_TYPE_ROW);

#define TICKET_POOL_ROW(X, S)                                                                      \
	STRING(X, S, pool, REQUIRED, POOL_LIMIT, "the pool's id")                                  \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "the ticket type")                                \
	INTEGER(X, S, places, REQUIRED, 0, CAPACITY_LIMIT, "how many it holds")                    \
	INTEGER(X, S, sold, REQUIRED, 0, CAPACITY_LIMIT, "how many of them are booked")            \
	STRING(X, S, purpose, OPTIONAL, 200, "what it is kept for")
MESSAGE_DECLARE(ticket_pool_row, TICKET_POOL_ROW);

#define TICKET_DISCOUNT_ROW(X, S)                                                                  \
	STRING(X, S, code, REQUIRED, CODE_LIMIT, "the code")                                       \
	INTEGER(X, S, percent, OPTIONAL, 1, 100, "off each ticket's price")                        \
	AMOUNT_WITHIN(X, S, amount, OPTIONAL, 1, PRICE_LIMIT, "off the whole purchase")            \
	LIST(X, S, reductions, OPTIONAL, 1, 50, type_reduction, "off each ticket, by its type")    \
	CURRENCY(X, S, currency, OPTIONAL | HIDDEN, "of amount and reductions")                    \
	STRINGS(X, S, types, OPTIONAL, TYPE_LIMIT, "ticket types that it is for")                  \
	TIME(X, S, from, OPTIONAL, "valid from this moment on")                                    \
	TIME(X, S, until, OPTIONAL, "no longer valid from this moment on")                         \
	INTEGER(X, S, uses, OPTIONAL, 1, CAPACITY_LIMIT, "how many purchases can use it")          \
	INTEGER(X, S, used, REQUIRED, 0, CAPACITY_LIMIT, "how many do")                            \
	BOOLEAN(X, S, withdrawn, REQUIRED, "no longer valid")
MESSAGE_DECLARE(ticket_discount_row, TICKET_DISCOUNT_ROW);

#define CLIENT_ROW(X, S)                                                                           \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "the client's id")                            \
	STRINGS(X, S, may, REQUIRED, LIST_LIMIT, "commands that it may send")                      \
	STRINGS(X, S, types, REQUIRED, TYPE_LIMIT, "ticket types that it may book")                \
	STRINGS(X, S, pools, REQUIRED, POOL_LIMIT, "pools that it may book from")                  \
	BOOLEAN(X, S, waive, REQUIRED, "whether it may waive payment")                             \
	ENUM(X, S, scope, REQUIRED, scope, "whose purchases it may change")                        \
	ENUM(X, S, feed, REQUIRED, scope, "whose purchases the feed shows it")                     \
	INTEGER(X, S, budget, OPTIONAL, 0, CAPACITY_LIMIT, "how many tickets in all")              \
	INTEGER(X, S, booked, REQUIRED, 0, CAPACITY_LIMIT, "how many it has")                      \
	INTEGER(X, S, refusals, REQUIRED | HIDDEN, 0, CAPACITY_LIMIT,                              \
		"how many of its refusals are recorded in an hour")                                \
	INTEGER(X, S, changes, REQUIRED | HIDDEN, 0, CAPACITY_LIMIT,                               \
		"how many of its changes are recorded in an hour")                                 \
	INTEGER(X, S, reservation, REQUIRED | HIDDEN, 1, RESERVATION_LIMIT,                        \
		"the longest that it may reserve what is due, in minutes")                         \
	TIME(X, S, expires, OPTIONAL, "its grants end at this moment")                             \
	BOOLEAN(X, S, revoked, REQUIRED, "whether its grants were taken back")
MESSAGE_DECLARE(client_row, CLIENT_ROW);

/* Rows of reports */

#define DELEGATE_ROW(X, S)                                                                         \
	STRING(X, S, name, REQUIRED, 200, "who comes")                                             \
	EMAIL(X, S, email, REQUIRED, "where word is sent to them")                                 \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "of the ticket")                                  \
	STRING(X, S, requirements, OPTIONAL, 1000, "what they need, in their words")               \
	LIST(X, S, answers, OPTIONAL, 1, 20, answer, "to the questions of the ticket's type")      \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "whose purchase it is")                       \
	STRING(X, S, reference, REQUIRED, REFERENCE_LIMIT, "of the purchase")                      \
	BOOLEAN(X, S, complete, REQUIRED, "paid, waived or free; else it is only reserved")        \
	UUID(X, S, ticket, REQUIRED | HIDDEN, "the ticket")                                        \
	UUID(X, S, purchase, REQUIRED | HIDDEN, "the purchase")
MESSAGE_DECLARE(delegate_row, DELEGATE_ROW);

#define MISSING_DELEGATES_ROW(X, S)                                                                \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "a ticket type")                                  \
	INTEGER(X, S, missing, REQUIRED, 1, TICKETS_LIMIT, "how many tickets nobody holds")        \
	STRING(X, S, name, REQUIRED, 200, "who the purchase is for")                               \
	EMAIL(X, S, email, REQUIRED, "where word is sent to them")                                 \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "whose purchase it is")                       \
	STRING(X, S, reference, REQUIRED, REFERENCE_LIMIT, "of the purchase")                      \
	BOOLEAN(X, S, complete, REQUIRED, "paid, waived or free; else it is only reserved")        \
	UUID(X, S, purchase, REQUIRED | HIDDEN, "the purchase")
MESSAGE_DECLARE(missing_delegates_row, MISSING_DELEGATES_ROW);

#define REQUIREMENT_ROW(X, S)                                                                      \
	STRING(X, S, requirements, REQUIRED, 1000, "what they need, in their words")               \
	STRING(X, S, name, REQUIRED, 200, "who comes")                                             \
	EMAIL(X, S, email, REQUIRED, "where word is sent to them")                                 \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "of the ticket")                                  \
	BOOLEAN(X, S, complete, REQUIRED, "paid, waived or free; else it is only reserved")        \
	UUID(X, S, ticket, REQUIRED | HIDDEN, "the ticket")
MESSAGE_DECLARE(requirement_row, REQUIREMENT_ROW);

#define MAILOUT_ROW(X, S)                                                                          \
	EMAIL(X, S, email, REQUIRED, "an address, each once")                                      \
	STRING(X, S, name, REQUIRED, 200, "a delegate who gave it")                                \
	INTEGER(X, S, tickets, REQUIRED, 1, CAPACITY_LIMIT, "how many are held under it")
MESSAGE_DECLARE(mailout_row, MAILOUT_ROW);

/* What was paid, is due and is to be paid back, as of a moment. */
#define SALES_AMOUNTS(X, S)                                                                        \
	AMOUNT(X, S, revenue, REQUIRED, "what was paid, refunds not taken off")                    \
	AMOUNT(X, S, refund, REQUIRED, "what of it is to be paid back")                            \
	AMOUNT(X, S, due, REQUIRED, "what is still to be paid")                                    \
	AMOUNT(X, S, overdue, REQUIRED, "what was not paid in time: ticket-expire lets it go")     \
	CURRENCY(X, S, currency, REQUIRED | HIDDEN, "of the four")

/* How tickets were sold: a purchase's payment, as an organiser sees it. */
#define SALE(W)                                                                                    \
	W(SALE_WAIVED, "waived")                                                                   \
	W(SALE_CHARGED, "charged")
ENUM_DECLARE(sale, SALE_ABSENT, SALE);

#define SALES_ROW(X, S)                                                                            \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "a ticket type")                                  \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "whose purchases they are")                   \
	ENUM(X, S, payment, REQUIRED, sale, "waived, or charged: paid, or to be paid")             \
	STRING(X, S, reason, OPTIONAL, 200, "as the client gave it")                               \
	INTEGER(X, S, tickets, REQUIRED, 0, CAPACITY_LIMIT, "how many are good")                   \
	SALES_AMOUNTS(X, S)
MESSAGE_DECLARE(sales_row, SALES_ROW);

#define CLIENT_SALES_ROW(X, S)                                                                     \
	STRING(X, S, client, REQUIRED, CLIENT_LIMIT, "the client's id")                            \
	INTEGER(X, S, purchases, REQUIRED, 0, CAPACITY_LIMIT,                                      \
		"how many it has, without those that were cancelled or have expired")              \
	INTEGER(X, S, tickets, REQUIRED, 0, CAPACITY_LIMIT, "how many are good")                   \
	INTEGER(X, S, waived, REQUIRED, 0, CAPACITY_LIMIT, "of these: payment waived")             \
	INTEGER(X, S, assigned, REQUIRED, 0, CAPACITY_LIMIT, "of these: held by somebody")         \
	SALES_AMOUNTS(X, S)
MESSAGE_DECLARE(client_sales_row, CLIENT_SALES_ROW);

#define DISCOUNT_SALES_ROW(X, S)                                                                   \
	STRING(X, S, code, REQUIRED, CODE_LIMIT, "the discount code")                              \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "a ticket type")                                  \
	INTEGER(X, S, purchases, REQUIRED, 0, CAPACITY_LIMIT,                                      \
		"how many have good tickets of it by the code")                                    \
	INTEGER(X, S, tickets, REQUIRED, 0, CAPACITY_LIMIT, "how many are good")                   \
	SALES_AMOUNTS(X, S)
MESSAGE_DECLARE(discount_sales_row, DISCOUNT_SALES_ROW);

#define BROKEN_INVARIANT_ROW(X, S)                                                                 \
	STRING(X, S, about, REQUIRED, 300, "what it is about")                                     \
	STRING(X, S, message, REQUIRED, 500, "what is wrong with it, for a person")
MESSAGE_DECLARE(broken_invariant_row, BROKEN_INVARIANT_ROW);

#endif
