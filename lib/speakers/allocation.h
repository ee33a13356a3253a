/*
 * Allocation: what a speaker is owed is fixed by the policy, and settled.
 */
#ifndef SPEAKERS_ALLOCATION_H
#define SPEAKERS_ALLOCATION_H

#include "store/context.h"

void speaker_allocation_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event);

#endif
