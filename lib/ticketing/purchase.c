#include "ticketing/purchase.h"

#include "base/clock.h"
#include <stdarg.h>

#include "store/query.h"
#include "ticketing/delegate.h"
#include "ticketing/grant.h"
#include "ticketing/inventory.h"

enum { LAST_MEMBER = 65535 };

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
		"SELECT client, reference, currency, state, deadline, discount, pool, "
		"payment, amount, paid, closed, seq, name, email FROM purchases "
		"WHERE purchase = :purchase",
		id);
	bool found = false;

	while (query_row(query)) {
		found = true;
		*purchase = (struct purchase){
			.id = *id,
			.text = purchase_text(id, arena),
			.client = query_copy_at(query, 0, arena),
			.reference = query_copy_at(query, 1, arena),
			.currency = query_copy_at(query, 2, arena),
			.state = query_enum_at(query, 3, &purchase_state_enum),
			.deadline = query_optional_copy_at(query, 4, arena),
			.discount = query_optional_copy_at(query, 5, arena),
			.pool = query_optional_copy_at(query, 6, arena),
			.payment = query_enum_at(query, 7, &payment_enum),
			.amount = query_integer_within_at(query, 8, 0, TICKETS_LIMIT * PRICE_LIMIT),
			.paid = query_position_at(query, 9),
			.closed = query_position_at(query, 10),
			.position = query_position_at(query, 11),
			.name = query_copy_at(query, 12, arena),
			.email = query_copy_at(query, 13, arena),
		};
	}
	return found;
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

bool purchase_find(struct decision *decision, const struct message *command,
	struct rejection_subject about, struct purchase *purchase)
{
	struct uuid id;

	if (uuid_parse(about.purchase, &id) && purchase_find_of(decision, command, &id, purchase))
		return true;
	if (decision->denied == DENY_NONE)
		purchase_reject_command(decision, command, REJECTION_UNKNOWN_PURCHASE, about,
			"there is no purchase %s", about.purchase);
	return false;
}

struct purchased_ticket *purchase_tickets(
	struct store *store, const struct uuid *id, size_t *count, struct arena *arena)
{
	struct uuid last = uuid_member(id, LAST_MEMBER);
	struct query *query = QUERY(store,
		"SELECT count(*) FROM tickets WHERE ticket > :purchase AND ticket <= :last", id,
		&last);
	struct purchased_ticket *tickets;
	size_t room;

	room = (size_t)query_number(query);
	if (room > TICKETS_LIMIT) {
		store_corrupt(store, "a purchase has %zu tickets", room);
		room = 0;
	}
	tickets = arena_take(arena, (room + 1) * sizeof(*tickets));
	query = QUERY(store,
		"SELECT ticket, type, price, ended, assignment, delegates.ticket IS NOT NULL "
		"FROM tickets LEFT JOIN delegates USING (ticket) "
		"WHERE ticket > :purchase AND ticket <= :last ORDER BY ticket",
		id, &last);
	*count = 0;
	while (query_row(query)) {
		struct purchased_ticket *ticket = &tickets[*count];
		const void *bytes = query_bytes_at(query, 0, UUID_SIZE);

		if (*count == room) {
			query_end(query);
			break;
		}
		*ticket = (struct purchased_ticket){
			.type = query_copy_at(query, 1, arena),
			.price = query_integer_within_at(query, 2, 0, PRICE_LIMIT),
			.ended = query_position_at(query, 3),
			.assignment = query_position_at(query, 4),
			.assigned = query_integer_at(query, 5) != 0,
		};
		memcpy(ticket->id.bytes, bytes, UUID_SIZE);
		++*count;
	}
	return tickets;
}

void purchase_change(struct store *store, const struct uuid *id, enum purchase_state state,
	int64_t amount, int64_t position)
{
	query_run(QUERY(store,
		"UPDATE purchases SET state = :state, amount = :amount, "
		"closed = CASE WHEN :position > 0 THEN :position END "
		"WHERE purchase = :purchase",
		enumeration_text(&purchase_state_enum, state), amount, position, id));
}

void purchase_end_ticket(struct store *store, const struct purchase *purchase,
	const struct purchased_ticket *ticket, int64_t position)
{
	query_run(QUERY(store,
		"UPDATE tickets SET ended = :seq, refund = :refund WHERE ticket = :ticket",
		position, purchase->paid > 0 ? ticket->price : 0, &ticket->id));
	delegate_remove(store, &ticket->id);
	inventory_add_sold(store, ticket->type, purchase->pool, purchase->client, -1);
}

/* An unknown thing may be created later, and an assigned ticket unassigned. */
static bool may_yet_succeed(enum rejection code)
{
	return code == REJECTION_UNKNOWN_PURCHASE || code == REJECTION_UNKNOWN_TICKET ||
	       code == REJECTION_NOTHING_TO_CANCEL;
}

void purchase_reject_command(struct decision *decision, const struct message *command,
	enum rejection code, struct rejection_subject about, const char *format, ...)
{
	struct ticket_command_rejected *rejected = arena_take(decision->arena, sizeof(*rejected));
	const char *message;
	va_list arguments;

	va_start(arguments, format);
	message = arena_printf_list(decision->arena, format, arguments);
	va_end(arguments);
	*rejected = (struct ticket_command_rejected){
		.command = command->type,
		.client = decision->client,
		.code = code,
		.message = message,
		.retryable = boolean(may_yet_succeed(code)),
		.purchase = about.purchase,
		.ticket = about.ticket,
		.payment = about.payment,
		.amount = about.amount,
		.currency = about.currency,
	};
	decision->rejected = true;
	decision_event(decision, &ticket_command_rejected_message,
		about.purchase != NULL ? about.purchase : about.ticket, rejected);
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
