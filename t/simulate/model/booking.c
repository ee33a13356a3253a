/* What becomes of a create-ticket-purchase: the order of the checks is that of ARCHITECTURE.md. */
#include <bsd/string.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "internal.h"

struct booking {
	struct model *model;
	const struct request *request;
	struct plan *plan;
	const json_t *client; /* its row; NULL for the organiser */
	const json_t *pool, *discount;
	json_t *tickets; /* of the event that is to be expected */
	int64_t total, reduction;
	bool waived;
};

static bool is_organiser(const struct booking *booking)
{
	return strcmp(booking->request->client, "organiser") == 0;
}

static json_t *row_of(json_t *table, const char *name)
{
	json_t *row = json_object_get(table, name);

	return row && !flag_of(row, ".removed") ? row : NULL;
}

static bool may_book(const struct booking *booking, const char *name)
{
	const json_t *types = json_object_get(booking->client, "types");
	const json_t *type = row_of(booking->model->tables.types, name);

	return is_organiser(booking) || contains(types, name) ||
	       (contains(types, "*") && type && !flag_of(type, "private"));
}

/* What a grant does not cover is denied. */
static bool is_granted(struct booking *booking)
{
	const json_t *data = booking->request->data, *item;
	const char *pool = text_of(data, "pool");
	int64_t minutes = number_of(booking->client, "reservation", 43200);
	size_t i;

	if (is_organiser(booking))
		return true;
	plan_deny(booking->plan, "forbidden");
	if (booking->waived && !flag_of(booking->client, "waive"))
		return false;
	if (pool[0] && !contains(json_object_get(booking->client, "pools"), pool))
		return false;
	json_array_foreach(json_object_get(data, "tickets"), i, item)
	{
		if (!may_book(booking, text_of(item, "type")))
			return false;
	}
	if (json_object_get(data, "deadline") &&
		time_of(data, "deadline") - booking->request->clock > minutes * 60000) {
		plan_deny(booking->plan, "reservation_too_long");
		return false;
	}
	booking->plan->outcome = UNKNOWN;
	return true;
}

static bool is_sold_out(const struct booking *booking, const json_t *type)
{
	const json_t *room;
	size_t i;

	if (flag_of(type, ".latched"))
		return true;
	json_array_foreach(json_object_get(type, "rooms"), i, room)
	{
		const json_t *row =
			json_object_get(booking->model->tables.rooms, json_string_value(room));

		if (flag_of(row, ".latched"))
			return true;
	}
	return false;
}

static bool is_on_sale(const struct booking *booking, const json_t *type)
{
	int64_t now = booking->request->clock;
	const json_t *name;
	size_t i;

	if (flag_of(type, "withdrawn") ||
		(json_object_get(type, "from") && now < time_of(type, "from")) ||
		(json_object_get(type, "until") && now >= time_of(type, "until")))
		return false;
	if (booking->pool)
		return true;
	json_array_foreach(json_object_get(type, "after"), i, name)
	{
		const json_t *before =
			json_object_get(booking->model->tables.types, json_string_value(name));
		bool ended = json_object_get(before, "until") && now >= time_of(before, "until");

		if (!ended && !flag_of(before, "withdrawn") && !is_sold_out(booking, before))
			return false;
	}
	return true;
}

/* Tickets of the first lines that are of a type, or of any type in a room. */
static int64_t wanted_before(
	const struct booking *booking, size_t lines, const char *type, const char *room)
{
	const json_t *item;
	int64_t sum = 0;
	size_t i;

	json_array_foreach(json_object_get(booking->request->data, "tickets"), i, item)
	{
		const json_t *row =
			json_object_get(booking->model->tables.types, text_of(item, "type"));

		if (i < lines && (room ? contains(json_object_get(row, "rooms"), room)
				       : strcmp(text_of(item, "type"), type) == 0))
			sum += number_of(item, "quantity", 0);
	}
	return sum;
}

static bool has_places(const struct booking *booking, size_t line, const json_t *type)
{
	const char *name = text_of(type, "type"), *room;
	json_t *row;
	int64_t wanted = wanted_before(booking, line + 1, name, NULL);

	if (booking->pool)
		return wanted <=
		       number_of(booking->pool, "places", 0) - number_of(booking->pool, ".sold", 0);
	if (wanted > type_left(booking->model, type))
		return false;
	json_object_foreach(booking->model->tables.rooms, room, row)
	{
		if (contains(json_object_get(type, "rooms"), room) &&
			wanted_before(booking, SIZE_MAX, NULL, room) >
				room_left(booking->model, row))
			return false;
	}
	return true;
}

