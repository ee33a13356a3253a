#include "ticketing/conference.h"

#include "base/local.h"
#include "store/query.h"
#include "ticketing/messages.h"

/* The subject of its events. */
static const char subject[] = "conference";

/* Minutes: as long as a buyer who pays by card may take. */
enum { PAYMENT_WITHIN_DEFAULT = 30 };

void conference_set(struct decision *decision, const void *command)
{
	const char *zone = conference_zone(decision->store, decision->arena);
	int64_t position = conference_position(decision->store, NULL);
	const struct conference_set *conference = decision_record(
		decision, &conference_set_layout, position, &set_conference_layout, command);

	if (conference == NULL)
		return;
	if (decision->amends_nothing) {
		decision_deny(decision, DENY_MALFORMED, "", "names nothing to set");
		return;
	}
	if (zone != NULL && (conference->zone == NULL || strcmp(zone, conference->zone) != 0))
		decision_warn(decision,
			"the time zone was %s: what was recorded stays at the moment that it was",
			zone);
	decision_event_if_new(decision, &conference_set_message, subject, conference, position);
}

void conference_apply_set(const struct applying *of)
{
	const struct conference_set *conference = of->event;

	query_run(QUERY(of->store,
		"INSERT INTO conference (one, zone, payment_within, seq) "
		"VALUES (1, :zone, nullif(:payment_within, 0), :seq) ON CONFLICT (one) DO UPDATE SET "
		"zone = excluded.zone, payment_within = excluded.payment_within, "
		"seq = excluded.seq",
		conference->zone, conference->payment_within.value, of->envelope->sequence));
}

const char *conference_zone(struct store *store, struct arena *arena)
{
	struct query *query = query_of(store, "SELECT zone FROM conference WHERE zone IS NOT NULL");
	const char *zone = NULL;

	while (query_row(query))
		zone = query_copy_at(query, 0, arena);
	if (zone != NULL && !local_is_zone(zone))
		store_corrupt(store, "the conference's zone is \"%s\"", zone);
	return zone;
}

int64_t conference_payment_within(struct store *store)
{
	struct query *query = query_of(
		store, "SELECT payment_within FROM conference WHERE payment_within IS NOT NULL");
	int64_t minutes = PAYMENT_WITHIN_DEFAULT;

	while (query_row(query))
		minutes = query_integer_within_at(query, 0, 1, DEADLINE_LIMIT);
	return minutes;
}

int64_t conference_position(struct store *store, const char *name)
{
	(void)name;
	return query_number(query_of(store, "SELECT seq FROM conference"));
}
