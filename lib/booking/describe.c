#include "booking/describe.h"

#include "booking/internal.h"
#include "store/feed.h"

const char *describe_counts(const struct list *list, struct arena *arena)
{
	const struct ticket_count *counts = list->items;
	const char *text = NULL;
	size_t i;

	for (i = 0; i < list->count; i++)
		text = describe_and(text, ", ",
			arena_printf(arena, "%s=%lld%s%s", counts[i].type,
				(long long)counts[i].quantity.value,
				counts[i].pool != NULL ? " from " : "",
				counts[i].pool != NULL ? counts[i].pool : ""),
			arena);
	return text != NULL ? text : "none";
}

const char *describe_suffix(const char *text, struct arena *arena)
{
	return text != NULL ? arena_printf(arena, ": %s", text) : "";
}

const char *describe_and(
	const char *text, const char *separator, const char *more, struct arena *arena)
{
	return text == NULL ? more : arena_printf(arena, "%s%s%s", text, separator, more);
}

const char *describe_lines(const struct list *list, struct arena *arena)
{
	const char *const *lines = list->items;
	const char *text = NULL;
	size_t i;

	for (i = 0; i < list->count; i++)
		text = describe_and(text, "; ", lines[i], arena);
	return text;
}

const char *describe_more(const char *text, size_t more, struct arena *arena)
{
	return more == 0 ? text : arena_printf(arena, "%s, and %zu more", text, more);
}

const char *describe_decided(struct store *store, const void *event, struct arena *arena)
{
	const struct entitlement_decided *decided = event;

	(void)store;
	return arena_printf(arena, "entitled to %s%s%s%s",
		describe_counts(&decided->desired, arena),
		describe_suffix(describe_lines(&decided->because, arena), arena),
		decided->undecided != NULL ? "; undecided: " : "",
		decided->undecided != NULL ? decided->undecided : "");
}

const char *describe_overridden(struct store *store, const void *event, struct arena *arena)
{
	const struct override_entitlement *override = event;

	(void)store;
	return arena_printf(arena, "%s set to %lld by %s: %s", override->type,
		(long long) override->quantity.value, override->by, override->reason);
}

const char *describe_override_withdrawn(struct store *store, const void *event, struct arena *arena)
{
	const struct withdraw_override *withdrawn = event;

	(void)store;
	return arena_printf(arena, "override of %s withdrawn by %s: %s", withdrawn->type,
		withdrawn->by, withdrawn->reason);
}

const char *describe_hold(struct store *store, const void *event, struct arena *arena)
{
	const struct place_hold *hold = event;

	(void)store;
	return arena_printf(arena, "%s=%lld held until %s%s", hold->type,
		(long long)hold->quantity.value, hold->until, describe_suffix(hold->reason, arena));
}

const char *describe_hold_expired(struct store *store, const void *event, struct arena *arena)
{
	const struct hold_expired *expired = event;

	(void)store;
	return arena_printf(arena, "hold of %s expired on %s", expired->type, expired->until);
}

const char *describe_requested(struct store *store, const void *event, struct arena *arena)
{
	const struct tickets_requested *requested = event;

	(void)store;
	return arena_printf(arena, "requested %s=%lld as %s", requested->type,
		(long long)requested->quantity.value, requested->reference);
}

const char *describe_booked(struct store *store, const void *event, struct arena *arena)
{
	const struct tickets_booked *booked = event;

	(void)store;
	if (booked->purchase == NULL)
		return arena_printf(arena, "booked %s=%lld elsewhere, recorded by %s%s",
			booked->type, (long long)booked->quantity.value, booked->by,
			describe_suffix(booked->note, arena));
	return arena_printf(arena, "booked %s=%lld, requested as %s: ticketing's purchase %s",
		booked->type, (long long)booked->quantity.value, booked->reference,
		booked->purchase);
}

const char *describe_refused(struct store *store, const void *event, struct arena *arena)
{
	const struct booking_refused *refused = event;

	(void)store;
	if (refused->by != NULL)
		return arena_printf(arena, "%s=%lld refused elsewhere, recorded by %s: %s%s",
			refused->type, (long long)refused->quantity.value, refused->by,
			refused->message, describe_suffix(refused->note, arena));
	return arena_printf(arena, "%s=%lld refused by ticketing: %s: %s", refused->type,
		(long long)refused->quantity.value, refused->code, refused->message);
}

