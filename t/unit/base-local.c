/* Local time in zones of the system: days, times that are skipped, and times that come twice. */
#include "base/local.h"
#include "tap.h"

/* The offset of the zone that TZ names. */
static int64_t offset(int64_t moment)
{
	time_t seconds = (time_t)moment;
	struct tm tm;

	localtime_r(&seconds, &tm);
	return tm.tm_gmtoff;
}

static void set_zone(const char *name)
{
	setenv("TZ", name, 1);
	tzset();
}

static zone_offset *zone = offset;

/* What TEXT is, or why it is none. */
static const char *moment_of(const char *text, enum local_role role)
{
	static char found[4 * CLOCK_TEXT];
	char second[CLOCK_TEXT];
	struct local_moment moment;
	enum local_result result = local_read(text, role, zone, &moment);

	if (result == LOCAL_NOT_A_TIME)
		return "not a time";
	clock_format(moment.milliseconds, found);
	clock_format(moment.second, second);
	if (result == LOCAL_SKIPPED)
		strlcat(found, " skips it", sizeof(found));
	if (result != LOCAL_TWICE)
		return found;
	strlcat(found, " or ", sizeof(found));
	strlcat(found, second, sizeof(found));
	return found;
}

static void begins(const char *text, const char *wanted, const char *name)
{
	tap_text(moment_of(text, LOCAL_BEGINNING), wanted, name);
}

static void ends(const char *text, const char *wanted, const char *name)
{
	tap_text(moment_of(text, LOCAL_END), wanted, name);
}

static void shows(int64_t second, enum local_role role, const char *wanted, const char *name)
{
	char text[LOCAL_TEXT];

	local_format(second * 1000, role, zone, text);
	tap_text(text, wanted, name);
}

static void test_utc(void)
{
	char date[LOCAL_DATE_TEXT];

	zone = NULL;
	begins("2027-03-01", "2027-03-01T00:00:00.000Z", "without a zone a day begins in UTC");
	ends("2027-03-01", "2027-03-02T00:00:00.000Z", "without a zone a day ends in UTC");
	begins("2027-03-01T09:30", "2027-03-01T09:30:00.000Z", "without a zone a time is in UTC");
	shows(1804032000, LOCAL_BEGINNING, "2027-03-03 00:00 UTC",
		"a time without a zone is shown in UTC");
	shows(1804032000, LOCAL_END, "2027-03-02 24:00 UTC",
		"an end at midnight is shown as 24:00 of the day before");
	local_date(1804032000000, NULL, date);
	tap_text(date, "2027-03-03", "without a zone the date is that in UTC");
	ends("9999-12-31", "9999-12-31T23:59:59.000Z", "the last day ends with its last second");
	begins("9999-12-31T24:00", "not a time", "a time after 9999 is refused");
	zone = offset;
}

static void test_forms(void)
{
	set_zone("Europe/Berlin");
	begins("2027-03-01 09:30", "2027-03-01T08:30:00.000Z", "a time without an offset is local");
	begins("2027-03-01T09:30:15.250", "2027-03-01T08:30:15.250Z",
		"a local time has seconds and milliseconds");
	begins("2027-03-01T09:30:00-06:00", "2027-03-01T15:30:00.000Z",
		"an offset is taken as it is");
	begins("2027-03-01 09:30 +05:30", "2027-03-01T04:00:00.000Z",
		"an offset may follow a blank");
	begins("2027-03-01 09:30 UTC", "2027-03-01T09:30:00.000Z", "UTC is an offset");
	ends("2027-03-01T09:30", "2027-03-01T08:30:00.000Z", "the end of a time is that time");
	begins("2027-03-01 24:00", "2027-03-01T23:00:00.000Z", "24:00 is the end of its day");
	begins("2027-03-01 24:01", "not a time", "24:01 is refused");
	begins("2027-03-01 09:30 CET", "not a time", "a zone's abbreviation is refused");
	begins("2027-03-01T", "not a time", "a date with a T and no time is refused");
	begins("2027-02-29", "not a time", "a leap day of a common year is not local either");
	begins("0225-03-01", "not a time", "a year before 1970 is refused");
	begins("1970-01-01", "not a time", "a local day that begins before 1970 in UTC is refused");
}

