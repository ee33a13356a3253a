#include "ticketing/conference.h"

#include "base/local.h"
#include "store/query.h"
#include "ticketing/messages.h"

/* The subject of its events. */
static const char subject[] = "conference";

/* Minutes: as long as a buyer who pays by card may take. */
enum { PAYMENT_WITHIN_DEFAULT = 30 };

#define DATED(kind, key, table, field)                                                             \
	"SELECT '" kind "' AS kind, " key                                                          \
	" AS name, "                                                                               \
	"json_extract(line, '$.data." field "') AS time FROM " table " JOIN events USING (seq) "

/* What begins or ends after :now. */
static const char dated[] = "SELECT kind, name, time FROM (" /* clang-format off */
	DATED("type", "type", "ticket_types", "from") "UNION ALL "
	DATED("type", "type", "ticket_types", "until") "UNION ALL "
	DATED("code", "code", "ticket_discounts", "from") "UNION ALL "
	DATED("code", "code", "ticket_discounts", "until") "UNION ALL "
	DATED("client", "client", "clients", "expires") /* clang-format on */
	") WHERE time > :now ORDER BY kind DESC, name";

/*
 * Borrows from the decision's arena: what begins or ends with a day of the zone before, as it was
 * probably written as a date; NULL: nothing does.
 */
static const char *describe_dated(struct decision *decision)
{
	enum { NAMED = 5 };
	struct query *query = QUERY(decision->store, dated, decision->time);
	const char *text = NULL, *last = NULL;
	int count = 0;

	while (query_row(query)) {
		const char *name = arena_printf(decision->arena, "%s \"%s\"",
			query_text_at(query, 0, NULL), query_text_at(query, 1, NULL));
		int64_t moment = clock_parse_or(query_text_at(query, 2, NULL), 1);

		if (!local_begins_day(moment, decision->offset) ||
			(last != NULL && strcmp(name, last) == 0))
			continue;
		last = name;
		if (count++ < NAMED)
			text = text == NULL ? arena_printf(decision->arena, "the %s", name)
					    : arena_printf(decision->arena, "%s, %s", text, name);
	}
	return count > NAMED ? arena_printf(decision->arena, "%s and %d more", text, count - NAMED)
			     : text;
}

/* Warns of dates that were meant in another zone: a zone moves nothing that is recorded. */
static void warn_of_dates(struct decision *decision, const char *before, const char *zone)
{
	const char *dates;

	if (before == zone || (before != NULL && zone != NULL && strcmp(before, zone) == 0))
		return;
	dates = describe_dated(decision);
	if (before == NULL && dates == NULL)
		return;
	decision_warn(decision, "%s%s: what was recorded stays at the moment that it was%s%s",
		before != NULL ? "the time zone was " : "dates were in UTC",
		before != NULL ? before : "",
		dates != NULL ? ": to have days of the new zone, amend " : "",
		dates != NULL ? dates : "");
}

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
	warn_of_dates(decision, zone, conference->zone);
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
