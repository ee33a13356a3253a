/*
 * The inventory: cached rows of ticket types, pools and clients, each with the event that
 * defines it.
 *
 *     struct inventory *inventory = decision->state;
 *     const struct cached_type *type = inventory_type(inventory, "full");
 *
 *     if (type != NULL && inventory_left(type) >= 2)
 *             inventory_count(inventory, "full", NULL, "press", 2);
 *
 * Rows are read under the lock when they are asked for, kept while nobody else writes, and
 * written back in the transaction. Pointers stay valid until the current decision's events
 * are applied.
 */
#ifndef TICKETING_INVENTORY_H
#define TICKETING_INVENTORY_H

#include "store/context.h"
#include "ticketing/messages.h"

struct cached {
	const struct cached_kind *kind;
	const char *name;
	int64_t position; /* of the event */
	bool is_changed;  /* is to be written */
	struct cached *next_changed;
	struct cached *next; /* in the same place */
};

struct cached_type {
	struct cached counted;
	const struct ticket_type *is;
	int64_t from;   /* milliseconds; INT64_MIN: always */
	int64_t until;  /* INT64_MAX: for ever */
	int64_t sold;   /* from pools, too */
	int64_t held;   /* unsold, in pools */
	bool sold_out;  /* it was, once */
	uint64_t round; /* in which it was visited last */
};

struct cached_pool {
	struct cached counted;
	const struct ticket_pool *is; /* but for its places */
	int64_t places;
	int64_t sold;
};

struct cached_client {
	struct cached counted;
	const struct client_grants *is;
	int64_t budget; /* INT64_MAX: none */
	int64_t booked;
	int64_t hour; /* since 1970, in which it had something recorded last: see quota.h */
	int64_t refusals;
	int64_t changes;
	int64_t expires;    /* INT64_MAX: never */
	int64_t revocation; /* the position of the event; 0: none */
};

struct inventory {
	struct store *store;
	struct arena arena;  /* what was read lives in it */
	struct arena before; /* and in this one, until all is read anew once more */
	size_t amended;      /* bytes of what was read again */
	struct cached **buckets;
	size_t room; /* a power of two, or 0 */
	size_t count;
	struct cached *changed;
	uint64_t round;
};

/* The context's state_new, state_load, which forgets what was borrowed, and state_free. */
void *inventory_new(void);
void inventory_load(void *inventory, struct store *store);
void inventory_free(void *inventory);

/* NULL where there is none; a pool that was removed is none. */
struct cached_type *inventory_type(struct inventory *inventory, const char *type);
struct cached_pool *inventory_pool(struct inventory *inventory, const char *pool);
struct cached_client *inventory_client(struct inventory *inventory, const char *client);

/* How many of TYPE anybody can book: neither sold nor held in a pool. */
int64_t inventory_left(const struct cached_type *type);

/*
 * Counts QUANTITY tickets of TYPE, out of POOL (NULL: none), for CLIENT; fewer
 * than 0 give places back. What is not there any more is passed over.
 */
void inventory_count(struct inventory *inventory, const char *type, const char *pool,
	const char *client, int64_t quantity);

/*
 * Counts what CLIENT had recorded in HOUR. A later hour begins at 0. An earlier one,
 * of a clock that was set back, goes on with what was counted.
 */
void inventory_count_recorded(struct inventory *inventory, const char *client, int64_t hour,
	int64_t refusals, int64_t changes);

/* Counts PLACES more of TYPE that pools keep; fewer than 0 give them back. */
void inventory_hold(struct inventory *inventory, const char *type, int64_t places);

/*
 * A set-up event counts what it has to, saves, changes rows, and says last which of
 * them are to be read again: it counts no more after that.
 */
void inventory_save(void *inventory, struct store *store);
void inventory_read_type(struct inventory *inventory, const char *type);
void inventory_read_pool(struct inventory *inventory, const char *pool);
void inventory_read_client(struct inventory *inventory, const char *client);

#endif
