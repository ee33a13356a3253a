/*
 * Tickets by what people know: a reference, an address, a name, a discount code, an id.
 *
 *     struct find_criteria criteria = {.email = "ann@x.example"};
 *
 *     after = find_tickets(store, &criteria, NULL, &arena, add_row, run);
 *
 * By an id, a reference (or its beginning) and an address the purchases are found by an index; by
 * anything else, all purchases are read.
 */
#ifndef TICKETING_FIND_H
#define TICKETING_FIND_H

#include "ticketing/purchase.h"
#include "ticketing/reports.h"

/* What all tickets that are found have; NULL: anything. Texts but ids are patterns: pattern.h. */
struct find_criteria {
	const char *ticket;    /* id */
	const char *purchase;  /* id */
	const char *reference; /* the purchase's */
	const char *email;     /* the purchaser's, or the delegate's */
	const char *name;      /* the same */
	const char *discount;
	const char *any; /* one of the four above */
	const char *client;
	const char *type;
	bool valid;      /* neither cancelled nor expired */
	bool assigned;   /* it has a delegate */
	bool unassigned; /* it has none */
	bool delegates;  /* email and name are the delegate's alone */
};

#define FOUND_TICKET_ROW(X, S)                                                                     \
	UUID(X, S, ticket, REQUIRED | SPARE, "ticket's id")                                        \
	STRING(X, S, type, REQUIRED, TYPE_LIMIT, "ticket type")                                    \
	ENUM(X, S, state, REQUIRED, purchase_state, "its purchase's state; cancelled alone, too")  \
	STRING(X, S, name, OPTIONAL | PERSONAL, 200,                                               \
		"delegate's name; absent: it is not assigned")                                     \
	EMAIL(X, S, email, OPTIONAL | MINOR, "delegate's e-mail address")                          \
	STRING(X, S, purchaser, REQUIRED | MINOR | PERSONAL, 200, "purchaser's name")              \
	EMAIL(X, S, purchaser_email, REQUIRED | SPARE, "purchaser's e-mail address")               \
	STRING(X, S, client, REQUIRED | SPARE, CLIENT_LIMIT, "client that made the purchase")      \
	STRING(X, S, reference, REQUIRED, REFERENCE_LIMIT, "the purchase's reference")             \
	STRING(X, S, discount, OPTIONAL | SPARE, CODE_LIMIT, "discount code that was used")        \
	UUID(X, S, purchase, REQUIRED | HIDDEN, "purchase's id")
MESSAGE_DECLARE(found_ticket_row, FOUND_TICKET_ROW);

/* The tickets found of a purchase. */
struct found_tickets {
	const struct purchase *purchase;
	const struct purchaser *purchaser;
	const struct purchased_ticket *tickets;
	size_t count;
};

typedef void find_visit(void *to, const struct found_tickets *found);

/*
 * Calls VISIT for each purchase of a page that has such tickets. See reports.h for AFTER, ARENA
 * and the result.
 */
const char *find_purchases(struct store *store, const struct find_criteria *criteria,
	const char *after, struct arena *arena, find_visit *visit, void *to);

/* found_ticket_row, a row per ticket. */
const char *find_tickets(struct store *store, const struct find_criteria *criteria,
	const char *after, struct arena *arena, reports_row *each, void *to);

#endif
