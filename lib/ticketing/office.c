#include "ticketing/office.h"

#include "base/clock.h"
#include "base/memory.h"
#include "store/feed.h"
#include "store/query.h"
#include "ticketing/cancellation.h"
#include "ticketing/catalogue.h"
#include "ticketing/creation.h"
#include "ticketing/delegate.h"
#include "ticketing/discount.h"
#include "ticketing/grant.h"
#include "ticketing/payment.h"
#include "ticketing/pool.h"
#include "ticketing/purchase.h"

extern const struct component ticketing_schema;

/* Bytes of what was amended, beside those of an office as it is. */
enum { OFFICE_ROOM = 16 * 1024 * 1024 };

int64_t office_moment(const char *text, int64_t otherwise)
{
	int64_t moment;

	return text != NULL && clock_parse(text, &moment) ? moment : otherwise;
}

static int compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

struct list office_sorted(struct arena *arena, const struct list *list)
{
	const char **texts;
	size_t count = 0;
	size_t i;

	if (list->count == 0)
		return (struct list){0, NULL};
	texts = arena_take(arena, list->count * sizeof(*texts));
	memcpy(texts, list->items, list->count * sizeof(*texts));
	qsort(texts, list->count, sizeof(*texts), compare_texts);
	for (i = 0; i < list->count; i++)
		if (i == 0 || strcmp(texts[i], texts[count - 1]) != 0)
			texts[count++] = texts[i];
	return (struct list){count, texts};
}

bool office_has(const struct list *list, const char *text)
{
	const char *const *texts = list->items;
	size_t i;

	for (i = 0; i < list->count; i++)
		if (strcmp(texts[i], text) == 0)
			return true;
	return false;
}

/* The counters */

static void forget(struct office *office)
{
	free(office->types);
	free(office->pools);
	free(office->clients);
	arena_release(&office->arena);
	*office = (struct office){.types = NULL};
}

/* What the event at POSITION says; nothing where the store has failed. */
static const void *what_is(
	struct office *office, struct store *store, int64_t position, const struct shape *shape)
{
	struct envelope envelope;
	const void *is = feed_event(store, position, shape, &envelope, &office->arena);

	return is != NULL ? is : arena_take(&office->arena, shape->size);
}

/* The one at COUNT of ITEMS is a new one; SIZE is of each. Returns them, where they are now. */
static void *grow(void *items, size_t *count, size_t size)
{
	char *grown = memory_resize(items, *count + 1, size);

	memset(grown + *count * size, 0, size);
	++*count;
	return grown;
}

/* The row of QUERY, in place of what is counted of it, or as another one. */
static void read_type(struct office *office, struct store *store, struct query *query)
{
	int64_t position = query_integer_at(query, 2);
	const struct ticket_type *is = what_is(office, store, position, &ticket_type_shape);
	struct counted_type *type = is->type != NULL ? office_type(office, is->type) : NULL;

	if (type == NULL) {
		office->types = grow(office->types, &office->type_count, sizeof(*office->types));
		type = &office->types[office->type_count - 1];
	}
	type->is = is;
	type->sold = query_integer_at(query, 0);
	type->sold_out = query_integer_at(query, 1) != 0;
	type->position = position;
	type->from = office_moment(is->from, INT64_MIN);
	type->until = office_moment(is->until, INT64_MAX);
}

/* What POOL keeps of its type, counted BY times. */
static void hold(struct office *office, const struct counted_pool *pool, int by)
{
	struct counted_type *type =
		pool->is->type != NULL ? office_type(office, pool->is->type) : NULL;

	if (type != NULL)
		type->held += by * (pool->places - pool->sold);
}