static void test_berlin(void)
{
	set_zone("Europe/Berlin");
	begins("2027-03-28", "2027-03-27T23:00:00.000Z", "a day of 23 hours begins in winter time");
	ends("2027-03-28", "2027-03-28T22:00:00.000Z", "a day of 23 hours ends in summer time");
	begins("2027-03-28T02:30", "2027-03-28T01:00:00.000Z skips it",
		"Berlin's clock skips 02:30 in March");
	begins("2027-03-28T02:00", "2027-03-28T01:00:00.000Z skips it",
		"the first moment that is skipped is no time");
	begins("2027-03-28T03:00", "2027-03-28T01:00:00.000Z",
		"the moment after those that are skipped is a time");
	begins("2027-10-31T02:30", "2027-10-31T00:30:00.000Z or 2027-10-31T01:30:00.000Z",
		"Berlin's clock shows 02:30 twice in October");
	begins("2027-10-31T03:00", "2027-10-31T02:00:00.000Z",
		"the moment after those that come twice comes once");
	ends("2027-10-31", "2027-10-31T23:00:00.000Z", "a day of 25 hours ends in winter time");
	shows(1824942600, LOCAL_BEGINNING, "2027-10-31 02:30 +02:00",
		"a time that comes twice is shown with its offset");
	shows(1824946200, LOCAL_BEGINNING, "2027-10-31 02:30 +01:00",
		"the second of them has another offset");
	shows(1824946205, LOCAL_BEGINNING, "2027-10-31 02:30:05 +01:00",
		"seconds are shown if there are any");
}

static void test_others(void)
{
	char date[LOCAL_DATE_TEXT];

	set_zone("America/Chicago");
	ends("2027-03-01", "2027-03-02T06:00:00.000Z", "1 March ends in Chicago at 06:00 UTC");
	begins("2027-03-14T02:30", "2027-03-14T08:00:00.000Z skips it",
		"Chicago's clock skips 02:30 in March");
	begins("2027-11-07T01:30", "2027-11-07T06:30:00.000Z or 2027-11-07T07:30:00.000Z",
		"Chicago's clock shows 01:30 twice in November");
	local_date(1804032000000, zone, date);
	tap_text(date, "2027-03-02", "the date in Chicago is that of its evening");
	shows(1803967200, LOCAL_END, "2027-03-01 24:00 -06:00",
		"the end of a day in Chicago is shown as 24:00");

	set_zone("Australia/Lord_Howe");
	begins("2027-10-03T02:15", "2027-10-02T15:30:00.000Z skips it",
		"Lord Howe's clock skips half an hour");
	begins("2027-10-03T02:30", "2027-10-02T15:30:00.000Z",
		"after that half hour Lord Howe's clock is at 02:30");
	begins("2027-04-04T01:45", "2027-04-03T14:45:00.000Z or 2027-04-03T15:15:00.000Z",
		"Lord Howe's clock shows a half hour twice");
	begins("2027-04-04T01:15", "2027-04-03T14:15:00.000Z", "the half hour before comes once");

	set_zone("Pacific/Apia");
	begins("2011-12-30", "2011-12-30T10:00:00.000Z skips it", "Apia's clock skips a whole day");
	ends("2011-12-30", "2011-12-30T10:00:00.000Z skips it", "a day that is skipped has no end");
	ends("2011-12-29", "2011-12-30T10:00:00.000Z", "the day before it ends when it is skipped");
	begins("2011-12-31", "2011-12-30T10:00:00.000Z",
		"the day after it begins at the same moment");

	set_zone("America/Sao_Paulo");
	begins("2018-11-04", "2018-11-04T03:00:00.000Z",
		"a day whose midnight is skipped begins at 01:00");
	ends("2018-11-03", "2018-11-04T03:00:00.000Z", "the day before it ends at the same moment");
	set_zone("America/Havana");
	begins("2026-11-01", "2026-11-01T04:00:00.000Z",
		"a day whose midnight comes twice begins with the first");
	begins("2026-11-01T00:00", "2026-11-01T04:00:00.000Z or 2026-11-01T05:00:00.000Z",
		"a midnight that comes twice is ambiguous as a time");
	tap_ok(local_begins_day(INT64_C(1793505600000), zone),
		"a day begins with the first of two midnights");
	tap_ok(!local_begins_day(INT64_C(1793509200000), zone),
		"no day begins with the second of two midnights");
}