static bool answers_fit(const json_t *item, const json_t *type)
{
	const json_t *delegate, *answer;
	size_t i, j;

	json_array_foreach(json_object_get(item, "delegates"), i, delegate)
	{
		json_array_foreach(json_object_get(delegate, "answers"), j, answer)
		{
			if (!contains(json_object_get(type, "questions"),
				    text_of(answer, "question")))
				return false;
		}
	}
	return true;
}

/* The code by which a line is refused, or NULL. */
static const char *refuse_line(struct booking *booking, size_t line, const json_t *item)
{
	const json_t *type = row_of(booking->model->tables.types, text_of(item, "type"));
	const json_t *first = json_array_get(json_object_get(booking->request->data, "tickets"), 0);
	const json_t *other = row_of(booking->model->tables.types, text_of(first, "type"));

	if (!type)
		return "unknown_type";
	if (booking->pool && strcmp(text_of(booking->pool, "type"), text_of(type, "type")) != 0)
		return "unknown_pool";
	if (!is_on_sale(booking, type))
		return "not_on_sale";
	if (!has_places(booking, line, type))
		return "sold_out";
	if (!booking->waived && strcmp(text_of(type, "currency"), text_of(other, "currency")) != 0)
		return "mixed_currencies";
	return answers_fit(item, type) ? NULL : "unknown_question";
}

static const char *refuse_tickets(struct booking *booking)
{
	const json_t *data = booking->request->data, *item;
	const char *code = NULL, *pool = text_of(data, "pool");
	int64_t total = 0;
	size_t i;

	json_array_foreach(json_object_get(data, "tickets"), i, item) total +=
		number_of(item, "quantity", 0);
	if (total > 500)
		return "too_many";
	booking->pool = pool[0] ? row_of(booking->model->tables.pools, pool) : NULL;
	if (pool[0] && !booking->pool)
		return "unknown_pool";
	json_array_foreach(json_object_get(data, "tickets"), i, item)
	{
		if (!code)
			code = refuse_line(booking, i, item);
	}
	return code;
}

static bool applies(const json_t *discount, const char *type)
{
	const json_t *types = json_object_get(discount, "types");

	return !types || contains(types, type);
}

/* What a code takes off a ticket's price; that of an amount only in all. */
static int64_t reduction_of(const json_t *discount, const char *type, int64_t price)
{
	const json_t *item;
	int64_t off = 0;
	size_t i;

	if (json_object_get(discount, "percent") && applies(discount, type))
		off = price * number_of(discount, "percent", 0) / 100;
	json_array_foreach(json_object_get(discount, "reductions"), i, item)
	{
		if (strcmp(text_of(item, "type"), type) == 0)
			off = number_of(item, "amount", 0);
	}
	return off < price ? off : price;
}

/* The tickets of the event, with their prices. */
static void price_tickets(struct booking *booking)
{
	const json_t *item;
	int64_t amount = number_of(booking->discount, "amount", 0), reducible = 0;
	size_t i;

	booking->tickets = json_array();
	json_array_foreach(json_object_get(booking->request->data, "tickets"), i, item)
	{
		const char *name = text_of(item, "type");
		const json_t *type = json_object_get(booking->model->tables.types, name);
		int64_t price = booking->waived ? 0 : number_of(type, "price", 0);
		int64_t off = booking->discount ? reduction_of(booking->discount, name, price) : 0;

		for (int64_t n = 0; n < number_of(item, "quantity", 0); n++) {
			json_t *ticket = json_pack("{s:s}", "type", name);

			if (!amount) {
				json_object_set_new(ticket, "price",
					price > off ? json_integer(price - off) : json_null());
				json_object_set_new(
					ticket, "reduction", off ? json_integer(off) : json_null());
			}
			json_array_append_new(booking->tickets, ticket);
			booking->total += price;
			booking->reduction += off;
			reducible += applies(booking->discount, name) ? price : 0;
		}
	}
	if (amount)
		booking->reduction = amount < reducible ? amount : reducible;
}

static int64_t reduced_count(const struct booking *booking)
{
	const json_t *ticket;
	int64_t number = 0;
	size_t i;

	json_array_foreach(booking->tickets, i, ticket) number +=
		number_of(ticket, "reduction", 0) > 0;
	return number;
}

static bool is_hidden(const struct booking *booking, const json_t *discount)
{
	const json_t *types = json_object_get(discount, "types"), *name;
	size_t i;

	json_array_foreach(types, i, name)
	{
		if (may_book(booking, json_string_value(name)))
			return false;
	}
	return types && !is_organiser(booking);
}

