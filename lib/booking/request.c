/*
 * Requests: tickets are requested from the open host, one all-or-nothing command per type
 * and pool.
 */
#include "base/clock.h"
#include "base/plural.h"
#include "booking/entitlement.h"
#include "booking/internal.h"
#include "store/feed.h"

/* clang-format off */
ENUM_DEFINE(booking_state, BOOKING_STATE);
/* clang-format on */

const char *booking_uuid(const struct uuid *uuid, struct arena *arena)
{
	char *text = arena_take(arena, UUID_TEXT);

	uuid_format(uuid, text);
	return text;
}

int64_t booking_time(const struct decision *decision)
{
	return clock_parse_or(decision->envelope->time, decision->now);
}

bool booking_row(struct query *query, struct arena *arena, struct booking *booking)
{
	const void *purchase;

	if (!query_row(query))
		return false;
	purchase = query_optional_bytes_at(query, 7, UUID_SIZE);
	*booking = (struct booking){
		.reference = query_copy_at(query, 1, arena),
		.beneficiary = query_copy_at(query, 2, arena),
		.type = query_copy_at(query, 3, arena),
		.state = query_enum_at(query, 4, &booking_state_enum),
		.quantity = query_integer_within_at(query, 5, 1, TICKETS_LIMIT),
		.valid = query_integer_within_at(query, 6, 0, TICKETS_LIMIT),
		.answered = query_position_at(query, 8),
		.assignee = query_optional_copy_at(query, 9, arena),
		.source_time = query_optional_copy_at(query, 10, arena),
		.manual = purchase == NULL,
	};
	memcpy(booking->id.bytes, query_bytes_at(query, 0, UUID_SIZE), UUID_SIZE);
	if (purchase != NULL)
		memcpy(booking->purchase.bytes, purchase, UUID_SIZE);
	booking->command = booking_uuid(&booking->id, arena);
	return true;
}

bool booking_find(struct query *query, struct arena *arena, struct booking *booking)
{
	bool found = booking_row(query, arena, booking);

	query_end(query);
	return found;
}

/* Requesting */

static bool reference_is_used(struct store *store, const char *reference)
{
	return query_number(QUERY(store, "SELECT 1 FROM bookings WHERE reference = :reference",
		       reference)) != 0;
}

/*
 * beneficiary/type/number: the unused number that follows SKIP others. A number may be used
 * already: by a request that was recovered, or because a beneficiary or type contains a slash.
 */
static const char *new_reference(
	struct decision *decision, const char *beneficiary, const char *type, int64_t skip)
{
	struct query *query = QUERY(decision->store,
		"SELECT count(*) FROM bookings "
		"WHERE beneficiary = :beneficiary AND type = :type",
		beneficiary, type);
	int64_t number = query_number(query);
	const char *reference;

	do {
		reference = arena_printf(
			decision->arena, "%s/%s/%lld", beneficiary, type, (long long)++number);
	} while (reference_is_used(decision->store, reference) || skip-- > 0);
	return reference;
}

int64_t booking_expected(
	struct store *store, const char *beneficiary, const char *type, const char *pool)
{
	return query_number(QUERY(store,
		"SELECT coalesce(sum(expected), 0) FROM expected_bookings "
		"WHERE beneficiary = :beneficiary AND type = :type "
		"AND pool = coalesce(:pool, pool)",
		beneficiary, type, pool));
}

/* Whether BENEFICIARY has tickets booked or requested, except as REFERENCE. */
static bool has_bookings(struct store *store, const char *beneficiary, const char *reference)
{
	return query_number(QUERY(store,
		       "SELECT 1 FROM bookings WHERE beneficiary = :beneficiary AND state <> 'refused' "
		       "AND valid > 0 AND reference <> :reference",
		       beneficiary, reference)) != 0;
}

/*
 * Whether an event of DECISION requests tickets already: only one ticket is assigned to a person.
 */
static bool requests_already(const struct decision *decision)
{
	size_t i;

	for (i = 0; i < decision->count; i++)
		if (decision->events[i].message == &tickets_requested_message)
			return true;
	return false;
}

/* Derived from this store's source, REFERENCE and QUANTITY: booking_owner() recognizes it. */
static struct uuid command_id(
	struct decision *decision, int64_t time, const char *reference, int64_t quantity)
{
	static const struct uuid none;