const char *describe_denied(struct store *store, const void *event, struct arena *arena)
{
	const struct booking_denied *denied = event;

	(void)store;
	return arena_printf(arena, "request of %s=%lld denied by ticketing: %s: %s", denied->type,
		(long long)denied->quantity.value, denied->code, denied->message);
}

const char *describe_reclaim_requested(struct store *store, const void *event, struct arena *arena)
{
	const struct reclaim_requested *requested = event;

	(void)store;
	if (requested->tickets.count > 0)
		return arena_printf(
			arena, "reclaimed their own ticket of %s", requested->reference);
	return arena_printf(arena, "reclaim of %s requested: %lld of its tickets stay%s",
		requested->reference, (long long)requested->keep.value,
		requested->keep.value == 1 ? "s" : "");
}

const char *describe_reclaimed(struct store *store, const void *event, struct arena *arena)
{
	const struct tickets_reclaimed *reclaimed = event;

	(void)store;
	if (reclaimed->by != NULL)
		return arena_printf(arena, "%lld of %s are left, recorded by %s%s",
			(long long)reclaimed->left.value, reclaimed->reference, reclaimed->by,
			describe_suffix(reclaimed->note, arena));
	return arena_printf(arena, "%zu of %s cancelled%s, %lld left%s", reclaimed->tickets.count,
		reclaimed->reference, reclaimed->command == NULL ? " by somebody else" : "",
		(long long)reclaimed->left.value, describe_suffix(reclaimed->reason, arena));
}

const char *describe_reclaim_refused(struct store *store, const void *event, struct arena *arena)
{
	const struct reclaim_refused *refused = event;

	(void)store;
	return arena_printf(arena, "reclaim of %s refused: %s: %s", refused->reference,
		refused->code, refused->message);
}

const char *describe_reclaim_denied(struct store *store, const void *event, struct arena *arena)
{
	const struct reclaim_refused *denied = event;

	(void)store;
	return arena_printf(arena, "reclaim of %s denied by ticketing: %s: %s", denied->reference,
		denied->code, denied->message);
}

const char *describe_assignment(struct store *store, const void *event, struct arena *arena)
{
	const struct assignment_recorded *assignment = event;

	(void)store;
	if (assignment->name == NULL)
		return arena_printf(arena, "a ticket of %s unassigned", assignment->reference);
	return arena_printf(
		arena, "a ticket of %s assigned to %s", assignment->reference, assignment->name);
}

const char *describe_rows(struct query *query, struct arena *arena)
{
	enum { NAMED = 5 };
	const char *text = NULL;
	size_t count = 0;

	while (query_row(query)) {
		const char *code = query_optional_copy_at(query, 2, arena);
		const char *message = query_optional_copy_at(query, 3, arena);

		if (count++ >= NAMED)
			continue;
		text = describe_and(text, ", ",
			arena_printf(arena, "%s=%lld%s%s", query_copy_at(query, 0, arena),
				(long long)query_integer_at(query, 1), describe_suffix(code, arena),
				describe_suffix(message, arena)),
			arena);
	}
	return describe_more(text, count > NAMED ? count - NAMED : 0, arena);
}

/* Fills ROW with the event at POSITION; false: it has no description. */
static bool describe_at(
	struct store *store, int64_t position, struct arena *arena, struct why_row *row)
{
	const char *type = feed_type(store, position, arena);
	const struct effect *effect =
		type != NULL ? context_effect(store_context(store), type) : NULL;
	struct envelope envelope;
	const void *event;

	if (effect == NULL || effect->describe == NULL)
		return false;
	event = feed_event(store, position, effect->event->layout, &envelope, arena);
	if (event == NULL)
		return false;
	row->time = envelope.time;
	row->what = effect->describe(store, event, arena);
	row->sequence = arena_printf(arena, "%019lld", (long long)position);
	return true;
}

bool describe_next(struct store *store, const char *beneficiary, int64_t after, struct arena *arena,
	struct why_row *row)
{
	*row = (struct why_row){.beneficiary = beneficiary};
	while (store_fault(store)->status == 0) {
		after = feed_next_about(store, beneficiary, after);
		if (after == 0)
			return false;
		if (describe_at(store, after, arena, row))
			return true;
	}
	return false;
}
