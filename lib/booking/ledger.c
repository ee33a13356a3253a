#include "booking/ledger.h"

#include "base/clock.h"
#include "booking/internal.h"
#include "store/feed.h"

/* clang-format off */
SHAPE_DEFINE(target, TARGET);
SHAPE_DEFINE(tickets_requested, TICKETS_REQUESTED);
SHAPE_DEFINE(tickets_booked, TICKETS_BOOKED);
SHAPE_DEFINE(booking_refused, BOOKING_REFUSED);
SHAPE_DEFINE(booking_turned_away, BOOKING_TURNED_AWAY);
SHAPE_DEFINE(reclaim_requested, RECLAIM_REQUESTED);
SHAPE_DEFINE(tickets_reclaimed, TICKETS_RECLAIMED);
SHAPE_DEFINE(reclaim_refused, RECLAIM_REFUSED);
SHAPE_DEFINE(ticket_holder, TICKET_HOLDER);
SHAPE_DEFINE(record_booking, RECORD_BOOKING);
/* clang-format on */

extern const struct schema booking_schema;
static const struct rule no_rules[] = {{.command = NULL}};
static const struct effect no_effects[] = {{.event = NULL}};
const struct component booking_component = {&booking_schema, no_rules, no_effects};

/* Types that somebody may be owed or have: a rule's, overrides', and what was theirs before. */
enum { TYPES_LIMIT = 100 };

const char *booking_uuid(const struct uuid *uuid, struct arena *arena)
{
	char *text = arena_take(arena, UUID_TEXT);

	uuid_format(uuid, text);
	return text;
}

int64_t booking_time(const struct decision *decision)
{
	int64_t time = decision->now;

	if (decision->envelope->time != NULL)
		clock_parse(decision->envelope->time, &time);
	return time;
}

void booking_decide(struct decision *decision, const struct message *event,
	const struct booking *booking, const void *data, const struct uuid *name)
{
	decision_event_as(decision, event, booking->beneficiary, data,
		uuid_derived(decision->now, name, event->type, 0), &decision->envelope->id);
}

/* The row that QUERY finds; its columns are those of COLUMNS. */
#define COLUMNS                                                                                    \
	"command, reference, beneficiary, type, state, quantity, good, purchase, code, "           \
	"message, answered FROM bookings "

/* As the table has them. */
static const char *const state_texts[] = {NULL, "requested", "booked", "refused"};
static const struct words states = {state_texts, COUNT_OF(state_texts)};

static bool read_booking(struct query *query, struct arena *arena, struct booking *booking)
{
	bool found = false;

	while (query_row(query)) {
		const void *command = query_bytes_at(query, 0, UUID_SIZE);
		const void *purchase = query_optional_bytes_at(query, 7, UUID_SIZE);

		found = true;
		*booking = (struct booking){
			.reference = query_copy_at(query, 1, arena),
			.beneficiary = query_copy_at(query, 2, arena),
			.type = query_copy_at(query, 3, arena),
			.state = query_word_at(query, 4, &states),
			.quantity = query_integer_within_at(query, 5, 1, TICKETS_LIMIT),
			.good = query_integer_within_at(query, 6, 0, TICKETS_LIMIT),
			.answered = query_position_at(query, 10),
			.by_hand = purchase == NULL,
			.at_door = {query_optional_copy_at(query, 8, arena),
				query_optional_copy_at(query, 9, arena)},
		};
		memcpy(booking->id.bytes, command, UUID_SIZE);
		if (purchase != NULL)
			memcpy(booking->purchase.bytes, purchase, UUID_SIZE);
		booking->command = booking_uuid(&booking->id, arena);
	}
	return found;
}

bool booking_by_command(
	struct decision *decision, const struct uuid *command, struct booking *booking)
{
	struct query *query =
		query_of(decision->store, "SELECT " COLUMNS "WHERE command = :command");

	query_uuid(query, command);
	return read_booking(query, decision->arena, booking);
}

bool booking_by_reference(struct decision *decision, const char *reference, struct booking *booking)
{
	struct query *query =
		query_of(decision->store, "SELECT " COLUMNS "WHERE reference = :reference");

	query_text(query, reference);
	return read_booking(query, decision->arena, booking);
}

