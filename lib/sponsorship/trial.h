/*
 * Trial: what a policy would change before it is adopted.
 */
#ifndef SPONSORSHIP_TRIAL_H
#define SPONSORSHIP_TRIAL_H

#include "sponsorship/messages.h"
#include "sponsorship/sponsor.h"

/*
 * Fills ROW for SPONSOR under RULES (a policy's). One that is on board is looked at
 * as it was then, one that is not as if it were now. False where SPONSOR came on
 * board before the date SINCE (NULL: whenever), or has withdrawn.
 */
bool trial_of(struct store *store, const struct sponsor_state *sponsor, const struct list *rules,
	const char *since, struct arena *arena, struct trial_row *row);

#endif
