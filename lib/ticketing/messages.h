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
#define REFUSALS_UNLESS_GRANTED 1000
#define CHANGES_UNLESS_GRANTED 10000
#define RESERVATION_UNLESS_GRANTED 43200 /* minutes: 30 days */
#define TEXT_OF_NUMBER(number) #number
#define TEXT_OF(number) TEXT_OF_NUMBER(number)

/* A price this high times 500 still is a whole number to every JSON reader. */
#define PRICE_LIMIT INT64_C(1000000000000)

/* In a client's grants: every ticket type that is not private. */
#define EVERY_TYPE "*"

/* Ticket types */

#define TICKET_TYPE_FIELDS(X, S, NEED)                                                             \
	X(S, STRING, type, REQUIRED | KEY, 1, TYPE_LIMIT, none, "the type's id")                   \
	X(S, STRING, name, NEED, 1, 200, none, "what people call it")                              \
	X(S, AMOUNT, price, NEED, 0, PRICE_LIMIT, none, "of one ticket, in minor units")           \
	X(S, CURRENCY, currency, NEED, 0, 0, none, "of the price")                                 \
	X(S, INTEGER, capacity, NEED, 0, CAPACITY_LIMIT, none,                                     \
		"how many there are at the most; not below what is sold or in pools")              \
	X(S, TIME, from, OPTIONAL, 0, 0, none, "on sale from this moment on")                      \
	X(S, TIME, until, OPTIONAL, 0, 0, none, "no longer on sale from this moment on")           \
	X(S, STRINGS, after, OPTIONAL, 1, TYPE_LIMIT, none,                                        \
		"types that have to be sold out or over before this one is on sale")               \
	X(S, TRUTH, private, OPTIONAL, 0, 0, none,                                                 \
		"only for clients that were granted it by name")                                   \
	X(S, TRUTH, withdrawn, OPTIONAL, 0, 0, none, "no longer to be had; what is sold stays")    \
	X(S, STRINGS, questions, OPTIONAL | WHOLE, 1, QUESTION_LIMIT, none,                        \
		"that its delegates are asked")
#define TICKET_TYPE(X, S) TICKET_TYPE_FIELDS(X, S, REQUIRED)
SHAPE_DECLARE(ticket_type, TICKET_TYPE);
extern const struct message add_ticket_type_message;
extern const struct message ticket_type_added_message;
extern const struct message ticket_type_amended_message;

#define AMEND_TICKET_TYPE(X, S)                                                                    \
	TICKET_TYPE_FIELDS(X, S, OPTIONAL)                                                         \
	CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_ticket_type, AMEND_TICKET_TYPE);

/* Pools */

#define TICKET_POOL(X, S)                                                                          \
	X(S, STRING, pool, REQUIRED | KEY, 1, POOL_LIMIT, none, "the pool's id")                   \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none,                                          \
		"the ticket type that it is carved out of")                                        \
	X(S, INTEGER, places, REQUIRED, 0, CAPACITY_LIMIT, none,                                   \
		"how many it holds, sold ones included")                                           \
	X(S, STRING, purpose, OPTIONAL, 1, 200, none, "what it is kept for")
SHAPE_DECLARE(ticket_pool, TICKET_POOL);
extern const struct message add_ticket_pool_message;
extern const struct message ticket_pool_added_message;
extern const struct message ticket_pool_amended_message;

#define AMEND_TICKET_POOL(X, S)                                                                    \
	X(S, STRING, pool, REQUIRED | KEY, 1, POOL_LIMIT, none, "the pool's id")                   \
	X(S, INTEGER, places, OPTIONAL, 0, CAPACITY_LIMIT, none,                                   \
		"how many it holds, sold ones included")                                           \
	X(S, STRING, purpose, OPTIONAL, 1, 200, none, "what it is kept for")                       \
	CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_ticket_pool, AMEND_TICKET_POOL);

#define MOVE_TICKET_POOL(X, S)                                                                     \
	X(S, STRING, reference, REQUIRED | KEY, 1, REFERENCE_LIMIT, none,                          \
		"a word of one's own for this move, unique")                                       \
	X(S, STRING, pool, REQUIRED, 1, POOL_LIMIT, none, "the pool that gives")                   \
	X(S, STRING, to, REQUIRED, 1, POOL_LIMIT, none, "the pool that gets, of that type")        \
	X(S, INTEGER, places, REQUIRED, 1, CAPACITY_LIMIT, none, "how many")
