/*
 * What the ticket office's own people say to it: setting up, not selling. What
 * clients say is in published/ticketing.h.
 */
#ifndef TICKETING_MESSAGES_H
#define TICKETING_MESSAGES_H

#include "published/ticketing.h"

enum {
	CAPACITY_LIMIT = 1000000000,
};

/* A price this high times 500 still is a whole number to every JSON reader. */
#define PRICE_LIMIT INT64_C(1000000000000)

#define TICKET_TYPE(X, S)                                                                          \
	X(S, STRING, type, REQUIRED | KEY, 1, TYPE_LIMIT, none, "the type's id")                   \
	X(S, STRING, name, REQUIRED, 1, 200, none, "what people call it")                          \
	X(S, AMOUNT, price, REQUIRED, 0, PRICE_LIMIT, none, "of one ticket, in minor units")       \
	X(S, CURRENCY, currency, REQUIRED, 0, 0, none, "of the price")                             \
	X(S, INTEGER, capacity, REQUIRED, 0, CAPACITY_LIMIT, none,                                 \
		"how many there are at the most")                                                  \
	X(S, TIME, from, OPTIONAL, 0, 0, none, "on sale from this moment on")                      \
	X(S, TIME, until, OPTIONAL, 0, 0, none, "no longer on sale from this moment on")           \
	X(S, TRUTH, private, OPTIONAL, 0, 0, none,                                                 \
		"not shown to the public; each type needs a grant")
SHAPE_DECLARE(ticket_type, TICKET_TYPE);
extern const struct message add_ticket_type_message;
extern const struct message ticket_type_added_message;
extern const struct message ticket_type_amended_message;

/* The same fields; what is absent stays. */
#define AMEND_TICKET_TYPE(X, S)                                                                    \
	X(S, STRING, type, REQUIRED | KEY, 1, TYPE_LIMIT, none, "the type's id")                   \
	X(S, STRING, name, OPTIONAL, 1, 200, none, "what people call it")                          \
	X(S, AMOUNT, price, OPTIONAL, 0, PRICE_LIMIT, none, "of one ticket, in minor units")       \
	X(S, CURRENCY, currency, OPTIONAL, 0, 0, none, "of the price")                             \
	X(S, INTEGER, capacity, OPTIONAL, 0, CAPACITY_LIMIT, none, "not below what is sold")       \
	X(S, TIME, from, OPTIONAL, 0, 0, none, "on sale from this moment on")                      \
	X(S, TIME, until, OPTIONAL, 0, 0, none, "no longer on sale from this moment on")           \
	X(S, TRUTH, private, OPTIONAL, 0, 0, none,                                                 \
		"not shown to the public; each type needs a grant")
MESSAGE_DECLARE(amend_ticket_type, AMEND_TICKET_TYPE);

#define CLIENT_GRANTS(X, S)                                                                        \
	X(S, STRING, client, REQUIRED | KEY, 1, CLIENT_LIMIT, none, "the client's id")             \
	X(S, STRINGS, may, OPTIONAL, 1, 64, none, "commands that it may send")                     \
	X(S, STRINGS, types, OPTIONAL, 1, TYPE_LIMIT, none, "ticket types that it may book")       \
	X(S, TRUTH, waive, OPTIONAL, 0, 0, none, "whether it may waive payment")                   \
	X(S, INTEGER, budget, OPTIONAL, 0, CAPACITY_LIMIT, none,                                   \
		"how many tickets it may book in all; absent: as many as there are")               \
	X(S, TIME, expires, OPTIONAL, 0, 0, none, "its grants end at this moment")
SHAPE_DECLARE(client_grants, CLIENT_GRANTS);
extern const struct message add_client_message;
extern const struct message amend_client_message; /* what is absent stays */
extern const struct message client_added_message;
extern const struct message client_amended_message;

#define REVOKE_CLIENT(X, S)                                                                        \
	X(S, STRING, client, REQUIRED | KEY, 1, CLIENT_LIMIT, none, "the client's id")
MESSAGE_DECLARE(revoke_client, REVOKE_CLIENT);
extern const struct message client_revoked_message;

/* Rows of reports. */
#define TICKET_TYPE_ROW(X, S)                                                                      \
	X(S, STRING, type, REQUIRED, 1, TYPE_LIMIT, none, "the type's id")                         \
	X(S, STRING, name, REQUIRED, 1, 200, none, "what people call it")                          \
	X(S, AMOUNT, price, REQUIRED, 0, 0, none, "of one ticket, in minor units")                 \
	X(S, CURRENCY, currency, REQUIRED | HIDDEN, 0, 0, none, "of the price")                    \
	X(S, INTEGER, capacity, REQUIRED, 0, CAPACITY_LIMIT, none, "how many there are")           \
	X(S, INTEGER, sold, REQUIRED, 0, CAPACITY_LIMIT, none, "how many are booked")              \
	X(S, TIME, from, OPTIONAL, 0, 0, none, "on sale from this moment on")                      \
	X(S, TIME, until, OPTIONAL, 0, 0, none, "no longer on sale from this moment on")           \
	X(S, TRUTH, private, REQUIRED, 0, 0, none,                                                 \
		"not shown to the public; each type needs a grant")
MESSAGE_DECLARE(ticket_type_row, TICKET_TYPE_ROW);

#define CLIENT_ROW(X, S)                                                                           \
	X(S, STRING, client, REQUIRED, 1, CLIENT_LIMIT, none, "the client's id")                   \
	X(S, STRINGS, may, REQUIRED, 1, 64, none, "commands that it may send")                     \
	X(S, STRINGS, types, REQUIRED, 1, TYPE_LIMIT, none, "ticket types that it may book")       \
	X(S, TRUTH, waive, REQUIRED, 0, 0, none, "whether it may waive payment")                   \
	X(S, INTEGER, budget, OPTIONAL, 0, CAPACITY_LIMIT, none, "how many tickets in all")        \
	X(S, INTEGER, booked, REQUIRED, 0, CAPACITY_LIMIT, none, "how many it has booked")         \
	X(S, TIME, expires, OPTIONAL, 0, 0, none, "its grants end at this moment")                 \
	X(S, TRUTH, revoked, REQUIRED, 0, 0, none, "whether its grants were taken back")
MESSAGE_DECLARE(client_row, CLIENT_ROW);

#endif
