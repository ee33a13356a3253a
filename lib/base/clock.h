/*
 * Time: milliseconds since 1970-01-01T00:00:00Z, and its text.
 *
 * Text is RFC 3339 in UTC, with three digits of a second:
 * 2017-07-12T17:00:00.123Z. In that one form, times compare as strings.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum { CLOCK_TEXT = 25 }; /* with the NUL */

/* A clock that runs, or that a test has stopped. */
struct clock {
	bool frozen;
	int64_t at;
};

int64_t clock_now(const struct clock *clock);

/*
 * Reads an RFC 3339 date-time with any offset, or a date alone (its first
 * moment in UTC). Years 1970 to 9999. False where TEXT is neither.
 */
bool clock_parse(const char *text, int64_t *milliseconds);

void clock_format(int64_t milliseconds, char text[CLOCK_TEXT]);

/* Whether TEXT is a calendar date, YYYY-MM-DD (RFC 3339, full-date). */
bool clock_is_date(const char *text);

/* The moment that TEXT says (milliseconds); OTHERWISE where it is NULL, or says none. */
int64_t clock_moment(const char *text, int64_t otherwise);

#endif
