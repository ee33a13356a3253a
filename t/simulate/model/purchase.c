/* Purchases and their tickets: what an event makes of them, and what no event may. */
#include <bsd/stdlib.h>
#include <bsd/string.h>
#include <err.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

struct purchase *purchase_of(const struct model *model, const char *id)
{
	const json_t *index = json_object_get(model->tables.by_id, id);

	return index ? model->tables.purchases[json_integer_value(index)] : NULL;
}

struct ticket *ticket_by_id(const struct model *model, const char *id, struct purchase **purchase)
{
	const json_t *place = json_object_get(model->tables.by_ticket, id);

	if (!place)
		return NULL;
	*purchase = model->tables.purchases[json_integer_value(place) / 1000];
	return &(*purchase)->tickets[json_integer_value(place) % 1000];
}

bool ticket_is_valid(const struct purchase *purchase, const struct ticket *ticket)
{
	return !ticket->cancelled && purchase->state != EXPIRED && purchase->state != CANCELLED;
}

static void add(json_t *row, const char *counter, int64_t number)
{
	if (row)
		put_number(row, counter, number_of(row, counter, 0) + number);
}

static void count(struct model *model, const struct purchase *purchase, const struct ticket *ticket,
	int64_t number)
{
	add(json_object_get(model->tables.types, ticket->type), ".sold", number);
	add(json_object_get(model->tables.clients, purchase->client), ".valid", number);
	if (purchase->pool[0])
		add(json_object_get(model->tables.pools, purchase->pool), ".sold", number);
}

static int64_t value_of(const struct purchase *purchase)
{
	int64_t sum = 0;

	for (size_t i = 0; i < purchase->count; i++)
		sum += purchase->tickets[i].cancelled ? 0 : purchase->tickets[i].price;
	return sum;
}

static size_t valid_count(const struct purchase *purchase)
{
	size_t valid = 0;

	for (size_t i = 0; i < purchase->count; i++)
		valid += ticket_is_valid(purchase, &purchase->tickets[i]);
	return valid;
}

static struct purchase *new_purchase(struct tables *tables, size_t tickets)
{
	struct purchase *purchase = calloc(1, sizeof(*purchase));

	if (tables->count == tables->allocated) {
		tables->allocated = tables->allocated ? tables->allocated * 2 : 64;
		tables->purchases = reallocarray(
			tables->purchases, tables->allocated, sizeof(*tables->purchases));
	}
	if (!purchase || !tables->purchases)
		err(71, NULL);
	purchase->tickets = calloc(tickets + 1, sizeof(*purchase->tickets));
	if (!purchase->tickets)
		err(71, NULL);
	purchase->count = tickets;
	tables->purchases[tables->count++] = purchase;
	return purchase;
}

/* The price that a ticket has, and that its type has now. */
static bool check_price(struct model *model, const struct ticket *ticket, const json_t *data)
{
	const json_t *type = json_object_get(model->tables.types, ticket->type);
	int64_t price = number_of(type, "price", 0);

	if (!type || flag_of(type, ".removed"))
		return wrong(model, "a ticket of the type %s was sold, which does not exist",
			ticket->type);
	if (strcmp(text_of(data, "payment"), "waived") == 0)
		price = 0;
	if (ticket->price + ticket->reduction != price)
		return wrong(model, "a ticket of the type %s costs %jd, reduced by %jd, not %jd",
			ticket->type, (intmax_t)ticket->price, (intmax_t)ticket->reduction,
			(intmax_t)price);
	return true;
}

static bool take_tickets(struct model *model, struct purchase *purchase, const json_t *data)
{
	int64_t reduction = 0;

	for (size_t i = 0; i < purchase->count; i++) {
		const json_t *item = json_array_get(json_object_get(data, "tickets"), i);
		struct ticket *ticket = &purchase->tickets[i];

		strlcpy(ticket->type, text_of(item, "type"), sizeof(ticket->type));
		ticket->price = number_of(item, "price", 0);
		ticket->reduction = number_of(item, "reduction", 0);
		reduction += ticket->reduction;
		if (json_object_get(model->tables.by_ticket, text_of(item, "id")))
			return wrong(model, "the ticket %s was sold twice", text_of(item, "id"));
		json_object_set_new(model->tables.by_ticket, text_of(item, "id"),
			json_integer((json_int_t)(model->tables.count - 1) * 1000 + (json_int_t)i));
		if (!check_price(model, ticket, data))
			return false;
		count(model, purchase, ticket, 1);
	}
	if (reduction != number_of(data, "reduction", 0))
		return wrong(model, "the purchase %s is reduced by %jd, its tickets by %jd",
			purchase->reference, (intmax_t)number_of(data, "reduction", 0),
			(intmax_t)reduction);
	return true;
}

