/*
 * Purchases, as they are: what was booked, and what became of it.
 *
 *     if (purchase_read(store, &id, &purchase, arena) && purchase.state == PURCHASE_DUE)
 *             amount = purchase.amount;
 */
#ifndef TICKETING_PURCHASE_H
#define TICKETING_PURCHASE_H

#include "published/ticketing.h"
#include "store/context.h"

#define PURCHASE_STATE(W)                                                                          \
	W(PURCHASE_DUE, "due")                                                                     \
	W(PURCHASE_COMPLETE, "complete")                                                           \
	W(PURCHASE_EXPIRED, "expired")                                                             \
	W(PURCHASE_CANCELLED, "cancelled")
ENUM_DECLARE(purchase_state, PURCHASE_STATE_ABSENT, PURCHASE_STATE);

struct purchase {
	struct uuid id;
	const char *text; /* its id */
	const char *client;
	const char *reference;
	const char *name; /* the purchaser's */
	const char *email;
	const char *currency;
	const char *deadline; /* NULL: none */
	const char *discount; /* NULL: none */
	const char *pool;     /* NULL: none */
	enum purchase_state state;
	enum payment payment;
	int64_t amount;
	int64_t paid;     /* the position of the event that paid it; 0: none */
	int64_t closed;   /* and of the one that ended it */
	int64_t position; /* and of the one that created it */
};

struct purchased_ticket {
	struct uuid id;
	const char *type;
	int64_t price;
	int64_t ended;      /* the position of the event; 0: it is good */
	int64_t assignment; /* of the last event about who holds it; 0: none */
	bool assigned;      /* somebody holds it */
};

/* Whether it can't be paid any more: the deadline itself is too late, be it let go or not. */
bool purchase_has_timed_out(const struct purchase *purchase, int64_t now);

/* What ID names, its texts in ARENA. False where it names nothing. */
bool purchase_read(
	struct store *store, const struct uuid *id, struct purchase *purchase, struct arena *arena);

/*
 * The same, for a command: false where the decision's client may not send COMMAND,
 * which is decided then, or has no such purchase, which is not.
 */
bool purchase_find_of(struct decision *decision, const struct message *command,
	const struct uuid *id, struct purchase *purchase);

/* What a refused command is about; what it is not about is NULL, or absent. */
struct rejection_subject {
	const char *purchase, *ticket, *payment;
	struct integer amount;
	const char *currency;
};

/* The same, for a command ABOUT a purchase; that there is none is decided, too. */
bool purchase_find(struct decision *decision, const struct message *command,
	struct rejection_subject about, struct purchase *purchase);

/* Borrows from ARENA: all tickets of a purchase, in their order. */
struct purchased_ticket *purchase_tickets(
	struct store *store, const struct uuid *id, size_t *count, struct arena *arena);

/* The purchase that a ticket belongs to. */
struct uuid purchase_of_ticket(const struct uuid *ticket);

/* The same in SQL. */
#define PURCHASE_OF(ticket) "CAST(substr(" ticket ", 1, 14) || x'0000' AS BLOB)"

/* Every ticket with its purchase, in SQL: t and p. */
#define TICKETS_WITH_PURCHASES "tickets t JOIN purchases p ON p.purchase = " PURCHASE_OF("t.ticket")

/* Borrows from ARENA: an id as text. */
const char *purchase_text(const struct uuid *id, struct arena *arena);

/* Changes state and amount; a state that ends it notes the POSITION of the event. */
void purchase_change(struct store *store, const struct uuid *id, enum purchase_state state,
	int64_t amount, int64_t position);

/*
 * Ends a ticket of PURCHASE, by the event at POSITION: its place is free, nobody
 * holds it, and what was paid for it is to be paid back.
 */
void purchase_end_ticket(struct store *store, const struct purchase *purchase,
	const struct purchased_ticket *ticket, int64_t position);

/* Decides that COMMAND is refused for a business reason, which is an event. */
void purchase_reject_command(struct decision *decision, const struct message *command,
	enum rejection code, struct rejection_subject about, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Adds the command-refused line: context.h, refuse. */
void purchase_write_denial(
	struct decision *decision, const struct message *command, struct buffer *out);

#endif
