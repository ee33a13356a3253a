/*
 * Status: where each speaker stands, and why. Rows for people, and for jq.
 */
#ifndef SPEAKERS_STATUS_H
#define SPEAKERS_STATUS_H

#include "speakers/messages.h"
#include "speakers/speaker.h"

/* Fills ROW for SPEAKER, as it is on the day TODAY; what it refers to lives in ARENA. */
void speaker_status_of(struct store *store, const struct speaker_state *speaker, const char *today,
	struct arena *arena, struct speaker_status_row *row);

/*
 * Fills ROW with the event of SPEAKER's history that comes behind position AFTER;
 * false at the end.
 */
bool speaker_history_next(struct store *store, const char *speaker, int64_t after,
	struct arena *arena, struct speaker_why_row *row);

#endif
