/*
 * Time: milliseconds since 1970-01-01T00:00:00Z, and its text.
 *
 * The text is an RFC 3339 date-time in UTC with milliseconds:
 * 2017-07-12T17:00:00.123Z. Texts in this form sort by time.
 */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

enum { CLOCK_TEXT = 25 }; /* with the NUL */

/* The offset of a zone's local time from UTC at a moment, both in seconds. */
typedef int64_t zone_offset(int64_t moment);

/* The system's clock, or one that a test has frozen. */
struct clock {
	bool frozen;
	int64_t at;          /* the time, if frozen */
	zone_offset *offset; /* of the conference's zone; NULL: UTC */
};

int64_t clock_now(const struct clock *clock);

/* Microseconds since some moment, whatever becomes of the system's clock: for intervals alone. */
int64_t clock_monotonic(void);

/*
 * Parses an RFC 3339 date-time with any offset, or a full-date alone, which is
 * midnight UTC. False if TEXT is neither, or not of the years 1970 to 9999 in UTC.
 */
bool clock_parse(const char *text, int64_t *milliseconds);

/* A date, and what may follow it: a time of day, and an offset from UTC. */
struct clock_parts {
	int64_t local; /* what was written, in milliseconds, as if it were UTC */
	bool has_time;
	bool has_offset;
	int64_t offset; /* in milliseconds */
	bool strict;    /* as RFC 3339 has it */
};

/*
 * Parses what people also write: without seconds, without an offset, with a blank before it,
 * UTC in place of Z, 24:00 for the end of a day. False if TEXT is not that, or the year is not one
 * of 1970 to 9999.
 */
bool clock_read(const char *text, struct clock_parts *parts);

void clock_format(int64_t milliseconds, char text[CLOCK_TEXT]);

/*
 * A duration in minutes as people write it: 14d, 12h, 30m, or 30. Reads what it writes, which has
 * the longest unit without a remainder; reading returns false for any other text.
 */
enum { DURATION_TEXT = 24 };
bool clock_read_minutes(const char *text, int64_t *minutes);
void clock_format_minutes(int64_t minutes, char text[DURATION_TEXT]);

/* Whether TEXT is a calendar date, YYYY-MM-DD (RFC 3339, full-date). */
bool clock_is_date(const char *text);

/* The time that TEXT names, in milliseconds; OTHERWISE if it is NULL or can't be parsed. */
int64_t clock_parse_or(const char *text, int64_t otherwise);

#endif