	return uuid_derived(time, &none,
		arena_printf(decision->arena, "%s %s", store_source(decision->store), reference),
		quantity);
}

void booking_decide_request(struct decision *decision, struct tickets_requested *requested,
	bool person, const struct uuid *origin)
{
	const char *beneficiary = requested->beneficiary;
	const struct message *message = &tickets_requested_message;

	requested->reason = booking_client_of(decision->store)->purchase_reason;
	if (person && !requests_already(decision) &&
		!has_bookings(decision->store, beneficiary, requested->reference))
		requested->personal = BOOLEAN_TRUE;
	decision_event_with_id(decision, message, beneficiary, requested,
		uuid_derived(booking_time(decision), origin, message->type, 0),
		&decision->envelope->id);
}

static void request_from(struct decision *decision, const char *beneficiary, const char *type,
	const char *pool, int64_t quantity, int64_t skip)
{
	struct tickets_requested *requested = arena_take(decision->arena, sizeof(*requested));
	struct purchaser *purchaser = arena_take(decision->arena, sizeof(*purchaser));
	struct recipient recipient;
	struct uuid command;

	if (!booking_require(decision, beneficiary, &recipient))
		return;
	*purchaser = (struct purchaser){recipient.name, recipient.email};
	*requested = (struct tickets_requested){
		.beneficiary = beneficiary,
		.reference = new_reference(decision, beneficiary, type, skip),
		.purchaser = purchaser,
		.type = type,
		.quantity = integer(quantity),
		.pool = pool,
	};
	command = command_id(decision, booking_time(decision), requested->reference, quantity);
	requested->command = booking_uuid(&command, decision->arena);
	booking_decide_request(decision, requested, recipient.person, &command);
}

void booking_request(struct decision *decision, const struct entitlement_decided *decided,
	const char *type, int64_t missing)
{
	const struct ticket_count *items = decided->desired.items;
	const char *beneficiary = decided->beneficiary;
	int64_t requests = 0;
	size_t i;

	for (i = 0; i < decided->desired.count && missing > 0; i++) {
		const char *pool = items[i].pool;
		int64_t quantity;

		if (strcmp(items[i].type, type) != 0)
			continue;
		quantity = items[i].quantity.value - booking_expected(decision->store, beneficiary,
							     type, pool != NULL ? pool : "");
		quantity = quantity < missing ? quantity : missing;
		missing -= quantity > 0 ? quantity : 0;
		for (; quantity > 0; quantity -= TICKETS_LIMIT)
			request_from(decision, beneficiary, type, pool,
				quantity < TICKETS_LIMIT ? quantity : TICKETS_LIMIT, requests++);
	}
}

/* References are of the form that new_reference() gives them. */
const char *booking_owner(struct decision *decision, const struct ticket_purchase_created *created)
{
	enum { TIME_SIZE = 6 };
	const struct uuid *command = decision->envelope->cause;
	const struct ticket *tickets = created->tickets.items;
	const char *number = strrchr(created->reference, '/');
	size_t type_length = strlen(tickets->type) + 1; /* with its slash */
	struct uuid own;

	if (command == NULL || number == NULL ||
		(size_t)(number - created->reference) < type_length)
		return NULL;
	own = command_id(decision, 0, created->reference, (int64_t)created->tickets.count);
	if (memcmp(own.bytes + TIME_SIZE, command->bytes + TIME_SIZE, UUID_SIZE - TIME_SIZE) != 0)
		return NULL;
	return arena_text(decision->arena, created->reference,
		(size_t)(number - created->reference) - type_length);
}

/* Counting */

int64_t booking_valid(struct store *store, const char *beneficiary, const char *type)
{
	return query_number(QUERY(store,
		"SELECT coalesce(sum(valid), 0) FROM expected_bookings "
		"WHERE beneficiary = :beneficiary AND type = coalesce(:type, type)",
		beneficiary, type));
}

void booking_warn_of_reclaim(struct decision *decision, const char *beneficiary)
{
	int64_t valid = booking_valid(decision->store, beneficiary, NULL);

	if (valid > 0)
		decision_warn(decision,
			"%s: has %lld ticket%s: %s-reclaim reclaims the unassigned surplus",
			beneficiary, (long long)valid, plural(valid),
			booking_client_of(decision->store)->noun);
}

/*
 * The cause of a recovered request (see listen.c) is not in this feed: the request is its own
 * cause, and makes a decision due. It replaces another request under the same reference, and is
 * answered in the same transaction.
 */
