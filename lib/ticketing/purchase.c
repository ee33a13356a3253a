#include "ticketing/purchase.h"

#include <stdarg.h>

#include "base/clock.h"
#include "base/hash.h"
#include "base/utf8.h"
#include "store/outcome.h"
#include "store/query.h"
#include "ticketing/grant.h"
#include "ticketing/inventory.h"
#include "ticketing/items.h"

ENUM_DEFINE(purchase_state, PURCHASE_STATE);

bool purchase_has_timed_out(const struct purchase *purchase, int64_t now)
{
	return purchase->state == PURCHASE_EXPIRED ||
	       (purchase->state == PURCHASE_DUE &&
		       now >= clock_parse_or(purchase->deadline, INT64_MAX));
}

const char *purchase_text(const struct uuid *id, struct arena *arena)
{
	char *text = arena_take(arena, UUID_TEXT);

	uuid_format(id, text);
	return text;
}

struct uuid purchase_of_ticket(const struct uuid *ticket)
{
	return uuid_member(ticket, 0);
}

bool purchase_read(
	struct store *store, const struct uuid *id, struct purchase *purchase, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT client, reference, items, currency, state, deadline, discount, pool, "
		"amount, paid, closed, purchaser, opened, extended, seq FROM purchases WHERE purchase = :purchase",
		id);
	bool found = false;

	while (query_row(query)) {
		found = true;
		*purchase = (struct purchase){
			.id = *id,
			.text = purchase_text(id, arena),
			.client = query_copy_at(query, 0, arena),
			.reference = query_copy_at(query, 1, arena),
			.items = query_copy_at(query, 2, arena),
			.currency = query_copy_at(query, 3, arena),
			.state = query_enum_at(query, 4, &purchase_state_enum),
			.deadline = query_optional_copy_at(query, 5, arena),
			.discount = query_optional_copy_at(query, 6, arena),
			.pool = query_optional_copy_at(query, 7, arena),
			.amount = query_integer_within_at(query, 8, 0, TICKETS_LIMIT * PRICE_LIMIT),
			.paid = query_position_at(query, 9),
			.closed = query_position_at(query, 10),
			.purchaser = query_position_at(query, 11),
			.opened = query_position_at(query, 12),
			.extended = query_position_at(query, 13),
			.position = query_position_at(query, 14),
		};
	}
	return found;
}

bool purchase_at(struct store *store, int64_t position, struct uuid *id, struct arena *arena)
{
	const char *text = query_copy(
		QUERY(store,
			"SELECT json_extract(line, '$.data.purchase') FROM events WHERE seq = :seq",
			position),
		arena);

	return text != NULL && uuid_parse(text, id);
}

bool purchase_read_named(struct store *store, const char *client, const char *reference,
	struct purchase *purchase, struct arena *arena)
{
	int64_t position =
		outcome_position(store, client, create_ticket_purchase_message.type, reference);
	struct uuid id;

	return position > 0 && purchase_at(store, position, &id, arena) &&
	       purchase_read(store, &id, purchase, arena) &&
	       strcmp(purchase->client, client) == 0 && strcmp(purchase->reference, reference) == 0;
}

bool purchase_find_of(struct decision *decision, const struct message *command,
	const struct uuid *id, struct purchase *purchase)
{
	const struct client_state *client;

	/* Another client's purchase looks unknown, so that its existence is not disclosed. */
	return grant_check(decision, command, &client) &&
	       purchase_read(decision->store, id, purchase, decision->arena) &&
	       grant_has_purchase_of(client, purchase->client);
}

/* Whether ABOUT names a purchase; else the command is denied. */
static bool check_name(struct decision *decision, const struct rejection_subject *about)
{
	if (about->purchase == NULL && about->reference == NULL)
		decision_deny(decision, DENY_MALFORMED, "/purchase",
			"is missing, and so is the purchase's reference");
	else if (about->reference == NULL && about->of_client != NULL)
		decision_deny(decision, DENY_MALFORMED, "/of_client",
			"requires the purchase's reference");
	return decision->denied == DENY_NONE;
}

