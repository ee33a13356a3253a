#include "base/local.h"

#include <ctype.h>
#include <stdio.h>

#define DAY INT64_C(86400)
#define LAST_SECOND INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

static int64_t offset_at(zone_offset *zone, int64_t moment)
{
	return zone != NULL ? zone(moment) : 0;
}

/* What the offset is on both sides of a local time: no zone's clock was set twice in two days. */
struct offsets {
	int64_t before, after;
};

static struct offsets offsets_around(zone_offset *zone, int64_t local)
{
	return (struct offsets){offset_at(zone, local - DAY), offset_at(zone, local + DAY)};
}

/* Fills FOUND with the moments that the LOCAL time is, ascending; returns how many. */
static int find_moments(zone_offset *zone, int64_t local, int64_t found[2])
{
	struct offsets offsets = offsets_around(zone, local);
	int count = 0;

	if (offset_at(zone, local - offsets.before) == offsets.before)
		found[count++] = local - offsets.before;
	if (offsets.after != offsets.before &&
		offset_at(zone, local - offsets.after) == offsets.after)
		found[count++] = local - offsets.after;
	return count;
}

/* The moment at which the clock was put forward past the LOCAL time, which is skipped. */
static int64_t find_skip(zone_offset *zone, int64_t local)
{
	struct offsets offsets = offsets_around(zone, local);
	int64_t low = local - offsets.after, high = local - offsets.before;

	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (offset_at(zone, middle) == offsets.before)
			low = middle;
		else
			high = middle;
	}
	return high;
}

/* Sets *MOMENT to the first one of the day that begins at LOCAL; false if that day is skipped. */
static bool find_day(zone_offset *zone, int64_t local, int64_t *moment)
{
	int64_t found[2];

	if (find_moments(zone, local, found) > 0) {
		*moment = found[0];
		return true;
	}
	*moment = find_skip(zone, local);
	return *moment + offset_at(zone, *moment) < local + DAY;
}

static enum local_result read_day(
	int64_t local, enum local_role role, zone_offset *zone, int64_t *moment)
{
	if (!find_day(zone, local, moment))
		return LOCAL_SKIPPED;
	if (role == LOCAL_END)
		find_day(zone, local + DAY, moment);
	if (*moment > LAST_SECOND)
		*moment = LAST_SECOND;
	return LOCAL_READ;
}

static enum local_result read_time(
	int64_t local, zone_offset *zone, int64_t *moment, int64_t *second)
{
	int64_t found[2];
	int count = find_moments(zone, local, found);

	*moment = count > 0 ? found[0] : find_skip(zone, local);
	*second = count > 1 ? found[1] : 0;
	return count == 0 ? LOCAL_SKIPPED : count == 1 ? LOCAL_READ : LOCAL_TWICE;
}

enum local_result local_read(
	const char *text, enum local_role role, zone_offset *zone, struct local_moment *moment)
{
	struct clock_parts parts;
	int64_t first, second = 0;
	enum local_result result = LOCAL_READ;

	if (!clock_read(text, &parts))
		return LOCAL_NOT_A_TIME;
	*moment = (struct local_moment){.needs_zone = !parts.has_offset};
	if (parts.has_offset)
		first = (parts.local - parts.offset) / 1000;
	else if (parts.has_time)
		result = read_time(parts.local / 1000, zone, &first, &second);
	else
		result = read_day(parts.local / 1000, role, zone, &first);
	if (parts.local < parts.offset || first < 0 || first > LAST_SECOND)
		return LOCAL_NOT_A_TIME;
	moment->milliseconds = first * 1000 + parts.local % 1000;
	moment->second = second * 1000 + parts.local % 1000;
	return result;
}

static void format_offset(int64_t offset, char text[8])
{
	int64_t minutes = (offset < 0 ? -offset : offset) / 60;

	snprintf(text, 8, "%c%02d:%02d", offset < 0 ? '-' : '+', (int)(minutes / 60 % 100),
		(int)(minutes % 60));
}

