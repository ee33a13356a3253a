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

int main(void)
{
	is_time("2017-07-12T17:00:00.123Z", "2017-07-12T17:00:00.123Z", "a time is itself");
	is_time("2017-07-12T17:00:00+02:00", "2017-07-12T15:00:00.000Z", "an offset is taken off");
	is_time("2017-07-12T17:00:00.123999Z", "2017-07-12T17:00:00.123Z",
		"past milliseconds it is cut");
	is_time("2017-07-12", "2017-07-12T00:00:00.000Z", "a date is its first moment");
	is_time("2024-02-29", "2024-02-29T00:00:00.000Z", "2024 has a leap day");
	is_time("2023-02-29", "refused", "2023 has none");
	is_time("2025-04-31", "refused", "April has thirty days");
	is_time("2025-13-01", "refused", "a year has twelve months");
	is_time("2016-12-31T23:59:60Z", "2017-01-01T00:00:00.000Z",
		"a leap second is the next minute");
	is_time("2017-07-12T24:00:00Z", "refused", "a day has no 24th hour");
	is_time("2017-07-12T17:00:00", "refused", "a time without offset is none");
	is_time("2017-07-12T17:00:00Z ", "refused", "nothing may follow");
	is_time("2017-07-12T17:00Z", "refused", "seconds are not left out");
	is_time("2038-01-19T03:14:08Z", "2038-01-19T03:14:08.000Z",
		"2038 is a year like any other");
	is_time("9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z", "9999 is the last one");
	is_time("1969-12-31T23:59:59Z", "refused", "before 1970 there is nothing");
	is_time("", "refused", "nothing is no time");
	tap_ok(clock_is_date("2025-01-31"), "a date is a date");
	tap_ok(!clock_is_date("2025-01-31T00:00:00Z"), "a time is not");
	tap_ok(clock_now(&(struct clock){true, 42}) == 42, "a stopped clock stands");
	return tap_end();
}
