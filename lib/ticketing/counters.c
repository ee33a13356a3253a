#include "ticketing/office.h"

#include "base/memory.h"
#include "store/feed.h"
#include "store/query.h"

/*
 * The counters: what types, pools and clients have come to. Each is read when it is
 * asked for, so that an office opens as fast with twenty thousand clients as with one.
 */

/* So many bytes of what was amended may lie about; far more than one event's. */
enum { AMENDED_BYTES = 8 * 1024 * 1024 };

/* Places for what is counted, at first; a power of two. */
enum { FIRST_ROOM = 64 };

struct counted_kind {
	size_t size;
	const struct shape *shape;
	const char *select; /* by name: what is counted, and the position of the event */
	void (*read)(struct counted *counted, struct query *query, const void *is);
	/* What the row does not have, when it is read first; else NULL. */
	void (*complete)(struct counted *counted, struct store *store);
	void (*save)(const struct counted *counted, struct store *store);
};

static void read_type(struct counted *counted, struct query *query, const void *is)
{
	struct counted_type *type = (struct counted_type *)counted;

	type->is = is;
	type->sold = query_count_at(query, 1);
	type->sold_out = query_integer_at(query, 2) != 0;
	type->from = office_moment(type->is->from, INT64_MIN);
	type->until = office_moment(type->is->until, INT64_MAX);
}

/* Added up once: from then on it is counted. */
static void read_held(struct counted *counted, struct store *store)
{
	struct query *query = query_of(store,
		"SELECT coalesce(sum(places - sold), 0) FROM ticket_pools "
		"WHERE type = :type AND NOT removed");

	query_text(query, counted->name);
	((struct counted_type *)counted)->held = query_number(query);
}

static void save_type(const struct counted *counted, struct store *store)
{
	const struct counted_type *type = (const struct counted_type *)counted;
	struct query *query = query_of(store,
		"UPDATE ticket_types SET sold = :sold, sold_out = :sold_out WHERE type = :type");

	query_integer(query, type->sold);
	query_integer(query, type->sold_out);
	query_text(query, counted->name);
	query_run(query);
}

static const struct counted_kind types = {
	.size = sizeof(struct counted_type),
	.shape = &ticket_type_shape,
	.select = "SELECT seq, sold, sold_out FROM ticket_types WHERE type = :type",
	.read = read_type,
	.complete = read_held,
	.save = save_type,
};

static void read_pool(struct counted *counted, struct query *query, const void *is)
{
	struct counted_pool *pool = (struct counted_pool *)counted;

	pool->is = is;
	pool->places = query_count_at(query, 1);
	pool->sold = query_count_at(query, 2);
}

static void save_pool(const struct counted *counted, struct store *store)
{
	struct query *query =
		query_of(store, "UPDATE ticket_pools SET sold = :sold WHERE pool = :pool");

	query_integer(query, ((const struct counted_pool *)counted)->sold);
	query_text(query, counted->name);
	query_run(query);
}

static const struct counted_kind pools = {
	.size = sizeof(struct counted_pool),
	.shape = &ticket_pool_shape,
	.select = "SELECT seq, places, sold FROM ticket_pools WHERE pool = :pool AND NOT removed",
	.read = read_pool,
	.save = save_pool,
};

static void read_client(struct counted *counted, struct query *query, const void *is)
{
	struct counted_client *client = (struct counted_client *)counted;

	client->is = is;
	client->booked = query_count_at(query, 1);
	client->revocation = query_position_at(query, 2);
	client->hour = query_integer_at(query, 3);
	client->refusals = query_count_at(query, 4);
	client->changes = query_count_at(query, 5);
	client->budget = client->is->budget.present ? client->is->budget.value : INT64_MAX;
	client->expires = office_moment(client->is->expires, INT64_MAX);
}

