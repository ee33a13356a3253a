#include "booking/describe.h"

#include "booking/internal.h"
#include "store/feed.h"

const char *describe_and(
	const char *text, const char *separator, const char *more, struct arena *arena)
{
	if (text == NULL || more == NULL)
		return text != NULL ? text : more;
	return arena_printf(arena, "%s%s%s", text, separator, more);
}

const char *describe_more(const char *text, size_t more, struct arena *arena)
{
	return more == 0 ? text : arena_printf(arena, "%s, and %zu more", text, more);
}

const char *describe_rows(struct query *query, struct arena *arena)
{
	enum { NAMED = 5 };
	const char *text = NULL;
	size_t count = 0;

	while (query_row(query)) {
		const char *row;

		if (count++ >= NAMED)
			continue;
		row = arena_printf(arena, "%lld × %s", (long long)query_integer_at(query, 1),
			query_copy_at(query, 0, arena));
		row = describe_and(row, ": ", query_optional_copy_at(query, 2, arena), arena);
		row = describe_and(row, ": ", query_optional_copy_at(query, 3, arena), arena);
		text = describe_and(text, ", ", row, arena);
	}
	return describe_more(text, count > NAMED ? count - NAMED : 0, arena);
}

/* Fills ROW with the event at POSITION; false: it has no description. */
static bool describe_at(struct store *store, int64_t position, const struct template_style *style,
	struct arena *arena, struct why_row *row)
{
	struct template_style beside;
	const char *type = feed_type(store, position, arena);
	const struct effect *effect =
		type != NULL ? context_effect(store_context(store), type) : NULL;
	struct envelope envelope;
	const void *event;

	if (effect == NULL || effect->event->template == NULL)
		return false;
	event = feed_event(store, position, effect->event->layout, &envelope, arena);
	if (event == NULL)
		return false;
	row->time = envelope.time;
	if (style != NULL)
		beside = (struct template_style){style->zone, envelope.time};
	row->what = template_fill(effect->event->template, effect->event->layout, event,
		style != NULL ? &beside : NULL, arena);
	row->sequence = arena_printf(arena, "%019lld", (long long)position);
	return true;
}

bool describe_next(struct store *store, const char *beneficiary, int64_t after,
	const struct template_style *style, struct arena *arena, struct why_row *row)
{
	*row = (struct why_row){.beneficiary = beneficiary};
	while (store_fault(store)->status == 0) {
		after = feed_next_about(store, beneficiary, after);
		if (after == 0)
			return false;
		if (describe_at(store, after, style, arena, row))
			return true;
	}
	return false;
}