static const char *refuse_discount(struct booking *booking)
{
	const char *code = text_of(booking->request->data, "discount");
	const json_t *discount = json_object_get(booking->model->tables.discounts, code);
	int64_t now = booking->request->clock, uses, tickets;

	if (!code[0])
		return NULL;
	if (!discount || is_hidden(booking, discount))
		return "unknown_discount";
	if (flag_of(discount, "withdrawn") ||
		(json_object_get(discount, "from") && now < time_of(discount, "from")) ||
		(json_object_get(discount, "until") && now >= time_of(discount, "until")))
		return "discount_not_valid";
	discount_use(booking->model, code, &uses, &tickets);
	if (uses >= number_of(discount, "uses", INT64_MAX))
		return "discount_used_up";
	booking->discount = discount;
	json_decref(booking->tickets);
	booking->total = 0;
	price_tickets(booking);
	if (booking->reduction == 0)
		return "discount_not_valid";
	if (tickets + reduced_count(booking) > number_of(discount, "tickets", INT64_MAX))
		return "discount_used_up";
	return NULL;
}

static bool is_over_budget(const struct booking *booking)
{
	int64_t budget = number_of(booking->client, "budget", INT64_MAX);
	int64_t valid = client_valid(booking->model, booking->request->client);

	return valid + (int64_t)json_array_size(booking->tickets) > budget;
}

static void set_time(json_t *data, const char *name, int64_t milliseconds)
{
	time_t seconds = (time_t)(milliseconds / 1000);
	char date[40], text[60];
	struct tm moment;

	strftime(date, sizeof(date), "%Y-%m-%dT%H:%M:%S", gmtime_r(&seconds, &moment));
	snprintf(text, sizeof(text), "%s.%03dZ", date, (int)(milliseconds % 1000));
	json_object_set_new(data, name, json_string(text));
}

static void expect_delegates(struct booking *booking)
{
	const json_t *item, *delegate;
	size_t i, j;

	json_array_foreach(json_object_get(booking->request->data, "tickets"), i, item)
	{
		json_array_foreach(json_object_get(item, "delegates"), j, delegate)
		{
			plan_expect(booking->plan, "ticket-assigned",
				json_pack("{s:s,s:{s:s,s:s}}", "type", text_of(item, "type"),
					"delegate", "name", text_of(delegate, "name"), "email",
					text_of(delegate, "email")));
		}
	}
}

/* Payment is due until a deadline, if there is anything to pay. */
static void expect_created(struct booking *booking)
{
	const json_t *data = booking->request->data;
	int64_t amount = booking->total - booking->reduction;
	int64_t within = number_of(booking->model->tables.conference, "payment_within", 30);
	int64_t reservation = number_of(booking->client, "reservation", 43200);
	json_t *event = json_pack("{s:s,s:s,s:O,s:O,s:s,s:I}", "reference",
		text_of(data, "reference"), "client", booking->request->client, "purchaser",
		json_object_get(data, "purchaser"), "tickets", booking->tickets, "payment",
		text_of(data, "payment"), "amount", (json_int_t)amount);

	if (!is_organiser(booking) && reservation < within)
		within = reservation;
	if (amount == 0)
		json_object_set_new(event, "deadline", json_null());
	else if (json_object_get(data, "deadline"))
		set_time(event, "deadline", time_of(data, "deadline"));
	else
		set_time(event, "deadline", booking->request->clock + within * 60000);
	if (booking->discount)
		put_number(event, "reduction", booking->reduction);
	json_object_set_new(
		event, "pool", booking->pool ? json_string(text_of(data, "pool")) : json_null());
	plan_expect(booking->plan, "ticket-purchase-created", event);
	expect_delegates(booking);
}

void predict_purchase(struct model *model, const struct request *request, struct plan *plan)
{
	const json_t *data = request->data;
	struct booking booking = {
		.model = model,
		.request = request,
		.plan = plan,
		.client = json_object_get(model->tables.clients, request->client),
		.waived = strcmp(text_of(data, "payment"), "waived") == 0,
	};
	const char *code;

	/* What is unclear, or would need the conference's time zone, is not predicted. */
	if ((booking.waived &&
		    (json_object_get(data, "deadline") || json_object_get(data, "discount"))) ||
		(json_object_get(data, "deadline") && time_of(data, "deadline") == INT64_MIN))
		return;
	if (!is_granted(&booking))
		return;
	code = refuse_tickets(&booking);
	if (!code) {
		price_tickets(&booking);
		code = refuse_discount(&booking);
	}
	if (!code && booking.total > booking.reduction && json_object_get(data, "deadline") &&
		time_of(data, "deadline") <= request->clock)
		code = "deadline_passed";
	if (!code && is_over_budget(&booking))
		code = "over_budget";
	if (code)
		plan_reject(plan, code);
	else
		expect_created(&booking);
	json_decref(booking.tickets);
}
