#include "ticketing/inventory.h"

#include "base/clock.h"
#include "store/feed.h"
#include "store/query.h"
#include "ticketing/suggestion.h"
#include "ticketing/texts.h"

/* Beyond ROWS_LIMIT, rows are flushed, so that memory stays constant. */
enum { BUCKETS = 256, ROWS_LIMIT = 4096 };

enum kind { KIND_TYPE, KIND_ROOM, KIND_POOL, KIND_CLIENT, KIND_DISCOUNT };

/* A row, as read in this transaction. */
struct row {
	struct row *next; /* in its bucket */
	enum kind kind;
	const char *name;
	bool exists;
	bool changed;
	union {
		struct type_state type;
		struct room_state room;
		struct pool_state pool;
		struct client_state client;
		struct discount_state discount;
	} of;
	struct list rooms; /* those that count the tickets of a type: their names */
};

/* All rows of a transaction: the root of its memory. */
struct rows {
	size_t count;
	void *choice; /* inventory_choice() */
	struct row *buckets[BUCKETS];
};

/* Reading */

/* The counters of a row of capacity, sold, pooled and sold_out, from the column FIRST on. */
static struct places places_at(struct query *query, int first)
{
	return (struct places){
		.capacity = query_count_at(query, first),
		.sold = query_count_at(query, first + 1),
		.pooled = query_count_at(query, first + 2),
		.sold_out = query_integer_at(query, first + 3) != 0,
	};
}

/* Borrows from the transaction: the names of rooms in JSON (NULL: none). */
static struct list read_rooms(struct store *store, const char *json)
{
	struct list rooms = {0, NULL};
	const char *const *names;
	size_t i;

	if (json == NULL)
		return rooms;
	if (!texts_read(json, &store_memory(store)->arena, &rooms))
		store_corrupt(store, "a type's rooms are no list of names: %.80s", json);
	names = rooms.items;
	for (i = 0; i < rooms.count; i++)
		if (strlen(names[i]) > ROOM_LIMIT)
			store_corrupt(store, "a room has an impossible name: %.80s", names[i]);
	return rooms;
}

static void read_type(struct store *store, struct row *row)
{
	struct query *query = QUERY(store,
		"SELECT seq, capacity, sold, pooled, sold_out, rooms FROM ticket_types "
		"WHERE type = :type",
		row->name);

	while (query_row(query)) {
		row->exists = true;
		row->of.type = (struct type_state){
			.position = query_position_at(query, 0),
			.places = places_at(query, 1),
		};
		row->rooms = read_rooms(store, query_optional_text_at(query, 5, NULL));
	}
}

static void read_room(struct store *store, struct row *row)
{
	struct query *query = QUERY(store,
		"SELECT seq, capacity, sold, pooled, sold_out FROM ticket_rooms "
		"WHERE room = :room AND NOT removed",
		row->name);

	while (query_row(query)) {
		row->exists = true;
		row->of.room = (struct room_state){
			.position = query_position_at(query, 0),
			.places = places_at(query, 1),
		};
	}
}

static void read_pool(struct store *store, struct row *row)
{
	struct query *query = QUERY(store,
		"SELECT seq, places, sold FROM ticket_pools WHERE pool = :pool AND NOT removed",
		row->name);

	while (query_row(query)) {
		row->exists = true;
		row->of.pool = (struct pool_state){
			.position = query_position_at(query, 0),
			.places = query_count_at(query, 1),
			.sold = query_count_at(query, 2),
		};
	}
}

static void read_client(struct store *store, struct row *row)
{
	struct query *query = QUERY(store,
		"SELECT seq, booked, revocation, hour, refusals, changes FROM clients "
		"WHERE client = :client",
		row->name);

	while (query_row(query)) {
		row->exists = true;
		row->of.client = (struct client_state){
			.position = query_position_at(query, 0),
			.booked = query_count_at(query, 1),
			.revocation = query_position_at(query, 2),
			.hour = query_integer_at(query, 3),
			.refusals = query_count_at(query, 4),
			.changes = query_count_at(query, 5),
		};
	}
}

static void read_discount(struct store *store, struct row *row)
{
	struct query *query = QUERY(store,
		"SELECT seq, used, tickets FROM ticket_discounts WHERE code = :code", row->name);

	while (query_row(query)) {
		row->exists = true;
		row->of.discount = (struct discount_state){
			.position = query_position_at(query, 0),
			.used = query_count_at(query, 1),
			.tickets = query_count_at(query, 2),
		};
	}
}

/* Writing */

