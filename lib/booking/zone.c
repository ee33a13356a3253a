#include "booking/zone.h"

#include "base/local.h"
#include "booking/internal.h"

/* The subject of its events. */
static const char subject[] = "conference";

void zone_set(struct decision *decision, const void *command)
{
	int64_t position = query_number(query_of(decision->store, "SELECT own_seq FROM zones"));
	const struct zone_set *zone =
		decision_record(decision, &zone_set_layout, position, &set_zone_layout, command);

	if (zone == NULL)
		return;
	if (decision->amends_nothing)
		decision_deny(decision, DENY_MALFORMED, "", "names nothing to set");
	else
		decision_event_if_new(decision, &zone_set_message, subject, zone, position);
}

/* A later setting counts, by ticketing's clock: logs that are read again contain earlier ones. */
void zone_on_set(struct decision *decision, const void *event)
{
	const struct conference_set *conference = event;
	const char *time = booking_source_time(decision);
	struct zone_learned *learned;

	if (query_number(QUERY(
		    decision->store, "SELECT 1 FROM zones WHERE learned_at >= :time", time)) != 0)
		return;
	learned = arena_take(decision->arena, sizeof(*learned));
	*learned = (struct zone_learned){conference->zone, time};
	decision_event(decision, &zone_learned_message, subject, learned);
}

void zone_apply_set(const struct applying *of)
{
	const struct zone_set *set = of->event;

	query_run(QUERY(of->store,
		"INSERT INTO zones (one, own, own_seq) VALUES (1, :zone, :seq) "
		"ON CONFLICT (one) DO UPDATE SET own = excluded.own, own_seq = excluded.own_seq",
		set->zone, of->envelope->sequence));
}

void zone_apply_learned(const struct applying *of)
{
	const struct zone_learned *learned = of->event;

	query_run(QUERY(of->store,
		"INSERT INTO zones (one, learned, learned_seq, learned_at) "
		"VALUES (1, :zone, :seq, :time) ON CONFLICT (one) DO UPDATE SET "
		"learned = excluded.learned, learned_seq = excluded.learned_seq, "
		"learned_at = excluded.learned_at",
		learned->zone, of->envelope->sequence, learned->source_time));
}

const char *booking_zone(struct store *store, struct arena *arena)
{
	const char *zone =
		query_copy(query_of(store, "SELECT coalesce(own, learned) FROM zones"), arena);

	if (zone != NULL && !local_is_zone(zone))
		store_corrupt(store, "the conference's zone is \"%s\"", zone);
	return zone;
}

int64_t zone_position(struct store *store, const char *name)
{
	(void)name;
	return query_number(query_of(store,
		"SELECT CASE WHEN own IS NULL THEN coalesce(learned_seq, own_seq) "
		"ELSE own_seq END FROM zones"));
}
