#include "booking/words.h"

#include "store/feed.h"

const char *booking_say_targets(const struct list *list, struct arena *arena)
{
	const struct target *targets = list->items;
	const char *text = NULL;
	size_t i;

	for (i = 0; i < list->count; i++)
		text = arena_printf(arena, "%s%s%s=%lld", text != NULL ? text : "",
			text != NULL ? ", " : "", targets[i].type,
			(long long)targets[i].quantity.value);
	return text != NULL ? text : "none";
}

const char *booking_say_requested(struct store *store, const void *event, struct arena *arena)
{
	const struct tickets_requested *requested = event;

	(void)store;
	return arena_printf(arena, "asked ticketing for %s=%lld, reference %s, command %s",
		requested->type, (long long)requested->quantity.value, requested->reference,
		requested->command);
}

const char *booking_say_booked(struct store *store, const void *event, struct arena *arena)
{
	const struct tickets_booked *booked = event;

	(void)store;
	if (booked->purchase == NULL)
		return arena_printf(arena, "booked %s=%lld by hand, says %s%s%s", booked->type,
			(long long)booked->quantity.value, booked->by,
			booked->note != NULL ? ": " : "", booked->note != NULL ? booked->note : "");
	return arena_printf(arena, "booked %s=%lld: ticketing's purchase %s", booked->type,
		(long long)booked->quantity.value, booked->purchase);
}

const char *booking_say_refused(struct store *store, const void *event, struct arena *arena)
{
	const struct booking_refused *refused = event;

	(void)store;
	if (refused->by != NULL)
		return arena_printf(arena, "%s=%lld can't be booked, says %s: %s%s%s",
			refused->type, (long long)refused->quantity.value, refused->by,
			refused->message, refused->note != NULL ? ": " : "",
			refused->note != NULL ? refused->note : "");
	return arena_printf(arena, "ticketing refused %s=%lld: %s: %s", refused->type,
		(long long)refused->quantity.value, refused->code, refused->message);
}

const char *booking_say_turned_away(struct store *store, const void *event, struct arena *arena)
{
	const struct booking_turned_away *away = event;

	(void)store;
	return arena_printf(arena, "turned away at ticketing's door with %s=%lld: %s: %s",
		away->type, (long long)away->quantity.value, away->code, away->message);
}

const char *booking_say_reclaim_turned_away(
	struct store *store, const void *event, struct arena *arena)
{
	const struct reclaim_refused *away = event;

	(void)store;
	return arena_printf(arena, "turned away at ticketing's door, asking back of %s: %s: %s",
		away->reference, away->code, away->message);
}

const char *booking_say_reclaiming(struct store *store, const void *event, struct arena *arena)
{
	const struct reclaim_requested *requested = event;

	(void)store;
	return arena_printf(arena, "asked ticketing back what nobody holds of %s, but for %lld",
		requested->reference, (long long)requested->keep.value);
}

const char *booking_say_reclaimed(struct store *store, const void *event, struct arena *arena)
{
	const struct tickets_reclaimed *reclaimed = event;

	(void)store;
	if (reclaimed->by != NULL)
		return arena_printf(arena, "%lld of %s are left, says %s%s%s",
			(long long)reclaimed->left.value, reclaimed->reference, reclaimed->by,
			reclaimed->note != NULL ? ": " : "",
			reclaimed->note != NULL ? reclaimed->note : "");
	return arena_printf(arena, "%zu of %s are no more, %lld are left%s%s%s",
		reclaimed->tickets.count, reclaimed->reference, (long long)reclaimed->left.value,
		reclaimed->command == NULL ? "; somebody else cancelled them" : "",
		reclaimed->reason != NULL ? ": " : "",
		reclaimed->reason != NULL ? reclaimed->reason : "");
}

const char *booking_say_kept(struct store *store, const void *event, struct arena *arena)
{
	const struct reclaim_refused *refused = event;

	(void)store;
	return arena_printf(
		arena, "%s is kept: %s: %s", refused->reference, refused->code, refused->message);
}

