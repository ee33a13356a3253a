/*
 * By hand: what an organiser did in a shop that does not tell us, and says so here. A
 * request was booked, or can't be; of a booking, so many tickets are left.
 *
 * Each of these happens once: a record that was taken before is answered by the event
 * that it came to, whatever has happened since; but for more that was asked back since,
 * to which the same number may be another answer.
 */
#include "booking/internal.h"
#include "store/feed.h"

static bool same_text(const char *left, const char *right)
{
	return left == NULL || right == NULL ? left == right : strcmp(left, right) == 0;
}

/* What EVENT, of SHAPE, says under NAME. */
static const char *text_of(const struct shape *shape, const void *event, const char *name)
{
	return *(const char *const *)field_at(shape_field(shape, name), event);
}

/* Whether the event at POSITION is what RECORD came to. */
static bool says(struct decision *decision, const struct booking_language *language,
	int64_t position, const struct record_booking *record)
{
	const struct message *const sorts[] = {
		language->booked, language->refused, language->reclaimed};
	const char *type = feed_type(decision->store, position, decision->arena);
	const char *refused = NULL;
	const struct shape *shape;
	struct integer left = {0};
	struct envelope envelope;
	const void *event;
	size_t i = 0;

	while (type != NULL && i < COUNT_OF(sorts) && strcmp(type, sorts[i]->type) != 0)
		i++;
	if (type == NULL || i == COUNT_OF(sorts))
		return false;
	shape = sorts[i]->shape;
	event = feed_event(decision->store, position, shape, &envelope, decision->arena);
	if (event == NULL)
		return false;
	if (sorts[i] == language->refused)
		refused = text_of(shape, event, "message");
	if (sorts[i] == language->reclaimed)
		left = ((const struct tickets_reclaimed *)event)->left;
	return same_text(text_of(shape, event, "reference"), record->reference) &&
	       same_text(text_of(shape, event, "by"), record->by) &&
	       same_text(text_of(shape, event, "note"), record->note) &&
	       same_text(refused, record->refused) && left.present == record->left.present &&
	       (!left.present || left.value == record->left.value);
}

/* The last event before POSITION that says by hand how many of BOOKING are left; 0: none. */
static int64_t left_before(
	struct decision *decision, const struct booking *booking, int64_t position)
{
	struct query *query = query_of(decision->store,
		"SELECT coalesce(max(seq), 0) FROM recorded "
		"WHERE booking = :booking AND seq < :position");

	query_uuid(query, &booking->id);
	query_integer(query, position);
	return query_number_below(query, position);
}

/*
 * The position of the last event that RECORD came to before; 0 where it is new. Good
 * tickets become fewer and never more, so that fewer are left than are good is new.
 */
static int64_t recorded_at(struct decision *decision, const struct booking_language *language,
	const struct booking *booking, const struct record_booking *record)
{
	int64_t position = record->left.present ? INT64_MAX : booking->answered;

	if (booking->answered == 0 || (record->left.present && record->left.value < booking->good))
		return 0;
	if (!record->left.present)
		return says(decision, language, position, record) ? position : 0;
	do {
		position = left_before(decision, booking, position);
	} while (position > 0 && !says(decision, language, position, record));
	return position;
}

void booking_keep_left(struct store *store, const char *reference, int64_t position)
{
	struct query *query = query_of(store,
		"INSERT INTO recorded (booking, seq) "
		"SELECT command, :position FROM bookings WHERE reference = :reference");

	query_integer(query, position);
	query_text(query, reference);
	query_run(query);
}

/* Whether anything of BOOKING is asked back, behind POSITION, and not answered. */
static bool is_asked_back_since(
	struct decision *decision, const struct booking *booking, int64_t position)
{
	struct query *query = query_of(decision->store,
		"SELECT 1 FROM reclaims WHERE booking = :booking AND state = 'requested' "
		"AND requested > :position");

	query_uuid(query, &booking->id);
	query_integer(query, position);
	return query_number(query) != 0;
}

static void record_booked(struct decision *decision, const struct booking_language *language,
	const struct booking *booking, const struct record_booking *record)
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
	decision_event(decision, language->booked, booking->beneficiary, booked);
}

static void record_refused(struct decision *decision, const struct booking_language *language,
	const struct booking *booking, const struct record_booking *record)
{
	struct booking_refused *refused = arena_take(decision->arena, sizeof(*refused));

	*refused = (struct booking_refused){
		.beneficiary = booking->beneficiary,
		.command = booking->command,
		.reference = booking->reference,
		.type = booking->type,
		.quantity = integer(booking->quantity),
		.code = BY_HAND,
		.message = record->refused,
		.retryable = TRUTH_YES,
		.by = record->by,
		.note = record->note,
	};
	decision_event(decision, language->refused, booking->beneficiary, refused);
}

static void record_left(struct decision *decision, const struct booking_language *language,
	const struct booking *booking, const struct record_booking *record)
{
	struct tickets_reclaimed *reclaimed = arena_take(decision->arena, sizeof(*reclaimed));

	*reclaimed = (struct tickets_reclaimed){
		.beneficiary = booking->beneficiary,
		.reference = booking->reference,
		.type = booking->type,
		.left = record->left,
		/* Which ones they were nobody says: none at all is a list, too. */
		.tickets = {0, arena_take(decision->arena, sizeof(const char *))},
		.by = record->by,
		.note = record->note,
	};
	decision_event(decision, language->reclaimed, booking->beneficiary, reclaimed);
}

static void refuse(struct decision *decision, const char *pointer, const char *words)
{
	decision_refuse(decision, REFUSAL_CONTRADICTION, pointer, "%s", words);
}

/* Whether RECORD can be of BOOKING as it is; else the decision is refused. */
static bool fits(struct decision *decision, const struct booking *booking,
	const struct record_booking *record)
{
	const char *state = booking->state;
	bool booked = strcmp(state, "booked") == 0, open = strcmp(state, "requested") == 0;

	if (record->refused != NULL && record->left.present)
		refuse(decision, "/left", "what was refused has nothing that could be left");
	else if (record->left.present && !booked)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/left",
			"\"%s\" is %s in the ledger, not booked", booking->reference, state);
	else if (record->left.present && record->left.value > booking->good)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/left",
			"of \"%s\" no more than %lld are good", booking->reference,
			(long long)booking->good);
	else if (record->refused != NULL && booked)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/refused",
			"\"%s\" is booked in the ledger: say how many are left of it",
			booking->reference);
	else if (!record->left.present && !open)
		decision_refuse(decision, REFUSAL_CONTRADICTION,
			record->refused != NULL ? "/refused" : "/reference",
			"\"%s\" is %s in the ledger already", booking->reference, state);
	else
		return true;
	return false;
}

void booking_record(struct decision *decision, const struct booking_language *language,
	const struct record_booking *record)
{
	struct booking booking;
	int64_t before;

	if (!booking_by_reference(decision, record->reference, &booking)) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/reference",
			"nothing was asked for as \"%s\"", record->reference);
		return;
	}
	before = recorded_at(decision, language, &booking, record);
	if (before > 0 &&
		!(record->left.present && is_asked_back_since(decision, &booking, before)))
		decision_again(decision, before);
	else if (!fits(decision, &booking, record))
		return;
	else if (record->refused != NULL)
		record_refused(decision, language, &booking, record);
	else if (record->left.present)
		record_left(decision, language, &booking, record);
	else
		record_booked(decision, language, &booking, record);
}
