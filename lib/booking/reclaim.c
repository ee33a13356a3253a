/*
 * Reclaims: surplus tickets are cancelled if they are unassigned, which the open host
 * checks; a person decides about the rest. A beneficiary who is owed nothing does not attend:
 * their own ticket is cancelled as well, by its id.
 */
#include "booking/entitlement.h"
#include "booking/internal.h"
#include "store/feed.h"

/* A booking that tickets can be taken from. */
struct source {
	struct booking booking;
	int64_t expected; /* valid tickets when its pending reclaims are done */
	int64_t unassigned;
	int64_t taken;     /* of all its valid tickets */
	struct list own;   /* ids of tickets that are assigned to the beneficiary */
	int64_t own_taken; /* of TAKEN, those of OWN */
};

static uint32_t count_reclaims(struct store *store, const struct uuid *booking)
{
	struct query *query =
		QUERY(store, "SELECT count(*) FROM reclaims WHERE booking = :booking", booking);

	return (uint32_t)query_number(query);
}

/* Borrows: ids of the tickets of BOOKING that are assigned to the beneficiary. */
static struct list own_tickets(struct decision *decision, const struct uuid *booking)
{
	struct query *query = QUERY(decision->store,
		"SELECT ticket FROM assignments WHERE booking = :booking AND personal "
		"ORDER BY ticket",
		booking);
	struct list list = {0, NULL};

	while (query_row(query)) {
		const char **ticket = list_grow(&list, sizeof(*ticket), decision->arena);
		struct uuid id;

		memcpy(id.bytes, query_bytes_at(query, 0, UUID_SIZE), UUID_SIZE);
		*ticket = booking_uuid(&id, decision->arena);
	}
	return list;
}

/* Borrows: a list of struct source: the bookings that have valid tickets, the last first. */
static struct list read_sources(
	struct decision *decision, const char *beneficiary, const char *type)
{
	struct query *query = QUERY(decision->store,
		"SELECT " BOOKING_COLUMNS
		", expected, assigned FROM expected_bookings "
		"WHERE beneficiary = :beneficiary AND type = :type AND state = 'booked' "
		"AND valid > 0 ORDER BY requested DESC",
		beneficiary, type);
	struct list sources = {0, NULL};
	struct booking booking;

	while (booking_row(query, decision->arena, &booking)) {
		struct source *source = list_grow(&sources, sizeof(*source), decision->arena);

		source->booking = booking;
		source->expected = query_count_at(query, BOOKING_COLUMN_COUNT);
		source->unassigned =
			source->expected - query_count_at(query, BOOKING_COLUMN_COUNT + 1);
		source->own = own_tickets(decision, &booking.id);
	}
	return sources;
}

/* Returns how many are taken: of SURPLUS, LIMIT at the most. */
static int64_t take(struct source *source, int64_t limit, int64_t *surplus)
{
	int64_t taken = *surplus < limit ? *surplus : limit;

	if (taken <= 0)
		return 0;
	source->taken += taken;
	*surplus -= taken;
	return taken;
}

static void take_own(struct source *source, int64_t *surplus)
{
	int64_t left = source->expected - source->taken;
	int64_t own = (int64_t)source->own.count;

	source->own_taken = take(source, own < left ? own : left, surplus);
	source->own.count = (size_t)source->own_taken;
}

/* Whether any ticket is owed by DECIDED, or may be, because it is undecided. */
static bool is_owed_any(const struct entitlement_decided *decided)
{
	const struct ticket_count *counts = decided->desired.items;
	size_t i;

	for (i = 0; i < decided->desired.count; i++)
		if (counts[i].quantity.value > 0)
			return true;
	return decided->undecided != NULL;
}

/*
 * Borrows: the sources, in *COUNT how many, with SURPLUS taken from them: unassigned tickets,
 * the beneficiary's own if nothing is owed, other ones, manually recorded ones.
 */
static struct source *distribute(struct decision *decision,
	const struct entitlement_decided *decided, const char *type, int64_t surplus, size_t *count)
{
	struct list list = read_sources(decision, decided->beneficiary, type);
	struct source *sources = list.items;
	bool owed = is_owed_any(decided);
	size_t i;

	for (i = 0; i < list.count; i++)
		if (!sources[i].booking.manual)
			take(&sources[i], sources[i].unassigned, &surplus);
	for (i = 0; i < list.count && !owed; i++)
		if (!sources[i].booking.manual)
			take_own(&sources[i], &surplus);
	/* What is left is assigned to others: it stays, and fewer are to be kept. */
	for (i = 0; i < list.count; i++)
		if (!sources[i].booking.manual)
			take(&sources[i], sources[i].expected - sources[i].taken, &surplus);
	for (i = 0; i < list.count; i++)
		if (sources[i].booking.manual)
			take(&sources[i], sources[i].expected, &surplus);
	*count = list.count;
	return sources;
}

