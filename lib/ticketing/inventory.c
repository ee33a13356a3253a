#include "ticketing/inventory.h"

#include "base/clock.h"
#include "base/memory.h"
#include "store/feed.h"
#include "store/query.h"

/*
 * Each row is read when it is asked for, so that a store with twenty thousand clients opens as
 * fast as one with one.
 */

/* So many bytes of what was amended may lie about; far more than one event's. */
enum { AMENDED_BYTES = 8 * 1024 * 1024 };

/* Places for what is counted, at first; a power of two. */
enum { FIRST_ROOM = 64 };

struct cached_kind {
	size_t size;
	const struct shape *shape;
	const char *select; /* by name: what is counted, and the position of the event */
	void (*read)(struct cached *counted, struct query *query, const void *is);
	/* What the row does not have, when it is read first; else NULL. */
	void (*complete)(struct cached *counted, struct store *store);
	void (*save)(const struct cached *counted, struct store *store);
};

static void read_type(struct cached *counted, struct query *query, const void *is)
{
	struct cached_type *type = (struct cached_type *)counted;

	type->is = is;
	type->sold = query_count_at(query, 1);
	type->sold_out = query_integer_at(query, 2) != 0;
	type->from = clock_moment(type->is->from, INT64_MIN);
	type->until = clock_moment(type->is->until, INT64_MAX);
}

/* Added up once: from then on it is counted. */
static void read_held(struct cached *counted, struct store *store)
{
	struct query *query = query_of(store,
		"SELECT coalesce(sum(places - sold), 0) FROM ticket_pools "
		"WHERE type = :type AND NOT removed");

	query_text(query, counted->name);
	((struct cached_type *)counted)->held = query_number(query);
}

static void save_type(const struct cached *counted, struct store *store)
{
	const struct cached_type *type = (const struct cached_type *)counted;
	struct query *query = query_of(store,
		"UPDATE ticket_types SET sold = :sold, sold_out = :sold_out WHERE type = :type");

	query_integer(query, type->sold);
	query_integer(query, type->sold_out);
	query_text(query, counted->name);
	query_run(query);
}

static const struct cached_kind types = {
	.size = sizeof(struct cached_type),
	.shape = &ticket_type_shape,
	.select = "SELECT seq, sold, sold_out FROM ticket_types WHERE type = :type",
	.read = read_type,
	.complete = read_held,
	.save = save_type,
};

static void read_pool(struct cached *counted, struct query *query, const void *is)
{
	struct cached_pool *pool = (struct cached_pool *)counted;

	pool->is = is;
	pool->places = query_count_at(query, 1);
	pool->sold = query_count_at(query, 2);
}

static void save_pool(const struct cached *counted, struct store *store)
{
	struct query *query =
		query_of(store, "UPDATE ticket_pools SET sold = :sold WHERE pool = :pool");

	query_integer(query, ((const struct cached_pool *)counted)->sold);
	query_text(query, counted->name);
	query_run(query);
}

static const struct cached_kind pools = {
	.size = sizeof(struct cached_pool),
	.shape = &ticket_pool_shape,
	.select = "SELECT seq, places, sold FROM ticket_pools WHERE pool = :pool AND NOT removed",
	.read = read_pool,
	.save = save_pool,
};

static void read_client(struct cached *counted, struct query *query, const void *is)
{
	struct cached_client *client = (struct cached_client *)counted;

	client->is = is;
	client->booked = query_count_at(query, 1);
	client->revocation = query_position_at(query, 2);
	client->hour = query_integer_at(query, 3);
	client->refusals = query_count_at(query, 4);
	client->changes = query_count_at(query, 5);
	client->budget = client->is->budget.present ? client->is->budget.value : INT64_MAX;
	client->expires = clock_moment(client->is->expires, INT64_MAX);
}

static void save_client(const struct cached *counted, struct store *store)
{
	const struct cached_client *client = (const struct cached_client *)counted;
	struct query *query = query_of(store,
		"UPDATE clients SET booked = :booked, hour = :hour, refusals = :refusals, "
		"changes = :changes WHERE client = :client");

	query_integer(query, client->booked);
	query_integer(query, client->hour);
	query_integer(query, client->refusals);
	query_integer(query, client->changes);
	query_text(query, counted->name);
	query_run(query);
}