MESSAGE_DECLARE(move_ticket_pool, MOVE_TICKET_POOL);
extern const struct message ticket_pool_moved_message;

#define REMOVE_TICKET_POOL(X, S)                                                                   \
	X(S, STRING, pool, REQUIRED | KEY, 1, POOL_LIMIT, none, "the pool's id")
MESSAGE_DECLARE(remove_ticket_pool, REMOVE_TICKET_POOL);
extern const struct message ticket_pool_removed_message;

/* Discount codes */

#define TYPE_REDUCTION(X, S)                                                                       \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "a ticket type")                         \
	X(S, AMOUNT, amount, REQUIRED, 1, PRICE_LIMIT, none, "off each ticket of it")
SHAPE_DECLARE(type_reduction, TYPE_REDUCTION);

#define TICKET_DISCOUNT(X, S)                                                                      \
	X(S, STRING, code, REQUIRED | KEY, 1, CODE_LIMIT, none, "what is given with a purchase")   \
	X(S, INTEGER, percent, OPTIONAL, 1, 100, none, "off each ticket's price, rounded down")    \
	X(S, AMOUNT, amount, OPTIONAL, 1, PRICE_LIMIT, none, "off the whole purchase")             \
	X(S, LIST, reductions, OPTIONAL, 1, 50, type_reduction, "off each ticket, by its type")    \
	X(S, CURRENCY, currency, OPTIONAL, 0, 0, none, "of amount and reductions")                 \
	X(S, STRINGS, types, OPTIONAL, 1, TYPE_LIMIT, none,                                        \
		"ticket types that percent and amount are for; absent: all")                       \
	X(S, TIME, from, OPTIONAL, 0, 0, none, "valid from this moment on")                        \
	X(S, TIME, until, OPTIONAL, 0, 0, none, "no longer valid from this moment on")             \
	X(S, INTEGER, uses, OPTIONAL, 1, CAPACITY_LIMIT, none,                                     \
		"how many purchases can use it; absent: any number")                               \
	X(S, TRUTH, withdrawn, OPTIONAL, 0, 0, none, "no longer valid")
SHAPE_DECLARE(ticket_discount, TICKET_DISCOUNT);
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
WORDS_DECLARE(scope, SCOPE_ABSENT, SCOPE);

#define CLIENT_GRANTS(X, S)                                                                        \
	X(S, STRING, client, REQUIRED | KEY, 1, CLIENT_LIMIT, none, "the client's id")             \
	X(S, STRINGS, may, OPTIONAL, 1, LIST_LIMIT, none, "commands that it may send")             \
	X(S, STRINGS, types, OPTIONAL, 1, TYPE_LIMIT, none,                                        \
		"ticket types that it may book; \"*\": every one that is not private")             \
	X(S, STRINGS, pools, OPTIONAL, 1, POOL_LIMIT, none, "pools that it may book from")         \
	X(S, TRUTH, waive, OPTIONAL, 0, 0, none, "whether it may waive payment")                   \
	X(S, ENUM, scope, OPTIONAL, 0, 0, scope,                                                   \
		"whose purchases it may pay, cancel and assign; absent: its own")                  \
	X(S, ENUM, feed, OPTIONAL, 0, 0, scope,                                                    \
		"whose purchases the feed shows it; absent: its own")                              \
	X(S, INTEGER, budget, OPTIONAL, 0, CAPACITY_LIMIT, none,                                   \
		"how many tickets it may have; absent: as many as there are")                      \
	X(S, INTEGER, refusals, OPTIONAL, 0, CAPACITY_LIMIT, none,                                 \
		"how many of its refusals are recorded in an hour of the clock; absent: " TEXT_OF( \
			REFUSALS_UNLESS_GRANTED))                                                  \
	X(S, INTEGER, changes, OPTIONAL, 0, CAPACITY_LIMIT, none,                                  \
		"how many of its changes are recorded in an hour of the clock; absent: " TEXT_OF(  \
			CHANGES_UNLESS_GRANTED))                                                   \
	X(S, INTEGER, reservation, OPTIONAL, 1, RESERVATION_LIMIT, none,                           \
		"the longest that it may reserve what is due, in minutes; absent: " TEXT_OF(       \
			RESERVATION_UNLESS_GRANTED) ", 30 days")                                   \
	X(S, TIME, expires, OPTIONAL, 0, 0, none, "its grants end at this moment")
