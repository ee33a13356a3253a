#include "booking/ledger.h"

#include "base/clock.h"
#include "store/feed.h"
#include "store/query.h"

/* clang-format off */
SHAPE_DEFINE(tickets_requested, TICKETS_REQUESTED);
SHAPE_DEFINE(tickets_booked, TICKETS_BOOKED);
SHAPE_DEFINE(booking_refused, BOOKING_REFUSED);
/* clang-format on */

/* A request, as the ledger has it. */
struct booking {
	const char *command;
	const char *reference;
	const char *beneficiary;
	const char *type;
	const char *state;
	int64_t quantity;
};

static const char *uuid_copy(const struct uuid *uuid, struct arena *arena)
{
	char *text = arena_take(arena, UUID_TEXT);

	uuid_format(uuid, text);
	return text;
}

/* Asking */

static bool reference_is_taken(struct store *store, const char *reference)
{
	struct query *query =
		query_of(store, "SELECT 1 FROM bookings WHERE reference = :reference");

	query_text(query, reference);
	return query_number(query) != 0;
}

static int64_t attempts(struct store *store, const char *beneficiary, const char *type)
{
	struct query *query = query_of(store,
		"SELECT count(*) FROM bookings "
		"WHERE beneficiary = :beneficiary AND type = :type");

	query_text(query, beneficiary);
	query_text(query, type);
	return query_number(query);
}

/* Whether the event at position CAUSE has made us ask for this before, whatever came of it. */
static bool is_asked(struct store *store, int64_t cause, const struct booking_wish *wish)
{
	struct query *query = query_of(store,
		"SELECT 1 FROM bookings WHERE cause = :cause AND beneficiary = :beneficiary "
		"AND type = :type");

	query_integer(query, cause);
	query_text(query, wish->beneficiary);
	query_text(query, wish->type);
	return query_number(query) != 0;
}

/*
 * beneficiary/type/number. A slash within the first two could make two of them
 * alike: then the number goes on until it is free.
 */
static const char *new_reference(struct decision *decision, const struct booking_wish *wish)
{
	int64_t number = attempts(decision->store, wish->beneficiary, wish->type);
	const char *reference;

	do {
		reference = arena_printf(decision->arena, "%s/%s/%lld", wish->beneficiary,
			wish->type, (long long)++number);
	} while (reference_is_taken(decision->store, reference));
	return reference;
}

void booking_request(struct decision *decision, const struct booking_language *language,
	const struct booking_wish *wish)
{
	const struct envelope *cause = decision->envelope;
	struct tickets_requested *requested = arena_take(decision->arena, sizeof(*requested));
	struct purchaser *purchaser = arena_take(decision->arena, sizeof(*purchaser));
	const char *reference;
	struct uuid command;
	int64_t time = decision->now;

	if (is_asked(decision->store, cause->sequence, wish))
		return;
	reference = new_reference(decision, wish);
	if (cause->time != NULL)
		clock_parse(cause->time, &time);
	command = uuid_derived(time, &cause->id, reference, wish->quantity);
	*purchaser = wish->purchaser;
	*requested = (struct tickets_requested){
		.beneficiary = wish->beneficiary,
		.command = uuid_copy(&command, decision->arena),
		.reference = reference,
		.purchaser = purchaser,
		.type = wish->type,
		.quantity = integer(wish->quantity),
		.reason = wish->reason,
	};
	decision_event_as(decision, language->requested, wish->beneficiary, requested,
		uuid_derived(time, &command, language->requested->type, 0), &cause->id);
}

int64_t booking_granted(struct store *store, const char *beneficiary, const char *type)
{
	struct query *query = query_of(store,
		"SELECT coalesce(sum(quantity), 0) FROM bookings "
		"WHERE beneficiary = :beneficiary AND type = :type AND state <> 'refused'");

	query_text(query, beneficiary);
	query_text(query, type);
	return query_number(query);
}

