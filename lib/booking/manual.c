/*
 * Manual records, for a shop that publishes no events: a request was booked there, or
 * can't be; of a booking, so many tickets are left.
 *
 * Idempotent: a repeated record returns its original event, unless tickets were reclaimed
 * in the meantime; then the same number left is a new fact.
 */
#include "booking/internal.h"
#include "message/encode.h"
#include "store/feed.h"

static bool same_text(const char *left, const char *right)
{
	return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

/* The record that EVENT came from: fields of the same name, and what its type says. */
static struct record_booking record_of(const struct message *message, const void *event)
{
	struct record_booking record = {.reference = NULL};

	layout_overlay(&record_booking_layout, &record, message->layout, event);
	if (message == &booking_refused_message)
		record.refused = ((const struct booking_refused *)event)->message;
	return record;
}

/* Whether the event at POSITION came from RECORD. */
static bool is_from(
	struct decision *decision, int64_t position, const struct record_booking *record)
{
	static const struct message *const messages[] = {
		&tickets_booked_message, &booking_refused_message, &tickets_reclaimed_message};
	const char *type = feed_type(decision->store, position, decision->arena);
	struct record_booking before;
	struct envelope envelope;
	const void *event;
	size_t i = 0;

	while (type != NULL && i < COUNT_OF(messages) && strcmp(type, messages[i]->type) != 0)
		i++;
	if (type == NULL || i == COUNT_OF(messages))
		return false;
	event = feed_event(
		decision->store, position, messages[i]->layout, &envelope, decision->arena);
	if (event == NULL)
		return false;
	before = record_of(messages[i], event);
	return same_text(before.reference, record->reference) && same_text(before.by, record->by) &&
	       same_text(before.note, record->note) && same_text(before.refused, record->refused) &&
	       before.left.present == record->left.present &&
	       (!before.left.present || before.left.value == record->left.value);
}

/* The last manual record before POSITION of how many of BOOKING are left; 0: none. */
static int64_t record_before(
	struct decision *decision, const struct booking *booking, int64_t position)
{
	struct query *query = QUERY(decision->store,
		"SELECT max(seq) FROM manual_records "
		"WHERE booking = :booking AND seq < :position",
		&booking->id, position);

	return query_number_below(query, position);
}

/* The position of the last event that came from RECORD; 0: it is new. */
static int64_t recorded_at(struct decision *decision, const struct booking *booking,
	const struct record_booking *record)
{
	int64_t position = INT64_MAX;

	if (booking->answered == 0)
		return 0;
	if (!record->left.present)
		return is_from(decision, booking->answered, record) ? booking->answered : 0;
	/* Valid tickets become fewer, never more. */
	if (record->left.value < booking->valid)
		return 0;
	do {
		position = record_before(decision, booking, position);
	} while (position > 0 && !is_from(decision, position, record));
	return position;
}

void booking_keep_manual(struct store *store, const char *reference, int64_t position)
{
	query_run(QUERY(store,
		"INSERT INTO manual_records (booking, seq) "
		"SELECT command, :position FROM bookings WHERE reference = :reference",
		position, reference));
}

static bool is_reclaimed_since(
	struct decision *decision, const struct booking *booking, int64_t position)
{
	return query_number(QUERY(decision->store,
		       "SELECT 1 FROM reclaims WHERE booking = :booking AND state = 'requested' "
		       "AND requested > :position",
		       &booking->id, position)) != 0;
}

static void record_booked(struct decision *decision, const struct booking *booking,
	const struct record_booking *record)
{
	struct tickets_booked *booked = arena_take(decision->arena, sizeof(*booked));

	*booked = (struct tickets_booked){
		.beneficiary = booking->beneficiary,
		.command = booking->command,
		.reference = booking->reference,
		.type = booking->type,
		.quantity = integer(booking->quantity),
		.by = record->by,
		.note = record->note,
	};
	decision_event(decision, &tickets_booked_message, booking->beneficiary, booked);
}

static void record_refused(struct decision *decision, const struct booking *booking,
	const struct record_booking *record)
{
	struct booking_refused *refused = arena_take(decision->arena, sizeof(*refused));

	*refused = (struct booking_refused){
		.beneficiary = booking->beneficiary,
		.command = booking->command,
		.reference = booking->reference,
		.type = booking->type,
		.quantity = integer(booking->quantity),
		.code = MANUAL_CODE,
		.message = record->refused,
		.retryable = BOOLEAN_TRUE,
		.by = record->by,
		.note = record->note,
	};
	decision_event(decision, &booking_refused_message, booking->beneficiary, refused);
}

static void record_left(struct decision *decision, const struct booking *booking,
	const struct record_booking *record)
{
	struct tickets_reclaimed *reclaimed = arena_take(decision->arena, sizeof(*reclaimed));

	*reclaimed = (struct tickets_reclaimed){
		.beneficiary = booking->beneficiary,
		.reference = booking->reference,
		.type = booking->type,
		.left = record->left,
		/* Which ones are left is not recorded: an empty list is a list. */
		.tickets = {0, arena_take(decision->arena, sizeof(const char *))},
		.by = record->by,
		.note = record->note,
	};
	decision_event(decision, &tickets_reclaimed_message, booking->beneficiary, reclaimed);
}

static bool refuse(struct decision *decision, const char *pointer, const char *reason)
{
	decision_refuse(decision, REFUSAL_CONTRADICTION, pointer, "%s", reason);
	return false;
}

/* Whether RECORD is possible for BOOKING in its state; else the decision is refused. */
static bool check(struct decision *decision, const struct booking *booking,
	const struct record_booking *record)
{
	const char *state = enumeration_text(&booking_state_enum, booking->state);

	if (record->refused != NULL && record->left.present)
		return refuse(decision, "/left", "goes with a booking, not with a refusal");
	if (record->left.present && booking->state != BOOKING_BOOKED)
		return refuse(decision, "/left",
			arena_printf(decision->arena, "\"%s\" is %s in the ledger, not booked",
				booking->reference, state));
	if (record->left.present && record->left.value > booking->valid)
		return refuse(decision, "/left",
			arena_printf(decision->arena, "only %lld of \"%s\" are valid",
				(long long)booking->valid, booking->reference));
	if (record->refused != NULL && booking->state == BOOKING_BOOKED)
		return refuse(decision, "/refused",
			arena_printf(decision->arena,
				"\"%s\" is booked in the ledger: record how many are left",
				booking->reference));
	if (!record->left.present && booking->state != BOOKING_REQUESTED)
		return refuse(decision, record->refused != NULL ? "/refused" : "/reference",
			arena_printf(decision->arena, "\"%s\" is %s in the ledger already",
				booking->reference, state));
	return true;
}

void booking_record(struct decision *decision, const void *command)
{
	const struct record_booking *record = command;
	struct booking booking;
	int64_t before;

	if (!booking_by_reference(decision, record->reference, &booking)) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/reference",
			"nothing was requested as \"%s\"", record->reference);
		return;
	}
	before = recorded_at(decision, &booking, record);
	if (before > 0 && !(record->left.present && is_reclaimed_since(decision, &booking, before)))
		decision_existing(decision, before);
	else if (!check(decision, &booking, record))
		return;
	else if (record->refused != NULL)
		record_refused(decision, &booking, record);
	else if (record->left.present)
		record_left(decision, &booking, record);
	else
		record_booked(decision, &booking, record);
}