SHAPE_DECLARE(client_grants, CLIENT_GRANTS);
extern const struct message add_client_message;
extern const struct message client_added_message;
extern const struct message client_amended_message;

#define AMEND_CLIENT(X, S)                                                                         \
	CLIENT_GRANTS(X, S)                                                                        \
	CLEAR_FIELDS(X, S)
MESSAGE_DECLARE(amend_client, AMEND_CLIENT);

#define REVOKE_CLIENT(X, S)                                                                        \
	X(S, STRING, client, REQUIRED | KEY, 1, CLIENT_LIMIT, none, "the client's id")
MESSAGE_DECLARE(revoke_client, REVOKE_CLIENT);
extern const struct message client_revoked_message;

/* Rows of lists */

#define TICKET_TYPE_ROW(X, S)                                                                      \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the type's id")                         \
	X(S, STRING, name, REQUIRED, 1, 200, none, "what people call it")                          \
	X(S, AMOUNT, price, REQUIRED, 0, 0, none, "of one ticket, in minor units")                 \
	X(S, CURRENCY, currency, REQUIRED | HIDDEN, 0, 0, none, "of the price")                    \
	X(S, INTEGER, capacity, REQUIRED, 0, CAPACITY_LIMIT, none, "how many there are")           \
	X(S, INTEGER, sold, REQUIRED, 0, CAPACITY_LIMIT, none, "how many are booked")              \
	X(S, INTEGER, held, REQUIRED, 0, CAPACITY_LIMIT, none, "how many pools keep, unsold")      \
	X(S, INTEGER, left, REQUIRED, 0, CAPACITY_LIMIT, none, "how many anybody can book")        \
	X(S, TIME, from, OPTIONAL, 0, 0, none, "on sale from this moment on")                      \
	X(S, TIME, until, OPTIONAL, 0, 0, none, "no longer on sale from this moment on")           \
	X(S, STRINGS, after, OPTIONAL, 1, TYPE_LIMIT, none, "types that come before it")           \
	X(S, TRUTH, private, REQUIRED, 0, 0, none, "only for clients that were granted it")        \
	X(S, TRUTH, withdrawn, REQUIRED, 0, 0, none, "no longer to be had")                        \
	X(S, STRINGS, questions, OPTIONAL | WHOLE, 1, QUESTION_LIMIT, none,                        \
		"that its delegates are asked")
MESSAGE_DECLARE(ticket_type_row, TICKET_TYPE_ROW);

#define TICKET_POOL_ROW(X, S)                                                                      \
	X(S, STRING, pool, REQUIRED, 1, POOL_LIMIT, none, "the pool's id")                         \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the ticket type")                       \
	X(S, INTEGER, places, REQUIRED, 0, CAPACITY_LIMIT, none, "how many it holds")              \
	X(S, INTEGER, sold, REQUIRED, 0, CAPACITY_LIMIT, none, "how many of them are booked")      \
	X(S, STRING, purpose, OPTIONAL, 1, 200, none, "what it is kept for")
MESSAGE_DECLARE(ticket_pool_row, TICKET_POOL_ROW);

#define TICKET_DISCOUNT_ROW(X, S)                                                                  \
	X(S, STRING, code, REQUIRED, 1, CODE_LIMIT, none, "the code")                              \
	X(S, INTEGER, percent, OPTIONAL, 1, 100, none, "off each ticket's price")                  \
	X(S, AMOUNT, amount, OPTIONAL, 1, PRICE_LIMIT, none, "off the whole purchase")             \
	X(S, LIST, reductions, OPTIONAL, 1, 50, type_reduction, "off each ticket, by its type")    \
	X(S, CURRENCY, currency, OPTIONAL | HIDDEN, 0, 0, none, "of amount and reductions")        \
	X(S, STRINGS, types, OPTIONAL, 1, TYPE_LIMIT, none, "ticket types that it is for")         \
	X(S, TIME, from, OPTIONAL, 0, 0, none, "valid from this moment on")                        \
	X(S, TIME, until, OPTIONAL, 0, 0, none, "no longer valid from this moment on")             \
	X(S, INTEGER, uses, OPTIONAL, 1, CAPACITY_LIMIT, none, "how many purchases can use it")    \
	X(S, INTEGER, used, REQUIRED, 0, CAPACITY_LIMIT, none, "how many do")                      \
	X(S, TRUTH, withdrawn, REQUIRED, 0, 0, none, "no longer valid")
