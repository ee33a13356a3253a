/*
 * History: what became of a sponsor, event by event, in words.
 */
#ifndef SPONSORSHIP_HISTORY_H
#define SPONSORSHIP_HISTORY_H

#include "sponsorship/messages.h"
#include "store/store.h"

/*
 * Fills ROW with the event of SPONSOR's history that comes behind position
 * AFTER; false at the end.
 */
bool history_next(struct store *store, const char *sponsor, int64_t after, struct arena *arena,
	struct why_row *row);

#endif
