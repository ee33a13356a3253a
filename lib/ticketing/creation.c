#include "ticketing/creation.h"

#include <stdarg.h>

#include "base/clock.h"
#include "base/lines.h"
#include "base/plural.h"
#include "store/query.h"
#include "ticketing/catalogue.h"
#include "ticketing/delegate.h"
#include "ticketing/discount.h"
#include "ticketing/grant.h"
#include "ticketing/inventory.h"
#include "ticketing/items.h"
#include "ticketing/messages.h"
#include "ticketing/purchase.h"
#include "ticketing/reservation.h"
#include "ticketing/suggestion.h"

/* The part of an event's line for its tickets; the rest is below 4 KiB. */
enum { TICKETS_BYTES = LINE_LIMIT - 4096 };

/* The state of one decision about create-ticket-purchase. */
struct creation {
	struct decision *decision;
	const struct create_ticket_purchase *command;
	const struct client_state *client; /* NULL: the organiser */
	const struct pool_state *pool;     /* NULL: none */
	const struct type_state **types;   /* per item of the command's tickets; NULL: unknown */
	struct room_demand *demands;       /* the same */
	const char *room;                  /* that has too few places; NULL: none */
	struct uuid id;
	struct ticket_purchase_created created;
};

static bool reject(struct creation *creation, enum rejection code, bool retryable, const char *type,
	const char *format, ...) __attribute__((format(printf, 5, 6)));

/* Decides a rejection, which is an event. Returns false. */
static bool reject(struct creation *creation, enum rejection code, bool retryable, const char *type,
	const char *format, ...)
{
	struct decision *decision = creation->decision;
	struct ticket_purchase_rejected *rejected = arena_take(decision->arena, sizeof(*rejected));
	const char *message;
	va_list arguments;

	va_start(arguments, format);
	message = arena_printf_list(decision->arena, format, arguments);
	va_end(arguments);
	*rejected = (struct ticket_purchase_rejected){
		.reference = creation->command->reference,
		.client = decision->client,
		.code = code,
		.message = message,
		.retryable = boolean(retryable),
		.type = type,
		.room = creation->room,
	};
	decision->rejected = true;
	decision_event(decision, &ticket_purchase_rejected_message, creation->command->reference,
		rejected);
	return false;
}

/* The number of tickets of TYPE in the whole command. */
static int64_t quantity_of(const struct create_ticket_purchase *create, const char *type)
{
	const struct ticket_quantity *wanted = create->tickets.items;
	int64_t quantity = 0;
	size_t i;

	for (i = 0; i < create->tickets.count; i++)
		if (strcmp(wanted[i].type, type) == 0)
			quantity += wanted[i].quantity.value;
	return quantity;
}

/* An upper bound of a ticket's size in the event's line. */
static size_t ticket_bytes(const char *type, bool is_reduced)
{
	size_t bytes = sizeof("{\"id\":\"\",\"type\":\"\",\"price\":1000000000000},") + UUID_TEXT;

	if (is_reduced)
		bytes += sizeof("\"reduction\":1000000000000,");
	for (; *type != '\0'; type++)
		bytes += *type == '"' || *type == '\\' ? 2 : 1;
	return bytes;
}

/* Denies contradictory fields. */
static bool check_command(struct decision *decision, const struct create_ticket_purchase *create)
{
	const struct ticket_quantity *wanted = create->tickets.items;
	size_t i;

	if (create->payment == PAYMENT_WAIVED && create->discount != NULL)
		decision_deny(
			decision, DENY_MALFORMED, "/discount", "is not allowed: payment is waived");
	else if (create->payment == PAYMENT_WAIVED && create->deadline != NULL)
		decision_deny(
			decision, DENY_MALFORMED, "/deadline", "is not allowed: payment is waived");
	for (i = 0; i < create->tickets.count; i++)
		if ((int64_t)wanted[i].delegates.count > wanted[i].quantity.value)
			decision_deny(decision, DENY_MALFORMED,
				arena_printf(decision->arena, "/tickets/%zu/delegates", i),
				"%zu are more than the %lld ticket%s", wanted[i].delegates.count,
				(long long)wanted[i].quantity.value,
				plural(wanted[i].quantity.value));
	return decision->denied == DENY_NONE;
}