static bool created(struct model *model, const json_t *event, const json_t *data)
{
	struct tables *tables = &model->tables;
	struct purchase *purchase;
	json_t *index = json_integer((json_int_t)tables->count);

	if (json_object_get(tables->by_id, text_of(data, "purchase")))
		return wrong(model, "the purchase %s was created twice", text_of(data, "purchase"));
	if (json_object_get(tables->by_reference,
		    key_of(text_of(data, "client"), text_of(data, "reference"))))
		return wrong(model, "the reference %s of %s was booked twice",
			text_of(data, "reference"), text_of(data, "client"));
	json_object_set(tables->by_id, text_of(data, "purchase"), index);
	json_object_set_new(tables->by_reference,
		key_of(text_of(data, "client"), text_of(data, "reference")), index);
	purchase = new_purchase(tables, json_array_size(json_object_get(data, "tickets")));
	strlcpy(purchase->id, text_of(data, "purchase"), sizeof(purchase->id));
	strlcpy(purchase->reference, text_of(data, "reference"), sizeof(purchase->reference));
	strlcpy(purchase->client, text_of(data, "client"), sizeof(purchase->client));
	strlcpy(purchase->currency, text_of(data, "currency"), sizeof(purchase->currency));
	strlcpy(purchase->discount, text_of(data, "discount"), sizeof(purchase->discount));
	strlcpy(purchase->pool, text_of(data, "pool"), sizeof(purchase->pool));
	purchase->state = json_object_get(data, "deadline") ? DUE : FREE;
	purchase->waived = strcmp(text_of(data, "payment"), "waived") == 0;
	purchase->deadline = time_of(data, "deadline");
	purchase->due = number_of(data, "amount", 0);
	purchase->opened = time_of(event, "time");
	if (!take_tickets(model, purchase, data))
		return false;
	if (purchase->due != value_of(purchase))
		return wrong(model, "%jd is due for %s, but its tickets cost %jd",
			(intmax_t)purchase->due, purchase->reference, (intmax_t)value_of(purchase));
	if ((purchase->due > 0) != (purchase->state == DUE))
		return wrong(model, "%s has no deadline, or needs none", purchase->reference);
	return true;
}

static bool paid(
	struct model *model, const json_t *event, const json_t *data, struct purchase *purchase)
{
	if (purchase->state != DUE)
		return wrong(model, "%s was paid, but nothing was due", purchase->reference);
	if (time_of(event, "time") >= purchase->deadline)
		return wrong(model, "%s was paid after its deadline", purchase->reference);
	if (number_of(data, "amount", -1) != purchase->due ||
		strcmp(text_of(data, "currency"), purchase->currency) != 0)
		return wrong(model, "%s was paid with %jd instead of %jd", purchase->reference,
			(intmax_t)number_of(data, "amount", -1), (intmax_t)purchase->due);
	purchase->state = PAID;
	purchase->paid = purchase->due;
	purchase->due = 0;
	return true;
}

static bool expired(struct model *model, const json_t *event, struct purchase *purchase)
{
	if (purchase->state != DUE)
		return wrong(model, "%s has expired, but was not due", purchase->reference);
	if (time_of(event, "time") < purchase->deadline)
		return wrong(model, "%s has expired before its deadline", purchase->reference);
	for (size_t i = 0; i < purchase->count; i++) {
		if (ticket_is_valid(purchase, &purchase->tickets[i]))
			count(model, purchase, &purchase->tickets[i], -1);
		purchase->tickets[i].assigned = false;
	}
	purchase->state = EXPIRED;
	return true;
}

static bool cancelled(struct model *model, const json_t *data, struct purchase *purchase)
{
	const json_t *items = json_object_get(data, "tickets"), *item;
	bool was_paid = purchase->paid > 0;
	int64_t refund = 0, due;
	size_t i;

	json_array_foreach(items, i, item)
	{
		struct purchase *owner;
		struct ticket *ticket = ticket_by_id(model, text_of(item, "id"), &owner);

		if (!ticket || owner != purchase || !ticket_is_valid(purchase, ticket))
			return wrong(model, "the ticket %s of %s was cancelled, but was not valid",
				text_of(item, "id"), purchase->reference);
		refund += was_paid ? ticket->price : 0;
		count(model, purchase, ticket, -1);
		ticket->cancelled = true;
		ticket->assigned = false;
	}
	due = purchase->state == DUE ? value_of(purchase) : 0;
	if (number_of(data, "left", -1) != (int64_t)valid_count(purchase) ||
		number_of(data, "refund", -1) != refund || number_of(data, "due", -1) != due)
		return wrong(model,
			"%s has %zu tickets left, %jd to refund and %jd due: not what the "
			"event says",
			purchase->reference, valid_count(purchase), (intmax_t)refund,
			(intmax_t)due);
	purchase->refundable += refund;
	purchase->due = due;
	if (valid_count(purchase) == 0)
		purchase->state = CANCELLED;
	else if (purchase->state == DUE && due == 0)
		purchase->state = FREE;
	return true;
}

