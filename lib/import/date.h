/*
 * Dates as people write them: 2025-01-31, 31.01.2025, 1/31/2025, 31-Jan-25, January 31, 2025.
 *
 * In "1/2/2025" either number may be the day, and in "25/01/31" the year may be first. Only what
 * else is known of its writer, the order, decides. A year of two digits is of 1969 to 2068, as with
 * strptime(3).
 */
#ifndef IMPORT_DATE_H
#define IMPORT_DATE_H

#include <stdbool.h>

enum date_order {
	DATE_ORDER_UNKNOWN,
	DATE_DAY_FIRST,
	DATE_MONTH_FIRST,
	DATE_YEAR_FIRST, /* of dates with a year of two digits; others are as if it is unknown */
	DATE_ORDERS,
};

enum date_result {
	DATE_READ,
	DATE_NOT_A_DATE,
	DATE_AMBIGUOUS,   /* "1/2/2025" or "25/01/31", and the order is unknown */
	DATE_OTHER_ORDER, /* it is a date in another order only */
	DATE_SERIAL,      /* a spreadsheet's number of a day: "45688" */
};

enum { DATE_DAY = 11, DATE_CLOCK = 40, DATE_OFFSET = 10 };

/* Together they are a date-time of RFC 3339. */
struct date {
	char day[DATE_DAY];       /* YYYY-MM-DD */
	char clock[DATE_CLOCK];   /* "T14:05:30"; "": it has no time of day */
	char offset[DATE_OFFSET]; /* "Z", "+01:00"; "": it has no offset from UTC */
};

enum date_result date_parse(const char *text, enum date_order order, struct date *date);

/*
 * The order that TEXT alone proves: 31/1/2025, 1/31/2025. SHORT_YEAR: it is such a date, or an
 * ambiguous one, with a year of two digits.
 */
enum date_order date_evidence(const char *text, bool *short_year);

#endif