static void read_types(struct creation *creation)
{
	const struct ticket_quantity *wanted = creation->command->tickets.items;
	size_t count = creation->command->tickets.count, i;
	struct arena *arena = creation->decision->arena;

	creation->types = arena_take(arena, count * sizeof(*creation->types));
	creation->demands = arena_take(arena, count * sizeof(*creation->demands));
	for (i = 0; i < count; i++) {
		const struct type_state *type = inventory_type(creation->decision, wanted[i].type);

		creation->types[i] = type;
		creation->demands[i] = (struct room_demand){
			type != NULL ? &type->definition->rooms : NULL, wanted[i].quantity.value};
	}
}

/* Denies payment, pool, types and deadline that are not granted. */
static bool check_grants(struct creation *creation)
{
	const struct create_ticket_purchase *create = creation->command;
	const struct client_state *client = creation->client;
	struct decision *decision = creation->decision;
	const struct ticket_quantity *wanted = create->tickets.items;
	size_t i;

	if (create->payment == PAYMENT_WAIVED && !grant_has_waiver(client)) {
		decision_deny(decision, DENY_FORBIDDEN, "/payment", "\"%s\" may not waive payment",
			decision->client);
		return false;
	}
	if (create->pool != NULL && !grant_check_pool(decision, client, "/pool", create->pool))
		return false;
	for (i = 0; i < create->tickets.count; i++)
		if (!grant_check_type(decision, client,
			    arena_printf(decision->arena, "/tickets/%zu/type", i), wanted[i].type,
			    creation->types[i]))
			return false;
	return reservation_check(decision, client, decision->now, create->deadline);
}

/* Sets the deadline if an amount is due; false if it was rejected. */
static bool set_deadline(struct creation *creation)
{
	struct decision *decision = creation->decision;
	const char *deadline = creation->command->deadline;

	if (creation->created.amount.value == 0)
		return true;
	if (deadline != NULL && clock_parse_or(deadline, 0) <= decision->now)
		return reject(creation, REJECTION_DEADLINE_PASSED, false, NULL,
			"the deadline %s has passed", deadline);
	creation->created.deadline =
		deadline != NULL ? deadline : reservation_default(decision, creation->client);
	return true;
}

/* Allocates the tickets; false if they are too many for one purchase or line. */
static bool count_tickets(struct creation *creation)
{
	const struct ticket_quantity *wanted = creation->command->tickets.items;
	size_t count = 0, bytes = 0;
	size_t i;

	for (i = 0; i < creation->command->tickets.count; i++) {
		size_t quantity = (size_t)wanted[i].quantity.value;

		count += quantity;
		bytes += quantity *
			 ticket_bytes(wanted[i].type, creation->command->discount != NULL);
	}
	if (count > TICKETS_LIMIT)
		return reject(creation, REJECTION_TOO_MANY, false, NULL,
			"%zu tickets exceed the limit of %d tickets in a purchase", count,
			TICKETS_LIMIT);
	if (bytes > TICKETS_BYTES)
		return reject(creation, REJECTION_TOO_MANY, false, NULL,
			"%zu tickets of types with names this long exceed the size of an event",
			count);
	creation->created.tickets = (struct list){
		count, arena_take(creation->decision->arena, count * sizeof(struct ticket))};
	return true;
}

static bool find_pool(struct creation *creation)
{
	const char *pool = creation->command->pool;

	if (pool == NULL)
		return true;
	creation->pool = inventory_pool(creation->decision, pool);
	return creation->pool != NULL ||
	       reject(creation, REJECTION_UNKNOWN_POOL, false, NULL, "there is no pool \"%s\"%s",
		       pool,
		       suggestion_instead(creation->decision, creation->client, "pool", pool));
}