static void read_pool(struct office *office, struct store *store, struct query *query)
{
	struct counted_pool *pool;

	office->pools = grow(office->pools, &office->pool_count, sizeof(*office->pools));
	pool = &office->pools[office->pool_count - 1];
	pool->places = query_integer_at(query, 0);
	pool->sold = query_integer_at(query, 1);
	pool->position = query_integer_at(query, 2);
	pool->is = what_is(office, store, pool->position, &ticket_pool_shape);
	hold(office, pool, 1);
}

static void read_client(struct office *office, struct store *store, struct query *query)
{
	int64_t position = query_integer_at(query, 2);
	const struct client_grants *is = what_is(office, store, position, &client_grants_shape);
	struct counted_client *client =
		is->client != NULL ? office_client(office, is->client) : NULL;

	if (client == NULL) {
		office->clients =
			grow(office->clients, &office->client_count, sizeof(*office->clients));
		client = &office->clients[office->client_count - 1];
	}
	client->is = is;
	client->booked = query_integer_at(query, 0);
	client->revocation = query_integer_at(query, 1);
	client->position = position;
	client->budget = is->budget.present ? is->budget.value : INT64_MAX;
	client->expires = office_moment(is->expires, INT64_MAX);
}

static void *office_new(void)
{
	return memory_zeroed(1, sizeof(struct office));
}

void office_load(void *state, struct store *store)
{
	struct office *office = state;
	struct query *query;

	forget(office);
	query = query_of(store, "SELECT sold, sold_out, seq FROM ticket_types");
	while (query_row(query))
		read_type(office, store, query);
	query = query_of(store, "SELECT places, sold, seq FROM ticket_pools WHERE NOT removed");
	while (query_row(query))
		read_pool(office, store, query);
	query = query_of(store, "SELECT booked, revocation, seq FROM clients");
	while (query_row(query))
		read_client(office, store, query);
	office->loaded = office->arena.total;
}

/* Whether so much of what was amended lies about that all is better read anew, which is done. */
static bool is_read_anew(struct office *office, struct store *store)
{
	if (office->arena.total < 2 * office->loaded + OFFICE_ROOM)
		return false;
	office_load(office, store);
	return true;
}

void office_read_type(void *office, struct store *store, const char *type)
{
	struct query *query;

	if (is_read_anew(office, store))
		return;
	query = query_of(store, "SELECT sold, sold_out, seq FROM ticket_types WHERE type = :type");
	query_text(query, type);
	while (query_row(query))
		read_type(office, store, query);
}

void office_read_pool(void *state, struct store *store, const char *name)
{
	struct office *office = state;
	struct counted_pool *pool = office_pool(office, name);
	struct query *query;

	if (is_read_anew(office, store))
		return;
	if (pool != NULL) {
		hold(office, pool, -1);
		*pool = office->pools[--office->pool_count];
	}
	query = query_of(store,
		"SELECT places, sold, seq FROM ticket_pools "
		"WHERE pool = :pool AND NOT removed");
	query_text(query, name);
	while (query_row(query))
		read_pool(office, store, query);
}

void office_read_client(void *office, struct store *store, const char *client)
{
	struct query *query;

	if (is_read_anew(office, store))
		return;
	query = query_of(
		store, "SELECT booked, revocation, seq FROM clients WHERE client = :client");
	query_text(query, client);
	while (query_row(query))
		read_client(office, store, query);
}

static void save_types(struct office *office, struct store *store)
{
	size_t i;

	for (i = 0; i < office->type_count; i++) {
		struct counted_type *type = &office->types[i];
		struct query *query;

		if (!type->changed)
			continue;
		query = query_of(store,
			"UPDATE ticket_types SET sold = :sold, sold_out = :sold_out "
			"WHERE type = :type");
		query_integer(query, type->sold);
		query_integer(query, type->sold_out);
		query_text(query, type->is->type);
		query_run(query);
		type->changed = false;
	}
}