int64_t booking_granted_in_all(struct store *store, const char *beneficiary)
{
	struct query *query = query_of(store,
		"SELECT coalesce(sum(quantity), 0) FROM bookings "
		"WHERE beneficiary = :beneficiary AND state <> 'refused'");

	query_text(query, beneficiary);
	return query_number(query);
}

void booking_apply_requested(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct tickets_requested *requested = event;
	struct query *query;
	struct uuid command;
	int64_t cause = feed_position(store, envelope->cause);

	(void)state;
	uuid_parse(requested->command, &command);
	query = query_of(store,
		"INSERT INTO bookings (command, reference, beneficiary, type, quantity, state, "
		"cause, requested) VALUES (:command, :reference, :beneficiary, :type, :quantity, "
		"'requested', :cause, :requested)");
	query_uuid(query, &command);
	query_text(query, requested->reference);
	query_text(query, requested->beneficiary);
	query_text(query, requested->type);
	query_integer(query, requested->quantity.value);
	query_integer(query, cause);
	query_integer(query, envelope->sequence);
	query_run(query);
}

/* The command as a line: all of it comes from the event that says it was decided. */
static void add_command(struct store *store, const struct envelope *event,
	const struct tickets_requested *requested, struct buffer *out)
{
	struct tickets_wanted wanted = {.type = requested->type, .quantity = requested->quantity};
	struct create_ticket_purchase create = {
		.reference = requested->reference,
		.purchaser = requested->purchaser,
		.tickets = {1, &wanted},
		.payment = PAYMENT_WAIVED,
		.reason = requested->reason,
	};
	struct envelope envelope = {
		.source = store_source(store),
		.time = event->time,
		.correlation = event->correlation,
		.cause = &event->id,
	};

	uuid_parse(requested->command, &envelope.id);
	envelope_write(&envelope, &create_ticket_purchase_message, &create, out);
}

void booking_commands(struct store *store, int64_t cause, struct arena *arena, struct buffer *out)
{
	struct query *query = query_of(
		store, "SELECT requested FROM bookings WHERE cause = :cause ORDER BY requested");
	int64_t positions[64];
	int count, i;

	query_integer(query, cause);
	count = query_numbers(query, positions, (int)COUNT_OF(positions));
	for (i = 0; i < count; i++) {
		struct envelope event;
		const struct tickets_requested *requested =
			feed_event(store, positions[i], &tickets_requested_shape, &event, arena);

		if (requested != NULL)
			add_command(store, &event, requested, out);
	}
}

/* What came back */

/* The request that the event at the door of DECISION answers; false where it isn't ours. */
static bool find_booking(struct decision *decision, struct booking *booking)
{
	struct query *query;
	bool found = false;

	if (decision->envelope->cause == NULL)
		return false;
	query = query_of(decision->store,
		"SELECT reference, beneficiary, type, state, quantity "
		"FROM bookings WHERE command = :command");
	query_uuid(query, decision->envelope->cause);
	while (query_row(query)) {
		found = true;
		*booking = (struct booking){
			.command = uuid_copy(decision->envelope->cause, decision->arena),
			.reference = query_copy_at(query, 0, decision->arena),
			.beneficiary = query_copy_at(query, 1, decision->arena),
			.type = query_copy_at(query, 2, decision->arena),
			.state = query_copy_at(query, 3, decision->arena),
			.quantity = query_integer_at(query, 4),
		};
	}
	return found;
}

/*
 * Whether the answer at the door is news. One that does not fit what was asked
 * is refused: it would be somebody else's.
 */
static bool is_news(struct decision *decision, struct booking *booking, const char *reference,
	const char *answered)
{
	if (!find_booking(decision, booking))
		return false;
	if (strcmp(booking->reference, reference) != 0) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/data/reference",
			"\"%s\" answers the request \"%s\"", reference, booking->reference);
		return false;
	}
	if (strcmp(booking->state, "requested") == 0)
		return true;
	if (strcmp(booking->state, answered) != 0)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "",
			"\"%s\" is %s in the ledger already", reference, booking->state);
	return false;
}

