/* What a command does, from its grant and its identity on; and the definitions. */
#include <bsd/string.h>
#include <stdio.h>
#include <string.h>

#include "internal.h"

void plan_reject(struct plan *plan, const char *code)
{
	plan->outcome = REJECTED;
	plan->code = code;
}

void plan_deny(struct plan *plan, const char *code)
{
	plan->outcome = DENIED;
	plan->code = code;
}

void plan_expect(struct plan *plan, const char *kind, json_t *data)
{
	plan->outcome = HAPPENS;
	if (!plan->events)
		plan->events = json_array();
	json_array_append_new(plan->events, json_pack("{s:s,s:o}", "kind", kind, "data", data));
}

bool may(const struct model *model, const char *client, const char *kind, int64_t now)
{
	const json_t *row = json_object_get(model->tables.clients, client);

	if (strcmp(client, "organiser") == 0)
		return true;
	return row && !flag_of(row, ".revoked") &&
	       contains(json_object_get(row, "commands"), kind) &&
	       (!json_object_get(row, "expires") || now < time_of(row, "expires"));
}

/* The purchase that a command names, if it is the client's to name. */
struct purchase *wanted_purchase(struct model *model, const struct request *request, bool *known)
{
	const char *id = text_of(request->data, "purchase");
	const char *reference = text_of(request->data, "reference");
	const char *of = text_of(request->data, "of_client");
	const json_t *row = json_object_get(model->tables.clients, request->client), *index;
	struct purchase *purchase = NULL;
	bool all = strcmp(request->client, "organiser") == 0 ||
		   strcmp(text_of(row, "scope"), "all") == 0;

	*known = id[0] || reference[0];
	if (reference[0]) {
		index = json_object_get(model->tables.by_reference,
			key_of(of[0] ? of : request->client, reference));
		purchase = index ? model->tables.purchases[json_integer_value(index)] : NULL;
		if (purchase && id[0] && strcmp(purchase->id, id) != 0)
			purchase = NULL;
	} else if (id[0]) {
		purchase = purchase_of(model, id);
		if (purchase && of[0] && strcmp(purchase->client, of) != 0)
			*known = false;
	}
	return purchase && (all || strcmp(purchase->client, request->client) == 0)
		       ? purchase
		       : NULL;
}

/* The natural key of what can happen only once. */
static void natural_key(struct model *model, const struct request *request, struct plan *plan)
{
	static const char *const keys[][2] = {
		{"add-ticket-type", "type"},
		{"add-ticket-room", "room"},
		{"add-ticket-pool", "pool"},
		{"add-ticket-discount", "code"},
		{"add-client", "client"},
		{"create-ticket-purchase", "reference"},
		{"move-ticket-pool", "reference"},
		{"pay-ticket-purchase", "payment"},
		{"refund-ticket-purchase", "refund"},
	};
	struct purchase *purchase;
	const char *owner = request->client;
	bool known;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (strcmp(request->type, keys[i][0]) != 0)
			continue;
		if (i >= 7) {
			purchase = wanted_purchase(model, request, &known);
			if (!purchase)
				return;
			owner = purchase->id;
		}
		snprintf(plan->key, sizeof(plan->key), "%s\x1f%s\x1f%s", keys[i][0], owner,
			text_of(request->data, keys[i][1]));
	}
}

/* A payment's record can name its purchase in another way, and be the same. */
static bool is_same_money(const json_t *before, const json_t *data)
{
	return (json_object_get(data, "payment") || json_object_get(data, "refund")) &&
	       json_object_get(data, "amount") &&
	       number_of(before, "amount", 0) == number_of(data, "amount", 0) &&
	       strcmp(text_of(before, "currency"), text_of(data, "currency")) == 0;
}

/* What was recorded before answers, or contradicts. */
static bool was_answered(struct model *model, const struct request *request, struct plan *plan)
{
	json_t *before;

	if (request->id) {
		before = json_object_get(model->answers, key_of(request->client, request->id));
		if (before && json_equal(json_object_get(before, "data"), request->data)) {
			plan->outcome = SAME;
			plan->positions = json_object_get(before, "positions");
			return true;
		}
		if (before) {
			plan_deny(plan, "conflict");
			return true;
		}
	}
	natural_key(model, request, plan);
	before = plan->key[0] ? json_object_get(model->natural, plan->key) : NULL;
	if (!before)
		return false;
	if (!request->id && json_equal(json_object_get(before, "data"), request->data)) {
		plan->outcome = SAME;
		plan->positions = json_object_get(before, "positions");
	} else if (is_same_money(json_object_get(before, "data"), request->data)) {
		plan->outcome = NOTHING_NEW;
	} else {
		plan_deny(plan, "conflict");
	}
	return true;
}

