/*
 * A policy on trial: what it would change if it were in force for all sponsors.
 */
#ifndef SPONSORSHIP_TRIAL_H
#define SPONSORSHIP_TRIAL_H

#include "sponsorship/messages.h"
#include "store/context.h"

/*
 * Fills ROW of SPONSOR with what it is owed now and what it would be owed by RULES; of those
 * on board only if they came on board at the time SINCE or later (NULL: all). What it refers
 * to lives in ARENA. False: the sponsor is left out.
 */
bool trial_of(struct store *store, const char *sponsor, const struct list *rules, const char *since,
	struct arena *arena, struct trial_row *row);

#endif