/* Whether enough tickets of TYPE are left, in the pool or outside pools. */
static bool check_places(struct creation *creation, const struct type_state *type)
{
	const struct pool_state *pool = creation->pool;
	int64_t quantity = quantity_of(creation->command, type->definition->type);
	int64_t left = inventory_left_of(type, pool);

	if (pool != NULL && strcmp(pool->definition->type, type->definition->type) != 0)
		return reject(creation, REJECTION_UNKNOWN_POOL, false, type->definition->type,
			"the pool \"%s\" has none of \"%s\"", pool->definition->pool,
			type->definition->type);
	if (quantity <= left)
		return true;
	return reject(creation, REJECTION_SOLD_OUT, true, type->definition->type,
		"%lld of \"%s\" requested, %lld left%s%s%s", (long long)quantity,
		type->definition->type, (long long)left, pool != NULL ? " in the pool \"" : "",
		pool != NULL ? pool->definition->pool : "", pool != NULL ? "\"" : "");
}

/* Whether enough places are left in the rooms of TYPE. Those of a pool are set aside in them, too. */
static bool check_rooms(struct creation *creation, const struct type_state *type)
{
	struct room_shortage shortage;

	if (creation->pool != NULL ||
		!inventory_lacks_places(creation->decision, &type->definition->rooms,
			creation->demands, creation->command->tickets.count, &shortage))
		return true;
	creation->room = shortage.room;
	return reject(creation, REJECTION_SOLD_OUT, true, type->definition->type,
		"%lld in the room \"%s\" requested, %lld left", (long long)shortage.quantity,
		shortage.room, (long long)shortage.left);
}

/* Whether the type is known, on sale and left; else the command is rejected. */
static bool check_type(struct creation *creation, const char *id, const struct type_state *type)
{
	struct decision *decision = creation->decision;
	const char *currency = creation->created.currency;
	const char *closed;
	bool later;

	if (type == NULL)
		return reject(creation, REJECTION_UNKNOWN_TYPE, false, id,
			"there is no ticket type \"%s\"%s", id,
			suggestion_instead(decision, creation->client, "type", id));
	closed = catalogue_why_closed(decision, type, creation->pool != NULL, &later);
	if (closed != NULL)
		return reject(creation, REJECTION_NOT_ON_SALE, later, id, "\"%s\" %s", id, closed);
	if (!check_places(creation, type) || !check_rooms(creation, type))
		return false;
	if (creation->command->payment == PAYMENT_DUE && currency != NULL &&
		strcmp(type->definition->currency, currency) != 0)
		return reject(creation, REJECTION_MIXED_CURRENCIES, false, id,
			"\"%s\" is priced in %s, the ones before it in %s", id,
			type->definition->currency, currency);
	return true;
}

/* Whether TYPE has the questions that the delegates answer; else the command is rejected. */
static bool check_delegates(struct creation *creation, const struct ticket_quantity *wanted,
	const struct type_state *type)
{
	const struct delegate *delegates = wanted->delegates.items;
	size_t i;

	for (i = 0; i < wanted->delegates.count; i++) {
		const char *unknown = delegate_unknown_question(type, &delegates[i].answers);

		if (unknown != NULL)
			return reject(creation, REJECTION_UNKNOWN_QUESTION, false, wanted->type,
				"\"%s\" has no question \"%s\"", wanted->type, unknown);
	}
	return true;
}