static void write_type(struct store *store, const struct row *row)
{
	const struct places *places = &row->of.type.places;

	query_run(QUERY(store,
		"UPDATE ticket_types SET sold = :sold, pooled = :pooled, sold_out = :sold_out "
		"WHERE type = :type",
		places->sold, places->pooled, (int)places->sold_out, row->name));
}

static void write_room(struct store *store, const struct row *row)
{
	const struct places *places = &row->of.room.places;

	query_run(QUERY(store,
		"UPDATE ticket_rooms SET sold = :sold, pooled = :pooled, sold_out = :sold_out "
		"WHERE room = :room",
		places->sold, places->pooled, (int)places->sold_out, row->name));
}

static void write_pool(struct store *store, const struct row *row)
{
	query_run(QUERY(store, "UPDATE ticket_pools SET sold = :sold WHERE pool = :pool",
		row->of.pool.sold, row->name));
}

static void write_client(struct store *store, const struct row *row)
{
	const struct client_state *client = &row->of.client;

	query_run(QUERY(store,
		"UPDATE clients SET booked = :booked, hour = :hour, refusals = :refusals, "
		"changes = :changes WHERE client = :client",
		client->booked, client->hour, client->refusals, client->changes, row->name));
}

static void write_discount(struct store *store, const struct row *row)
{
	query_run(QUERY(store,
		"UPDATE ticket_discounts SET used = :used, tickets = :tickets WHERE code = :code",
		row->of.discount.used, row->of.discount.tickets, row->name));
}

static const struct table {
	void (*read)(struct store *store, struct row *row);
	void (*write)(struct store *store, const struct row *row);
} tables[] = {
	[KIND_TYPE] = {read_type, write_type},
	[KIND_ROOM] = {read_room, write_room},
	[KIND_POOL] = {read_pool, write_pool},
	[KIND_CLIENT] = {read_client, write_client},
	[KIND_DISCOUNT] = {read_discount, write_discount},
};

void inventory_flush(struct store *store)
{
	const struct rows *rows = store_memory(store)->root;
	size_t i;

	for (i = 0; i < BUCKETS; i++) {
		const struct row *row;

		for (row = rows->buckets[i]; row != NULL; row = row->next)
			if (row->changed)
				tables[row->kind].write(store, row);
	}
}

/* Finding */

/* FNV-1a */
static size_t bucket_of(enum kind kind, const char *name)
{
	uint32_t hash = 2166136261u ^ (uint32_t)kind;

	for (; *name != '\0'; name++)
		hash = (hash ^ (unsigned char)*name) * 16777619u;
	return (hash ^ hash >> 16) % BUCKETS;
}

/* Borrows from the transaction: its rows. */
static struct rows *rows_of(struct store *store)
{
	struct store_memory *memory = store_memory(store);
	struct rows *rows = memory->root;

	if (rows != NULL && rows->count >= ROWS_LIMIT)
		store_flush(store);
	if (memory->root == NULL)
		memory->root = arena_take(&memory->arena, sizeof(*rows));
	return memory->root;
}

void **inventory_choice(struct store *store)
{
	return &rows_of(store)->choice;
}

/* Borrows from the transaction until the next call: the row NAME; NULL if there is none. */
static struct row *find(struct store *store, enum kind kind, const char *name)
{
	struct rows *rows = rows_of(store);
	struct row **bucket = &rows->buckets[bucket_of(kind, name)];
	struct row *row = *bucket;

	while (row != NULL && (row->kind != kind || strcmp(row->name, name) != 0))
		row = row->next;
	if (row == NULL) {
		struct arena *arena = &store_memory(store)->arena;

		row = arena_take(arena, sizeof(*row));
		*row = (struct row){.next = *bucket,
			.kind = kind,
			.name = arena_text(arena, name, strlen(name))};
		tables[kind].read(store, row);
		*bucket = row;
		rows->count++;
	}
	return row->exists ? row : NULL;
}

/* Copies, because a row is the transaction's, and its counters change. */
static void *copy(struct decision *decision, const void *state, size_t size)
{
	return memcpy(arena_take(decision->arena, size), state, size);
}

const struct type_state *inventory_type(struct decision *decision, const char *name)
{
	struct row *row = find(decision->store, KIND_TYPE, name);
	struct type_state *type;

	if (row == NULL)
		return NULL;
	type = &row->of.type;
	if (type->definition == NULL) {
		type->definition =
			feed_definition(decision->store, type->position, &ticket_type_layout);
		if (type->definition == NULL)
			return NULL;
		type->from = clock_parse_or(type->definition->from, INT64_MIN);
		type->until = clock_parse_or(type->definition->until, INT64_MAX);
	}
	return copy(decision, type, sizeof(*type));
}

