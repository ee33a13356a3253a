/*
 * Allocation: what a sponsor shall have is decided, and what differs from what it
 * has is asked for, or asked back.
 */
#ifndef SPONSORSHIP_ALLOCATION_H
#define SPONSORSHIP_ALLOCATION_H

#include "store/context.h"

/* Notes that LIST (of struct target) was decided for SPONSOR upon the event at CAUSE. */
void allocation_set_targets(
	struct store *store, const char *sponsor, const struct list *list, int64_t cause);

void allocation_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event);

#endif