static void save_pools(struct office *office, struct store *store)
{
	size_t i;

	for (i = 0; i < office->pool_count; i++) {
		struct counted_pool *pool = &office->pools[i];
		struct query *query;

		if (!pool->changed)
			continue;
		query = query_of(store, "UPDATE ticket_pools SET sold = :sold WHERE pool = :pool");
		query_integer(query, pool->sold);
		query_text(query, pool->is->pool);
		query_run(query);
		pool->changed = false;
	}
}

void office_save(void *state, struct store *store)
{
	struct office *office = state;
	size_t i;

	save_types(office, store);
	save_pools(office, store);
	for (i = 0; i < office->client_count; i++) {
		struct counted_client *client = &office->clients[i];
		struct query *query;

		if (!client->changed)
			continue;
		query = query_of(
			store, "UPDATE clients SET booked = :booked WHERE client = :client");
		query_integer(query, client->booked);
		query_text(query, client->is->client);
		query_run(query);
		client->changed = false;
	}
}

static void office_free(void *office)
{
	forget(office);
	free(office);
}

struct counted_type *office_type(const struct office *office, const char *type)
{
	size_t i;

	for (i = 0; i < office->type_count; i++)
		if (strcmp(office->types[i].is->type, type) == 0)
			return &office->types[i];
	return NULL;
}

struct counted_pool *office_pool(const struct office *office, const char *pool)
{
	size_t i;

	for (i = 0; i < office->pool_count; i++)
		if (strcmp(office->pools[i].is->pool, pool) == 0)
			return &office->pools[i];
	return NULL;
}

struct counted_client *office_client(const struct office *office, const char *client)
{
	size_t i;

	for (i = 0; i < office->client_count; i++)
		if (strcmp(office->clients[i].is->client, client) == 0)
			return &office->clients[i];
	return NULL;
}

int64_t office_left(const struct counted_type *type)
{
	return type->is->capacity.value - type->sold - type->held;
}

void office_count(struct office *office, const char *type_id, const char *pool_id,
	const char *client_id, int64_t quantity)
{
	struct counted_type *type = office_type(office, type_id);
	struct counted_pool *pool = pool_id != NULL ? office_pool(office, pool_id) : NULL;
	struct counted_client *client = office_client(office, client_id);

	if (type != NULL) {
		type->sold += quantity;
		type->held -= pool != NULL ? quantity : 0;
		type->sold_out = type->sold_out || office_left(type) == 0;
		type->changed = true;
	}
	if (pool != NULL) {
		pool->sold += quantity;
		pool->changed = true;
	}
	if (client != NULL) {
		client->booked += quantity;
		client->changed = true;
	}
}

/* The context: command -> decide, event -> apply */

static const struct component *const components[] = {&ticketing_schema, NULL};

static const struct rule rules[] = {
	{
		.command = &create_ticket_purchase_message,
		.decide = creation_make,
		.taken = "this reference was taken by another command",
		.event = &ticket_purchase_created_message,
	},
	{
		.command = &pay_ticket_purchase_message,
		.decide = payment_take,
		.taken = "this payment has paid for something else",
		.event = &ticket_purchase_paid_message,
	},
	{.command = &cancel_tickets_message, .decide = cancellation_make},
	{.command = &assign_ticket_message, .decide = delegate_assign},
	{.command = &unassign_ticket_message, .decide = delegate_unassign},
	{
		.command = &add_ticket_type_message,
		.decide = catalogue_add,
		.taken = "this ticket type was added with other data: amend it",
		.event = &ticket_type_added_message,
	},
	{.command = &amend_ticket_type_message, .decide = catalogue_amend},
	{
		.command = &add_ticket_pool_message,
		.decide = pool_add,
		.taken = "this pool was added with other data: amend it, or where it was "
			 "removed take another name",
		.event = &ticket_pool_added_message,
	},
	{.command = &amend_ticket_pool_message, .decide = pool_amend},
	{
		.command = &move_ticket_pool_message,
		.decide = pool_move,
		.taken = "this reference was taken by another move",
		.event = &ticket_pool_moved_message,
	},
	{.command = &remove_ticket_pool_message, .decide = pool_remove},
	{
		.command = &add_ticket_discount_message,
		.decide = discount_add,
		.taken = "this discount code was added with other data: amend it",
		.event = &ticket_discount_added_message,
	},
	{.command = &amend_ticket_discount_message, .decide = discount_amend},
	{
		.command = &add_client_message,
		.decide = grant_add,
		.taken = "this client was added with other data: amend it",
		.event = &client_added_message,
	},
	{.command = &amend_client_message, .decide = grant_amend},
	{.command = &revoke_client_message, .decide = grant_revoke},
	{.command = NULL},
};