MESSAGE_DECLARE(ticket_discount_row, TICKET_DISCOUNT_ROW);

#define CLIENT_ROW(X, S)                                                                           \
	X(S, STRING, client, REQUIRED, 1, CLIENT_LIMIT, none, "the client's id")                   \
	X(S, STRINGS, may, REQUIRED, 1, LIST_LIMIT, none, "commands that it may send")             \
	X(S, STRINGS, types, REQUIRED, 1, TYPE_LIMIT, none, "ticket types that it may book")       \
	X(S, STRINGS, pools, REQUIRED, 1, POOL_LIMIT, none, "pools that it may book from")         \
	X(S, TRUTH, waive, REQUIRED, 0, 0, none, "whether it may waive payment")                   \
	X(S, ENUM, scope, REQUIRED, 0, 0, scope, "whose purchases it may change")                  \
	X(S, ENUM, feed, REQUIRED, 0, 0, scope, "whose purchases the feed shows it")               \
	X(S, INTEGER, budget, OPTIONAL, 0, CAPACITY_LIMIT, none, "how many tickets in all")        \
	X(S, INTEGER, booked, REQUIRED, 0, CAPACITY_LIMIT, none, "how many it has")                \
	X(S, INTEGER, refusals, REQUIRED | HIDDEN, 0, CAPACITY_LIMIT, none,                        \
		"how many of its refusals are recorded in an hour")                                \
	X(S, INTEGER, changes, REQUIRED | HIDDEN, 0, CAPACITY_LIMIT, none,                         \
		"how many of its changes are recorded in an hour")                                 \
	X(S, INTEGER, reservation, REQUIRED | HIDDEN, 1, RESERVATION_LIMIT, none,                  \
		"the longest that it may reserve what is due, in minutes")                         \
	X(S, TIME, expires, OPTIONAL, 0, 0, none, "its grants end at this moment")                 \
	X(S, TRUTH, revoked, REQUIRED, 0, 0, none, "whether its grants were taken back")
MESSAGE_DECLARE(client_row, CLIENT_ROW);

/* Rows of reports */

#define DELEGATE_ROW(X, S)                                                                         \
	X(S, STRING, name, REQUIRED, 1, 200, none, "who comes")                                    \
	X(S, EMAIL, email, REQUIRED, 0, 0, none, "where word is sent to them")                     \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "of the ticket")                         \
	X(S, STRING, requirements, OPTIONAL, 1, 1000, none, "what they need, in their words")      \
	X(S, LIST, answers, OPTIONAL, 1, 20, answer, "to the questions of the ticket's type")      \
	X(S, STRING, client, REQUIRED, 1, CLIENT_LIMIT, none, "whose purchase it is")              \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "of the purchase")             \
	X(S, TRUTH, complete, REQUIRED, 0, 0, none,                                                \
		"paid, waived or free; else it is only reserved")                                  \
	X(S, UUID, ticket, REQUIRED | HIDDEN, 0, 0, none, "the ticket")                            \
	X(S, UUID, purchase, REQUIRED | HIDDEN, 0, 0, none, "the purchase")
MESSAGE_DECLARE(delegate_row, DELEGATE_ROW);

#define MISSING_DELEGATES_ROW(X, S)                                                                \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "a ticket type")                         \
	X(S, INTEGER, missing, REQUIRED, 1, TICKETS_LIMIT, none, "how many tickets nobody holds")  \
	X(S, STRING, name, REQUIRED, 1, 200, none, "who the purchase is for")                      \
	X(S, EMAIL, email, REQUIRED, 0, 0, none, "where word is sent to them")                     \
	X(S, STRING, client, REQUIRED, 1, CLIENT_LIMIT, none, "whose purchase it is")              \
	X(S, STRING, reference, REQUIRED, 1, REFERENCE_LIMIT, none, "of the purchase")             \
	X(S, TRUTH, complete, REQUIRED, 0, 0, none,                                                \
		"paid, waived or free; else it is only reserved")                                  \
	X(S, UUID, purchase, REQUIRED | HIDDEN, 0, 0, none, "the purchase")
MESSAGE_DECLARE(missing_delegates_row, MISSING_DELEGATES_ROW);