static const struct cached_kind clients = {
	.size = sizeof(struct cached_client),
	.shape = &client_grants_shape,
	.select =
		"SELECT seq, booked, revocation, hour, refusals, changes FROM clients "
		"WHERE client = :client",
	.read = read_client,
	.save = save_client,
};

/* What was read, by its name */

/* Where what has NAME hangs, or is to hang. */
static struct cached **place_of(
	const struct inventory *inventory, const struct cached_kind *kind, const char *name)
{
	uint64_t hash = 14695981039346656037u; /* FNV-1a */
	const char *c;
	struct cached **place;

	for (c = name; *c != '\0'; c++)
		hash = (hash ^ (unsigned char)*c) * 1099511628211u;
	place = &inventory->buckets[(hash ^ hash >> 32) & (inventory->room - 1)];
	while (*place != NULL && ((*place)->kind != kind || strcmp((*place)->name, name) != 0))
		place = &(*place)->next;
	return place;
}

/* Twice the room, so that few hang in one place. */
static void spread(struct inventory *inventory)
{
	struct cached **before = inventory->buckets;
	size_t room = inventory->room;
	size_t i;

	inventory->room = room > 0 ? 2 * room : FIRST_ROOM;
	inventory->buckets = memory_zeroed(inventory->room, sizeof(struct cached *));
	for (i = 0; i < room; i++) {
		struct cached *next, *counted;

		for (counted = before[i]; counted != NULL; counted = next) {
			next = counted->next;
			counted->next = NULL;
			*place_of(inventory, counted->kind, counted->name) = counted;
		}
	}
	free(before);
}

/*
 * Reads what has NAME into COUNTED, or into a new one where that is NULL. Returns
 * NULL where there is none, or the store has failed.
 */
static struct cached *read(struct inventory *inventory, const struct cached_kind *kind,
	const char *name, struct cached *counted)
{
	struct query *query = query_of(inventory->store, kind->select);
	bool found = false;

	query_text(query, name);
	while (query_row(query)) {
		int64_t position = query_position_at(query, 0);
		struct envelope envelope;
		const void *is = feed_event(
			inventory->store, position, kind->shape, &envelope, &inventory->arena);

		if (is == NULL)
			continue;
		if (counted == NULL) {
			counted = arena_take(&inventory->arena, kind->size);
			counted->kind = kind;
			counted->name = arena_text(&inventory->arena, name, strlen(name));
		}
		counted->position = position;
		kind->read(counted, query, is);
		found = true;
	}
	return found ? counted : NULL;
}

static struct cached *find(
	struct inventory *inventory, const struct cached_kind *kind, const char *name)
{
	struct cached *counted;

	if (inventory->count >= inventory->room)
		spread(inventory);
	counted = *place_of(inventory, kind, name);
	if (counted != NULL)
		return counted;
	counted = read(inventory, kind, name, NULL);
	if (counted == NULL)
		return NULL;
	if (kind->complete != NULL)
		kind->complete(counted, inventory->store);
	*place_of(inventory, kind, name) = counted;
	inventory->count++;
	return counted;
}

struct cached_type *inventory_type(struct inventory *inventory, const char *type)
{
	return (struct cached_type *)find(inventory, &types, type);
}

struct cached_pool *inventory_pool(struct inventory *inventory, const char *pool)
{
	return (struct cached_pool *)find(inventory, &pools, pool);
}

struct cached_client *inventory_client(struct inventory *inventory, const char *client)
{
	return (struct cached_client *)find(inventory, &clients, client);
}

/* What was read is forgotten; its memory is kept. */
static void forget(struct inventory *inventory)
{
	if (inventory->count > 0)
		memset(inventory->buckets, 0, inventory->room * sizeof(struct cached *));
	inventory->count = 0;
	inventory->changed = NULL;
	inventory->amended = 0;
}

/*
 * All is to be read anew, into new memory. The old memory stays until the next time:
 * decisions borrow from it, and so do their events, which are being applied.
 */
