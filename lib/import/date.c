#include "import/date.h"

#include <ctype.h>
#include <stdint.h>

#include "base/clock.h"
#include "base/month.h"

/* A date whose order may not be known yet. */
struct numbers {
	int first, second, last;
	bool day_before_month; /* with points, or a month's name */
	bool short_year;       /* of two digits */
	bool may_begin_with_year;
};

static bool is_separator(char c)
{
	return c == '-' || c == '/' || c == '.';
}

static const char *skip_blanks(const char *text)
{
	return text + strspn(text, " ");
}

/* Reads one to MOST digits; returns how many. */
static int read_digits(const char **text, int most, int *value)
{
	int count = 0;

	*value = 0;
	for (; count < most && isdigit((unsigned char)**text); count++, (*text)++)
		*value = *value * 10 + (**text - '0');
	return count;
}

static int whole_year(int year)
{
	return year + (year < 69 ? 2000 : 1900);
}

static bool read_year(const char **text, int *year, bool *is_short)
{
	int count = read_digits(text, 4, year);

	*is_short = count == 2;
	return count == 2 || count == 4;
}

/* An English month, with or without a point after it. */
static int read_month(const char **text)
{
	int month = month_read(text);

	*text += month > 0 && **text == '.';
	return month;
}

static bool write_date(int year, int month, int day, char date[DATE_DAY])
{
	char text[40];

	snprintf(text, sizeof(text), "%04d-%02d-%02d", year, month, day);
	strlcpy(date, text, DATE_DAY);
	return clock_is_date(text);
}

/* 2025-01-31, 2025/1/31, 2025.01.31, 20250131 */
static bool read_year_first(const char **text, char date[DATE_DAY])
{
	const char *at = *text;
	int year, month, day;
	char separator;

	if (read_digits(&at, 4, &year) != 4)
		return false;
	if (isdigit((unsigned char)*at)) {
		if (read_digits(&at, 2, &month) != 2 || read_digits(&at, 2, &day) != 2)
			return false;
	} else {
		separator = *at++;
		if (!is_separator(separator) || !read_digits(&at, 2, &month) ||
			*at++ != separator || !read_digits(&at, 2, &day))
			return false;
	}
	*text = at;
	return write_date(year, month, day, date);
}

/* 31-Jan-2025, 31 January 2025, 31. Jan 25 */
static bool read_named_month(const char **text, struct numbers *numbers)
{
	const char *at = *text;
	int count = read_digits(&at, 2, &numbers->first);

	if (count == 0)
		return false;
	at += *at == '.';
	at = skip_blanks(at);
	at += *at == '-' || *at == '/';
	numbers->second = read_month(&at);
	if (numbers->second == 0)
		return false;
	at += *at == ',';
	at = skip_blanks(at);
	at += *at == '-' || *at == '/';
	if (!read_year(&at, &numbers->last, &numbers->short_year))
		return false;
	numbers->day_before_month = true;
	numbers->may_begin_with_year = count == 2 && numbers->short_year;
	*text = at;
	return true;
}

/* January 31, 2025 */
static bool read_month_first(const char **text, char date[DATE_DAY])
{
	const char *at = *text;
	int month = read_month(&at), year, day;
	bool is_short;

	if (month == 0)
		return false;
	at = skip_blanks(at);
	if (!read_digits(&at, 2, &day) || (*at != ',' && *at != ' '))
		return false;
	at += *at == ',';
	at = skip_blanks(at);
	if (!read_year(&at, &year, &is_short))
		return false;
	*text = at;
	return write_date(is_short ? whole_year(year) : year, month, day, date);
}

/* 31.01.2025, 31. 1. 2025, 1/31/2025, 31-1-2025, 25-01-31 */
static bool read_numbers(const char **text, struct numbers *numbers)
{
	const char *at = *text;
	int count = read_digits(&at, 2, &numbers->first);
	char separator;
	bool points;

	if (count == 0)
		return false;
	separator = *at++;
	points = separator == '.';
	if (!is_separator(separator))
		return false;
	at = points ? skip_blanks(at) : at;
	if (!read_digits(&at, 2, &numbers->second) || *at++ != separator)
		return false;
	at = points ? skip_blanks(at) : at;
	if (!read_year(&at, &numbers->last, &numbers->short_year))
		return false;
	numbers->day_before_month = points;
	numbers->may_begin_with_year = count == 2 && numbers->short_year;
	*text = at;
	return true;
}

