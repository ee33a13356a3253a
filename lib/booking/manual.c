/*
 * Manual records, for a shop that publishes no events: a request was booked or refused there;
 * of a booking, so many tickets are left.
 *
 * Idempotent: a repeated record returns its original event, unless a reclaim that was requested
 * since is pending; then the same number left answers it.
 */
#include "booking/internal.h"

/* How many are left by RECORD; -1: it records something else. */
static int64_t left_of(const struct record_booking *record)
{
	return record->left.present ? record->left.value : -1;
}

/*
 * The position of the last event that came from the same RECORD; 0: it is new. That a request
 * was booked or refused is compared with its last answer (a retry is another request), how many
 * are left with all records.
 */
static int64_t recorded_at(struct decision *decision, const struct booking *booking,
	const struct record_booking *record)
{
	/* Another purchase has replaced the one with so few valid tickets: see listen.c. */
	if (record->left.present && record->left.value < booking->valid)
		return 0;
	return query_number(QUERY(decision->store,
		"SELECT max(seq) FROM manual_records WHERE booking = :booking "
		"AND recorded_by = :by AND note IS :note AND refused IS :refused AND left = :left "
		"AND (left >= 0 OR seq = :answered)",
		&booking->id, record->by, record->note, record->refused, left_of(record),
		booking->answered));
}

void manual_add_record(struct store *store, int64_t position, const struct record_booking *record)
{
	if (record->by == NULL)
		return; /* the event follows from one of ticketing's */
	query_run(QUERY(store,
		"INSERT INTO manual_records (seq, booking, recorded_by, note, refused, left) "
		"SELECT :position, id, :by, :note, :refused, :left FROM bookings "
		"WHERE reference = :reference",
		position, record->by, record->note, record->refused, left_of(record),
		record->reference));
}

static bool is_reclaim_pending_since(
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
		REQUEST_OF(booking),
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
		REQUEST_OF(booking),
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
		/* Which ones were reclaimed is not recorded: the list is empty, not absent. */
		.tickets = {0, arena_take(decision->arena, sizeof(const char *))},
		.by = record->by,
		.note = record->note,
	};
	decision_event(decision, &tickets_reclaimed_message, booking->beneficiary, reclaimed);
}

/* Whether RECORD is possible for BOOKING in its state; else denies it. */
static bool check(struct decision *decision, const struct booking *booking,
	const struct record_booking *record)
{
	const char *state = enumeration_text(&booking_state_enum, booking->state);
	const char *reference = booking->reference;

	if (record->refused != NULL && record->left.present)
		decision_deny(decision, DENY_CONTRADICTION, "/left",
			"goes with a booking, not with a refusal");
	else if (record->left.present && booking->state != BOOKING_BOOKED)
		decision_deny(decision, DENY_CONTRADICTION, "/left",
			"\"%s\" is %s in the ledger, not booked", reference, state);
	else if (record->left.present && record->left.value > booking->valid)
		decision_deny(decision, DENY_CONTRADICTION, "/left",
			"only %lld of \"%s\" are valid", (long long)booking->valid, reference);
	else if (record->refused != NULL && booking->state == BOOKING_BOOKED)
		decision_deny(decision, DENY_CONTRADICTION, "/refused",
			"\"%s\" is booked in the ledger: record how many are left", reference);
	else if (!record->left.present && booking->state != BOOKING_REQUESTED)
		decision_deny(decision, DENY_CONTRADICTION,
			record->refused != NULL ? "/refused" : "/reference",
			"\"%s\" is %s in the ledger already", reference, state);
	return decision->denied == DENY_NONE;
}

void booking_record(struct decision *decision, const void *command)
{
	const struct record_booking *record = command;
	struct booking booking;
	int64_t recorded;

	if (!BOOKING_BY("reference", decision, record->reference, &booking)) {
		decision_deny(decision, DENY_CONTRADICTION, "/reference",
			"nothing was requested as \"%s\"", record->reference);
		return;
	}
	recorded = recorded_at(decision, &booking, record);
	if (recorded > 0 &&
		!(record->left.present && is_reclaim_pending_since(decision, &booking, recorded)))
		decision_existing(decision, recorded);
	else if (!check(decision, &booking, record))
		return;
	else if (record->refused != NULL)
		record_refused(decision, &booking, record);
	else if (record->left.present)
		record_left(decision, &booking, record);
	else
		record_booked(decision, &booking, record);
}
