#include "ticketing/inventory.h"

#include "base/clock.h"
#include "store/feed.h"
#include "store/query.h"

const struct type_state *inventory_type(struct decision *decision, const char *name)
{
	struct query *query = QUERY(decision->store,
		"SELECT seq, sold, pooled, sold_out FROM ticket_types WHERE type = :type", name);
	struct type_state *type = NULL;

	while (query_row(query)) {
		type = arena_take(decision->arena, sizeof(*type));
		*type = (struct type_state){
			.position = query_position_at(query, 0),
			.sold = query_count_at(query, 1),
			.pooled = query_count_at(query, 2),
			.sold_out = query_integer_at(query, 3) != 0,
		};
	}
	if (type == NULL)
		return NULL;
	type->definition = feed_definition(decision->store, type->position, &ticket_type_layout);
	if (type->definition == NULL)
		return NULL;
	type->from = clock_parse_or(type->definition->from, INT64_MIN);
	type->until = clock_parse_or(type->definition->until, INT64_MAX);
	return type;
}

const struct pool_state *inventory_pool(struct decision *decision, const char *name)
{
	struct query *query = QUERY(decision->store,
		"SELECT seq, places, sold FROM ticket_pools WHERE pool = :pool AND NOT removed",
		name);
	struct pool_state *pool = NULL;

	while (query_row(query)) {
		pool = arena_take(decision->arena, sizeof(*pool));
		*pool = (struct pool_state){
			.position = query_position_at(query, 0),
			.places = query_count_at(query, 1),
			.sold = query_count_at(query, 2),
		};
	}
	if (pool == NULL)
		return NULL;
	pool->definition = feed_definition(decision->store, pool->position, &ticket_pool_layout);
	return pool->definition != NULL ? pool : NULL;
}

const struct client_state *inventory_client(struct decision *decision, const char *name)
{
	struct query *query = QUERY(decision->store,
		"SELECT seq, booked, revocation, hour, refusals, changes FROM clients "
		"WHERE client = :client",
		name);
	struct client_state *client = NULL;

	while (query_row(query)) {
		client = arena_take(decision->arena, sizeof(*client));
		*client = (struct client_state){
			.position = query_position_at(query, 0),
			.booked = query_count_at(query, 1),
			.revocation = query_position_at(query, 2),
			.hour = query_integer_at(query, 3),
			.refusals = query_count_at(query, 4),
			.changes = query_count_at(query, 5),
		};
	}
	if (client == NULL)
		return NULL;
	client->definition =
		feed_definition(decision->store, client->position, &client_grants_layout);
	if (client->definition == NULL)
		return NULL;
	client->budget =
		client->definition->budget.present ? client->definition->budget.value : INT64_MAX;
	client->expires = clock_parse_or(client->definition->expires, INT64_MAX);
	return client;
}

int64_t inventory_left(const struct type_state *type)
{
	return type->definition->capacity.value - type->sold - type->pooled;
}

/* Counting */

/* Adds SOLD and POOLED to the counters of TYPE; sets sold_out if nothing is left. */
static void count_type(struct store *store, const char *type, int64_t sold, int64_t pooled)
{
	query_run(QUERY(store,
		"UPDATE ticket_types SET sold = sold + :sold, pooled = pooled + :pooled, "
		"sold_out = sold_out OR sold + pooled + :sold + :pooled >= capacity WHERE type = :type",
		sold, pooled, type));
}

/* Adds QUANTITY to the sold places of POOL; false if it was removed. */
static bool count_pool(struct store *store, const char *pool, int64_t quantity)
{
	return query_number(QUERY(store,
		       "UPDATE ticket_pools SET sold = sold + :sold WHERE pool = :pool AND NOT removed "
		       "RETURNING 1",
		       quantity, pool)) != 0;
}

void inventory_add_sold(struct store *store, const char *type, const char *pool, const char *client,
	int64_t quantity)
{
	bool from_pool = pool != NULL && count_pool(store, pool, quantity);

	count_type(store, type, quantity, from_pool ? -quantity : 0);
	query_run(QUERY(store, "UPDATE clients SET booked = booked + :more WHERE client = :client",
		quantity, client));
}

void inventory_add_refusals_changes(
	struct store *store, const char *client, int64_t hour, int64_t refusals, int64_t changes)
{
	query_run(QUERY(store,
		"UPDATE clients SET "
		"refusals = CASE WHEN :hour > hour THEN 0 ELSE refusals END + :refusals, "
		"changes = CASE WHEN :hour > hour THEN 0 ELSE changes END + :changes, "
		"hour = :hour WHERE client = :client",
		hour, refusals, changes, client));
}

void inventory_add_pooled(struct store *store, const char *type, int64_t places)
{
	count_type(store, type, 0, places);
}