const struct room_state *inventory_room(struct decision *decision, const char *name)
{
	const struct row *row = find(decision->store, KIND_ROOM, name);

	return row != NULL ? copy(decision, &row->of.room, sizeof(row->of.room)) : NULL;
}

const struct pool_state *inventory_pool(struct decision *decision, const char *name)
{
	struct row *row = find(decision->store, KIND_POOL, name);
	struct pool_state *pool;

	if (row == NULL)
		return NULL;
	pool = copy(decision, &row->of.pool, sizeof(*pool));
	pool->definition = feed_definition(decision->store, pool->position, &ticket_pool_layout);
	return pool->definition != NULL ? pool : NULL;
}

const struct client_state *inventory_client(struct decision *decision, const char *name)
{
	struct row *row = find(decision->store, KIND_CLIENT, name);
	struct client_state *client;

	if (row == NULL)
		return NULL;
	client = copy(decision, &row->of.client, sizeof(*client));
	client->definition =
		feed_definition(decision->store, client->position, &client_grants_layout);
	if (client->definition == NULL)
		return NULL;
	client->budget =
		client->definition->budget.present ? client->definition->budget.value : INT64_MAX;
	client->expires = clock_parse_or(client->definition->expires, INT64_MAX);
	return client;
}

const struct discount_state *inventory_discount(struct decision *decision, const char *code)
{
	const struct row *row = find(decision->store, KIND_DISCOUNT, code);

	return row != NULL ? copy(decision, &row->of.discount, sizeof(row->of.discount)) : NULL;
}

static const struct {
	const char *noun;
	const char *removed; /* SQL: the position of its removal */
} removables[] = {
	[REMOVABLE_ROOM] = {"room", "SELECT removed FROM ticket_rooms WHERE room = :name"},
	[REMOVABLE_POOL] = {"pool", "SELECT removed FROM ticket_pools WHERE pool = :name"},
};

int64_t inventory_removal(struct store *store, enum removable what, const char *name)
{
	return query_number(QUERY(store, removables[what].removed, name));
}

const char *inventory_superseded(
	struct store *store, enum removable what, const char *name, struct arena *arena)
{
	if (inventory_removal(store, what, name) == 0)
		return NULL;
	return arena_printf(arena, "the %s \"%s\" was removed: add it under another name",
		removables[what].noun, name);
}

void inventory_deny_missing(
	struct decision *decision, enum removable what, const char *pointer, const char *name)
{
	const char *noun = removables[what].noun;

	decision_deny(decision, DENY_CONTRADICTION, pointer,
		inventory_removal(decision->store, what, name) > 0 ? "the %s \"%s\" was removed%s"
								   : "there is no %s \"%s\"%s",
		noun, name, suggestion_instead(decision, NULL, noun, name));
}

int64_t inventory_left(const struct places *places)
{
	return places->capacity - places->sold - places->pooled;
}

int64_t inventory_left_of(const struct type_state *type, const struct pool_state *pool)
{
	return pool != NULL ? pool->places - pool->sold : inventory_left(&type->places);
}

int64_t inventory_budget_left(const struct client_state *client)
{
	if (client == NULL || client->budget == INT64_MAX)
		return INT64_MAX;
	return client->budget > client->booked ? client->budget - client->booked : 0;
}

bool inventory_lacks_places(struct decision *decision, const struct list *rooms,
	const struct room_demand *demands, size_t count, struct room_shortage *shortage)
{
	const char *const *names = rooms->items;
	size_t i, n;

	for (i = 0; i < rooms->count; i++) {
		const struct room_state *room = inventory_room(decision, names[i]);

		*shortage = (struct room_shortage){.room = names[i]};
		for (n = 0; n < count; n++)
			if (demands[n].rooms != NULL && texts_have(demands[n].rooms, names[i]))
				shortage->quantity += demands[n].quantity;
		if (room == NULL)
			continue;
		shortage->left = inventory_left(&room->places);
		if (shortage->quantity > shortage->left)
			return true;
	}
	return false;
}

/* Counting */

/* Adds MORE to a counter of ROW, which stays within 0 and MOST. */
static void count(
	struct store *store, struct row *row, int64_t *counter, int64_t more, int64_t most)
{
	static const char *const nouns[] = {
		[KIND_TYPE] = "type",
		[KIND_ROOM] = "room",
		[KIND_POOL] = "pool",
		[KIND_CLIENT] = "client",
		[KIND_DISCOUNT] = "discount",
	};