void local_format(
	int64_t milliseconds, enum local_role role, zone_offset *zone, char text[LOCAL_TEXT])
{
	int64_t offset = offset_at(zone, milliseconds / 1000);
	time_t local = (time_t)(milliseconds / 1000 + offset);
	bool whole = milliseconds % 1000 == 0;
	bool ends = role == LOCAL_END && whole && local % DAY == 0;
	char sign[8] = "UTC", time[16];
	struct tm tm;

	if (ends)
		local -= DAY;
	gmtime_r(&local, &tm);
	if (zone != NULL)
		format_offset(offset, sign);
	strftime(text, LOCAL_TEXT, "%Y-%m-%d ", &tm);
	strftime(time, sizeof(time), "%H:%M:%S", &tm);
	if (whole && tm.tm_sec == 0)
		time[5] = '\0';
	strlcat(text, ends ? "24:00" : time, LOCAL_TEXT);
	strlcat(text, " ", LOCAL_TEXT);
	strlcat(text, sign, LOCAL_TEXT);
}

void local_date(int64_t milliseconds, zone_offset *zone, char text[LOCAL_DATE_TEXT])
{
	int64_t moment = milliseconds / 1000;
	time_t local = (time_t)(moment + offset_at(zone, moment));
	struct tm tm;

	gmtime_r(&local, &tm);
	strftime(text, LOCAL_DATE_TEXT, "%Y-%m-%d", &tm);
}

bool local_begins_day(int64_t milliseconds, zone_offset *zone)
{
	struct local_moment moment;
	char date[LOCAL_DATE_TEXT];

	local_date(milliseconds, zone, date);
	return local_read(date, LOCAL_BEGINNING, zone, &moment) == LOCAL_READ &&
	       moment.milliseconds == milliseconds;
}

void local_date_words(const char *date, const char *beside, char text[LOCAL_DATE_WORDS])
{
	static const char *const months[] = {"January", "February", "March", "April", "May", "June",
		"July", "August", "September", "October", "November", "December"};
	int month = (date[5] - '0') * 10 + date[6] - '0';
	int day = (date[8] - '0') * 10 + date[9] - '0';

	snprintf(text, LOCAL_DATE_WORDS, "%d %s %.4s", day, months[(month + 11) % 12], date);
	if (beside != NULL && strncmp(date, beside, 4) == 0)
		*strrchr(text, ' ') = '\0';
}

void local_words(int64_t milliseconds, enum local_role role, zone_offset *zone, const char *beside,
	char text[LOCAL_WORDS])
{
	char local[LOCAL_TEXT], date[LOCAL_DATE_WORDS];
	const char *time = local + LOCAL_DATE_TEXT;

	local_format(milliseconds, role, zone, local);
	local_date_words(local, beside, date);
	/* Seconds are left out: who keeps to an earlier minute keeps to a deadline, too. */
	snprintf(text, LOCAL_WORDS, "%.5s%s on %s", time, zone == NULL ? " UTC" : "", date);
}

/*
 * Zones begin with a capital letter; files that do not are other tables of the same zones, such as
 * right/, which counts leap seconds, or localtime, which is of one host. Factory is of none.
 */
bool local_is_zone(const char *name)
{
	static const char capitals[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t length = strlen(name);

	return length > 0 && length <= ZONE_LIMIT && strchr(capitals, *name) != NULL &&
	       strspn(name,
		       "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		       "0123456789_+-/") == length &&
	       name[length - 1] != '/' && strstr(name, "//") == NULL &&
	       strcmp(name, "Factory") != 0;
}

/* Whether TEXT begins with a moment as clock_format() has it. */
static bool begins_with_moment(const char *text, int64_t *moment)
{
	static const char form[] = "dddd-dd-ddTdd:dd:dd.dddZ";
	char copy[sizeof(form)];
	size_t i;

	for (i = 0; form[i] != '\0'; i++)
		if (form[i] == 'd' ? !isdigit((unsigned char)text[i]) : text[i] != form[i])
			return false;
	snprintf(copy, sizeof(copy), "%s", text);
	return clock_parse(copy, moment);
}

void local_add_text(struct buffer *out, const char *text, zone_offset *zone)
{
	char local[LOCAL_TEXT];
	int64_t moment;

	while (*text != '\0')
		if (isdigit((unsigned char)*text) && begins_with_moment(text, &moment)) {
			local_format(moment, LOCAL_BEGINNING, zone, local);
			buffer_add_text(out, local);
			text += CLOCK_TEXT - 1;
		} else {
			buffer_add(out, text++, 1);
		}
}