void predict(struct model *model, const struct request *request, struct plan *plan)
{
	bool published =
		!strstr(request->type, "-ticket-type") && !strstr(request->type, "-ticket-room") &&
		!strstr(request->type, "-ticket-pool") &&
		!strstr(request->type, "-ticket-discount") && !strstr(request->type, "-client") &&
		strcmp(request->type, "set-conference") != 0;

	if (!json_is_object(request->data))
		return;
	if (published && !may(model, request->client, request->type, request->clock)) {
		plan_deny(plan, "forbidden");
		return;
	}
	if (!schema_allows(request->type, request->data)) {
		plan_deny(plan, "malformed");
		return;
	}
	if (was_answered(model, request, plan))
		return;
	if (strcmp(request->type, "create-ticket-purchase") == 0)
		predict_purchase(model, request, plan);
	else if (published)
		predict_change(model, request, plan);
	else
		predict_setup(model, request, plan);
}

/* Data as it is recorded, without what is written in another way: times and the order of lists. */
static json_t *recorded(const json_t *data)
{
	json_t *copy = json_object(), *value;
	const char *name;

	json_object_foreach((json_t *)data, name, value)
	{
		if (!json_is_array(value) && strcmp(name, "from") != 0 &&
			strcmp(name, "until") != 0 && strcmp(name, "expires") != 0 &&
			!json_is_false(value))
			json_object_set(copy, name, value);
	}
	return copy;
}

static bool all_exist(const json_t *names, const json_t *table)
{
	const json_t *name;
	size_t i;

	json_array_foreach(names, i, name)
	{
		const json_t *row = json_object_get(table, json_string_value(name));

		if (!row || flag_of(row, ".removed"))
			return false;
	}
	return true;
}

static void predict_pool(struct model *model, const struct request *request, struct plan *plan)
{
	const char *name = text_of(request->data, "type"), *room;
	const json_t *type = json_object_get(model->tables.types, name);
	json_t *row;
	int64_t places = number_of(request->data, "places", -1), left;

	if (!type || flag_of(type, ".removed") || places < 0) {
		plan_deny(plan, "");
		return;
	}
	left = type_left(model, type);
	json_object_foreach(model->tables.rooms, room, row)
	{
		if (contains(json_object_get(type, "rooms"), room) && room_left(model, row) < left)
			left = room_left(model, row);
	}
	if (places > left)
		plan_deny(plan, "");
	else
		plan_expect(plan, "ticket-pool-added", recorded(request->data));
}

static void predict_amended(struct model *model, const struct request *request, struct plan *plan)
{
	const json_t *type = json_object_get(model->tables.types, text_of(request->data, "type"));
	const json_t *room = json_object_get(model->tables.rooms, text_of(request->data, "room"));
	int64_t capacity = number_of(request->data, "capacity", -1);

	if (strcmp(request->type, "amend-ticket-type") == 0) {
		if (!type || (capacity >= 0 && capacity < number_of(type, "capacity", 0) -
								  type_left(model, type)))
			plan_deny(plan, "");
	} else if (strcmp(request->type, "amend-ticket-room") == 0) {
		if (!room || (capacity >= 0 && capacity < number_of(room, "capacity", 0) -
								  room_left(model, room)))
			plan_deny(plan, "");
	} else if (strcmp(request->type, "remove-ticket-type") == 0 && type &&
		   number_of(type, ".sold", 0) > 0) {
		plan_deny(plan, "");
	}
}

void predict_setup(struct model *model, const struct request *request, struct plan *plan)
{
	const json_t *data = request->data;
	bool whole = text_of(data, "name")[0] && number_of(data, "price", -1) >= 0 &&
		     text_of(data, "currency")[0] && number_of(data, "capacity", -1) >= 0;

	if (strcmp(request->type, "add-ticket-pool") == 0)
		predict_pool(model, request, plan);
	else if (strcmp(request->type, "add-ticket-room") == 0 &&
		 number_of(data, "capacity", -1) >= 0)
		plan_expect(plan, "ticket-room-added", recorded(data));
	else if (strcmp(request->type, "add-ticket-type") == 0 && whole &&
		 all_exist(json_object_get(data, "rooms"), model->tables.rooms) &&
		 all_exist(json_object_get(data, "after"), model->tables.types))
		plan_expect(plan, "ticket-type-added", recorded(data));
	else if (strcmp(request->type, "add-client") == 0)
		plan_expect(plan, "client-added", recorded(data));
	else if (strcmp(request->type, "add-ticket-discount") == 0 &&
		 json_object_get(data, "percent") && !json_object_get(data, "amount") &&
		 !json_object_get(data, "reductions") &&
		 all_exist(json_object_get(data, "types"), model->tables.types))
		plan_expect(plan, "ticket-discount-added", recorded(data));
	else if (strncmp(request->type, "amend-", 6) == 0 ||
		 strncmp(request->type, "remove-", 7) == 0)
		predict_amended(model, request, plan);
}
