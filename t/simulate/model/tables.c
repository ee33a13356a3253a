/* Ticketing's tables: what an event makes of them, and what they may never be. */
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

void tables_new(struct tables *tables)
{
	tables->types = json_object();
	tables->rooms = json_object();
	tables->pools = json_object();
	tables->discounts = json_object();
	tables->clients = json_object();
	tables->conference = json_object();
	tables->by_id = json_object();
	tables->by_reference = json_object();
	tables->by_ticket = json_object();
}

void tables_free(struct tables *tables)
{
	json_decref(tables->types);
	json_decref(tables->rooms);
	json_decref(tables->pools);
	json_decref(tables->discounts);
	json_decref(tables->clients);
	json_decref(tables->conference);
	json_decref(tables->by_id);
	json_decref(tables->by_reference);
	json_decref(tables->by_ticket);
	for (size_t i = 0; i < tables->count; i++) {
		free(tables->purchases[i]->tickets);
		free(tables->purchases[i]);
	}
	free(tables->purchases);
}

/* Places of a type that are unsold and in pools. */
static int64_t pooled(const struct model *model, const char *type)
{
	const char *name;
	json_t *pool;
	int64_t sum = 0;

	json_object_foreach(model->tables.pools, name, pool)
	{
		if (!flag_of(pool, ".removed") && strcmp(text_of(pool, "type"), type) == 0)
			sum += number_of(pool, "places", 0) - number_of(pool, ".sold", 0);
	}
	return sum;
}

static int64_t taken(const struct model *model, const json_t *type)
{
	return number_of(type, ".sold", 0) + pooled(model, text_of(type, "type"));
}

int64_t room_left(const struct model *model, const json_t *room)
{
	const char *name;
	json_t *type;
	int64_t left = number_of(room, "capacity", 0);

	json_object_foreach(model->tables.types, name, type)
	{
		if (contains(json_object_get(type, "rooms"), text_of(room, "room")))
			left -= taken(model, type);
	}
	return left;
}

/* Without its rooms. */
int64_t type_left(const struct model *model, const json_t *type)
{
	return number_of(type, "capacity", 0) - taken(model, type);
}

int64_t client_valid(const struct model *model, const char *client)
{
	return number_of(json_object_get(model->tables.clients, client), ".valid", 0);
}

void discount_use(const struct model *model, const char *code, int64_t *uses, int64_t *tickets)
{
	*uses = *tickets = 0;
	for (size_t i = 0; i < model->tables.count; i++) {
		const struct purchase *purchase = model->tables.purchases[i];
		bool used = false;

		if (strcmp(purchase->discount, code) != 0)
			continue;
		for (size_t j = 0; j < purchase->count; j++) {
			if (ticket_is_valid(purchase, &purchase->tickets[j])) {
				used = true;
				*tickets += purchase->tickets[j].reduction > 0;
			}
		}
		*uses += used;
	}
}

/* No place is sold twice, and who has none left is sold out from then on. */
static bool check_places(struct model *model)
{
	const char *name;
	json_t *row;

	json_object_foreach(model->tables.types, name, row)
	{
		if (type_left(model, row) < 0)
			return wrong(model, "the type %s is oversold by %jd", name,
				(intmax_t)-type_left(model, row));
		if (type_left(model, row) == 0)
			json_object_set_new(row, ".latched", json_true());
	}
	json_object_foreach(model->tables.rooms, name, row)
	{
		if (flag_of(row, ".removed"))
			continue;
		if (room_left(model, row) < 0)
			return wrong(model, "the room %s is oversold by %jd", name,
				(intmax_t)-room_left(model, row));
		if (room_left(model, row) == 0)
			json_object_set_new(row, ".latched", json_true());
	}
	json_object_foreach(model->tables.pools, name, row)
	{
		if (!flag_of(row, ".removed") &&
			number_of(row, ".sold", 0) > number_of(row, "places", 0))
			return wrong(model, "the pool %s is oversold", name);
	}
	return true;
}

