/*
 * Purchases and their tickets: the current state. A ticket has a row only if it differs from its
 * purchase.
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
	const char *items; /* items_read() */
	const char *currency;
	const char *deadline; /* NULL: none */
	const char *discount; /* NULL: none */
	const char *pool;     /* NULL: none */
	enum purchase_state state;
	int64_t amount;
	int64_t paid;      /* position of the event that paid it; 0: none */
	int64_t closed;    /* position of the event that expired or cancelled it; 0: none */
	int64_t purchaser; /* position of the event that set the purchaser last */
	int64_t opened;    /* position of the event that created or last reopened it */
	int64_t extended;  /* position of the event that extended its deadline since; 0: none */
	int64_t position;  /* position of the event that created it */
};

struct purchased_ticket {
	struct uuid id;
	const char *type;
	int64_t price;
	int64_t reduction;  /* by the discount code; 0: none */
	int64_t ended;      /* position of the event that ended it; 0: valid */
	int64_t assignment; /* position of its last assignment or unassignment; 0: none */
	bool assigned;      /* it has a delegate */
	const char *name;   /* the delegate's; NULL: none */
	const char *email;
};

/* Whether its deadline has passed, recorded as expired or not. At the deadline it has. */
bool purchase_has_timed_out(const struct purchase *purchase, int64_t now);

/* The purchase ID, its texts in ARENA. False if there is none. */
bool purchase_read(
	struct store *store, const struct uuid *id, struct purchase *purchase, struct arena *arena);

/*
 * The same of the purchase that CLIENT made as REFERENCE. Any client may be asked for, so a name
 * that only collides with another one's hash finds nothing.
 */
bool purchase_read_named(struct store *store, const char *client, const char *reference,
	struct purchase *purchase, struct arena *arena);

/*
 * purchase_read() for a command. False with the command denied if its client may not send COMMAND;
 * false without a denial if the client has no such purchase.
 */
bool purchase_find_of(struct decision *decision, const struct message *command,
	const struct uuid *id, struct purchase *purchase);

/* The things that a rejected command is about; the others are NULL, or absent. */
struct rejection_subject {
	const char *purchase, *ticket, *payment, *refund;
	const char *reference, *of_client;
	struct integer amount;
	const char *currency;
};

/*
 * The same for a command ABOUT a purchase, which names it by its id, its reference (of the client
 * of_client; NULL: of its own), or both. An unknown purchase is rejected, and none denied.
 */
bool purchase_find(struct decision *decision, const struct message *command,
	struct rejection_subject about, struct purchase *purchase);

/* Borrows from ARENA: all tickets of PURCHASE, of which .id, .items and .closed are read. */
struct purchased_ticket *purchase_tickets(
	struct store *store, const struct purchase *purchase, size_t *count, struct arena *arena);

/* The same for the tickets from number FIRST to LAST, or the last one. */
struct purchased_ticket *purchase_tickets_between(struct store *store,
	const struct purchase *purchase, unsigned first, unsigned last, size_t *count,
	struct arena *arena);

/* The purchase that the event at POSITION is about. False if it is about none. */
bool purchase_at(struct store *store, int64_t position, struct uuid *id, struct arena *arena);

/* Reads the purchaser of PURCHASE; texts are in ARENA. */
void purchase_purchaser(struct store *store, const struct purchase *purchase,
	struct purchaser *purchaser, struct arena *arena);

/* The purchase that a ticket belongs to. */
struct uuid purchase_of_ticket(const struct uuid *ticket);

/* Borrows from ARENA: an id as text. */
const char *purchase_text(const struct uuid *id, struct arena *arena);

/* Sets state and amount, after some of its tickets were cancelled. */
void purchase_change(
	struct store *store, const struct uuid *id, enum purchase_state state, int64_t amount);

/*
 * Closes PURCHASE by the event at POSITION, to be STATE: its valid tickets end, their delegates
 * are removed, and the use of its discount code is released.
 */
void purchase_close(struct store *store, const struct purchase *purchase, enum purchase_state state,
	int64_t position);

/*
 * Counts a ticket of PURCHASE, of TYPE, as sold, and if it IS_REDUCED as one of the discount code;
 * SIGN -1: no longer.
 */
void purchase_count_ticket(struct store *store, const struct purchase *purchase, const char *type,
	bool is_reduced, int sign);

/* Decides the event that COMMAND is rejected for a business reason. */
void purchase_reject_command(struct decision *decision, const struct message *command,
	enum rejection code, struct rejection_subject about, const char *format, ...)
	__attribute__((format(printf, 5, 6)));

/* Adds the command-refused line: context.h, write_denial. */
void purchase_write_denial(
	struct decision *decision, const struct message *command, struct buffer *out);

#endif