/* An answer comes once to a command, whatever the id of the line that brought it. */
static void decide_answered(struct decision *decision, const struct message *event,
	const struct booking *booking, const void *data)
{
	struct uuid command;

	uuid_parse(booking->command, &command);
	decision_event_as(decision, event, booking->beneficiary, data,
		uuid_derived(decision->now, &command, event->type, 0), &decision->envelope->id);
}

void booking_created(struct decision *decision, const struct booking_language *language,
	const struct ticket_purchase_created *created)
{
	const struct ticket *tickets = created->tickets.items;
	struct tickets_booked *booked;
	struct booking booking;
	size_t i;

	if (!is_news(decision, &booking, created->reference, "booked"))
		return;
	for (i = 0; i < created->tickets.count; i++)
		if (strcmp(tickets[i].type, booking.type) != 0)
			break;
	if (i < created->tickets.count || (int64_t)created->tickets.count != booking.quantity) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/data/tickets",
			"%lld of \"%s\" were asked for", (long long)booking.quantity, booking.type);
		return;
	}
	booked = arena_take(decision->arena, sizeof(*booked));
	*booked = (struct tickets_booked){
		.beneficiary = booking.beneficiary,
		.command = booking.command,
		.reference = booking.reference,
		.type = booking.type,
		.quantity = integer(booking.quantity),
		.purchase = created->purchase,
	};
	decide_answered(decision, language->booked, &booking, booked);
}

static void decide_refused(struct decision *decision, const struct booking_language *language,
	const struct booking *booking, const char *code, const char *message, enum truth retryable)
{
	struct booking_refused *refused = arena_take(decision->arena, sizeof(*refused));

	*refused = (struct booking_refused){
		.beneficiary = booking->beneficiary,
		.command = booking->command,
		.reference = booking->reference,
		.type = booking->type,
		.quantity = integer(booking->quantity),
		.code = code,
		.message = message,
		.retryable = retryable,
	};
	decision_warn(decision, "%s: refused: %s: %s", booking->reference, code, message);
	decide_answered(decision, language->refused, booking, refused);
}

void booking_rejected(struct decision *decision, const struct booking_language *language,
	const struct ticket_purchase_rejected *rejected)
{
	struct booking booking;

	if (is_news(decision, &booking, rejected->reference, "refused"))
		decide_refused(decision, language, &booking,
			words_text(&rejection_words, rejected->code), rejected->message,
			rejected->retryable);
}

void booking_turned_away(struct decision *decision, const struct booking_language *language,
	const struct command_refused *refused)
{
	const char *code = words_text(&door_refusal_words, refused->code);
	struct booking booking;

	if (!find_booking(decision, &booking) || strcmp(booking.state, "requested") != 0)
		return;
	if (refused->retryable == TRUTH_YES)
		decision_warn(decision, "%s: turned away, and still outstanding: %s: %s",
			booking.reference, code, refused->message);
	else
		decide_refused(decision, language, &booking, code, refused->message, TRUTH_NO);
}

void booking_apply_booked(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct tickets_booked *booked = event;
	struct query *query = query_of(store,
		"UPDATE bookings SET state = 'booked', answered = :answered, purchase = :purchase "
		"WHERE command = :command");
	struct uuid command, purchase;

	(void)state;
	uuid_parse(booked->command, &command);
	uuid_parse(booked->purchase, &purchase);
	query_integer(query, envelope->sequence);
	query_uuid(query, &purchase);
	query_uuid(query, &command);
	query_run(query);
}

void booking_apply_refused(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct booking_refused *refused = event;
	struct query *query = query_of(store,
		"UPDATE bookings SET state = 'refused', answered = :answered, code = :code, "
		"message = :message WHERE command = :command");
	struct uuid command;

	(void)state;
	uuid_parse(refused->command, &command);
	query_integer(query, envelope->sequence);
	query_text(query, refused->code);
	query_text(query, refused->message);
	query_uuid(query, &command);
	query_run(query);
}
