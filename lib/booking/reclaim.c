/*
 * Asking tickets back: as far as nobody holds them, of which the open host is the
 * judge; the rest is for a person to decide.
 */
#include "booking/internal.h"
#include "store/feed.h"

/* A request to give back, as the ledger has it. */
struct reclaim {
	struct uuid id;      /* of its command */
	const char *command; /* the same, as text; NULL: none */
	const char *state;
	struct uuid booking;
	struct answer_at_door at_door;
};

/* As the table has them. */
static const char *const state_texts[] = {NULL, "requested", "done", "refused"};
static const struct words states = {state_texts, COUNT_OF(state_texts)};

static bool is_asked_back(struct store *store, int64_t cause, const struct uuid *booking)
{
	struct query *query = query_of(
		store, "SELECT 1 FROM reclaims WHERE cause = :cause AND booking = :booking");

	query_integer(query, cause);
	query_uuid(query, booking);
	return query_number(query) != 0;
}

/* What is left of BOOKING when all that was asked back is given. */
static int64_t left_of(struct store *store, const struct booking *booking)
{
	struct query *query = query_of(store,
		"SELECT min(keep) FROM reclaims WHERE booking = :booking AND state = 'requested'");
	int64_t left = booking->good;

	query_uuid(query, &booking->id);
	while (query_row(query))
		if (!query_is_null_at(query, 0))
			left = query_integer_within_at(query, 0, 0, TICKETS_LIMIT);
	return left;
}

static void ask_back(struct decision *decision, const struct booking_language *language,
	const struct booking_party *party, const struct booking *booking, int64_t keep)
{
	const struct envelope *cause = decision->envelope;
	struct reclaim_requested *requested = arena_take(decision->arena, sizeof(*requested));
	int64_t time = booking_time(decision);
	struct uuid command = uuid_derived(time, &cause->id,
		arena_printf(decision->arena, "reclaim %s", booking->reference), keep);

	*requested = (struct reclaim_requested){
		.beneficiary = booking->beneficiary,
		.command = booking_uuid(&command, decision->arena),
		.reference = booking->reference,
		.purchase = booking_uuid(&booking->purchase, decision->arena),
		.type = booking->type,
		.keep = integer(keep),
		.reason = party->reason,
	};
	decision_event_as(decision, language->reclaiming, booking->beneficiary, requested,
		uuid_derived(time, &command, language->reclaiming->type, 0), &cause->id);
}

/* What could be asked back of a booking. */
struct source {
	struct booking booking;
	int64_t left;   /* of it, when all that was asked back is given */
	int64_t unheld; /* of these, as far as we know */
	int64_t back;   /* is asked back now */
};

static int64_t count_held(struct store *store, const struct uuid *booking)
{
	struct query *query = query_of(store,
		"SELECT count(*) FROM holders WHERE booking = :booking AND email IS NOT NULL");

	query_uuid(query, booking);
	return query_number(query);
}

/* Borrows: what is booked of TYPE for BENEFICIARY, the latest first. */
static struct source *read_sources(
	struct decision *decision, const char *beneficiary, const char *type, size_t *count)
{
	enum { LIMIT = 200 };
	struct query *query = query_of(decision->store,
		"SELECT reference FROM bookings WHERE beneficiary = :beneficiary AND type = :type "
		"AND state = 'booked' AND good > 0 ORDER BY requested DESC LIMIT 200");
	struct source *sources = arena_take(decision->arena, LIMIT * sizeof(*sources));
	const char *references[LIMIT];
	size_t i, found = 0;

	query_text(query, beneficiary);
	query_text(query, type);
	while (query_row(query))
		references[found++] = query_copy_at(query, 0, decision->arena);
	*count = 0;
	for (i = 0; i < found; i++) {
		struct source *source = &sources[*count];

		if (!booking_by_reference(decision, references[i], &source->booking) ||
			is_asked_back(
				decision->store, decision->envelope->sequence, &source->booking.id))
			continue;
		source->left = left_of(decision->store, &source->booking);
		source->unheld = source->left - count_held(decision->store, &source->booking.id);
		++*count;
	}
	return sources;
}

