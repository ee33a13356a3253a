/* Dates as people write them. */
#include "import/date.h"
#include "tap.h"

static void is_date(const char *text, enum date_order order, const char *wanted)
{
	static const char *const orders[] = {
		"", ", if the day is first", ", if the month is first", ", if the year is first"};
	struct date date;
	char name[200];
	enum date_result result = date_parse(text, order, &date);

	snprintf(name, sizeof(name), "\"%s\" is %s%s", text, wanted, orders[order]);
	tap_text(result == DATE_READ ? date.day : "no date", wanted, name);
}

static void fails(const char *text, enum date_order order, enum date_result wanted, const char *why)
{
	struct date date;
	char name[200];
	enum date_result result = date_parse(text, order, &date);

	snprintf(name, sizeof(name), "\"%s\" is refused as a date: %s", text, why);
	tap_ok(result == wanted, name);
	if (result != wanted)
		printf("# result %d, wanted %d\n", (int)result, (int)wanted);
}

/* WANTED: the time of day and the offset, or "no time". */
static void has_clock(const char *text, const char *wanted)
{
	char name[200], got[DATE_CLOCK + DATE_OFFSET];
	struct date date;
	enum date_result result = date_parse(text, DATE_ORDER_UNKNOWN, &date);

	snprintf(got, sizeof(got), "%s%s", date.clock, date.offset);
	snprintf(name, sizeof(name), "\"%s\" has the time \"%s\"", text, wanted);
	tap_text(result == DATE_READ ? got : "no date", wanted, name);
}

static void read_clocks(void)
{
	has_clock("31.01.2025", "");
	has_clock("31.01.2025 14:05", "T14:05:00");
	has_clock("1/31/2025 2:05 PM", "T14:05:00");
	has_clock("1/31/2025 12:05 am", "T00:05:00");
	has_clock("1/31/2025 12:05 pm", "T12:05:00");
	has_clock("2025-01-31T14:05:30Z", "T14:05:30Z");
	has_clock("2025-01-31t14:05:30.1234567z", "T14:05:30.123Z");
	has_clock("2025-01-31T14:05:00.5+01:00", "T14:05:00.5+01:00");
	has_clock("31.01.2025, 14:05 UTC", "T14:05:00Z");
	has_clock("31.01.2025 14:05 -0330", "T14:05:00-03:30");
	has_clock("2025-01-31 14:05:30+01", "T14:05:30+01:00");
}

static void read_dates(void)
{
	is_date("2025-01-31", DATE_ORDER_UNKNOWN, "2025-01-31");
	is_date("2025/1/31", DATE_ORDER_UNKNOWN, "2025-01-31");
	is_date("20250131", DATE_ORDER_UNKNOWN, "2025-01-31");
	is_date("31.01.2025", DATE_ORDER_UNKNOWN, "2025-01-31");
	is_date("31. 1. 2025", DATE_ORDER_UNKNOWN, "2025-01-31");
	is_date("01.02.25", DATE_DAY_FIRST, "2025-02-01");
	is_date("25.02.01", DATE_YEAR_FIRST, "2025-02-01");
	is_date("25/01/31", DATE_YEAR_FIRST, "2025-01-31");
	is_date("25-01-31", DATE_DAY_FIRST, "2031-01-25");
	is_date("99-01-31", DATE_YEAR_FIRST, "1999-01-31");
	is_date("25-Jan-31", DATE_YEAR_FIRST, "2025-01-31");
	is_date("31-Jan-25", DATE_MONTH_FIRST, "2025-01-31");
	is_date("31.01.2025", DATE_YEAR_FIRST, "2025-01-31");
	is_date("1/31/2025", DATE_YEAR_FIRST, "2025-01-31");
	is_date("25.01.25", DATE_ORDER_UNKNOWN, "2025-01-25");
	is_date("1/31/25", DATE_ORDER_UNKNOWN, "2025-01-31");
	is_date("01.02.2025", DATE_MONTH_FIRST, "2025-02-01");
	is_date("31/1/2025", DATE_ORDER_UNKNOWN, "2025-01-31");
	is_date("1/31/2025", DATE_ORDER_UNKNOWN, "2025-01-31");
	is_date("5/5/2025", DATE_ORDER_UNKNOWN, "2025-05-05");
	is_date("1/2/2025", DATE_DAY_FIRST, "2025-02-01");
	is_date("1/2/2025", DATE_MONTH_FIRST, "2025-01-02");
	is_date("1-2-25", DATE_MONTH_FIRST, "2025-01-02");
	is_date("31-Jan-25", DATE_DAY_FIRST, "2025-01-31");
	is_date("31 January 2025", DATE_ORDER_UNKNOWN, "2025-01-31");
	is_date("Sept. 1, 2025", DATE_ORDER_UNKNOWN, "2025-09-01");
	is_date("May 1, 2025", DATE_ORDER_UNKNOWN, "2025-05-01");
	is_date("31.12.99", DATE_ORDER_UNKNOWN, "1999-12-31");
	is_date("29.02.2024", DATE_ORDER_UNKNOWN, "2024-02-29");
	is_date("2025-01-31 00:00:00", DATE_ORDER_UNKNOWN, "2025-01-31");
	is_date("1/31/2025 2:05 PM", DATE_ORDER_UNKNOWN, "2025-01-31");
}

