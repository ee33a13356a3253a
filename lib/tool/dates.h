/*
 * The dates of a record that a person wrote: what they mean in the conference's zone, and whether
 * they can be meant.
 */
#ifndef TOOL_DATES_H
#define TOOL_DATES_H

#include "base/arena.h"
#include "base/clock.h"
#include "message/decode.h"

/* Reads times and zones for decode_local(). */
struct dates {
	struct local local;
	const char *zone;    /* the conference's; NULL: none is set */
	zone_offset *offset; /* NULL, while ZONE is set: the system does not have it */
	bool assumed_utc;    /* set: a date or a time without an offset was read as UTC */
};

struct dates dates_in(const char *zone, zone_offset *offset);

/*
 * Borrows from ARENA: a sentence about the first date or time of the struct at DATA that is ten
 * years or more from NOW; NULL: there is none.
 */
const char *dates_remote(
	const struct layout *layout, const void *data, int64_t now, struct arena *arena);

#endif