/*
 * First what nobody holds, as far as we know; of the rest ticketing is the judge. What
 * was booked by hand comes last: nobody but a person can give it back.
 */
static void spread(struct source *sources, size_t count, int64_t excess)
{
	size_t i;

	for (i = 0; i < count; i++) {
		int64_t back = excess < sources[i].unheld ? excess : sources[i].unheld;

		sources[i].back = back > 0 && !sources[i].booking.by_hand ? back : 0;
		excess -= sources[i].back;
	}
	for (i = 0; i < 2 * count; i++) {
		struct source *source = &sources[i % count];
		int64_t more = source->left - source->back;

		if (source->booking.by_hand != (i >= count))
			continue;
		more = excess < more ? excess : more;
		source->back += more;
		excess -= more;
	}
}

static void tell_by_hand(struct decision *decision, const struct source *source)
{
	decision_warn(decision,
		"%s: %lld too many, which were booked by hand: give them back so, "
		"and record that %lld are left",
		source->booking.reference, (long long)source->back,
		(long long)(source->left - source->back));
}

void booking_reclaim(struct decision *decision, const struct booking_language *language,
	const struct booking_party *party, const char *type, int64_t excess)
{
	size_t count, i;
	struct source *sources = read_sources(decision, party->beneficiary, type, &count);

	spread(sources, count, excess);
	for (i = 0; i < count; i++) {
		const struct source *source = &sources[i];

		if (source->back == 0)
			continue;
		if (source->booking.by_hand)
			tell_by_hand(decision, source);
		else
			ask_back(decision, language, party, &source->booking,
				source->left - source->back);
	}
}

void booking_tell_by_hand(
	struct decision *decision, const char *beneficiary, const struct target *target)
{
	int64_t excess = booking_granted(decision->store, beneficiary, target->type) -
			 target->quantity.value;
	size_t count, i;
	struct source *sources = read_sources(decision, beneficiary, target->type, &count);

	if (excess <= 0)
		return;
	spread(sources, count, excess);
	for (i = 0; i < count; i++)
		if (sources[i].back > 0 && sources[i].booking.by_hand)
			tell_by_hand(decision, &sources[i]);
}

void booking_apply_reclaiming(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct reclaim_requested *requested = event;
	int64_t cause = feed_position(store, envelope->cause);
	struct query *query = query_of(store,
		"INSERT INTO reclaims (command, booking, keep, state, cause, requested) "
		"VALUES (:command, (SELECT command FROM bookings WHERE reference = :reference), "
		":keep, 'requested', :cause, :requested)");
	struct uuid command;

	(void)state;
	uuid_parse(requested->command, &command);
	query_uuid(query, &command);
	query_text(query, requested->reference);
	query_integer(query, requested->keep.value);
	query_integer(query, cause);
	query_integer(query, envelope->sequence);
	query_run(query);
}

/* The command as a line: all of it comes from the event at POSITION, which says it was decided. */
static void add_command(struct decision *decision, int64_t position, struct buffer *out)
{
	struct envelope event;
	const struct reclaim_requested *requested = feed_event(
		decision->store, position, &reclaim_requested_shape, &event, decision->arena);
	struct cancel_tickets cancel = {.unassigned = TRUTH_YES};

	if (requested == NULL)
		return;
	cancel.purchase = requested->purchase;
	cancel.keep = requested->keep;
	cancel.reason = requested->reason;
	booking_write_command(
		decision->store, &event, requested->command, &cancel_tickets_message, &cancel, out);
}

void booking_reclaims(struct decision *decision, struct buffer *out)
{
	booking_add_commands(decision,
		"SELECT requested FROM reclaims WHERE cause = :cause "
		"AND (:answered OR state = 'requested') AND requested > :after ORDER BY requested",
		add_command, out);
}

/* What came back */