bool booking_by_purchase(struct decision *decision, const char *purchase, struct booking *booking)
{
	struct query *query =
		query_of(decision->store, "SELECT " COLUMNS "WHERE purchase = :purchase");
	struct uuid id;

	if (!uuid_parse(purchase, &id))
		return false;
	query_uuid(query, &id);
	return read_booking(query, decision->arena, booking);
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
static bool is_asked(struct store *store, int64_t cause, const char *beneficiary, const char *type)
{
	struct query *query = query_of(store,
		"SELECT 1 FROM bookings WHERE cause = :cause AND beneficiary = :beneficiary "
		"AND type = :type");

	query_integer(query, cause);
	query_text(query, beneficiary);
	query_text(query, type);
	return query_number(query) != 0;
}

/*
 * beneficiary/type/number. A slash within the first two could make two of them
 * alike: then the number goes on until it is free.
 */
static const char *new_reference(
	struct decision *decision, const char *beneficiary, const char *type)
{
	int64_t number = attempts(decision->store, beneficiary, type);
	const char *reference;

	do {
		reference = arena_printf(
			decision->arena, "%s/%s/%lld", beneficiary, type, (long long)++number);
	} while (reference_is_taken(decision->store, reference));
	return reference;
}

static void ask(struct decision *decision, const struct booking_language *language,
	const struct booking_party *party, const struct target *target, int64_t missing)
{
	const struct envelope *cause = decision->envelope;
	struct tickets_requested *requested = arena_take(decision->arena, sizeof(*requested));
	struct purchaser *purchaser = arena_take(decision->arena, sizeof(*purchaser));
	int64_t time = booking_time(decision);
	const char *reference;
	struct uuid command;

	if (is_asked(decision->store, cause->sequence, party->beneficiary, target->type))
		return;
	reference = new_reference(decision, party->beneficiary, target->type);
	command = uuid_derived(time, &cause->id, reference, missing);
	*purchaser = party->purchaser;
	*requested = (struct tickets_requested){
		.beneficiary = party->beneficiary,
		.command = booking_uuid(&command, decision->arena),
		.reference = reference,
		.purchaser = purchaser,
		.type = target->type,
		.quantity = integer(missing),
		.reason = party->reason,
		.pool = target->pool,
	};
	decision_event_as(decision, language->requested, party->beneficiary, requested,
		uuid_derived(time, &command, language->requested->type, 0), &cause->id);
}

void booking_request(struct decision *decision, const struct booking_language *language,
	const struct booking_party *party, const struct target *target)
{
	int64_t missing = target->quantity.value -
			  booking_granted(decision->store, party->beneficiary, target->type);

	if (missing > 0)
		ask(decision, language, party, target, missing);
}

void booking_give_back(struct decision *decision, const struct booking_language *language,
	const struct booking_party *party, const struct target *target)
{
	int64_t excess = booking_granted(decision->store, party->beneficiary, target->type) -
			 target->quantity.value;

	if (excess > 0)
		booking_reclaim(decision, language, party, target->type, excess);
}

static bool has_type(const struct list *targets, const char *type)
{
	const struct target *items = targets->items;
	size_t i;

	for (i = 0; i < targets->count; i++)
		if (strcmp(items[i].type, type) == 0)
			return true;
	return false;
}

/* Borrows: the types that BENEFICIARY has tickets of, or has asked for. */
static struct list granted_types(struct store *store, const char *beneficiary, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT DISTINCT type FROM bookings WHERE beneficiary = :beneficiary "
		"AND state <> 'refused' AND good > 0 ORDER BY type LIMIT 100");
	const char **types = arena_take(arena, TYPES_LIMIT * sizeof(*types));
	struct list list = {0, types};

	query_text(query, beneficiary);
	while (query_row(query))
		types[list.count++] = query_copy_at(query, 0, arena);
	return list;
}