/* Sets ids, types and prices of the tickets; false if the command was rejected. */
static bool fill_tickets(struct creation *creation)
{
	const struct create_ticket_purchase *create = creation->command;
	const struct ticket_quantity *wanted = create->tickets.items;
	struct ticket *tickets = creation->created.tickets.items;
	size_t ordinal = 0;
	size_t i;

	for (i = 0; i < create->tickets.count; i++) {
		const struct type_state *type = creation->types[i];
		int64_t n;

		if (!check_type(creation, wanted[i].type, type) ||
			!check_delegates(creation, &wanted[i], type))
			return false;
		if (creation->created.currency == NULL)
			creation->created.currency = type->definition->currency;
		for (n = 0; n < wanted[i].quantity.value; n++, ordinal++) {
			struct uuid id = uuid_member(&creation->id, (unsigned)ordinal + 1);

			tickets[ordinal] = (struct ticket){
				.id = purchase_text(&id, creation->decision->arena),
				.type = wanted[i].type,
			};
			if (create->payment == PAYMENT_DUE)
				tickets[ordinal].price = integer(type->definition->price.value);
		}
	}
	return true;
}

/* Applies the discount code, if any; false if it was rejected. */
static bool apply_discount(struct creation *creation)
{
	const char *code = creation->command->discount;
	const struct ticket_discount *discount;
	struct list *tickets = &creation->created.tickets;
	enum rejection rejection;
	const char *reason;
	bool retryable;
	int64_t reduction, reduced, left;

	if (code == NULL)
		return true;
	discount = discount_find_usable(
		creation->decision, creation->client, code, &rejection, &reason, &retryable);
	if (discount == NULL)
		return reject(creation, rejection, retryable, NULL, "\"%s\": %s", code, reason);
	reduction = discount_reduce_prices(
		discount, creation->created.currency, tickets->items, tickets->count, &reason);
	if (reduction == 0)
		return reject(creation, REJECTION_DISCOUNT_NOT_VALID, false, NULL, "\"%s\": %s",
			code, reason);
	reduced = discount_count_reduced(tickets);
	left = discount_tickets_left(creation->decision, discount);
	if (reduced > left)
		return reject(creation, REJECTION_DISCOUNT_USED_UP, true, NULL,
			"\"%s\": tickets to reduce: %lld; left: %lld", code, (long long)reduced,
			(long long)left);
	creation->created.discount = code;
	creation->created.reduction = integer(reduction);
	return true;
}

/* Sets the amount due; a free ticket has no price. */
static void sum_prices(struct creation *creation)
{
	struct ticket *tickets = creation->created.tickets.items;
	int64_t amount = 0;
	size_t i;

	for (i = 0; i < creation->created.tickets.count; i++) {
		amount += tickets[i].price.value;
		if (tickets[i].price.value == 0)
			tickets[i].price = (struct integer){.present = false};
	}
	creation->created.amount = integer(amount);
}

static bool check_budget(struct creation *creation)
{
	size_t count = creation->created.tickets.count;
	int64_t left = inventory_budget_left(creation->client);

	return (int64_t)count <= left ||
	       reject(creation, REJECTION_OVER_BUDGET, true, NULL,
		       "tickets requested: %zu; left of the budget: %lld", count, (long long)left);
}

/* Decides an assignment event for each delegate in the command. */
static void assign_delegates(struct creation *creation)
{
	const struct ticket_quantity *wanted = creation->command->tickets.items;
	const struct ticket *tickets = creation->created.tickets.items;
	size_t first = 0;
	size_t i, n;

	for (i = 0; i < creation->command->tickets.count; i++) {
		const struct delegate *delegates = wanted[i].delegates.items;

		for (n = 0; n < wanted[i].delegates.count; n++) {
			struct ticket_assigned *assigned =
				arena_take(creation->decision->arena, sizeof(*assigned));

			*assigned = (struct ticket_assigned){
				.ticket = tickets[first + n].id,
				.type = tickets[first + n].type,
				.purchase = creation->created.purchase,
				.reference = creation->created.reference,
				.client = creation->created.client,
				.delegate = (struct delegate *)(uintptr_t)&delegates[n],
			};
			decision_event(creation->decision, &ticket_assigned_message,
				creation->created.reference, assigned);
		}
		first += (size_t)wanted[i].quantity.value;
	}
}

