/*
 * Local time: the moments that dates and times of day are in a zone.
 *
 * A zone is a function: the offset of its local time at a moment. NULL is UTC. No date is
 * computed from a rule of daylight saving time, so nothing here goes out of date.
 *
 *     local_read("2027-03-01", LOCAL_END, chicago, &moment)    2027-03-02T06:00:00Z
 *     local_format(moment.milliseconds, LOCAL_END, chicago, text)    2027-03-01 24:00 -06:00
 */
#ifndef BASE_LOCAL_H
#define BASE_LOCAL_H

#include "base/buffer.h"
#include "base/clock.h"

enum { LOCAL_TEXT = 32, LOCAL_DATE_TEXT = 11, ZONE_LIMIT = 64 };

/* The moment that a date without a time means: the beginning of that day, or its end. */
enum local_role { LOCAL_BEGINNING, LOCAL_END };

enum local_result {
	LOCAL_READ,
	LOCAL_NOT_A_TIME,
	LOCAL_SKIPPED, /* the zone's clock was put forward past it */
	LOCAL_TWICE,   /* the zone's clock was put back before it */
};

struct local_moment {
	/* LOCAL_TWICE: the first of two; LOCAL_SKIPPED: when the clock was put forward. */
	int64_t milliseconds;
	int64_t second;  /* LOCAL_TWICE */
	bool needs_zone; /* it was written without an offset */
};

/*
 * Reads TEXT, as clock_read() does: in ZONE, if it has no offset of its own. A day ends with the
 * first moment of the next one. A date has a beginning even if its midnight is skipped or comes
 * twice, when the first one counts; a date is skipped only as a whole. The year 9999 ends with the
 * last second that a line can have.
 */
enum local_result local_read(
	const char *text, enum local_role role, zone_offset *zone, struct local_moment *moment);

/*
 * Formats a moment as local time: "2027-03-01 18:30 -06:00"; in ZONE NULL, "2027-03-01 18:30 UTC".
 * The midnight that is an end is that of the day that ends: "2027-03-01 24:00 -06:00".
 */
void local_format(
	int64_t milliseconds, enum local_role role, zone_offset *zone, char text[LOCAL_TEXT]);

/* The date of a moment in ZONE, YYYY-MM-DD. */
void local_date(int64_t milliseconds, zone_offset *zone, char text[LOCAL_DATE_TEXT]);

/* Whether a day begins at that moment in ZONE; NULL: in UTC. */
bool local_begins_day(int64_t milliseconds, zone_offset *zone);

/*
 * A moment in words: "18:30 on 1 March", in ZONE NULL "18:30 UTC on 1 March"; with the year unless
 * the date BESIDE (YYYY-MM-DD, or NULL) is of the same one.
 */
enum { LOCAL_WORDS = 48, LOCAL_DATE_WORDS = 24 };
void local_words(int64_t milliseconds, enum local_role role, zone_offset *zone, const char *beside,
	char text[LOCAL_WORDS]);

/* DATE, YYYY-MM-DD, in words: "1 March", or "1 March 2027". */
void local_date_words(const char *date, const char *beside, char text[LOCAL_DATE_WORDS]);

/* Adds TEXT, which was recorded, for people: its moments in UTC, as clock_format() has them, are local. */
void local_add_text(struct buffer *out, const char *text, zone_offset *zone);

/* Whether NAME has the form of a zone's name in the IANA database: "America/St_Johns". */
bool local_is_zone(const char *name);

#endif