/* The reclaim that the event at the door of DECISION answers; false where it answers none. */
static bool find_reclaim(struct decision *decision, struct reclaim *reclaim)
{
	struct query *query = query_of(decision->store,
		"SELECT state, booking, code, message FROM reclaims "
		"WHERE command = :command");
	bool found = false;

	if (decision->envelope->cause == NULL) {
		query_end(query);
		return false;
	}
	query_uuid(query, decision->envelope->cause);
	while (query_row(query)) {
		const void *booking = query_bytes_at(query, 1, UUID_SIZE);

		found = true;
		reclaim->id = *decision->envelope->cause;
		reclaim->command = booking_uuid(&reclaim->id, decision->arena);
		reclaim->state = query_word_at(query, 0, &states);
		reclaim->at_door.code = query_optional_copy_at(query, 2, decision->arena);
		reclaim->at_door.message = query_optional_copy_at(query, 3, decision->arena);
		memcpy(reclaim->booking.bytes, booking, UUID_SIZE);
	}
	return found;
}

static bool is_outstanding(const struct reclaim *reclaim)
{
	return strcmp(reclaim->state, "requested") == 0;
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

/* Whether it is all that was asked back of BOOKING, whoever cancelled it. */
static bool find_pending(
	struct decision *decision, const struct booking *booking, int64_t left, struct reclaim *to)
{
	struct query *query = query_of(decision->store,
		"SELECT command, state FROM reclaims WHERE booking = :booking "
		"AND state = 'requested' AND keep >= :left ORDER BY requested LIMIT 1");
	bool found = false;

	query_uuid(query, &booking->id);
	query_integer(query, left);
	while (query_row(query)) {
		const struct uuid *command = query_bytes_at(query, 0, UUID_SIZE);

		found = true;
		to->id = *command;
		to->command = booking_uuid(&to->id, decision->arena);
		to->state = query_word_at(query, 1, &states);
	}
	return found;
}

void booking_cancelled(struct decision *decision, const struct booking_language *language,
	const struct tickets_cancelled *cancelled)
{
	struct tickets_reclaimed *reclaimed;
	struct booking booking;
	struct reclaim reclaim = {.command = NULL};
	bool awaited;

	if (!booking_by_purchase(decision, cancelled->purchase, &booking))
		return;
	awaited = find_reclaim(decision, &reclaim) && is_outstanding(&reclaim);
	if (!awaited)
		awaited = find_pending(decision, &booking, cancelled->left.value, &reclaim);
	if (!awaited && cancelled->left.value >= booking.good)
		return;
	reclaimed = arena_take(decision->arena, sizeof(*reclaimed));
	*reclaimed = (struct tickets_reclaimed){
		.beneficiary = booking.beneficiary,
		.command = reclaim.command,
		.reference = booking.reference,
		.type = booking.type,
		/* Events that come late can't bring tickets back. */
		.left = integer(cancelled->left.value < booking.good ? cancelled->left.value
								     : booking.good),
		.tickets = ids_of(&cancelled->tickets, decision->arena),
		.reason = cancelled->reason,
		.heard = booking_heard(decision),
	};
	/* One event may be the answer to several reclaims. */
	booking_decide(decision, language->reclaimed, &booking, reclaimed,
		awaited ? &reclaim.id : &decision->envelope->id);
}

/* Borrows: what a refusal of RECLAIM, which is about BOOKING, says. */
static struct reclaim_refused *as_refused(struct decision *decision, const struct reclaim *reclaim,
	const struct booking *booking, const char *code, const char *message)
{
	struct reclaim_refused *refused = arena_take(decision->arena, sizeof(*refused));

	*refused = (struct reclaim_refused){
		.beneficiary = booking->beneficiary,
		.command = reclaim->command,
		.reference = booking->reference,
		.type = booking->type,
		.code = code,
		.message = message,
	};
	return refused;
}

static void decide_kept(struct decision *decision, const struct booking_language *language,
	const struct reclaim *reclaim, const char *code, const char *message)
{
	struct booking booking;

	if (!booking_by_command(decision, &reclaim->booking, &booking))
		return;
	decision_warn(decision, "%s: not given back: %s: %s", booking.reference, code, message);
	booking_decide(decision, language->kept, &booking,
		as_refused(decision, reclaim, &booking, code, message), decision->envelope->cause);
}

/* Notes that RECLAIM was turned away, where that is news. */
static void note_turned_away(struct decision *decision, const struct booking_language *language,
	const struct reclaim *reclaim, const char *code, const char *message)
{
	struct reclaim_refused *refused;
	struct booking booking;

	if (!booking_by_command(decision, &reclaim->booking, &booking))
		return;
	decision_warn(decision, "%s: turned away, and still to be given back: %s: %s",
		booking.reference, code, message);
	if (booking_is_noted(decision, &reclaim->at_door, code, message))
		return;
	refused = as_refused(decision, reclaim, &booking, code, message);
	refused->turned_away_at = booking_turned_away_at(decision);
	decision_event(decision, language->reclaim_turned_away, booking.beneficiary, refused);
}

void booking_command_rejected(struct decision *decision, const struct booking_language *language,
	const struct ticket_command_rejected *rejected)
{
	struct reclaim reclaim;

	if (find_reclaim(decision, &reclaim) && is_outstanding(&reclaim))
		decide_kept(decision, language, &reclaim,
			words_text(&rejection_words, rejected->code), rejected->message);
}

bool booking_reclaim_turned_away(struct decision *decision, const struct booking_language *language,
	const struct command_refused *refused)
{
	const char *code = words_text(&door_refusal_words, refused->code);
	struct reclaim reclaim;

	if (!find_reclaim(decision, &reclaim))
		return false;
	if (!is_outstanding(&reclaim))
		return true;
	if (refused->retryable == TRUTH_YES)
		note_turned_away(decision, language, &reclaim, code, refused->message);
	else
		decide_kept(decision, language, &reclaim, code, refused->message);
	return true;
}

static void answer_reclaim(struct store *store, const char *command, const char *state,
	const char *code, const char *message, int64_t position)
{
	struct query *query = query_of(store,
		"UPDATE reclaims SET state = :state, code = :code, message = :message, "
		"answered = :answered WHERE command = :command");
	struct uuid id;

	uuid_parse(command, &id);
	query_text(query, state);
	query_text(query, code);
	query_text(query, message);
	query_integer(query, position);
	query_uuid(query, &id);
	query_run(query);
}

/* A person says how many are left: that answers all that was asked back of the booking. */
static void answer_reclaims(struct store *store, const char *reference, int64_t position)
{
	struct query *query = query_of(store,
		"UPDATE reclaims SET state = 'done', code = NULL, message = NULL, "
		"answered = :answered WHERE state = 'requested' AND booking = "
		"(SELECT command FROM bookings WHERE reference = :reference)");

	query_integer(query, position);
	query_text(query, reference);
	query_run(query);
}

void booking_apply_reclaimed(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct tickets_reclaimed *reclaimed = event;
	struct query *query =
		query_of(store, "UPDATE bookings SET good = :left WHERE reference = :reference");

	const char *const *tickets = reclaimed->tickets.items;
	size_t i;

	(void)state;
	query_integer(query, reclaimed->left.value);
	query_text(query, reclaimed->reference);
	query_run(query);
	for (i = 0; i < reclaimed->tickets.count; i++) {
		struct ticket_holder nobody = {
			.reference = reclaimed->reference,
			.ticket = tickets[i],
			.heard = reclaimed->heard,
		};

		booking_set_holder(store, &nobody, 0);
	}
	if (reclaimed->by != NULL) {
		answer_reclaims(store, reclaimed->reference, envelope->sequence);
		booking_keep_left(store, reclaimed->reference, envelope->sequence);
	}
	if (reclaimed->command != NULL)
		answer_reclaim(store, reclaimed->command, "done", NULL, NULL, envelope->sequence);
}

void booking_apply_kept(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct reclaim_refused *refused = event;

	(void)state;
	answer_reclaim(store, refused->command, "refused", refused->code, refused->message,
		envelope->sequence);
}