static void warn_of_manual(struct decision *decision, const struct source *source)
{
	decision_warn(decision,
		"%s: %lld too many, recorded manually: return them where they were booked, and "
		"record that %lld are left",
		source->booking.reference, (long long)source->taken,
		(long long)(source->expected - source->taken));
}

/*
 * OWN: the tickets to cancel; NULL: unassigned ones. The number of earlier reclaims is part of
 * the command's id, because one event may reclaim from BOOKING again, after a refusal.
 */
static void request(struct decision *decision, const struct booking *booking, int64_t keep,
	const struct list *own)
{
	const struct message *message = &reclaim_requested_message;
	const struct envelope *cause = decision->envelope;
	struct reclaim_requested *requested = arena_take(decision->arena, sizeof(*requested));
	int64_t time = booking_time(decision);
	struct uuid command = uuid_derived(time, &cause->id,
		arena_printf(decision->arena, "reclaim%s %s", own != NULL ? " own" : "",
			booking->reference),
		count_reclaims(decision->store, &booking->id));

	*requested = (struct reclaim_requested){
		.beneficiary = booking->beneficiary,
		.command = booking_uuid(&command, decision->arena),
		.reference = booking->reference,
		.purchase = booking_uuid(&booking->purchase, decision->arena),
		.type = booking->type,
		.keep = integer(keep),
		.reason = "no longer owed",
	};
	if (own != NULL)
		requested->tickets = *own;
	decision_event_with_id(decision, message, booking->beneficiary, requested,
		uuid_derived(time, &command, message->type, 0), &cause->id);
}

void booking_reclaim(struct decision *decision, const struct entitlement_decided *decided,
	const char *type, int64_t surplus)
{
	size_t count, i;
	const struct source *sources = distribute(decision, decided, type, surplus, &count);

	for (i = 0; i < count; i++) {
		const struct source *source = &sources[i];
		int64_t keep = source->expected - source->taken;

		if (source->taken > 0 && source->booking.manual)
			warn_of_manual(decision, source);
		else if (source->own_taken > 0)
			request(decision, &source->booking, keep, &source->own);
		/*
		 * Also if only their own are taken while a reclaim is pending (expected < valid):
		 * it would keep another ticket in their place.
		 */
		if (!source->booking.manual && source->taken > 0 &&
			(source->taken > source->own_taken ||
				source->expected < source->booking.valid))
			request(decision, &source->booking, keep, NULL);
	}
}

void booking_warn_of_manual(struct decision *decision, const struct entitlement_decided *decided,
	const char *type, int64_t surplus)
{
	size_t count, i;
	const struct source *sources = distribute(decision, decided, type, surplus, &count);

	for (i = 0; i < count; i++)
		if (sources[i].taken > 0 && sources[i].booking.manual)
			warn_of_manual(decision, &sources[i]);
}

/* Writes the command of the event at POSITION, from nothing but that event. */
static void write_reclaim(struct decision *decision, int64_t position, struct buffer *out)
{
	struct envelope event;
	const struct reclaim_requested *requested = feed_event(
		decision->store, position, &reclaim_requested_layout, &event, decision->arena);
	struct cancel_tickets cancel = {.purchase = NULL};

	if (requested == NULL)
		return;
	cancel.purchase = requested->purchase;
	if (requested->tickets.items != NULL)
		cancel.tickets = requested->tickets;
	else
		cancel.unassigned = BOOLEAN_TRUE;
	cancel.keep = requested->keep;
	cancel.reason = requested->reason;
	booking_write_command(
		decision->store, &event, requested->command, &cancel_tickets_message, &cancel, out);
}

void booking_write_reclaims(struct decision *decision, const void *event, struct buffer *out)
{
	(void)event;
	booking_write_each(decision,
		"SELECT requested FROM reclaims WHERE cause = :cause "
		"AND (:include_answered OR state = 'requested') AND requested > :after "
		"ORDER BY requested",
		write_reclaim, out);
}

/* Answers */

/* Whether the reclaim requested at POSITION names tickets, and CANCELLED has all of them. */
static bool has_all_named(
	struct decision *decision, int64_t position, const struct tickets_cancelled *cancelled)
{
	struct envelope envelope;
	const struct reclaim_requested *requested = feed_event(
		decision->store, position, &reclaim_requested_layout, &envelope, decision->arena);
	const struct ticket *tickets = cancelled->tickets.items;
	const char *const *named = requested != NULL ? requested->tickets.items : NULL;
	size_t i, j;

	for (i = 0; named != NULL && i < requested->tickets.count; i++) {
		for (j = 0; j < cancelled->tickets.count; j++)
			if (strcmp(tickets[j].id, named[i]) == 0)
				break;
		if (j == cancelled->tickets.count)
			return false;
	}
	return named != NULL;
}