static bool reopened(
	struct model *model, const json_t *event, const json_t *data, struct purchase *purchase)
{
	if (purchase->state != EXPIRED &&
		(purchase->state != DUE || time_of(event, "time") < purchase->deadline))
		return wrong(model, "%s was reopened, but had not expired", purchase->reference);
	for (size_t i = 0; purchase->state == EXPIRED && i < purchase->count; i++) {
		if (!purchase->tickets[i].cancelled)
			count(model, purchase, &purchase->tickets[i], 1);
	}
	purchase->state = DUE;
	purchase->reopened = true;
	purchase->due = value_of(purchase);
	purchase->deadline = time_of(data, "deadline");
	purchase->opened = time_of(event, "time");
	if (purchase->due != number_of(data, "amount", -1))
		return wrong(model, "%jd is due for %s, not what the event says",
			(intmax_t)purchase->due, purchase->reference);
	return true;
}

static bool extended(
	struct model *model, const json_t *event, const json_t *data, struct purchase *purchase)
{
	if (purchase->state != DUE || time_of(event, "time") >= purchase->deadline)
		return wrong(model, "%s was extended, but was not due", purchase->reference);
	if (time_of(data, "deadline") < purchase->deadline)
		return wrong(model, "the deadline of %s became earlier", purchase->reference);
	purchase->deadline = time_of(data, "deadline");
	return true;
}

static bool refunded(struct model *model, const json_t *data, struct purchase *purchase)
{
	int64_t amount = number_of(data, "amount", 0);

	if (amount <= 0 || amount > purchase->refundable - purchase->refunded)
		return wrong(model, "%jd was refunded for %s, and %jd was to refund",
			(intmax_t)amount, purchase->reference,
			(intmax_t)(purchase->refundable - purchase->refunded));
	purchase->refunded += amount;
	return true;
}

static bool assigned(struct model *model, const json_t *event, const json_t *data)
{
	struct purchase *purchase;
	struct ticket *ticket = ticket_by_id(model, text_of(data, "ticket"), &purchase);

	if (!ticket || strcmp(purchase->id, text_of(data, "purchase")) != 0 ||
		!ticket_is_valid(purchase, ticket))
		return wrong(model, "the ticket %s was assigned, but is not valid",
			text_of(data, "ticket"));
	ticket->assigned = is_kind(event, "ticket-assigned");
	strlcpy(ticket->email, text_of(json_object_get(data, "delegate"), "email"),
		sizeof(ticket->email));
	return true;
}

bool purchase_apply(struct model *model, const json_t *event, bool *known)
{
	const json_t *data = json_object_get(event, "data");
	struct purchase *purchase;

	if (is_kind(event, "ticket-purchase-created"))
		return created(model, event, data);
	if (is_kind(event, "ticket-assigned") || is_kind(event, "ticket-unassigned"))
		return assigned(model, event, data);
	if (is_kind(event, "ticket-payment-refunded"))
		return true;
	purchase = purchase_of(model, text_of(data, "purchase"));
	if (is_kind(event, "ticket-command-rejected") || !json_object_get(data, "purchase")) {
		*known = false;
		return true;
	}
	if (!purchase)
		return wrong(model, "%s of an unknown purchase", kind_of(event));
	if (is_kind(event, "ticket-purchase-paid"))
		return paid(model, event, data, purchase);
	if (is_kind(event, "ticket-purchase-expired"))
		return expired(model, event, purchase);
	if (is_kind(event, "tickets-cancelled"))
		return cancelled(model, data, purchase);
	if (is_kind(event, "ticket-purchase-reopened"))
		return reopened(model, event, data, purchase);
	if (is_kind(event, "ticket-purchase-extended"))
		return extended(model, event, data, purchase);
	if (is_kind(event, "ticket-purchase-refunded"))
		return refunded(model, data, purchase);
	*known = is_kind(event, "purchaser-amended");
	return true;
}
