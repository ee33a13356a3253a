/*
 * The inventory: ticket types, rooms, pools, clients and discount codes, each with the event that
 * defines it and its counters.
 *
 *     const struct type_state *type = inventory_type(decision, "full");
 *
 *     if (type != NULL && inventory_left(&type->places) >= 2)
 *             inventory_add_sold(store, "full", NULL, "press", 2);
 *
 * What is here is copies, complete with what follows from their definitions. The counters are
 * columns of the rows. Each row is read once in a transaction, and written by
 * inventory_flush() if it has changed: so SQL on these tables comes after a store_flush().
 */
#ifndef TICKETING_INVENTORY_H
#define TICKETING_INVENTORY_H

#include "store/context.h"
#include "ticketing/messages.h"

/* The places of a type, or those of a room, which are its types' together. */
struct places {
	int64_t capacity;
	int64_t sold;   /* of all clients, from pools too */
	int64_t pooled; /* unsold places in pools */
	bool sold_out;  /* now or earlier */
};

struct type_state {
	const struct ticket_type *definition;
	int64_t position; /* of the event that defines it: the column seq */
	int64_t from;     /* milliseconds; INT64_MIN: always */
	int64_t until;    /* INT64_MAX: for ever */
	struct places places;
};

struct room_state {
	int64_t position;
	struct places places;
};

struct pool_state {
	const struct ticket_pool *definition; /* its places are those at first; see below */
	int64_t position;
	int64_t places; /* as amended and moved since */
	int64_t sold;
};

struct client_state {
	const struct client_grants *definition;
	int64_t position;
	int64_t budget; /* INT64_MAX: none */
	int64_t booked; /* its share of what is sold */
	int64_t hour;   /* since 1970, to which refusals and changes belong: see quota.h */
	int64_t refusals;
	int64_t changes;
	int64_t expires;    /* INT64_MAX: never */
	int64_t revocation; /* the position of the event; 0: none */
};

struct discount_state {
	int64_t position;
	int64_t used;    /* by purchases that are due or complete */
	int64_t tickets; /* valid ones whose price it reduces */
};

/* Borrow from the decision's arena. NULL if there is none, or it is removed. */
const struct type_state *inventory_type(struct decision *decision, const char *type);
/* What choice.c keeps in the transaction's memory; NULL: nothing. */
void **inventory_choice(struct store *store);

const struct room_state *inventory_room(struct decision *decision, const char *room);
const struct pool_state *inventory_pool(struct decision *decision, const char *pool);
const struct client_state *inventory_client(struct decision *decision, const char *client);
const struct discount_state *inventory_discount(struct decision *decision, const char *code);

/* What keeps its row when it is removed, so that its name is not used again. */
enum removable { REMOVABLE_ROOM, REMOVABLE_POOL };

/* The position of the event that removed NAME; 0: none did. */
int64_t inventory_removal(struct store *store, enum removable what, const char *name);

/* Borrows from ARENA: why NAME can't be added again; NULL: it was not removed. */
const char *inventory_superseded(
	struct store *store, enum removable what, const char *name, struct arena *arena);

/* Denies a command, at POINTER, whose NAME does not exist, or no longer. */
void inventory_deny_missing(
	struct decision *decision, enum removable what, const char *pointer, const char *name);

/* How many are neither sold nor in a pool. */
int64_t inventory_left(const struct places *places);

/* How many are left of POOL or, if that is NULL, of TYPE. */
int64_t inventory_left_of(const struct type_state *type, const struct pool_state *pool);

/* How many are left of the budget of CLIENT; INT64_MAX: any number. */
int64_t inventory_budget_left(const struct client_state *client);

/* Tickets that take up places of rooms. */
struct room_demand {
	const struct list *rooms; /* their names; NULL: none */
	int64_t quantity;
};

/* A room that has fewer places left than are demanded. */
struct room_shortage {
	const char *room;
	int64_t quantity, left;
};

/*
 * Whether one of ROOMS has fewer places left than the COUNT demands take up in it together. Fills
 * SHORTAGE, which borrows the name. A room that does not exist lacks none.
 */
bool inventory_lacks_places(struct decision *decision, const struct list *rooms,
	const struct room_demand *demands, size_t count, struct room_shortage *shortage);

/*
 * These change counters. One that would be negative, or beyond its capacity, sets the store's
 * fault (EX_SOFTWARE): decisions check before.
 */

/*
 * Adds QUANTITY to the sold tickets of TYPE, its rooms and POOL (NULL: none), and to the booked
 * ones of CLIENT; negative: releases them. A removed pool is skipped.
 */
void inventory_add_sold(struct store *store, const char *type, const char *pool, const char *client,
	int64_t quantity);

/*
 * Adds REFUSALS and CHANGES to the counters of CLIENT for HOUR. A later hour starts at 0; an
 * earlier one, after the clock was set back, continues the counters.
 */
void inventory_add_refusals_changes(
	struct store *store, const char *client, int64_t hour, int64_t refusals, int64_t changes);

/* Adds PLACES of TYPE and its rooms to those in pools; negative: releases them. */
void inventory_add_pooled(struct store *store, const char *type, int64_t places);

/*
 * Moves what is sold and pooled of TYPE from its rooms to ROOMS, which the column has afterwards. A
 * type that does not exist yet has neither.
 */
void inventory_set_rooms(struct store *store, const char *type, const struct list *rooms);

/*
 * Adds USES, of purchases, and TICKETS, whose price it reduces, to those of the discount CODE;
 * negative: they have ended.
 */
void inventory_add_uses(struct store *store, const char *code, int64_t uses, int64_t tickets);

/* Writes the changed counters: flush() of struct context. */
void inventory_flush(struct store *store);

#endif