#define REQUIREMENT_ROW(X, S)                                                                      \
	X(S, STRING, requirements, REQUIRED, 1, 1000, none, "what they need, in their words")      \
	X(S, STRING, name, REQUIRED, 1, 200, none, "who comes")                                    \
	X(S, EMAIL, email, REQUIRED, 0, 0, none, "where word is sent to them")                     \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "of the ticket")                         \
	X(S, TRUTH, complete, REQUIRED, 0, 0, none,                                                \
		"paid, waived or free; else it is only reserved")                                  \
	X(S, UUID, ticket, REQUIRED | HIDDEN, 0, 0, none, "the ticket")
MESSAGE_DECLARE(requirement_row, REQUIREMENT_ROW);

#define MAILOUT_ROW(X, S)                                                                          \
	X(S, EMAIL, email, REQUIRED, 0, 0, none, "an address, each once")                          \
	X(S, STRING, name, REQUIRED, 1, 200, none, "a delegate who gave it")                       \
	X(S, INTEGER, tickets, REQUIRED, 1, CAPACITY_LIMIT, none, "how many are held under it")
MESSAGE_DECLARE(mailout_row, MAILOUT_ROW);

/* What was paid, is due and is to be paid back, as of a moment. */
#define TAKINGS(X, S)                                                                              \
	X(S, AMOUNT, revenue, REQUIRED, 0, 0, none, "what was paid, refunds not taken off")        \
	X(S, AMOUNT, refund, REQUIRED, 0, 0, none, "what of it is to be paid back")                \
	X(S, AMOUNT, due, REQUIRED, 0, 0, none, "what is still to be paid")                        \
	X(S, AMOUNT, overdue, REQUIRED, 0, 0, none,                                                \
		"what was not paid in time: ticket-expire lets it go")                             \
	X(S, CURRENCY, currency, REQUIRED | HIDDEN, 0, 0, none, "of the four")

/* How tickets were sold: a purchase's payment, as an organiser sees it. */
#define SALE(W)                                                                                    \
	W(SALE_WAIVED, "waived")                                                                   \
	W(SALE_CHARGED, "charged")
WORDS_DECLARE(sale, SALE_ABSENT, SALE);

#define SALES_ROW(X, S)                                                                            \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "a ticket type")                         \
	X(S, STRING, client, REQUIRED, 1, CLIENT_LIMIT, none, "whose purchases they are")          \
	X(S, ENUM, payment, REQUIRED, 0, 0, sale, "waived, or charged: paid, or to be paid")       \
	X(S, STRING, reason, OPTIONAL, 1, 200, none, "as the client gave it")                      \
	X(S, INTEGER, tickets, REQUIRED, 0, CAPACITY_LIMIT, none, "how many are good")             \
	TAKINGS(X, S)
MESSAGE_DECLARE(sales_row, SALES_ROW);

#define CLIENT_SALES_ROW(X, S)                                                                     \
	X(S, STRING, client, REQUIRED, 1, CLIENT_LIMIT, none, "the client's id")                   \
	X(S, INTEGER, purchases, REQUIRED, 0, CAPACITY_LIMIT, none,                                \
		"how many it has, without those that were cancelled or have expired")              \
	X(S, INTEGER, tickets, REQUIRED, 0, CAPACITY_LIMIT, none, "how many are good")             \
	X(S, INTEGER, waived, REQUIRED, 0, CAPACITY_LIMIT, none, "of these: payment waived")       \
	X(S, INTEGER, assigned, REQUIRED, 0, CAPACITY_LIMIT, none, "of these: held by somebody")   \
	TAKINGS(X, S)
MESSAGE_DECLARE(client_sales_row, CLIENT_SALES_ROW);

#define DISCOUNT_SALES_ROW(X, S)                                                                   \
	X(S, STRING, code, REQUIRED, 1, CODE_LIMIT, none, "the discount code")                     \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "a ticket type")                         \
	X(S, INTEGER, purchases, REQUIRED, 0, CAPACITY_LIMIT, none,                                \
		"how many have good tickets of it by the code")                                    \
	X(S, INTEGER, tickets, REQUIRED, 0, CAPACITY_LIMIT, none, "how many are good")             \
	TAKINGS(X, S)
MESSAGE_DECLARE(discount_sales_row, DISCOUNT_SALES_ROW);

#define BROKEN_INVARIANT_ROW(X, S)                                                                 \
	X(S, STRING, about, REQUIRED, 1, 300, none, "what it is about")                            \
	X(S, STRING, message, REQUIRED, 1, 500, none, "what is wrong with it, for a person")
MESSAGE_DECLARE(broken_invariant_row, BROKEN_INVARIANT_ROW);

#endif