/* Reads the purchase that ABOUT names; of an id with a reference, both have to be its own. */
static bool read_subject(struct decision *decision, const struct rejection_subject *about,
	const char *client, struct purchase *purchase)
{
	struct uuid id;

	if (about->purchase == NULL)
		return purchase_read_named(
			decision->store, client, about->reference, purchase, decision->arena);
	return uuid_parse(about->purchase, &id) &&
	       purchase_read(decision->store, &id, purchase, decision->arena) &&
	       (about->reference == NULL || strcmp(purchase->reference, about->reference) == 0) &&
	       (about->of_client == NULL || strcmp(purchase->client, about->of_client) == 0);
}

bool purchase_find(struct decision *decision, const struct message *command,
	struct rejection_subject about, struct purchase *purchase)
{
	const char *client = about.of_client != NULL ? about.of_client : decision->client;
	const struct client_state *sender;

	if (!grant_check(decision, command, &sender) || !check_name(decision, &about))
		return false;
	if (read_subject(decision, &about, client, purchase) &&
		grant_has_purchase_of(sender, purchase->client))
		return true;
	if (about.reference == NULL)
		purchase_reject_command(decision, command, REJECTION_UNKNOWN_PURCHASE, about,
			"there is no purchase %s", about.purchase);
	else
		purchase_reject_command(decision, command, REJECTION_UNKNOWN_PURCHASE, about,
			"there is no purchase \"%s\" of the client \"%s\"%s%s", about.reference,
			client, about.purchase != NULL ? " with the id " : "",
			about.purchase != NULL ? about.purchase : "");
	return false;
}

/* Adds to the COUNT TICKETS, of which the first has the number FIRST, what their rows say. */
static void read_rows(struct store *store, const struct purchase *purchase,
	struct purchased_ticket *tickets, int64_t first, int64_t last, int64_t count,
	struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT number, cancelled, assignment, name, email FROM tickets "
		"WHERE purchase = :purchase AND number BETWEEN :first AND :last",
		&purchase->id, first, last);

	while (query_row(query)) {
		int64_t number = query_integer_within_at(query, 0, first, first + count - 1);
		struct purchased_ticket *ticket = &tickets[number > first ? number - first : 0];

		if (!query_is_null_at(query, 1))
			ticket->ended = query_position_at(query, 1);
		ticket->assignment = query_position_at(query, 2);
		ticket->name = query_optional_copy_at(query, 3, arena);
		ticket->email = query_optional_copy_at(query, 4, arena);
		ticket->assigned = ticket->name != NULL;
	}
}

struct purchased_ticket *purchase_tickets_between(struct store *store,
	const struct purchase *purchase, unsigned first, unsigned last, size_t *count,
	struct arena *arena)
{
	struct list items = items_read(store, purchase->items, arena);
	const struct item *item = items.items;
	unsigned number, all = items_count(&items), end = last < all ? last : all;
	struct purchased_ticket *tickets;

	*count = first <= end ? end - first + 1 : 0;
	tickets = arena_take(arena, (*count + 1) * sizeof(*tickets));
	for (number = first; number <= end; number++) {
		while (number > item->last)
			item++;
		tickets[number - first] = (struct purchased_ticket){
			.id = uuid_member(&purchase->id, number),
			.type = item->type,
			.price = item->price,
			.reduction = item->reduction,
			.ended = purchase->closed,
		};
	}
	read_rows(store, purchase, tickets, first, last, (int64_t)*count, arena);
	return tickets;
}

struct purchased_ticket *purchase_tickets(
	struct store *store, const struct purchase *purchase, size_t *count, struct arena *arena)
{
	return purchase_tickets_between(store, purchase, 1, UINT32_MAX, count, arena);
}

void purchase_purchaser(struct store *store, const struct purchase *purchase,
	struct purchaser *purchaser, struct arena *arena)
{
	/* By SQL, because decoding the whole event takes ten times as long. */
	struct query *query = QUERY(store,
		"SELECT json_extract(line, '$.data.purchaser.name'), "
		"json_extract(line, '$.data.purchaser.email') FROM events WHERE seq = :seq",
		purchase->purchaser);

	while (query_row(query))
		*purchaser = (struct purchaser){
			.name = query_copy_at(query, 0, arena),
			.email = query_copy_at(query, 1, arena),
		};
}

