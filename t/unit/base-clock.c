/* Times and dates: RFC 3339, the calendar, the ends of its range. */
#include "base/clock.h"
#include "tap.h"

static void is_time(const char *text, const char *wanted, const char *name)
{
	char got[CLOCK_TEXT] = "refused";
	int64_t at;

	if (clock_parse(text, &at))
		clock_format(at, got);
	tap_text(got, wanted, name);
}

static void is_duration(const char *text, const char *expected, const char *name)
{
	char is[DURATION_TEXT] = "refused";
	int64_t minutes;

	if (clock_read_minutes(text, &minutes))
		clock_format_minutes(minutes, is);
	tap_text(is, expected, name);
}

int main(void)
{
	is_time("2017-07-12T17:00:00.123Z", "2017-07-12T17:00:00.123Z",
		"a time in UTC is formatted as it was written");
	is_time("2017-07-12T17:00:00+02:00", "2017-07-12T15:00:00.000Z",
		"a time with an offset is converted to UTC");
	is_time("2017-07-12T17:00:00.123999Z", "2017-07-12T17:00:00.123Z",
		"digits after the milliseconds are cut off");
	is_time("2017-07-12", "2017-07-12T00:00:00.000Z",
		"a date is read as the first moment of its day");
	is_time("2024-02-29", "2024-02-29T00:00:00.000Z", "a leap day is read");
	is_time("2023-02-29", "refused", "a leap day of a common year is refused");
	is_time("2025-04-31", "refused", "the 31st of April is refused");
	is_time("2025-13-01", "refused", "a thirteenth month is refused");
	is_time("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z",
		"a leap second is read as the start of the next minute");
	is_time("2017-07-01T01:59:60+02:00", "2017-07-01T00:00:00.000Z",
		"a leap second is that of UTC, whatever the offset");
	is_time("2016-12-31T23:58:60Z", "refused", "a second of 60 in another minute is refused");
	is_time("2017-03-31T23:59:60Z", "refused", "a second of 60 at the end of March is refused");
	is_time("2017-07-12T17:00:60Z", "refused", "a second of 60 in the day is refused");
	is_time("2016-12-31T23:59:60+01:00", "refused",
		"a second of 60 at midnight of another offset is refused");
	is_time("2017-07-12T24:00:00Z", "refused", "hour 24 is refused");
	is_time("2017-07-12T24:30:00Z", "refused", "half past hour 24 is refused");
	is_time("2017-07-12T10:00:61Z", "refused", "second 61 is refused");
	is_time("9999-12-31T23:59:60Z", "refused", "the second after the year 9999 is refused");
	is_time("1970-01-01T00:00:59.999+00:01", "refused", "a millisecond before 1970 is refused");
	is_time("2017-07-12T17:00:00", "refused", "a time without an offset is refused");
	is_time("2017-07-12T17:00:00Z ", "refused", "a time with a space after it is refused");
	is_time("2017-07-12T17:00Z", "refused", "a time without seconds is refused");
	is_time("2038-01-19T03:14:08Z", "2038-01-19T03:14:08.000Z",
		"a time beyond 32 bits of seconds is read");
	is_time("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z",
		"the last millisecond of 9999 is read");
	is_time("9999-12-31T23:59:59-00:01", "refused",
		"a time that its offset puts after 9999 is refused");
	is_time("1969-12-31T23:59:59Z", "refused", "a time before 1970 is refused");
	is_time("", "refused", "an empty text is refused as a time");
	is_duration("43200", "30d", "43200 minutes are 30 days");
	is_duration("36h", "36h", "36 hours are no whole days");
	is_duration("90m", "90m", "90 minutes are no whole hours");
	is_duration("0", "0d", "no time is 0 days");
	is_duration("d", "refused", "a unit alone is no duration");
	is_duration("1.5h", "refused", "a fraction is no duration");
	is_duration("-1d", "refused", "a time below 0 is no duration");
	is_duration("2147483648", "refused", "more minutes than a number has are no duration");
	is_duration("0000000000000000000000000001d", "refused",
		"a text that is too long is no duration");
	tap_ok(clock_is_date("2025-01-31"), "clock_is_date accepts a date");
	tap_ok(!clock_is_date("2025-01-31T00:00:00Z"), "clock_is_date refuses a time");
	tap_ok(clock_now(&(struct clock){.frozen = true, .at = 42}) == 42,
		"a stopped clock has the time at which it was stopped");
	return tap_end();
}