void booking_settle(struct decision *decision, const struct booking_language *language,
	const struct booking_party *party, const struct list *targets)
{
	const struct target *items = targets->items;
	struct list types = granted_types(decision->store, party->beneficiary, decision->arena);
	const char *const *type = types.items;
	size_t i;

	for (i = 0; i < targets->count; i++) {
		int64_t excess =
			booking_granted(decision->store, party->beneficiary, items[i].type) -
			items[i].quantity.value;

		if (excess < 0)
			ask(decision, language, party, &items[i], -excess);
		else if (excess > 0)
			booking_reclaim(decision, language, party, items[i].type, excess);
	}
	for (i = 0; i < types.count; i++)
		if (!has_type(targets, type[i]))
			booking_reclaim(decision, language, party, type[i],
				booking_granted(decision->store, party->beneficiary, type[i]));
}

/* Counting */

int64_t booking_granted(struct store *store, const char *beneficiary, const char *type)
{
	struct query *query = query_of(store,
		"SELECT coalesce(sum(coalesce((SELECT min(keep) FROM reclaims r "
		"WHERE r.booking = b.command AND r.state = 'requested'), good)), 0) "
		"FROM bookings b WHERE beneficiary = :beneficiary AND type = :type "
		"AND state <> 'refused'");

	query_text(query, beneficiary);
	query_text(query, type);
	return query_number(query);
}

int64_t booking_good(struct store *store, const char *beneficiary, const char *type)
{
	struct query *query = query_of(store,
		"SELECT coalesce(sum(good), 0) FROM bookings "
		"WHERE beneficiary = :beneficiary AND type = :type AND state <> 'refused'");

	query_text(query, beneficiary);
	query_text(query, type);
	return query_number(query);
}

int64_t booking_good_in_all(struct store *store, const char *beneficiary)
{
	struct query *query = query_of(store,
		"SELECT coalesce(sum(good), 0) FROM bookings "
		"WHERE beneficiary = :beneficiary AND state <> 'refused'");

	query_text(query, beneficiary);
	return query_number(query);
}

struct list booking_booked(struct store *store, const char *beneficiary, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT type, sum(good) FROM bookings WHERE beneficiary = :beneficiary "
		"AND state = 'booked' GROUP BY type HAVING sum(good) > 0 ORDER BY type LIMIT 100");
	struct target *targets = arena_take(arena, TYPES_LIMIT * sizeof(*targets));
	struct list list = {0, targets};

	query_text(query, beneficiary);
	while (query_row(query))
		targets[list.count++] = (struct target){
			.type = query_copy_at(query, 0, arena),
			.quantity = integer(query_integer_within_at(query, 1, 0, INT32_MAX)),
		};
	return list;
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
		"INSERT INTO bookings (command, reference, beneficiary, type, quantity, good, "
		"pool, state, cause, requested, requested_at) VALUES (:command, :reference, "
		":beneficiary, :type, :quantity, :quantity, :pool, 'requested', :cause, "
		":requested, :time)");
	query_uuid(query, &command);
	query_text(query, requested->reference);
	query_text(query, requested->beneficiary);
	query_text(query, requested->type);
	query_integer(query, requested->quantity.value);
	query_text(query, requested->pool);
	query_integer(query, cause);
	query_integer(query, envelope->sequence);
	query_text(query, envelope->time);
	query_run(query);
}

void booking_write_command(struct store *store, const struct envelope *event, const char *command,
	const struct message *message, const void *data, struct buffer *out)
{
	struct envelope envelope = {
		.source = store_source(store),
		.time = event->time,
		.correlation = event->correlation,
		.cause = &event->id,
	};

	uuid_parse(command, &envelope.id);
	envelope_write(&envelope, message, data, out);
}

/* The command as a line: all of it comes from the event at POSITION, which says it was decided. */
static void add_command(struct decision *decision, int64_t position, struct buffer *out)
{
	struct envelope event;
	const struct tickets_requested *requested = feed_event(
		decision->store, position, &tickets_requested_shape, &event, decision->arena);
	struct create_ticket_purchase create = {.payment = PAYMENT_WAIVED};
	struct tickets_wanted wanted = {.type = NULL};

	if (requested == NULL)
		return;
	wanted.type = requested->type;
	wanted.quantity = requested->quantity;
	create.reference = requested->reference;
	create.purchaser = requested->purchaser;
	create.tickets = (struct list){1, &wanted};
	create.reason = requested->reason;
	create.pool = requested->pool;
	booking_write_command(decision->store, &event, requested->command,
		&create_ticket_purchase_message, &create, out);
}