static void begin_anew(struct inventory *inventory)
{
	inventory_save(inventory, inventory->store);
	arena_release(&inventory->before);
	inventory->before = inventory->arena;
	inventory->arena = (struct arena){0};
	forget(inventory);
}

/*
 * What has NAME was changed by an event: where it was read, it is read again. Its
 * memory grows by that, so once in a while all of it begins anew.
 */
static void read_again(
	struct inventory *inventory, const struct cached_kind *kind, const char *name)
{
	size_t total = inventory->arena.total;
	struct cached **place, *counted;

	if (inventory->count == 0)
		return;
	place = place_of(inventory, kind, name);
	counted = *place;
	if (counted == NULL)
		return;
	if (read(inventory, kind, name, counted) == NULL) {
		*place = counted->next;
		inventory->count--;
	}
	inventory->amended += inventory->arena.total - total;
	if (inventory->amended >= AMENDED_BYTES && inventory->amended >= inventory->arena.total / 2)
		begin_anew(inventory);
}

void inventory_read_type(struct inventory *inventory, const char *type)
{
	read_again(inventory, &types, type);
}

void inventory_read_pool(struct inventory *inventory, const char *pool)
{
	read_again(inventory, &pools, pool);
}

void inventory_read_client(struct inventory *inventory, const char *client)
{
	read_again(inventory, &clients, client);
}

void inventory_save(void *state, struct store *store)
{
	struct inventory *inventory = state;
	struct cached *counted, *next;

	for (counted = inventory->changed; counted != NULL; counted = next) {
		next = counted->next_changed;
		counted->kind->save(counted, store);
		counted->is_changed = false;
	}
	inventory->changed = NULL;
}

void *inventory_new(void)
{
	return memory_zeroed(1, sizeof(struct inventory));
}

/* Nothing is borrowed between two batches. */
void inventory_load(void *state, struct store *store)
{
	struct inventory *inventory = state;

	inventory->store = store;
	forget(inventory);
	arena_release(&inventory->before);
	arena_release(&inventory->arena);
}

void inventory_free(void *state)
{
	struct inventory *inventory = state;

	arena_release(&inventory->before);
	arena_release(&inventory->arena);
	free(inventory->buckets);
	free(inventory);
}

/* Counting */

static void note_change(struct inventory *inventory, struct cached *counted)
{
	if (counted->is_changed)
		return;
	counted->is_changed = true;
	counted->next_changed = inventory->changed;
	inventory->changed = counted;
}

int64_t inventory_left(const struct cached_type *type)
{
	return type->is->capacity.value - type->sold - type->held;
}

/* SOLD more are sold of it, and HELD more kept in pools. */
static void count_type(struct inventory *inventory, const char *name, int64_t sold, int64_t held)
{
	struct cached_type *type = inventory_type(inventory, name);

	if (type == NULL)
		return;
	type->sold += sold;
	type->held += held;
	type->sold_out = type->sold_out || inventory_left(type) == 0;
	note_change(inventory, &type->counted);
}

void inventory_count(struct inventory *inventory, const char *type, const char *pool_id,
	const char *client_id, int64_t quantity)
{
	struct cached_pool *pool = pool_id != NULL ? inventory_pool(inventory, pool_id) : NULL;
	struct cached_client *client = inventory_client(inventory, client_id);

	count_type(inventory, type, quantity, pool != NULL ? -quantity : 0);
	if (pool != NULL) {
		pool->sold += quantity;
		note_change(inventory, &pool->counted);
	}
	if (client != NULL) {
		client->booked += quantity;
		note_change(inventory, &client->counted);
	}
}

void inventory_count_recorded(struct inventory *inventory, const char *client_id, int64_t hour,
	int64_t refusals, int64_t changes)
{
	struct cached_client *client = inventory_client(inventory, client_id);

	if (client == NULL)
		return;
	if (hour > client->hour)
		client->refusals = client->changes = 0;
	client->hour = hour;
	client->refusals += refusals;
	client->changes += changes;
	note_change(inventory, &client->counted);
}

void inventory_hold(struct inventory *inventory, const char *type, int64_t places)
{
	count_type(inventory, type, 0, places);
}