const char *booking_say_held(struct store *store, const void *event, struct arena *arena)
{
	const struct ticket_holder *holder = event;

	(void)store;
	return arena_printf(arena, "a ticket of %s is held by %s", holder->reference,
		holder->name != NULL ? holder->name : "nobody");
}

const char *booking_say_rows(struct query *query, const char *beneficiary, struct arena *arena)
{
	const char *text = NULL;

	query_text(query, beneficiary);
	while (query_row(query)) {
		const char *type = query_copy_at(query, 0, arena);
		const char *code = query_optional_copy_at(query, 2, arena);
		const char *message = query_optional_copy_at(query, 3, arena);

		text = arena_printf(arena, "%s%s%s=%lld%s%s%s%s", text != NULL ? text : "",
			text != NULL ? ", " : "", type, (long long)query_integer_at(query, 1),
			code != NULL ? ": " : "", code != NULL ? code : "",
			message != NULL ? ": " : "", message != NULL ? message : "");
	}
	return text;
}

const char *booking_say_unanswered(
	struct store *store, const char *beneficiary, struct arena *arena)
{
	return booking_say_rows(query_of(store,
					"SELECT type, quantity, NULL, NULL FROM bookings "
					"WHERE beneficiary = :beneficiary AND state = 'requested' "
					"AND code IS NULL ORDER BY requested LIMIT 5"),
		beneficiary, arena);
}

const char *booking_say_asked_in_vain(
	struct store *store, const char *beneficiary, struct arena *arena)
{
	return booking_say_rows(query_of(store,
					"SELECT type, quantity, code, message FROM bookings "
					"WHERE beneficiary = :beneficiary AND state = 'requested' "
					"AND code IS NOT NULL ORDER BY requested LIMIT 5"),
		beneficiary, arena);
}

const char *booking_say_asked_back(
	struct store *store, const char *beneficiary, struct arena *arena)
{
	return booking_say_rows(
		query_of(store,
			"SELECT b.type, b.good - r.keep, NULL, NULL FROM reclaims r "
			"JOIN bookings b ON b.command = r.booking "
			"WHERE b.beneficiary = :beneficiary AND r.state = 'requested' "
			"AND r.code IS NULL ORDER BY r.requested LIMIT 5"),
		beneficiary, arena);
}

const char *booking_say_asked_back_in_vain(
	struct store *store, const char *beneficiary, struct arena *arena)
{
	return booking_say_rows(
		query_of(store,
			"SELECT b.type, b.good - r.keep, r.code, r.message FROM reclaims r "
			"JOIN bookings b ON b.command = r.booking "
			"WHERE b.beneficiary = :beneficiary AND r.state = 'requested' "
			"AND r.code IS NOT NULL ORDER BY r.requested LIMIT 5"),
		beneficiary, arena);
}

static const char *say(struct store *store, const struct saying *sayings, int64_t position,
	const char **time, struct arena *arena)
{
	const char *type = feed_type(store, position, arena);
	struct envelope envelope;
	const void *event;

	while (type != NULL && sayings->event != NULL && strcmp(sayings->event->type, type) != 0)
		sayings++;
	if (type == NULL || sayings->event == NULL)
		return NULL;
	event = feed_event(store, position, sayings->event->shape, &envelope, arena);
	if (event == NULL)
		return NULL;
	*time = envelope.time;
	return sayings->say(store, event, arena);
}

const char *saying_next(struct store *store, const struct saying *sayings, const char *beneficiary,
	int64_t *position, const char **time, struct arena *arena)
{
	const char *what = NULL;
	int64_t next = *position;

	while (what == NULL && store_fault(store)->status == 0) {
		next = feed_next_about(store, beneficiary, next);
		if (next == 0)
			return NULL;
		what = say(store, sayings, next, time, arena);
	}
	*position = next;
	return what;
}