void purchase_change(
	struct store *store, const struct uuid *id, enum purchase_state state, int64_t amount)
{
	query_run(QUERY(store,
		"UPDATE purchases SET state = :state, amount = :amount WHERE purchase = :purchase",
		enumeration_text(&purchase_state_enum, state), amount, id));
}

void purchase_close(struct store *store, const struct purchase *purchase, enum purchase_state state,
	int64_t position)
{
	query_run(QUERY(store,
		"UPDATE purchases SET state = :state, amount = 0, closed = :position "
		"WHERE purchase = :purchase",
		enumeration_text(&purchase_state_enum, state), position, &purchase->id));
	query_run(QUERY(store,
		"DELETE FROM tickets WHERE purchase = :purchase AND cancelled IS NULL",
		&purchase->id));
	if (purchase->discount != NULL)
		inventory_add_uses(store, purchase->discount, -1, 0);
}

void purchase_count_ticket(struct store *store, const struct purchase *purchase, const char *type,
	bool is_reduced, int sign)
{
	inventory_add_sold(store, type, purchase->pool, purchase->client, sign);
	if (is_reduced && purchase->discount != NULL)
		inventory_add_uses(store, purchase->discount, 0, sign);
}

/* An unknown thing may be created later, an assigned ticket unassigned, a place released. */
static bool may_yet_succeed(enum rejection code)
{
	return code == REJECTION_UNKNOWN_PURCHASE || code == REJECTION_UNKNOWN_TICKET ||
	       code == REJECTION_ALL_ASSIGNED || code == REJECTION_NOTHING_TO_CANCEL ||
	       code == REJECTION_NOTHING_TO_REFUND || code == REJECTION_SOLD_OUT ||
	       code == REJECTION_OVER_BUDGET || code == REJECTION_DISCOUNT_USED_UP;
}

void purchase_reject_command(struct decision *decision, const struct message *command,
	enum rejection code, struct rejection_subject about, const char *format, ...)
{
	struct ticket_command_rejected *rejected = arena_take(decision->arena, sizeof(*rejected));
	const char *subject = about.purchase != NULL    ? about.purchase
			      : about.ticket != NULL    ? about.ticket
			      : about.reference != NULL ? about.reference
							: decision->client;
	const char *message;
	va_list arguments;

	va_start(arguments, format);
	message = utf8_shorten(arena_printf_list(decision->arena, format, arguments), MESSAGE_LIMIT,
		decision->arena);
	va_end(arguments);
	*rejected = (struct ticket_command_rejected){
		.command = command->type,
		.client = decision->client,
		.code = code,
		.message = message,
		.retryable = boolean(may_yet_succeed(code)),
		.purchase = about.purchase,
		.ticket = about.ticket,
		.reference = about.reference,
		.of_client = about.of_client,
		.payment = about.payment,
		.refund = about.refund,
		.amount = about.amount,
		.currency = about.currency,
	};
	decision->rejected = true;
	decision_event(decision, &ticket_command_rejected_message, subject, rejected);
}

void purchase_write_denial(
	struct decision *decision, const struct message *command, struct buffer *out)
{
	static const enum denial_code codes[] = {
		[DENY_FORBIDDEN] = DENIAL_FORBIDDEN,
		[DENY_CONFLICT] = DENIAL_CONFLICT,
		[DENY_MALFORMED] = DENIAL_MALFORMED,
		[DENY_CONTRADICTION] = DENIAL_CONFLICT,
		[DENY_HOURLY_LIMIT] = DENIAL_HOURLY_LIMIT,
		[DENY_TOO_LONG] = DENIAL_RESERVATION_TOO_LONG,
	};
	struct command_refused refused = {
		.command = command->type,
		.client = decision->client,
		.code = codes[decision->denied],
		.message = decision->reason,
		.pointer = *decision->pointer != '\0' ? decision->pointer : NULL,
		.retryable = boolean(decision_is_denied_by_grants(decision)),
	};
	struct envelope envelope = {
		.id = uuid_derived(decision->now, &decision->envelope->id,
			command_refused_message.type, decision->denied),
		.source = store_source(decision->store),
		.time = decision->time,
		.correlation = decision_correlation(decision),
		.client = decision->client,
		.cause = &decision->envelope->id,
	};

	envelope_write(&envelope, &command_refused_message, &refused, out);
}