/* Who may have the tickets of a new or reopened purchase. */
static bool check_purchase(struct model *model, const json_t *data)
{
	const char *client = text_of(data, "client"), *code = text_of(data, "discount");
	const json_t *row = json_object_get(model->tables.clients, client);
	const json_t *discount = json_object_get(model->tables.discounts, code);
	int64_t budget = number_of(row, "budget", INT64_MAX), uses, tickets;

	if (client_valid(model, client) > budget)
		return wrong(model, "the client %s has %jd valid tickets, and a budget of %jd",
			client, (intmax_t)client_valid(model, client), (intmax_t)budget);
	if (!discount)
		return true;
	discount_use(model, code, &uses, &tickets);
	if (uses > number_of(discount, "uses", INT64_MAX))
		return wrong(model, "the code %s is used %jd times", code, (intmax_t)uses);
	if (tickets > number_of(discount, "tickets", INT64_MAX))
		return wrong(model, "the code %s reduces %jd tickets", code, (intmax_t)tickets);
	return true;
}

/* The row of a definition: the event's data, and the counters of the row before. */
static void define(json_t *table, const json_t *data, const char *key)
{
	json_t *row = json_deep_copy(data), *before = json_object_get(table, text_of(data, key));
	const char *name;
	json_t *value;

	json_object_foreach(before, name, value)
	{
		if (name[0] == '.' && strcmp(name, ".revoked") != 0)
			json_object_set(row, name, value);
	}
	if (before && number_of(before, "capacity", 0) != number_of(data, "capacity", 0))
		json_object_del(row, ".latched");
	json_object_set_new(table, text_of(data, key), row);
}

static void mark(json_t *table, const char *name, const char *flag)
{
	json_t *row = json_object_get(table, name);

	if (row)
		json_object_set_new(row, flag, json_true());
}

static bool move_places(struct model *model, const json_t *data)
{
	json_t *from = json_object_get(model->tables.pools, text_of(data, "pool"));
	json_t *to = json_object_get(model->tables.pools, text_of(data, "to"));
	int64_t places = number_of(data, "places", 0);

	if (!from || !to || strcmp(text_of(from, "type"), text_of(to, "type")) != 0)
		return wrong(model, "places move between pools of different types");
	put_number(from, "places", number_of(from, "places", 0) - places);
	put_number(to, "places", number_of(to, "places", 0) + places);
	return true;
}

static bool setup_apply(struct model *model, const json_t *event, const json_t *data, bool *known)
{
	struct tables *tables = &model->tables;
	const struct {
		const char *added, *amended, *removed, *flag, *key;
		json_t *table;
	} rows[] = {
		{"ticket-type-added", "ticket-type-amended", "ticket-type-removed", ".removed",
			"type", tables->types},
		{"ticket-room-added", "ticket-room-amended", "ticket-room-removed", ".removed",
			"room", tables->rooms},
		{"ticket-pool-added", "ticket-pool-amended", "ticket-pool-removed", ".removed",
			"pool", tables->pools},
		{"ticket-discount-added", "ticket-discount-amended", "", ".removed", "code",
			tables->discounts},
		{"client-added", "client-amended", "client-revoked", ".revoked", "client",
			tables->clients},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		if (is_kind(event, rows[i].added) || is_kind(event, rows[i].amended)) {
			define(rows[i].table, data, rows[i].key);
			return true;
		}
		if (is_kind(event, rows[i].removed)) {
			mark(rows[i].table, text_of(data, rows[i].key), rows[i].flag);
			return true;
		}
	}
	if (is_kind(event, "conference-set")) {
		json_decref(tables->conference);
		tables->conference = json_deep_copy(data);
	} else if (is_kind(event, "ticket-pool-moved")) {
		return move_places(model, data);
	} else {
		*known = false;
	}
	return true;
}

bool tables_apply(struct model *model, const json_t *event)
{
	const json_t *data = json_object_get(event, "data");
	const struct purchase *before = purchase_of(model, text_of(data, "purchase"));
	/* Until ticket-expire runs, the tickets of an unpaid purchase are its own. */
	bool holds = before && before->state == DUE;
	bool known = true;

	if (!setup_apply(model, event, data, &known))
		return false;
	if (!known) {
		known = true;
		if (!purchase_apply(model, event, &known))
			return false;
	}
	if (!known && !is_kind(event, "ticket-purchase-rejected") &&
		!is_kind(event, "ticket-command-rejected") && !is_kind(event, "command-answered") &&
		!is_kind(event, "feed-sealed"))
		return wrong(model, "the model does not know the event %s", kind_of(event));
	if ((is_kind(event, "ticket-purchase-created") ||
		    (is_kind(event, "ticket-purchase-reopened") && !holds)) &&
		!check_purchase(model, data))
		return false;
	return check_places(model);
}