/*
 * Fills RECLAIM with the pending reclaim of BOOKING that caused CANCELLED, else the first that
 * CANCELLED satisfies; false: there is none.
 */
static bool find_answered(struct decision *decision, const struct booking *booking,
	const struct tickets_cancelled *cancelled, struct uuid *reclaim)
{
	struct query *query = QUERY(decision->store,
		"SELECT id, keep, requested, id IS :cause FROM reclaims "
		"WHERE booking = :booking AND state = 'requested' ORDER BY 4 DESC, requested",
		decision->envelope->cause, &booking->id);

	while (query_row(query)) {
		if (query_integer_at(query, 3) == 0 &&
			query_integer_at(query, 1) < cancelled->left.value &&
			!has_all_named(decision, query_position_at(query, 2), cancelled))
			continue;
		memcpy(reclaim->bytes, query_bytes_at(query, 0, UUID_SIZE), UUID_SIZE);
		query_end(query);
		return true;
	}
	return false;
}

static struct list ids_of(const struct list *list, struct arena *arena)
{
	const struct ticket *tickets = list->items;
	const char **ids = arena_take(arena, list->count * sizeof(*ids));
	size_t i;

	for (i = 0; i < list->count; i++)
		ids[i] = tickets[i].id;
	return (struct list){list->count, ids};
}

/* An event that arrives late does not increase the number of valid tickets. */
void booking_on_cancelled(struct decision *decision, const void *event)
{
	const struct tickets_cancelled *cancelled = event;
	int64_t left = cancelled->left.value;
	struct tickets_reclaimed *reclaimed;
	struct booking booking;
	struct uuid reclaim;
	bool answers;

	if (!BOOKING_BY("purchase", decision, uuid_of(cancelled->purchase), &booking))
		return;
	answers = find_answered(decision, &booking, cancelled, &reclaim);
	if (!answers && left >= booking.valid)
		return;
	reclaimed = arena_take(decision->arena, sizeof(*reclaimed));
	*reclaimed = (struct tickets_reclaimed){
		.beneficiary = booking.beneficiary,
		.command = answers ? booking_uuid(&reclaim, decision->arena) : NULL,
		.reference = booking.reference,
		.type = booking.type,
		.left = integer(left < booking.valid ? left : booking.valid),
		.tickets = ids_of(&cancelled->tickets, decision->arena),
		.reason = cancelled->reason,
		.source_sequence = booking_source_sequence(decision),
		.source_time = booking_source_time(decision),
	};
	decision_event(decision, &tickets_reclaimed_message, booking.beneficiary, reclaimed);
}

/* Effects */

void reclaim_apply_requested(const struct applying *of)
{
	const struct reclaim_requested *requested = of->event;

	query_run(QUERY(of->store,
		"INSERT INTO reclaims (id, booking, keep, state, cause, requested) "
		"VALUES (:command, (SELECT id FROM bookings WHERE reference = :reference), "
		":keep, 'requested', :cause, :requested)",
		uuid_of(requested->command), requested->reference, requested->keep.value,
		feed_position(of->store, of->envelope->cause), of->envelope->sequence));
}

/*
 * Marks as done the reclaim that is named, and the pending ones that keep at least as many as
 * are left. A manual record answers all of the booking's.
 */
static void set_done(struct store *store, const struct tickets_reclaimed *reclaimed)
{
	query_run(QUERY(store,
		"UPDATE reclaims SET state = 'done', code = NULL, message = NULL "
		"WHERE id = :command OR (state = 'requested' AND keep >= :left "
		"AND booking = (SELECT id FROM bookings WHERE reference = :reference))",
		uuid_of(reclaimed->command), reclaimed->by != NULL ? 0 : reclaimed->left.value,
		reclaimed->reference));
}

static void set_valid(struct store *store, const struct tickets_reclaimed *reclaimed)
{
	const char *const *tickets = reclaimed->tickets.items;
	size_t i;

	query_run(QUERY(store, "UPDATE bookings SET valid = :left WHERE reference = :reference",
		reclaimed->left.value, reclaimed->reference));
	for (i = 0; i < reclaimed->tickets.count; i++) {
		struct assignment_recorded nobody = {
			.reference = reclaimed->reference,
			.ticket = tickets[i],
			.source_sequence = reclaimed->source_sequence,
			.source_time = reclaimed->source_time,
		};

		booking_set_assignment(store, &nobody, 0);
	}
}

void reclaim_apply_done(const struct applying *of)
{
	const struct tickets_reclaimed *reclaimed = of->event;

	set_valid(of->store, reclaimed);
	entitlement_weigh(of->store, of->envelope->subject);
	set_done(of->store, reclaimed);
	manual_add_record(of->store, of->envelope->sequence,
		&(struct record_booking){.reference = reclaimed->reference,
			.by = reclaimed->by,
			.note = reclaimed->note,
			.left = reclaimed->left});
}
