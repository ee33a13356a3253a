/*
 * The ticket office: ticketing's context, its counters, and its rules.
 */
#ifndef TICKETING_OFFICE_H
#define TICKETING_OFFICE_H

#include "store/context.h"
#include "ticketing/messages.h"

extern const struct context ticketing;

/*
 * The counters: of types, pools and clients, read under the lock when they are asked
 * for, kept while nobody else writes, written back in the transaction. What a thing
 * is was said by an event, at its position of the feed.
 *
 * What is borrowed of the office, texts of its things and things themselves, stays
 * for the decision and its events; the office alone says when it goes.
 */
struct counted {
	const struct counted_kind *kind;
	const char *name;
	int64_t position; /* of the event */
	bool is_changed;  /* is to be written */
	struct counted *next_changed;
	struct counted *next; /* in the same place */
};

struct counted_type {
	struct counted counted;
	const struct ticket_type *is;
	int64_t from;   /* milliseconds; INT64_MIN: always */
	int64_t until;  /* INT64_MAX: for ever */
	int64_t sold;   /* from pools, too */
	int64_t held;   /* unsold, in pools */
	bool sold_out;  /* it was, once */
	uint64_t round; /* in which it was visited last */
};

struct counted_pool {
	struct counted counted;
	const struct ticket_pool *is; /* but for its places */
	int64_t places;
	int64_t sold;
};

struct counted_client {
	struct counted counted;
	const struct client_grants *is;
	int64_t budget; /* INT64_MAX: none */
	int64_t booked;
	int64_t hour; /* since 1970, in which it had something recorded last: see quota.h */
	int64_t refusals;
	int64_t changes;
	int64_t expires;    /* INT64_MAX: never */
	int64_t revocation; /* the position of the event; 0: none */
};

struct office {
	struct store *store;
	struct arena arena;  /* what was read lives in it */
	struct arena before; /* and in this one, until all is read anew once more */
	size_t amended;      /* bytes of what was read again */
	struct counted **buckets;
	size_t room; /* a power of two, or 0 */
	size_t count;
	struct counted *changed;
	uint64_t round;
};

/* The context's state_new, state_load, which forgets what was borrowed, and state_free. */
void *office_new(void);
void office_load(void *office, struct store *store);
void office_free(void *office);

/* NULL where there is none; a pool that was removed is none. */
struct counted_type *office_type(struct office *office, const char *type);
struct counted_pool *office_pool(struct office *office, const char *pool);
struct counted_client *office_client(struct office *office, const char *client);

/* How many of TYPE anybody can book: neither sold nor held in a pool. */
int64_t office_left(const struct counted_type *type);

/*
 * Counts QUANTITY tickets of TYPE, out of POOL (NULL: none), for CLIENT; fewer
 * than 0 give places back. What is not there any more is passed over.
 */
void office_count(struct office *office, const char *type, const char *pool, const char *client,
	int64_t quantity);

/*
 * Counts what CLIENT had recorded in HOUR. A later hour begins at 0. An earlier one,
 * of a clock that was set back, goes on with what was counted.
 */
void office_count_recorded(
	struct office *office, const char *client, int64_t hour, int64_t refusals, int64_t changes);

/* Counts PLACES more of TYPE that pools keep; fewer than 0 give them back. */
void office_hold(struct office *office, const char *type, int64_t places);

/*
 * A set-up event counts what it has to, saves, changes rows, and says last which of
 * them are to be read again: it counts no more after that.
 */
void office_save(void *office, struct store *store);
void office_read_type(struct office *office, const char *type);
void office_read_pool(struct office *office, const char *pool);
void office_read_client(struct office *office, const char *client);

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
