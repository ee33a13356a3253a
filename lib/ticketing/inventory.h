/*
 * The inventory: ticket types, pools and clients, each with what the event that defines it
 * says, and what is counted.
 *
 *     const struct type_state *type = inventory_type(decision, "full");
 *
 *     if (type != NULL && inventory_left(type) >= 2)
 *             inventory_count(store, "full", NULL, "press", 2);
 *
 * Each is read from its row when it is asked for, into the decision's arena, and counted in it.
 */
#ifndef TICKETING_INVENTORY_H
#define TICKETING_INVENTORY_H

#include "store/context.h"
#include "ticketing/messages.h"

struct type_state {
	const struct ticket_type *definition;
	int64_t position; /* of the event */
	int64_t from;     /* milliseconds; INT64_MIN: always */
	int64_t until;    /* INT64_MAX: for ever */
	int64_t sold;     /* from pools, too */
	int64_t pooled;   /* unsold, in pools */
	bool sold_out;    /* it was, once */
};

struct pool_state {
	const struct ticket_pool *definition; /* but for its places */
	int64_t position;
	int64_t places;
	int64_t sold;
};

struct client_state {
	const struct client_grants *definition;
	int64_t position;
	int64_t budget; /* INT64_MAX: none */
	int64_t booked;
	int64_t hour; /* since 1970, in which it had something recorded last: see quota.h */
	int64_t refusals;
	int64_t changes;
	int64_t expires;    /* INT64_MAX: never */
	int64_t revocation; /* the position of the event; 0: none */
};

/* NULL where there is none; a pool that was removed is none. */
const struct type_state *inventory_type(struct decision *decision, const char *type);
const struct pool_state *inventory_pool(struct decision *decision, const char *pool);
const struct client_state *inventory_client(struct decision *decision, const char *client);

/* How many of TYPE anybody can book: neither sold nor pooled in a pool. */
int64_t inventory_left(const struct type_state *type);

/*
 * Counts QUANTITY tickets of TYPE, out of POOL (NULL: none), for CLIENT; fewer
 * than 0 give places back. What is not there any more is passed over.
 */
void inventory_count(struct store *store, const char *type, const char *pool, const char *client,
	int64_t quantity);

/*
 * Counts what CLIENT had recorded in HOUR. A later hour begins at 0. An earlier one,
 * of a clock that was set back, goes on with what was counted.
 */
void inventory_count_recorded(
	struct store *store, const char *client, int64_t hour, int64_t refusals, int64_t changes);

/* Counts PLACES more of TYPE that pools keep; fewer than 0 give them back. */
void inventory_add_pooled(struct store *store, const char *type, int64_t places);

#endif