static void save_client(const struct counted *counted, struct store *store)
{
	const struct counted_client *client = (const struct counted_client *)counted;
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

static const struct counted_kind clients = {
	.size = sizeof(struct counted_client),
	.shape = &client_grants_shape,
	.select =
		"SELECT seq, booked, revocation, hour, refusals, changes FROM clients "
		"WHERE client = :client",
	.read = read_client,
	.save = save_client,
};

/* What was read, by its name */

/* Where what has NAME hangs, or is to hang. */
static struct counted **place_of(
	const struct office *office, const struct counted_kind *kind, const char *name)
{
	uint64_t hash = 14695981039346656037u; /* FNV-1a */
	const char *c;
	struct counted **place;

	for (c = name; *c != '\0'; c++)
		hash = (hash ^ (unsigned char)*c) * 1099511628211u;
	place = &office->buckets[(hash ^ hash >> 32) & (office->room - 1)];
	while (*place != NULL && ((*place)->kind != kind || strcmp((*place)->name, name) != 0))
		place = &(*place)->next;
	return place;
}

/* Twice the room, so that few hang in one place. */
static void spread(struct office *office)
{
	struct counted **before = office->buckets;
	size_t room = office->room;
	size_t i;

	office->room = room > 0 ? 2 * room : FIRST_ROOM;
	office->buckets = memory_zeroed(office->room, sizeof(struct counted *));
	for (i = 0; i < room; i++) {
		struct counted *next, *counted;

		for (counted = before[i]; counted != NULL; counted = next) {
			next = counted->next;
			counted->next = NULL;
			*place_of(office, counted->kind, counted->name) = counted;
		}
	}
	free(before);
}

/*
 * Reads what has NAME into COUNTED, or into a new one where that is NULL. Returns
 * NULL where there is none, or the store has failed.
 */
static struct counted *read(struct office *office, const struct counted_kind *kind,
	const char *name, struct counted *counted)
{
	struct query *query = query_of(office->store, kind->select);
	bool found = false;

	query_text(query, name);
	while (query_row(query)) {
		int64_t position = query_position_at(query, 0);
		struct envelope envelope;
		const void *is =
			feed_event(office->store, position, kind->shape, &envelope, &office->arena);

		if (is == NULL)
			continue;
		if (counted == NULL) {
			counted = arena_take(&office->arena, kind->size);
			counted->kind = kind;
			counted->name = arena_text(&office->arena, name, strlen(name));
		}
		counted->position = position;
		kind->read(counted, query, is);
		found = true;
	}
	return found ? counted : NULL;
}

static struct counted *find(
	struct office *office, const struct counted_kind *kind, const char *name)
{
	struct counted *counted;

	if (office->count >= office->room)
		spread(office);
	counted = *place_of(office, kind, name);
	if (counted != NULL)
		return counted;
	counted = read(office, kind, name, NULL);
	if (counted == NULL)
		return NULL;
	if (kind->complete != NULL)
		kind->complete(counted, office->store);
	*place_of(office, kind, name) = counted;
	office->count++;
	return counted;
}

struct counted_type *office_type(struct office *office, const char *type)
{
	return (struct counted_type *)find(office, &types, type);
}

struct counted_pool *office_pool(struct office *office, const char *pool)
{
	return (struct counted_pool *)find(office, &pools, pool);
}

struct counted_client *office_client(struct office *office, const char *client)
{
	return (struct counted_client *)find(office, &clients, client);
}

/* What was read is forgotten; its memory is kept. */
static void forget(struct office *office)
{
	if (office->count > 0)
		memset(office->buckets, 0, office->room * sizeof(struct counted *));
	office->count = 0;
	office->changed = NULL;
	office->amended = 0;
}

/*
 * All is to be read anew, into new memory. The old memory stays until the next time:
 * decisions borrow from it, and so do their events, which are being applied.
 */
static void begin_anew(struct office *office)
{
	office_save(office, office->store);
	arena_release(&office->before);
	office->before = office->arena;
	office->arena = (struct arena){0};
	forget(office);
}

/*
 * What has NAME was changed by an event: where it was read, it is read again. Its
 * memory grows by that, so once in a while all of it begins anew.
 */
static void read_again(struct office *office, const struct counted_kind *kind, const char *name)
{
	size_t total = office->arena.total;
	struct counted **place, *counted;

	if (office->count == 0)
		return;
	place = place_of(office, kind, name);
	counted = *place;
	if (counted == NULL)
		return;
	if (read(office, kind, name, counted) == NULL) {
		*place = counted->next;
		office->count--;
	}
	office->amended += office->arena.total - total;
	if (office->amended >= AMENDED_BYTES && office->amended >= office->arena.total / 2)
		begin_anew(office);
}

void office_read_type(struct office *office, const char *type)
{
	read_again(office, &types, type);
}

void office_read_pool(struct office *office, const char *pool)
{
	read_again(office, &pools, pool);
}

void office_read_client(struct office *office, const char *client)
{
	read_again(office, &clients, client);
}

void office_save(void *state, struct store *store)
{
	struct office *office = state;
	struct counted *counted, *next;

	for (counted = office->changed; counted != NULL; counted = next) {
		next = counted->next_changed;
		counted->kind->save(counted, store);
		counted->is_changed = false;
	}
	office->changed = NULL;
}

void *office_new(void)
{
	return memory_zeroed(1, sizeof(struct office));
}

/* Nothing is borrowed between two batches. */
void office_load(void *state, struct store *store)
{
	struct office *office = state;

	office->store = store;
	forget(office);
	arena_release(&office->before);
	arena_release(&office->arena);
}

void office_free(void *state)
{
	struct office *office = state;

	arena_release(&office->before);
	arena_release(&office->arena);
	free(office->buckets);
	free(office);
}

/* Counting */

static void note_change(struct office *office, struct counted *counted)
{
	if (counted->is_changed)
		return;
	counted->is_changed = true;
	counted->next_changed = office->changed;
	office->changed = counted;
}

int64_t office_left(const struct counted_type *type)
{
	return type->is->capacity.value - type->sold - type->held;
}

/* SOLD more are sold of it, and HELD more kept in pools. */
static void count_type(struct office *office, const char *name, int64_t sold, int64_t held)
{
	struct counted_type *type = office_type(office, name);

	if (type == NULL)
		return;
	type->sold += sold;
	type->held += held;
	type->sold_out = type->sold_out || office_left(type) == 0;
	note_change(office, &type->counted);
}

void office_count(struct office *office, const char *type, const char *pool_id,
	const char *client_id, int64_t quantity)
{
	struct counted_pool *pool = pool_id != NULL ? office_pool(office, pool_id) : NULL;
	struct counted_client *client = office_client(office, client_id);

	count_type(office, type, quantity, pool != NULL ? -quantity : 0);
	if (pool != NULL) {
		pool->sold += quantity;
		note_change(office, &pool->counted);
	}
	if (client != NULL) {
		client->booked += quantity;
		note_change(office, &client->counted);
	}
}

void office_count_recorded(struct office *office, const char *client_id, int64_t hour,
	int64_t refusals, int64_t changes)
{
	struct counted_client *client = office_client(office, client_id);

	if (client == NULL)
		return;
	if (hour > client->hour)
		client->refusals = client->changes = 0;
	client->hour = hour;
	client->refusals += refusals;
	client->changes += changes;
	note_change(office, &client->counted);
}

void office_hold(struct office *office, const char *type, int64_t places)
{
	count_type(office, type, 0, places);
}
