/*
 * Policies by version. What a policy says is its context's business; here is which one is
 * in force since which event. An adopted policy never changes: another one is adopted.
 */
#ifndef BOOKING_POLICY_H
#define BOOKING_POLICY_H

#include "booking/messages.h"
#include "store/context.h"

/*
 * Decides to adopt what ADOPTED, the data of EVENT, says. Its field "version", where
 * it is absent, is set to the next number. Adopting the policy in force again is a no-op,
 * whatever its version is; a version is used once.
 */
void policy_decide(struct decision *decision, const struct message *event, void *adopted);

/* Records that the event of ENVELOPE adopted VERSION. */
void policy_set(struct store *store, const struct envelope *envelope, const char *version);

/* The position of VERSION's adoption (NULL: of the newest); 0: there is none. */
int64_t policy_position(struct store *store, const char *version);

/*
 * The policies that may count for whoever came on board at POSITION, in order: the one in
 * force then, or the first one, and those adopted later. *AT is 0 at first, then the
 * position of the one returned, an event of ADOPTED in ARENA; NULL at the end.
 *
 *     int64_t at = 0;
 *
 *     while ((policy = policy_after(store, adopted, position, &at, arena)) != NULL)
 *             ...
 */
const void *policy_after(struct store *store, const struct message *adopted, int64_t position,
	int64_t *at, struct arena *arena);

/*
 * Fills ROW with the policy adopted after AFTER, an event of ADOPTED; false at the end.
 * What it refers to lives in ARENA.
 */
bool policy_row_after(struct store *store, const struct message *adopted, int64_t after,
	struct policy_row *row, int64_t *position, struct arena *arena);

#endif
