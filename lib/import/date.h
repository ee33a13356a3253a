/*
 * Dates as people write them: 2025-01-31, 31.01.2025, 1/31/2025, 31-Jan-25, January 31, 2025.
 *
 * In "1/2/2025" either number may be the day. Only what else is known of its writer, the order,
 * decides. A year of two digits is of 1969 to 2068, as with strptime(3).
 */
#ifndef IMPORT_DATE_H
#define IMPORT_DATE_H

#include <stdbool.h>

enum date_order { DATE_ORDER_UNKNOWN, DATE_DAY_FIRST, DATE_MONTH_FIRST };

enum date_result {
	DATE_READ,
	DATE_NOT_A_DATE,
	DATE_AMBIGUOUS,   /* "1/2/2025", and the order is unknown */
	DATE_OTHER_ORDER, /* it is a date in the other order only */
	DATE_SERIAL,      /* a spreadsheet's number of a day: "45688" */
};

enum date_clock {
	DATE_ALONE,
	DATE_TIME,   /* a time of day follows, of no zone */
	DATE_MOMENT, /* with its offset from UTC: the date depends on the reader's zone */
};

/* Parses TEXT into DATE, YYYY-MM-DD; a time of day after it is checked and skipped. */
enum date_result date_parse(
	const char *text, enum date_order order, char date[11], enum date_clock *clock);

/* The order that TEXT alone proves: 31/1/2025, 1/31/2025. */
enum date_order date_evidence(const char *text);

#endif