/* Reads Z, UTC, or an offset; leaves OFFSET empty if there is none. */
static void read_offset(const char **text, char offset[DATE_OFFSET])
{
	const char *at = skip_blanks(*text);
	int hour, minute = 0;
	char sign = *at;

	if (strncasecmp(at, "UTC", 3) == 0 || strncasecmp(at, "GMT", 3) == 0 || sign == 'Z' ||
		sign == 'z') {
		strlcpy(offset, "Z", DATE_OFFSET);
		*text = at + (sign == 'Z' || sign == 'z' ? 1 : 3);
		return;
	}
	if (sign != '+' && sign != '-')
		return;
	at++;
	if (read_digits(&at, 2, &hour) != 2)
		return;
	if ((*at == ':' || isdigit((unsigned char)*at)) &&
		(at += *at == ':', read_digits(&at, 2, &minute) != 2))
		return;
	snprintf(offset, DATE_OFFSET, "%c%02d:%02d", sign, hour % 100, minute % 100);
	*text = at;
}

/* Reads AM or PM, and makes HOUR that of 24; false if it is impossible. */
static bool read_half(const char **text, int *hour)
{
	const char *at = skip_blanks(*text);
	bool morning = strncasecmp(at, "am", 2) == 0, evening = strncasecmp(at, "pm", 2) == 0;

	if (!morning && !evening)
		return true;
	*text = at + 2;
	if (*hour == 0 || *hour > 12)
		return false;
	*hour = *hour % 12 + (evening ? 12 : 0);
	return true;
}

/* Reads 14:05, 14:05:30.123, 2:05 PM, after a "T", a comma or blanks; to the end of TEXT. */
static bool read_clock(const char *text, struct date *date)
{
	const char *start = text, *fraction = "";
	int hour, minute, second = 0, digits = 0;

	text += *text == ',';
	text = skip_blanks(text);
	if (*text == '\0')
		return true;
	if (text == start && *text != 'T' && *text != 't')
		return false;
	text += text == start;
	if (!read_digits(&text, 2, &hour) || *text++ != ':' || read_digits(&text, 2, &minute) != 2)
		return false;
	if (*text == ':' && (text++, read_digits(&text, 2, &second) != 2))
		return false;
	if (*text == '.' && isdigit((unsigned char)text[1])) {
		fraction = text;
		digits = 1 + (int)strspn(text + 1, "0123456789");
		text += digits;
	}
	if (!read_half(&text, &hour) || hour > 23 || minute > 59 || second > 60)
		return false;
	snprintf(date->clock, DATE_CLOCK, "T%02d:%02d:%02d%.*s", hour, minute, second,
		digits < 4 ? digits : 4, fraction);
	read_offset(&text, date->offset);
	return *skip_blanks(text) == '\0';
}

/* Whether the sizes of NUMBERS permit ORDER; it may be no date nevertheless, as 31.06. */
static bool permits(const struct numbers *numbers, enum date_order order)
{
	if (order == DATE_YEAR_FIRST)
		return numbers->may_begin_with_year && numbers->second <= 12 && numbers->last <= 31;
	if (order == DATE_MONTH_FIRST)
		return !numbers->day_before_month && numbers->first <= 12 && numbers->second <= 31;
	return numbers->first <= 31 && numbers->second <= 12;
}

/* Writes NUMBERS in ORDER; false if they are no date in it. */
static bool write_ordered(const struct numbers *numbers, enum date_order order, char date[DATE_DAY])
{
	bool year_first = order == DATE_YEAR_FIRST, month_first = order == DATE_MONTH_FIRST;
	int year = year_first ? numbers->first : numbers->last;

	return permits(numbers, order) &&
	       write_date(numbers->short_year ? whole_year(year) : year,
		       month_first ? numbers->first : numbers->second,
		       year_first    ? numbers->last
		       : month_first ? numbers->second
				     : numbers->first,
		       date);
}

