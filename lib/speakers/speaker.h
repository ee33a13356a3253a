/*
 * Speakers: who they are, and what they said to their invitation.
 */
#ifndef SPEAKERS_SPEAKER_H
#define SPEAKERS_SPEAKER_H

#include "store/context.h"

/* Where a speaker stands. Positions are of events, 0 for none. */
struct speaker_state {
	const char *speaker;
	const char *name;
	const char *email;
	const char *role;
	const char *answer_by; /* NULL: whenever they like */
	const char *state;     /* invited, accepted, declined, withdrawn */
	int64_t talks;         /* how many */
	int64_t seq;           /* the event that set the record last */
	int64_t answered;      /* the event that made the state what it is */
	int64_t entitled;      /* what is owed by the policy was fixed last */
};

/* False where there is no such speaker. Texts live in ARENA. */
bool speaker_find(
	struct store *store, const char *id, struct arena *arena, struct speaker_state *state);

/*
 * For a report's page: the speaker ONLY, or, where that is NULL, the one behind
 * AFTER (NULL: the first). False at the end. That there is no ONLY is the
 * store's fault (65).
 */
bool speaker_next(struct store *store, const char *only, const char *after, struct arena *arena,
	struct speaker_state *state);

/* Whether SPEAKER comes: has accepted, and not withdrawn. */
bool speaker_comes(const struct speaker_state *speaker);

void speaker_invite(struct decision *decision, const void *command);
void speaker_accept(struct decision *decision, const void *command);
void speaker_decline(struct decision *decision, const void *command);
void speaker_withdraw(struct decision *decision, const void *command);

void speaker_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void speaker_apply_accepted(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void speaker_apply_declined(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void speaker_apply_withdrawn(
	struct store *store, void *state, const struct envelope *envelope, const void *event);

#endif