static const struct effect effects[] = {
	{&ticket_purchase_created_message, creation_made},
	{&ticket_purchase_rejected_message, purchase_rejected},
	{&ticket_purchase_paid_message, payment_taken},
	{&ticket_purchase_expired_message, payment_timed_out},
	{&tickets_cancelled_message, cancellation_made},
	{&ticket_assigned_message, delegate_assigned},
	{&ticket_unassigned_message, delegate_unassigned},
	{&ticket_command_rejected_message, purchase_rejected},
	{&ticket_type_added_message, catalogue_set},
	{&ticket_type_amended_message, catalogue_set},
	{&ticket_pool_added_message, pool_set},
	{&ticket_pool_amended_message, pool_set},
	{&ticket_pool_moved_message, pool_moved},
	{&ticket_pool_removed_message, pool_removed},
	{&ticket_discount_added_message, discount_set},
	{&ticket_discount_amended_message, discount_set},
	{&client_added_message, grant_set},
	{&client_amended_message, grant_set},
	{&client_revoked_message, grant_revoked},
	{NULL, NULL},
};

static const struct message *const rejections[] = {
	&ticket_purchase_rejected_message,
	&ticket_command_rejected_message,
	NULL,
};

const struct context ticketing = {
	.name = "ticketing",
	.components = components,
	.rules = rules,
	.effects = effects,
	.rejections = rejections,
	.refuse = purchase_refuse,
	.check_reader = grant_check_reader,
	.state_new = office_new,
	.state_load = office_load,
	.state_save = office_save,
	.state_free = office_free,
};

const struct message *const ticketing_messages[] = {
	&create_ticket_purchase_message,
	&ticket_purchase_created_message,
	&ticket_purchase_rejected_message,
	&pay_ticket_purchase_message,
	&ticket_purchase_paid_message,
	&ticket_purchase_expired_message,
	&cancel_tickets_message,
	&tickets_cancelled_message,
	&assign_ticket_message,
	&ticket_assigned_message,
	&unassign_ticket_message,
	&ticket_unassigned_message,
	&ticket_command_rejected_message,
	&command_refused_message,
	&add_ticket_type_message,
	&amend_ticket_type_message,
	&ticket_type_added_message,
	&ticket_type_amended_message,
	&add_ticket_pool_message,
	&amend_ticket_pool_message,
	&move_ticket_pool_message,
	&remove_ticket_pool_message,
	&ticket_pool_added_message,
	&ticket_pool_amended_message,
	&ticket_pool_moved_message,
	&ticket_pool_removed_message,
	&add_ticket_discount_message,
	&amend_ticket_discount_message,
	&ticket_discount_added_message,
	&ticket_discount_amended_message,
	&add_client_message,
	&amend_client_message,
	&revoke_client_message,
	&client_added_message,
	&client_amended_message,
	&client_revoked_message,
	&ticket_type_row_message,
	&ticket_pool_row_message,
	&ticket_discount_row_message,
	&client_row_message,
	&delegate_row_message,
	&missing_delegates_row_message,
	&requirement_row_message,
	&mailout_row_message,
	&sales_row_message,
	&client_sales_row_message,
	&broken_invariant_row_message,
	NULL,
};
