/*
 * The dates of a record that a person wrote: what they mean in the conference's zone, and whether
 * they can be meant.
 */
#ifndef TOOL_DATES_H
#define TOOL_DATES_H

#include "base/arena.h"
#include "base/clock.h"
#include "message/decode.h"

/* Reads times and zones for decode_written(). */
struct dates {
	struct written written;
	const char *zone;    /* the conference's; NULL: none is set */
	zone_offset *offset; /* NULL, while ZONE is set: the system does not have it */
	const char *warning; /* set, in the arena: about a zone's name; NULL: none */
	bool assumed_utc;    /* set: a date or a time without an offset was read as UTC */
};

struct dates dates_in(const char *zone, zone_offset *offset);

/* Prints that dates are in UTC, and which tool beside TOOL sets a zone. */
void dates_warn_of_utc(const char *tool);

/*
 * Borrows from ARENA: a sentence about the first date or time of the struct at DATA that can hardly
 * be meant; NULL: there is none. It is ten years or more from now, UNTIL a day that is past, or of
 * something PAST and in the future.
 */
const char *dates_doubt(const struct layout *layout, const void *data, const struct clock *clock,
	struct arena *arena);

#endif
