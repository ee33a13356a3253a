/*
 * The ledger in words, for people. Texts live in the arena that is handed in.
 */
#ifndef BOOKING_DESCRIBE_H
#define BOOKING_DESCRIBE_H

#include "booking/messages.h"
#include "message/template.h"
#include "store/context.h"
#include "store/query.h"

/* TEXT, SEPARATOR, and MORE; one of them alone where the other is NULL. */
const char *describe_and(
	const char *text, const char *separator, const char *more, struct arena *arena);

/* TEXT, and how many MORE there are, beside those that it names. */
const char *describe_more(const char *text, size_t more, struct arena *arena);

/*
 * Borrows from ARENA: the rows of QUERY, which are type, quantity, code and message (or
 * NULL): "2 × full: sold_out: none is left", five of them and how many more there are. NULL:
 * there is none.
 */
const char *describe_rows(struct query *query, struct arena *arena);

/*
 * The history of BENEFICIARY: fills ROW with the next event about it after AFTER that has
 * a description, with dates and times in STYLE, but beside the event's own time (NULL: as they
 * are recorded). False at the end.
 */
bool describe_next(struct store *store, const char *beneficiary, int64_t after,
	const struct template_style *style, struct arena *arena, struct why_row *row);

#endif
