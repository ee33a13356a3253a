#include "tool/dates.h"

#include "base/local.h"
#include "tool/tzdata.h"

enum { REMOTE_YEARS = 10 };

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

static const char *read_written(struct local *of, const struct field *field, const char *text,
	struct arena *arena, struct fault *fault)
{
	if (field->type == FIELD_TIME)
		return read_time((struct dates *)of, field, text, arena, fault);
	if (!tzdata_has(text, fault)) {
		fault->status = EX_DATAERR;
		return NULL;
	}
	return arena_text(arena, text, strlen(text));
}

struct dates dates_in(const char *zone, zone_offset *offset)
{
	return (struct dates){.local = {read_written}, .zone = zone, .offset = offset};
}

/* Borrows from ARENA: the sentence if the date or time TEXT of FIELD is remote; else NULL. */
static const char *describe_remote(
	const struct field *field, const char *text, int64_t now, struct arena *arena)
{
	struct clock_parts parts;
	int64_t years;

	if (!clock_read(text, &parts))
		return NULL;
	years = (parts.local - now) / YEAR_MILLISECONDS;
	if (years < REMOTE_YEARS && years > -REMOTE_YEARS)
		return NULL;
	return arena_printf(arena, "%s is %.10s, %lld years %s", field->name, text,
		(long long)(years < 0 ? -years : years), years < 0 ? "ago" : "from now");
}

static const char *find_in_list(
	const struct field *field, const struct list *list, int64_t now, struct arena *arena)
{
	const char *found = NULL;
	size_t i;

	for (i = 0; i < list->count && found == NULL; i++)
		found = dates_remote(field->layout,
			(const char *)list->items + i * field->layout->size, now, arena);
	return found;
}

const char *dates_remote(
	const struct layout *layout, const void *data, int64_t now, struct arena *arena)
{
	const char *found = NULL;
	size_t i;

	for (i = 0; i < layout->count && found == NULL; i++) {
		const struct field *field = &layout->fields[i];
		const void *at = field_at(field, data);

		if (!field_is_present(field, data))
			continue;
		if (field->type == FIELD_DATE || field->type == FIELD_TIME)
			found = describe_remote(field, *(const char *const *)at, now, arena);
		else if (field->type == FIELD_OBJECT)
			found = dates_remote(field->layout, *(void *const *)at, now, arena);
		else if (field->type == FIELD_LIST)
			found = find_in_list(field, at, now, arena);
	}
	return found;
}
