#include "tool/dates.h"

#include "base/local.h"
#include "tool/diagnostic.h"
#include "tool/tzdata.h"

/* What has happened may have a date so far ahead: a bank's value date after a weekend. */
enum { REMOTE_YEARS = 10, AHEAD_DAYS = 3 };

#define DAY_MILLISECONDS (INT64_C(86400) * 1000)
#define YEAR_MILLISECONDS (INT64_C(31556952) * 1000) /* on average */

static const char *refuse_skipped(const struct dates *dates, const char *text,
	const struct local_moment *moment, struct fault *fault)
{
	char next[LOCAL_TEXT];

	local_format(moment->milliseconds, LOCAL_BEGINNING, dates->offset, next);
	fault_set(fault, EX_DATAERR,
		"\"%s\" does not exist in %s: the clock is put forward past it, to %s", text,
		dates->zone, next);
	return NULL;
}

static const char *refuse_twice(const struct dates *dates, const char *text,
	const struct local_moment *moment, struct fault *fault)
{
	char first[LOCAL_TEXT], second[LOCAL_TEXT];

	local_format(moment->milliseconds, LOCAL_BEGINNING, dates->offset, first);
	local_format(moment->second, LOCAL_BEGINNING, dates->offset, second);
	fault_set(fault, EX_DATAERR,
		"\"%s\" comes twice in %s, as the clock is put back: write \"%s\" or \"%s\"", text,
		dates->zone, first, second);
	return NULL;
}

/* In UTC it would be another moment, and that would be recorded for good. */
static const char *refuse_unknown(const struct dates *dates, const char *text, struct fault *fault)
{
	fault_set(fault, EX_DATAERR,
		"\"%s\" is in %s, a zone that this system does not have: add the offset from UTC, "
		"install tzdata, or set another zone",
		text, dates->zone);
	return NULL;
}

static const char *read_time(struct dates *dates, const struct field *field, const char *text,
	struct arena *arena, struct fault *fault)
{
	enum local_role role = field->flags & UNTIL ? LOCAL_END : LOCAL_BEGINNING;
	struct local_moment moment;
	char utc[CLOCK_TEXT];

	switch (local_read(text, role, dates->offset, &moment)) {
	case LOCAL_NOT_A_TIME:
		fault_set(fault, EX_DATAERR,
			"\"%s\" is not a date of 1970 to 9999, YYYY-MM-DD, or a date and a time, "
			"YYYY-MM-DD HH:MM",
			text);
		return NULL;
	case LOCAL_SKIPPED:
		return refuse_skipped(dates, text, &moment, fault);
	case LOCAL_TWICE:
		return refuse_twice(dates, text, &moment, fault);
	case LOCAL_READ:
		break;
	}
	if (moment.needs_zone && dates->zone != NULL && dates->offset == NULL)
		return refuse_unknown(dates, text, fault);
	if (moment.needs_zone && dates->zone == NULL)
		dates->assumed_utc = true;
	clock_format(moment.milliseconds, utc);
	return arena_text(arena, utc, strlen(utc));
}

static const char *read_zone(
	struct dates *dates, const char *text, struct arena *arena, struct fault *fault)
{
	const char *listed;

	if (!tzdata_has(text, fault)) {
		fault->status = EX_DATAERR;
		return NULL;
	}
	listed = tzdata_listed_name(text, arena);
	if (listed != NULL)
		dates->warning = arena_printf(arena,
			"%s is another name of %s, and not every system has it", text, listed);
	return arena_text(arena, text, strlen(text));
}

static const char *read_written(struct written *of, const struct field *field, const char *text,
	struct arena *arena, struct fault *fault)
{
	if (field->type == FIELD_TIME)
		return read_time((struct dates *)of, field, text, arena, fault);
	return read_zone((struct dates *)of, text, arena, fault);
}

struct dates dates_in(const char *zone, zone_offset *offset)
{
	return (struct dates){.written = {read_written}, .zone = zone, .offset = offset};
}

void dates_warn_of_utc(const char *tool)
{
	diagnostic(
		"warning: the conference has no time zone, so dates are in UTC: "
		"\"%.*s-conference set --zone Europe/Berlin\" sets one",
		(int)strcspn(tool, "-"), tool);
}

/* What dates are compared with, and where sentences about them are. */
struct doubt {
	int64_t now;
	zone_offset *offset;
	struct arena *arena;
};

/* How far the moment is from now, if it is too far; else NULL. */
static const char *describe_remote(const struct doubt *doubt, int64_t moment)
{
	int64_t years = (moment - doubt->now) / YEAR_MILLISECONDS;

	if (years < REMOTE_YEARS && years > -REMOTE_YEARS)
		return NULL;
	return arena_printf(doubt->arena, "%lld years %s", (long long)(years < 0 ? -years : years),
		years < 0 ? "ago" : "from now");
}

/* What is wrong with the MOMENT of FIELD, as today is where the conference is; NULL: nothing. */
static const char *describe_day(
	const struct doubt *doubt, const struct field *field, int64_t moment)
{
	char day[LOCAL_DATE_TEXT], today[LOCAL_DATE_TEXT];

	if (field->flags & PAST)
		return moment > doubt->now + AHEAD_DAYS * DAY_MILLISECONDS ? "in the future" : NULL;
	if (!(field->flags & UNTIL))
		return NULL;
	/* An end is the first moment that is too late. */
	local_date(moment - 1, doubt->offset, day);
	local_date(doubt->now, doubt->offset, today);
	return strcmp(day, today) < 0 ? "past already" : NULL;
}

/* The sentence if the date or time TEXT of FIELD can hardly be meant; else NULL. */
static const char *describe(const struct doubt *doubt, const struct field *field, const char *text)
{
	int64_t moment = clock_parse_or(text, doubt->now);
	const char *why = describe_remote(doubt, moment);
	char local[LOCAL_TEXT];

	if (why == NULL)
		why = describe_day(doubt, field, moment);
	if (why == NULL)
		return NULL;
	strlcpy(local, text, sizeof(local));
	if (field->type == FIELD_TIME)
		local_format(moment, field->flags & UNTIL ? LOCAL_END : LOCAL_BEGINNING,
			doubt->offset, local);
	return arena_printf(doubt->arena, "%s is %s, %s", field->name, local, why);
}

static const char *find_doubt(
	const struct doubt *doubt, const struct layout *layout, const void *data);

static const char *find_in_list(
	const struct doubt *doubt, const struct field *field, const struct list *list)
{
	const char *found = NULL;
	size_t i;

	for (i = 0; i < list->count && found == NULL; i++)
		found = find_doubt(
			doubt, field->layout, (const char *)list->items + i * field->layout->size);
	return found;
}

static const char *find_doubt(
	const struct doubt *doubt, const struct layout *layout, const void *data)
{
	const char *found = NULL;
	size_t i;

	for (i = 0; i < layout->count && found == NULL; i++) {
		const struct field *field = &layout->fields[i];
		const void *at = field_at(field, data);

		if (!field_is_present(field, data))
			continue;
		if (field->type == FIELD_DATE || field->type == FIELD_TIME)
			found = describe(doubt, field, *(const char *const *)at);
		else if (field->type == FIELD_OBJECT)
			found = find_doubt(doubt, field->layout, *(void *const *)at);
		else if (field->type == FIELD_LIST)
			found = find_in_list(doubt, field, at);
	}
	return found;
}

const char *dates_doubt(const struct layout *layout, const void *data, const struct clock *clock,
	struct arena *arena)
{
	struct doubt doubt = {clock_now(clock), clock->offset, arena};

	return find_doubt(&doubt, layout, data);
}