static void refuse_dates(void)
{
	static const char *const invalid[] = {"", " ", "soon", "2025-02-30", "31.02.2025",
		"2025-13-01", "29.02.2025", "32/1/2025", "13/13/2025", "1/2", "1/2/3", "1/2/205",
		"2025", "2025-1", "1.2/2025", "Jan 2025", "Foo 1, 2025", "31 J 2025", "1/2/2025x",
		"2025-01-31T", "2025-01-31 25:00", "2025-01-31 10:60", "0/1/2025", "1/0/2025",
		"1969-12-31", "1/31/2025 14:05 PM", "1/31/2025 0:05 AM", "2025-01-31 10:00 CET",
		"2025-01-31 10:00 +1", "2025-01-31 10:00 +01:", "202501310", "-1/2/2025", "1//2025",
		"2025-01/31", "\xff", "12:00"};
	size_t i;

	for (i = 0; i < sizeof(invalid) / sizeof(*invalid); i++)
		fails(invalid[i], DATE_ORDER_UNKNOWN, DATE_NOT_A_DATE, "it is none");
	fails("1/2/2025", DATE_ORDER_UNKNOWN, DATE_AMBIGUOUS, "either number may be the day");
	fails("1/2/2025", DATE_YEAR_FIRST, DATE_AMBIGUOUS, "its year is last");
	fails("25/01/31", DATE_ORDER_UNKNOWN, DATE_AMBIGUOUS, "the year may be first");
	fails("31.01.25", DATE_ORDER_UNKNOWN, DATE_AMBIGUOUS, "the year may be first");
	fails("31-Jan-25", DATE_ORDER_UNKNOWN, DATE_AMBIGUOUS, "the year may be first");
	fails("31.06.25", DATE_ORDER_UNKNOWN, DATE_AMBIGUOUS, "the year may be first");
	fails("99.01.25", DATE_ORDER_UNKNOWN, DATE_AMBIGUOUS, "nothing says that years are first");
	fails("99.01.25", DATE_DAY_FIRST, DATE_NOT_A_DATE, "no month has 99 days");
	fails("31/12/99", DATE_YEAR_FIRST, DATE_OTHER_ORDER, "the day is first");
	fails("1/31/2025", DATE_DAY_FIRST, DATE_OTHER_ORDER, "the month is first");
	fails("31/1/2025", DATE_MONTH_FIRST, DATE_OTHER_ORDER, "the day is first");
	fails("45688", DATE_ORDER_UNKNOWN, DATE_SERIAL, "a spreadsheet counts days so");
}

/* SHORT_YEAR: whether it is about dates with a year of two digits. */
static void proves(const char *text, enum date_order wanted, bool short_year, const char *name)
{
	bool is_short;
	enum date_order order = date_evidence(text, &is_short);

	tap_ok(order == wanted && is_short == short_year, name);
}

int main(void)
{
	read_dates();
	refuse_dates();
	read_clocks();
	proves("1/31/2025", DATE_MONTH_FIRST, false, "1/31/2025 proves that months are first");
	proves("31/1/2025", DATE_DAY_FIRST, false, "31/1/2025 proves that days are first");
	proves("1/2/2025", DATE_ORDER_UNKNOWN, false, "1/2/2025 proves no order");
	proves("31.01.2025", DATE_ORDER_UNKNOWN, false,
		"a date with points proves no order of dates with slashes");
	proves("25/01/31", DATE_ORDER_UNKNOWN, true, "25/01/31 proves no order");
	proves("99/01/31", DATE_ORDER_UNKNOWN, true, "99/01/31 proves no order");
	proves("01/31/25", DATE_MONTH_FIRST, true, "01/31/25 proves that months are first");
	proves("31/12/99", DATE_DAY_FIRST, true, "31/12/99 proves that days are first");
	return tap_end();
}