static void is_worded(int64_t seconds, enum local_role role, const char *beside, const char *wanted,
	const char *name)
{
	char text[LOCAL_WORDS];

	local_words(seconds * 1000, role, zone, beside, text);
	tap_text(text, wanted, name);
}

static void test_words(void)
{
	char date[LOCAL_DATE_WORDS];

	set_zone("Europe/Berlin");
	is_worded(1824946205, LOCAL_BEGINNING, NULL, "02:30 on 31 October 2027",
		"a moment in words has no seconds");
	is_worded(1824946205, LOCAL_BEGINNING, "2027-01-01T00:00:00.000Z", "02:30 on 31 October",
		"a moment in words has no year beside one of the same year");
	is_worded(1824946205, LOCAL_BEGINNING, "2026-12-31", "02:30 on 31 October 2027",
		"a moment in words has its year beside one of another year");
	is_worded(1825023600, LOCAL_END, NULL, "24:00 on 31 October 2027",
		"an end at midnight in words is that of the day that ends");
	zone = NULL;
	is_worded(1824946205, LOCAL_BEGINNING, "2027", "01:30 UTC on 31 October",
		"a moment in words without a zone is in UTC");
	local_date_words("2027-12-09", NULL, date);
	tap_text(date, "9 December 2027", "a date in words has no zero before the day");
	local_date_words("2027-01-09", "2027-12-31", date);
	tap_text(date, "9 January", "a date in words has no year beside one of the same year");
}

static void test_names(void)
{
	tap_ok(local_is_zone("America/Argentina/Buenos_Aires"),
		"a zone's name may have three parts");
	tap_ok(local_is_zone("Etc/GMT+5"), "a zone's name may have a sign");
	tap_ok(local_is_zone("UTC"), "UTC is a zone's name");
	tap_ok(!local_is_zone("../../etc/passwd"), "a path with dots is no zone's name");
	tap_ok(!local_is_zone("/etc/localtime"), "an absolute path is no zone's name");
	tap_ok(!local_is_zone(":Europe/Berlin"), "a colon before a zone's name is refused");
	tap_ok(!local_is_zone("CET-1CEST,M3.5.0,M10.5.0/3"), "a rule of POSIX is no zone's name");
	tap_ok(!local_is_zone("right/Europe/Berlin"), "a zone that counts leap seconds is refused");
	tap_ok(!local_is_zone("localtime"), "the zone of the host is refused");
	tap_ok(!local_is_zone("posixrules"), "the zone of POSIX rules is refused");
	tap_ok(!local_is_zone("Factory"), "the zone of a host without one is refused");
	tap_ok(!local_is_zone(""), "an empty text is no zone's name");
}

static void test_text(void)
{
	struct buffer out = {0};

	set_zone("Europe/Berlin");
	local_add_text(&out, "it was 2027-03-01T18:30:00.000Z: 2027-03-01T18:30:00Z", offset);
	tap_text(buffer_text(&out), "it was 2027-03-01 19:30 +01:00: 2027-03-01T18:30:00Z",
		"a recorded text has its moments in local time, and nothing else changed");
	buffer_reset(&out);
	local_add_text(&out, "12027-13-01T18:30:00.000Z 2027-03-01T18:30:00.000", offset);
	tap_text(buffer_text(&out), "12027-13-01T18:30:00.000Z 2027-03-01T18:30:00.000",
		"a text without a moment stays as it is");
	buffer_reset(&out);
	local_add_text(&out, "2027-03-01T18:30:00.000Z", NULL);
	tap_text(buffer_text(&out), "2027-03-01 18:30 UTC", "in no zone a text's moment is in UTC");
	buffer_release(&out);
}

int main(void)
{
	test_utc();
	test_forms();
	test_berlin();
	test_others();
	test_words();
	test_names();
	test_text();
	return tap_end();
}