	*counter += more;
	if (*counter < 0 || *counter > most)
		fault_set(store_fault(store), EX_SOFTWARE,
			"the %s \"%s\" would count %lld of 0 to %lld", nouns[row->kind], row->name,
			(long long)*counter, (long long)most);
	row->changed = true;
}

/* Adds SOLD and POOLED to PLACES of ROW; sets sold_out if nothing is left. */
static void count_places(
	struct store *store, struct row *row, struct places *places, int64_t sold, int64_t pooled)
{
	int64_t taken;

	count(store, row, &places->sold, sold, places->capacity);
	count(store, row, &places->pooled, pooled, CAPACITY_LIMIT);
	taken = places->sold + places->pooled;
	count(store, row, &taken, 0, places->capacity);
	places->sold_out = places->sold_out || taken >= places->capacity;
}

/* Adds SOLD and POOLED to the counters of the room NAME. */
static void count_room(struct store *store, const char *name, int64_t sold, int64_t pooled)
{
	struct row *row = find(store, KIND_ROOM, name);

	if (row != NULL)
		count_places(store, row, &row->of.room.places, sold, pooled);
}

/* The same of the rooms of TYPE. Finding a room may end the memory of the type's row. */
static void count_rooms(struct store *store, const char *type, int64_t sold, int64_t pooled)
{
	char name[ROOM_LIMIT + 1];
	size_t i = 0;

	for (;;) {
		const struct row *row = find(store, KIND_TYPE, type);

		if (row == NULL || i == row->rooms.count)
			return;
		strlcpy(name, ((const char *const *)row->rooms.items)[i++], sizeof(name));
		count_room(store, name, sold, pooled);
	}
}

/* Adds SOLD and POOLED to the counters of TYPE and its rooms. */
static void count_type(struct store *store, const char *name, int64_t sold, int64_t pooled)
{
	struct row *row = find(store, KIND_TYPE, name);

	if (row == NULL)
		return;
	count_places(store, row, &row->of.type.places, sold, pooled);
	if (row->rooms.count > 0 && (sold != 0 || pooled != 0))
		count_rooms(store, name, sold, pooled);
}

/* Adds QUANTITY to the sold places of POOL; false if it was removed. */
static bool count_pool(struct store *store, const char *name, int64_t quantity)
{
	struct row *row = find(store, KIND_POOL, name);

	if (row == NULL)
		return false;
	count(store, row, &row->of.pool.sold, quantity, row->of.pool.places);
	return true;
}

void inventory_add_sold(struct store *store, const char *type, const char *pool, const char *client,
	int64_t quantity)
{
	bool from_pool = pool != NULL && count_pool(store, pool, quantity);
	struct row *row;

	count_type(store, type, quantity, from_pool ? -quantity : 0);
	row = find(store, KIND_CLIENT, client);
	if (row != NULL)
		count(store, row, &row->of.client.booked, quantity, INT64_MAX);
}

void inventory_add_refusals_changes(
	struct store *store, const char *client, int64_t hour, int64_t refusals, int64_t changes)
{
	struct row *row = find(store, KIND_CLIENT, client);
	struct client_state *state;

	if (row == NULL)
		return;
	state = &row->of.client;
	if (hour > state->hour)
		state->refusals = state->changes = 0;
	state->hour = hour;
	state->refusals += refusals;
	state->changes += changes;
	row->changed = true;
}

void inventory_add_pooled(struct store *store, const char *type, int64_t places)
{
	count_type(store, type, 0, places);
}

void inventory_set_rooms(struct store *store, const char *type, const struct list *rooms)
{
	const struct row *row = find(store, KIND_TYPE, type);
	const char *const *names = rooms->items;
	struct places places;
	size_t i;

	if (row == NULL || row->rooms.count + rooms->count == 0)
		return;
	places = row->of.type.places;
	count_rooms(store, type, -places.sold, -places.pooled);
	for (i = 0; i < rooms->count; i++)
		count_room(store, names[i], places.sold, places.pooled);
}

void inventory_add_uses(struct store *store, const char *code, int64_t uses, int64_t tickets)
{
	struct row *row = find(store, KIND_DISCOUNT, code);

	if (row == NULL)
		return;
	count(store, row, &row->of.discount.used, uses, INT64_MAX);
	count(store, row, &row->of.discount.tickets, tickets, INT64_MAX);
}