void creation_decide(struct decision *decision, const void *command)
{
	const struct create_ticket_purchase *create = command;
	struct creation *creation = arena_take(decision->arena, sizeof(*creation));

	*creation = (struct creation){
		.decision = decision,
		.command = create,
		.id = uuid_root(decision->now),
		.created =
			{
				.reference = create->reference,
				.client = decision->client,
				.purchaser = create->purchaser,
				.payment = create->payment,
				.reason = create->reason,
				.pool = create->pool,
			},
	};
	creation->created.purchase = purchase_text(&creation->id, decision->arena);
	if (!grant_check(decision, &create_ticket_purchase_message, &creation->client) ||
		!check_command(decision, create))
		return;
	read_types(creation);
	if (!check_grants(creation))
		return;
	if (!count_tickets(creation) || !find_pool(creation) || !fill_tickets(creation) ||
		!apply_discount(creation))
		return;
	sum_prices(creation);
	if (!set_deadline(creation) || !check_budget(creation))
		return;
	decision_event(
		decision, &ticket_purchase_created_message, create->reference, &creation->created);
	assign_delegates(creation);
}

static void insert_purchase(struct store *store, const struct uuid *id, int64_t position,
	const struct ticket_purchase_created *created)
{
	enum purchase_state state = created->payment == PAYMENT_DUE && created->amount.value > 0
					    ? PURCHASE_DUE
					    : PURCHASE_COMPLETE;
	struct buffer items = {0};

	items_write(&created->tickets, &items);
	query_run(QUERY(store,
		"INSERT INTO purchases (purchase, client, reference, payment, items, amount, "
		"currency, reason, state, deadline, discount, pool, purchaser, opened, seq) VALUES (:purchase, "
		":client, :reference, :payment, :items, :amount, :currency, :reason, :state, "
		":deadline, :discount, :pool, :seq, :seq, :seq)",
		id, created->client, created->reference,
		enumeration_text(&payment_enum, created->payment), buffer_text(&items),
		created->amount.value, created->currency, created->reason,
		enumeration_text(&purchase_state_enum, state), created->deadline, created->discount,
		created->pool, position));
	buffer_release(&items);
}

/*
 * Whether each ticket has the id that follows from its purchase's; else the store's fault is set.
 */
static bool check_ids(struct store *store, const struct uuid *purchase, const struct list *list)
{
	const struct ticket *tickets = list->items;
	size_t i;

	for (i = 0; i < list->count; i++) {
		struct uuid expected = uuid_member(purchase, (unsigned)i + 1), id;

		if (!uuid_parse(tickets[i].id, &id) || memcmp(&id, &expected, sizeof(id)) != 0)
			return fault_set(store_fault(store), EX_SOFTWARE,
				"the ticket %s is not number %zu of its purchase", tickets[i].id,
				i + 1);
	}
	return true;
}

void creation_apply(const struct applying *of)
{
	const struct ticket_purchase_created *created = of->event;
	const struct ticket *tickets = created->tickets.items;
	int64_t count = (int64_t)created->tickets.count;
	int64_t i, run = 0;
	struct uuid id;

	if (!uuid_parse(created->purchase, &id) || !check_ids(of->store, &id, &created->tickets))
		return;
	insert_purchase(of->store, &id, of->envelope->sequence, created);
	for (i = 0; i < count; i++) {
		run++;
		if (i + 1 < count && strcmp(tickets[i].type, tickets[i + 1].type) == 0)
			continue;
		inventory_add_sold(of->store, tickets[i].type, created->pool, created->client, run);
		run = 0;
	}
	if (created->discount != NULL)
		inventory_add_uses(
			of->store, created->discount, 1, discount_count_reduced(&created->tickets));
}