void booking_add_commands(struct decision *decision, const char *sql,
	void (*add)(struct decision *decision, int64_t position, struct buffer *out),
	struct buffer *out)
{
	int64_t positions[64];
	int64_t after = 0;
	int count, i;

	do {
		struct query *query = query_of(decision->store, sql);

		query_integer(query, decision->envelope->sequence);
		query_integer(query, !decision->outstanding);
		query_integer(query, after);
		count = query_numbers(query, after, positions, (int)COUNT_OF(positions));
		for (i = 0; i < count; i++)
			add(decision, after = positions[i], out);
	} while (count == (int)COUNT_OF(positions));
}

void booking_commands(struct decision *decision, struct buffer *out)
{
	booking_add_commands(decision,
		"SELECT requested FROM bookings WHERE cause = :cause "
		"AND (:answered OR state = 'requested') AND requested > :after ORDER BY requested",
		add_command, out);
}

/* What came back */

/* Whether it was a person who has answered BOOKING, not ticketing. */
static bool is_answered_by_hand(const struct booking *booking)
{
	const char *code = booking->at_door.code;

	if (strcmp(booking->state, "booked") == 0)
		return booking->by_hand;
	return strcmp(booking->state, "refused") == 0 && code != NULL && strcmp(code, BY_HAND) == 0;
}

/*
 * Whether ticketing's answer counts for more than a person's: what ticketing has booked
 * is there, whoever says that it can't be. What a person has booked is there as well,
 * elsewhere, whatever ticketing says: that is told, as nobody else may see it.
 */
static bool outweighs_hand(
	struct decision *decision, const struct booking *booking, const char *answered)
{
	bool here = strcmp(answered, "booked") == 0;

	if (strcmp(booking->state, "booked") == 0)
		decision_warn(decision, "%s: booked by hand, and %s", booking->reference,
			here ? "ticketing has booked it as well: cancel one of them"
			     : "refused by ticketing: it stays booked");
	else if (here)
		decision_warn(decision,
			"%s: refused by hand, and booked by ticketing: it is booked",
			booking->reference);
	return here && strcmp(booking->state, "booked") != 0;
}

/*
 * Whether the answer at the door is news. One that does not fit what was asked
 * is refused: it would be somebody else's. So are two answers of ticketing's own that
 * contradict each other.
 */
static bool is_news(struct decision *decision, struct booking *booking, const char *reference,
	const char *answered)
{
	if (decision->envelope->cause == NULL ||
		!booking_by_command(decision, decision->envelope->cause, booking))
		return false;
	if (strcmp(booking->reference, reference) != 0) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/data/reference",
			"\"%s\" answers the request \"%s\"", reference, booking->reference);
		return false;
	}
	if (strcmp(booking->state, "requested") == 0)
		return true;
	if (is_answered_by_hand(booking))
		return outweighs_hand(decision, booking, answered);
	if (strcmp(booking->state, answered) != 0)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "",
			"\"%s\" is %s in the ledger already", reference, booking->state);
	return false;
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
	booking_decide(decision, language->booked, &booking, booked, &booking.id);
}

void booking_refuse(struct decision *decision, const struct booking_language *language,
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
	booking_decide(decision, language->refused, booking, refused, &booking->id);
}

void booking_rejected(struct decision *decision, const struct booking_language *language,
	const struct ticket_purchase_rejected *rejected)
{
	struct booking booking;

	if (is_news(decision, &booking, rejected->reference, "refused"))
		booking_refuse(decision, language, &booking,
			words_text(&rejection_words, rejected->code), rejected->message,
			rejected->retryable);
}

void booking_apply_booked(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct tickets_booked *booked = event;
	struct query *query = query_of(store,
		"UPDATE bookings SET state = 'booked', answered = :answered, purchase = :purchase, "
		"code = NULL, message = NULL WHERE command = :command");
	struct uuid command, purchase;

	(void)state;
	uuid_parse(booked->command, &command);
	query_integer(query, envelope->sequence);
	query_uuid(query, booked->purchase != NULL && uuid_parse(booked->purchase, &purchase)
				  ? &purchase
				  : NULL);
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