void booking_apply_requested(const struct applying *of)
{
	const struct tickets_requested *requested = of->event;
	int64_t cause = feed_position(of->store, of->envelope->cause);

	if (cause == 0) {
		cause = of->envelope->sequence;
		entitlement_set_due(of->store, requested->beneficiary, cause);
	}
	query_run(QUERY(of->store,
		"INSERT INTO bookings (id, reference, beneficiary, type, pool, name, email, quantity, "
		"valid, state, cause, requested, requested_at, assignee) VALUES (:command, "
		":reference, :beneficiary, :type, :pool, :name, :email, :quantity, :quantity, "
		"'requested', :cause, :requested, :time, :assignee) ON CONFLICT (reference) DO "
		"UPDATE SET id = excluded.id, beneficiary = excluded.beneficiary, "
		"type = excluded.type, pool = excluded.pool, name = excluded.name, "
		"email = excluded.email, quantity = excluded.quantity, "
		"valid = excluded.valid, cause = excluded.cause, requested = excluded.requested, "
		"requested_at = excluded.requested_at, assignee = excluded.assignee",
		uuid_of(requested->command), requested->reference, requested->beneficiary,
		requested->type, requested->pool != NULL ? requested->pool : "",
		requested->purchaser->name, requested->purchaser->email, requested->quantity.value,
		cause, of->envelope->sequence, of->envelope->time,
		requested->personal == BOOLEAN_TRUE ? requested->purchaser->email : NULL));
	entitlement_weigh(of->store, requested->beneficiary);
}

/* Writing commands */

void booking_write_command(struct store *store, const struct envelope *event, const char *id,
	const struct message *command, const void *data, struct buffer *out)
{
	struct envelope envelope = {
		.source = store_source(store),
		.time = event->time,
		.correlation = event->correlation,
		.cause = &event->id,
	};

	uuid_parse(id, &envelope.id);
	envelope_write(&envelope, command, data, out);
}

/* Writes the command of the event at POSITION, from nothing but that event. */
static void write_request(struct decision *decision, int64_t position, struct buffer *out)
{
	struct envelope event;
	const struct tickets_requested *requested = feed_event(
		decision->store, position, &tickets_requested_layout, &event, decision->arena);
	struct create_ticket_purchase create = {.payment = PAYMENT_WAIVED};
	struct ticket_quantity wanted = {.type = NULL};
	struct delegate delegate = {.name = NULL};

	if (requested == NULL)
		return;
	wanted.type = requested->type;
	wanted.quantity = requested->quantity;
	if (requested->personal == BOOLEAN_TRUE) {
		delegate.name = requested->purchaser->name;
		delegate.email = requested->purchaser->email;
		wanted.delegates = (struct list){1, &delegate};
	}
	create.reference = requested->reference;
	create.purchaser = requested->purchaser;
	create.tickets = (struct list){1, &wanted};
	create.reason = requested->reason;
	create.pool = requested->pool;
	booking_write_command(decision->store, &event, requested->command,
		&create_ticket_purchase_message, &create, out);
}

void booking_write_each(struct decision *decision, const char *sql,
	void (*write)(struct decision *decision, int64_t position, struct buffer *out),
	struct buffer *out)
{
	int64_t positions[64];
	int64_t after = 0;
	int count, i;

	do {
		struct query *query = QUERY(decision->store, sql, decision->envelope->sequence,
			!decision->outstanding, after);

		count = query_numbers(query, after, positions, (int)COUNT_OF(positions));
		for (i = 0; i < count; i++)
			write(decision, positions[i], out);
		if (count > 0)
			after = positions[count - 1];
	} while (count == (int)COUNT_OF(positions));
}

/*
 * Of the answered requests, those that ticketing has booked are written, too: after it was
 * restored from a backup, it books what it does not have. What was refused, returned or recorded
 * manually must not be booked by a repeated line.
 */
void booking_write_requests(struct decision *decision, const void *event, struct buffer *out)
{
	(void)event;
	booking_write_each(decision,
		"SELECT requested FROM bookings WHERE cause = :cause "
		"AND (state = 'requested' OR (:include_answered AND state = 'booked' "
		"AND purchase IS NOT NULL AND valid > 0)) AND requested > :after "
		"ORDER BY requested",
		write_request, out);
}
