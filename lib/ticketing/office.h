/*
 * The ticket office: ticketing's context, its counters, and its rules.
 */
#ifndef TICKETING_OFFICE_H
#define TICKETING_OFFICE_H

#include "store/context.h"
#include "ticketing/messages.h"

extern const struct context ticketing;

/* Every message that ticketing's schemas describe; ends with NULL. */
extern const struct message *const ticketing_messages[];

/*
 * The counters of a batch: types, pools and clients, read under the lock, kept
 * while nobody else writes, written back in the transaction. What a thing is
 * was said by an event, at the position seq of the feed.
 */
struct counted_type {
	const struct ticket_type *is;
	int64_t from;     /* milliseconds; INT64_MIN: always */
	int64_t until;    /* INT64_MAX: for ever */
	int64_t sold;     /* from pools, too */
	int64_t held;     /* unsold, in pools */
	int64_t position; /* of the event */
	bool sold_out;    /* it was, once */
	bool changed;     /* is to be written */
};

struct counted_pool {
	const struct ticket_pool *is; /* but for its places */
	int64_t places;
	int64_t sold;
	int64_t position;
	bool changed;
};

struct counted_client {
	const struct client_grants *is;
	int64_t budget; /* INT64_MAX: none */
	int64_t booked;
	int64_t expires;    /* INT64_MAX: never */
	int64_t revocation; /* the position of the event; 0: none */
	int64_t position;
	bool changed;
};

struct office {
	struct arena arena; /* what they are */
	size_t loaded;      /* bytes of it, when all was read */
	struct counted_type *types;
	size_t type_count;
	struct counted_pool *pools; /* without those that were removed */
	size_t pool_count;
	struct counted_client *clients;
	size_t client_count;
};

/* NULL where there is none. */
struct counted_type *office_type(const struct office *office, const char *type);
struct counted_pool *office_pool(const struct office *office, const char *pool);
struct counted_client *office_client(const struct office *office, const char *client);

/* How many of TYPE anybody can book: neither sold nor held in a pool. */
int64_t office_left(const struct counted_type *type);

/*
 * Counts QUANTITY tickets of TYPE, out of POOL (NULL: none), for CLIENT; fewer
 * than 0 give places back. What is not there any more is passed over.
 */
void office_count(struct office *office, const char *type, const char *pool, const char *client,
	int64_t quantity);

/* A set-up event writes what was counted, changes rows, and reads those again. */
void office_save(void *office, struct store *store);
void office_load(void *office, struct store *store); /* all of them */
void office_read_type(void *office, struct store *store, const char *type);
void office_read_pool(void *office, struct store *store, const char *pool);
void office_read_client(void *office, struct store *store, const char *client);

/* In a grant: every ticket type that is not private. */
#define EVERY_TYPE "*"

/* The moment that TEXT says (milliseconds), or OTHERWISE where it is NULL. */
int64_t office_moment(const char *text, int64_t otherwise);

/*
 * Borrows from ARENA: what the texts of LIST are in order, each once, and no
 * list (count 0) where there is none: the same is the same bytes.
 */
struct list office_sorted(struct arena *arena, const struct list *list);

/* Whether LIST has TEXT. */
bool office_has(const struct list *list, const char *text);

#endif
