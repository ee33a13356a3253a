#include "import/date.h"

#include <ctype.h>
#include <stdint.h>

#include "base/clock.h"

/* A date of numbers whose order may not be known yet. */
struct numbers {
	int first, second, year;
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

static bool read_year(const char **text, int *year)
{
	int count = read_digits(text, 4, year);

	if (count == 2)
		*year += *year < 69 ? 2000 : 1900;
	return count == 2 || count == 4;
}

static const char *const months[] = {"january", "february", "march", "april", "may", "june", "july",
	"august", "september", "october", "november", "december"};

/* Reads an English month: its name, or the first three or four letters, with or without a point. */
static int read_month(const char **text)
{
	size_t length = 0;
	int i;

	while (isalpha((unsigned char)(*text)[length]))
		length++;
	for (i = 0; i < 12; i++) {
		if (strncasecmp(*text, months[i], length) != 0)
			continue;
		if (length != strlen(months[i]) && length != 3 && !(length == 4 && i == 8))
			continue;
		*text += length;
		*text += **text == '.';
		return i + 1;
	}
	return 0;
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
static bool read_named_month(const char **text, char date[DATE_DAY])
{
	const char *at = *text;
	int year, month, day;

	if (!read_digits(&at, 2, &day))
		return false;
	at += *at == '.';
	at = skip_blanks(at);
	at += *at == '-' || *at == '/';
	month = read_month(&at);
	if (month == 0)
		return false;
	at += *at == ',';
	at = skip_blanks(at);
	at += *at == '-' || *at == '/';
	if (!read_year(&at, &year))
		return false;
	*text = at;
	return write_date(year, month, day, date);
}

/* January 31, 2025 */
static bool read_month_first(const char **text, char date[DATE_DAY])
{
	const char *at = *text;
	int month = read_month(&at), year, day;

	if (month == 0)
		return false;
	at = skip_blanks(at);
	if (!read_digits(&at, 2, &day) || (*at != ',' && *at != ' '))
		return false;
	at += *at == ',';
	at = skip_blanks(at);
	if (!read_year(&at, &year))
		return false;
	*text = at;
	return write_date(year, month, day, date);
}

/* 31.01.2025, 31. 1. 2025, 1/31/2025, 31-1-2025. *POINTS: with points, which are after the day. */
static bool read_numbers(const char **text, struct numbers *numbers, bool *points)
{
	const char *at = *text;
	char separator;

	if (!read_digits(&at, 2, &numbers->first))
		return false;
	separator = *at++;
	*points = separator == '.';
	if (!is_separator(separator))
		return false;
	at = *points ? skip_blanks(at) : at;
	if (!read_digits(&at, 2, &numbers->second) || *at++ != separator)
		return false;
	at = *points ? skip_blanks(at) : at;
	if (!read_year(&at, &numbers->year))
		return false;
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

static enum date_result order_numbers(
	const struct numbers *numbers, bool points, enum date_order order, char date[DATE_DAY])
{
	char other[DATE_DAY];
	bool day_first = write_date(numbers->year, numbers->second, numbers->first, date);
	bool month_first =
		!points && write_date(numbers->year, numbers->first, numbers->second, other);

	if (!day_first && !month_first)
		return DATE_NOT_A_DATE;
	if (points || (day_first && month_first && strcmp(date, other) == 0))
		return DATE_READ;
	if (order == DATE_ORDER_UNKNOWN && day_first && month_first)
		return DATE_AMBIGUOUS;
	if ((order == DATE_DAY_FIRST && !day_first) || (order == DATE_MONTH_FIRST && !month_first))
		return DATE_OTHER_ORDER;
	if (order == DATE_MONTH_FIRST || !day_first)
		strlcpy(date, other, DATE_DAY);
	return DATE_READ;
}

/* Whether TEXT is a number as spreadsheets count days: of the years 1995 to 2064. */
static bool is_serial(const char *text)
{
	int64_t days = 0;
	size_t length = strspn(text, "0123456789");

	return length == 5 && (text[5] == '\0' || text[5] == '.') &&
	       (days = strtoll(text, NULL, 10)) > 34700 && days < 60300;
}

enum date_result date_parse(const char *text, enum date_order order, struct date *date)
{
	struct numbers numbers;
	bool points;

	*date = (struct date){.day = ""};
	text = skip_blanks(text);
	if (is_serial(text))
		return DATE_SERIAL;
	if (read_year_first(&text, date->day) || read_named_month(&text, date->day) ||
		read_month_first(&text, date->day))
		return read_clock(text, date) ? DATE_READ : DATE_NOT_A_DATE;
	if (!read_numbers(&text, &numbers, &points) || !read_clock(text, date))
		return DATE_NOT_A_DATE;
	return order_numbers(&numbers, points, order, date->day);
}

enum date_order date_evidence(const char *text)
{
	struct date date;

	if (date_parse(text, DATE_DAY_FIRST, &date) == DATE_OTHER_ORDER)
		return DATE_MONTH_FIRST;
	if (date_parse(text, DATE_MONTH_FIRST, &date) == DATE_OTHER_ORDER)
		return DATE_DAY_FIRST;
	return DATE_ORDER_UNKNOWN;
}
