/*
 * Sponsors: who they are.
 */
#ifndef SPONSORSHIP_SPONSOR_H
#define SPONSORSHIP_SPONSOR_H

#include "store/context.h"

/* Where a sponsor stands: positions of events, 0 for not yet. */
struct sponsor_state {
	const char *sponsor;
	const char *name;
	const char *level;
	const char *email;
	const char *signed_up_on;    /* NULL where it isn't known */
	const char *onboarded_level; /* what it is owed goes by this one; NULL: not on board */
	const char *registered_at;
	int64_t seq;
	int64_t withdrawn;
	int64_t completed;
	int64_t onboarded;
	int64_t level_completed;
	int64_t leveled; /* its level was changed last */
	int64_t entitled;
	int64_t due;     /* the last event that may change what it shall have */
	int64_t decided; /* and the last of those that was decided upon */
};

/* False where there is no such sponsor. Texts live in ARENA. */
bool sponsor_find(
	struct store *store, const char *id, struct arena *arena, struct sponsor_state *state);

/*
 * For a report's page: the sponsor ONLY, or, where that is NULL, the one behind
 * AFTER (NULL: the first). False at the end. That there is no ONLY is the
 * store's fault (65).
 */
bool sponsor_next(struct store *store, const char *only, const char *after, struct arena *arena,
	struct sponsor_state *state);

/* The same as sponsor_find(); refuses the decision where there is none. */
bool sponsor_expect(struct decision *decision, const char *id, struct sponsor_state *state);

/* Notes that the event at POSITION may change what SPONSOR shall have. */
void sponsor_set_due(struct store *store, const char *sponsor, int64_t position);

void sponsor_register(struct decision *decision, const void *command);
void sponsor_withdraw(struct decision *decision, const void *command);
void sponsor_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event);
void sponsor_apply_withdrawn(
	struct store *store, void *state, const struct envelope *envelope, const void *event);

#endif
