#include "base/clock.h"

#define LAST_SECOND INT64_C(253402300799) /* 9999-12-31T23:59:59Z */

int64_t clock_now(const struct clock *clock)
{
	struct timespec now;

	if (clock->frozen)
		return clock->at;
	clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int64_t clock_monotonic(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Reads exactly COUNT digits; moves *AT past them. */
static bool read_digits(const char **at, int count, int *value)
{
	*value = 0;
	for (; count > 0; count--, (*at)++) {
		if (**at < '0' || **at > '9')
			return false;
		*value = *value * 10 + (**at - '0');
	}
	return true;
}

static bool read_char(const char **at, const char *allowed, char *found)
{
	if (**at == '\0' || strchr(allowed, **at) == NULL)
		return false;
	*found = *(*at)++;
	return true;
}

/* Reads YYYY-MM-DD. timegm(3) normalizes: an impossible date comes back changed. */
static bool read_date(const char **at, int64_t *seconds)
{
	struct tm tm = {0};
	struct tm back;
	time_t first;
	char dash;

	if (!read_digits(at, 4, &tm.tm_year) || !read_char(at, "-", &dash) ||
		!read_digits(at, 2, &tm.tm_mon) || !read_char(at, "-", &dash) ||
		!read_digits(at, 2, &tm.tm_mday))
		return false;
	if (tm.tm_year < 1970)
		return false;
	tm.tm_year -= 1900;
	tm.tm_mon -= 1;
	back = tm;
	first = timegm(&back);
	if (back.tm_year != tm.tm_year || back.tm_mon != tm.tm_mon || back.tm_mday != tm.tm_mday)
		return false;
	*seconds = first;
	return true;
}

/* Reads an optional fraction of a second, truncated to milliseconds. */
static bool read_fraction(const char **at, int *milliseconds)
{
	int weight = 100;

	*milliseconds = 0;
	if (**at != '.')
		return true;
	(*at)++;
	if (**at < '0' || **at > '9')
		return false;
	for (; **at >= '0' && **at <= '9'; (*at)++, weight /= 10)
		*milliseconds += (**at - '0') * weight;
	return true;
}

/* Reads HH:MM, HH:MM:SS or HH:MM:SS.fff, and adds it to PARTS. *LEAP: its second is 60. */
static bool read_time(const char **at, struct clock_parts *parts, bool *leap)
{
	int hour, minute, second = 0, fraction = 0;
	char colon;

	if (!read_digits(at, 2, &hour) || !read_char(at, ":", &colon) ||
		!read_digits(at, 2, &minute))
		return false;
	if (**at == ':') {
		(*at)++;
		if (!read_digits(at, 2, &second) || !read_fraction(at, &fraction))
			return false;
	} else {
		parts->strict = false;
	}
	if (hour == 24 && minute == 0 && second == 0 && fraction == 0)
		parts->strict = false;
	else if (hour > 23)
		return false;
	*leap = second == 60;
	if (minute > 59 || second > 60)
		return false;
	parts->has_time = true;
	parts->local += ((int64_t)hour * 3600 + minute * 60 + second) * 1000 + fraction;
	return true;
}

/* Reads Z, UTC, +HH:MM or -HH:MM, with blanks before it. */
static bool read_offset(const char **at, struct clock_parts *parts)
{
	int hour, minute;
	char sign, colon;

	parts->has_offset = true;
	if (**at == ' ' || strncmp(*at, "UTC", 3) == 0)
		parts->strict = false;
	*at += strspn(*at, " ");
	if (strncmp(*at, "UTC", 3) == 0) {
		*at += 3;
		return true;
	}
	if (!read_char(at, "Zz+-", &sign))
		return false;
	if (sign == 'Z' || sign == 'z')
		return true;
	if (!read_digits(at, 2, &hour) || !read_char(at, ":", &colon) ||
		!read_digits(at, 2, &minute) || hour > 23 || minute > 59)
		return false;
	parts->offset = (int64_t)(hour * 60 + minute) * 60000 * (sign == '-' ? -1 : 1);
	return true;
}

/*
 * Whether the second of 60 before PARTS can be one: RFC 3339, 5.7, the last of June or December in
 * UTC. It becomes the first second of the next minute.
 */
static bool is_leap_second(const struct clock_parts *parts)
{
	time_t seconds = (time_t)((parts->local - parts->offset) / 1000);
	struct tm tm;

	return parts->has_offset && seconds % 86400 == 0 && gmtime_r(&seconds, &tm) != NULL &&
	       tm.tm_mday == 1 && (tm.tm_mon == 6 || tm.tm_mon == 0);
}

bool clock_read(const char *text, struct clock_parts *parts)
{
	bool leap = false;
	int64_t seconds;
	char separator;

	*parts = (struct clock_parts){.strict = true};
	if (!read_date(&text, &seconds))
		return false;
	parts->local = seconds * 1000;
	if (*text == '\0')
		return true;
	if (!read_char(&text, "Tt ", &separator) || !read_time(&text, parts, &leap))
		return false;
	if (*text != '\0' && !read_offset(&text, parts))
		return false;
	return *text == '\0' && (!leap || is_leap_second(parts));
}

bool clock_parse(const char *text, int64_t *milliseconds)
{
	struct clock_parts parts;
	int64_t moment;

	if (!clock_read(text, &parts) || !parts.strict || parts.has_time != parts.has_offset)
		return false;
	moment = parts.local - parts.offset;
	if (moment < 0 || moment / 1000 > LAST_SECOND)
		return false;
	*milliseconds = moment;
	return true;
}

void clock_format(int64_t milliseconds, char text[CLOCK_TEXT])
{
	time_t seconds = (time_t)(milliseconds / 1000);
	struct tm tm;
	size_t length;

	if (gmtime_r(&seconds, &tm) == NULL || tm.tm_year > 9999 - 1900) {
		/* RFC 3339 ends with the year 9999: use its last millisecond. */
		strlcpy(text, "9999-12-31T23:59:59.999Z", CLOCK_TEXT);
		return;
	}
	length = strftime(text, CLOCK_TEXT, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text + length, CLOCK_TEXT - length, ".%03dZ", (int)(milliseconds % 1000));
}

bool clock_is_date(const char *text)
{
	int64_t seconds;

	return read_date(&text, &seconds) && *text == '\0';
}

int64_t clock_parse_or(const char *text, int64_t otherwise)
{
	int64_t moment;

	return text != NULL && clock_parse(text, &moment) ? moment : otherwise;
}

static const struct unit {
	char letter;
	int64_t minutes;
} units[] = {{'d', 24 * 60}, {'h', 60}, {'m', 1}};

enum { UNITS = sizeof(units) / sizeof(*units) };

bool clock_read_minutes(const char *text, int64_t *minutes)
{
	size_t length = strlen(text), i;
	char digits[DURATION_TEXT];
	int64_t unit = 1;
	const char *error;

	if (strlcpy(digits, text, sizeof(digits)) >= sizeof(digits))
		return false;
	for (i = 0; i < UNITS; i++) {
		if (length == 0 || digits[length - 1] != units[i].letter)
			continue;
		unit = units[i].minutes;
		digits[length - 1] = '\0';
		break;
	}
	*minutes = strtonum(digits, 0, INT32_MAX, &error) * unit;
	return error == NULL;
}

void clock_format_minutes(int64_t minutes, char text[DURATION_TEXT])
{
	const struct unit *unit = units;

	while (minutes % unit->minutes != 0)
		unit++;
	snprintf(text, DURATION_TEXT, "%lld%c", (long long)(minutes / unit->minutes), unit->letter);
}