/*
 * Writes NUMBERS if one order alone is possible, or all give the same date. With the year first
 * they are never read unless the order is known: 99.01.25 may be a mistake for 09.01.25.
 */
static enum date_result guess_order(const struct numbers *numbers, char date[DATE_DAY])
{
	char other[DATE_DAY];
	bool found = write_ordered(numbers, DATE_DAY_FIRST, date);

	if (write_ordered(numbers, DATE_MONTH_FIRST, other)) {
		if (found && strcmp(date, other) != 0)
			return DATE_AMBIGUOUS;
		strlcpy(date, other, DATE_DAY);
		found = true;
	}
	if (write_ordered(numbers, DATE_YEAR_FIRST, other) && (!found || strcmp(date, other) != 0))
		return DATE_AMBIGUOUS;
	return found ? DATE_READ : DATE_NOT_A_DATE;
}

static enum date_result order_numbers(
	const struct numbers *numbers, enum date_order order, char date[DATE_DAY])
{
	char other[DATE_DAY];

	if (order == DATE_YEAR_FIRST && !numbers->short_year)
		order = DATE_ORDER_UNKNOWN;
	if (order == DATE_MONTH_FIRST && numbers->day_before_month)
		order = DATE_DAY_FIRST;
	if (order == DATE_ORDER_UNKNOWN)
		return guess_order(numbers, date);
	if (write_ordered(numbers, order, date))
		return DATE_READ;
	return write_ordered(numbers, DATE_DAY_FIRST, other) ||
			       write_ordered(numbers, DATE_MONTH_FIRST, other)
		       ? DATE_OTHER_ORDER
		       : DATE_NOT_A_DATE;
}

/* Whether TEXT is a number as spreadsheets count days: of the years 1995 to 2064. */
static bool is_serial(const char *text)
{
	int64_t days = 0;
	size_t length = strspn(text, "0123456789");

	return length == 5 && (text[5] == '\0' || text[5] == '.') &&
	       (days = strtoll(text, NULL, 10)) > 34700 && days < 60300;
}

/* Reads TEXT to its end; the day only if NUMBERS have none. */
static enum date_result read_text(const char *text, struct numbers *numbers, struct date *date)
{
	*date = (struct date){.day = ""};
	*numbers = (struct numbers){.first = 0};
	text = skip_blanks(text);
	if (is_serial(text))
		return DATE_SERIAL;
	if (read_named_month(&text, numbers) || read_numbers(&text, numbers))
		return read_clock(text, date) ? DATE_AMBIGUOUS : DATE_NOT_A_DATE;
	if (!read_year_first(&text, date->day) && !read_month_first(&text, date->day))
		return DATE_NOT_A_DATE;
	return read_clock(text, date) ? DATE_READ : DATE_NOT_A_DATE;
}

enum date_result date_parse(const char *text, enum date_order order, struct date *date)
{
	struct numbers numbers;
	enum date_result result = read_text(text, &numbers, date);

	return result == DATE_AMBIGUOUS ? order_numbers(&numbers, order, date->day) : result;
}

enum date_order date_evidence(const char *text, bool *short_year)
{
	struct numbers numbers;
	struct date date;
	enum date_result result;

	*short_year = false;
	if (read_text(text, &numbers, &date) != DATE_AMBIGUOUS)
		return DATE_ORDER_UNKNOWN;
	result = guess_order(&numbers, date.day);
	*short_year = numbers.short_year && result == DATE_AMBIGUOUS;
	if (result != DATE_READ || numbers.day_before_month ||
		permits(&numbers, DATE_DAY_FIRST) == permits(&numbers, DATE_MONTH_FIRST) ||
		permits(&numbers, DATE_YEAR_FIRST))
		return DATE_ORDER_UNKNOWN;
	*short_year = numbers.short_year;
	return permits(&numbers, DATE_DAY_FIRST) ? DATE_DAY_FIRST : DATE_MONTH_FIRST;
}
