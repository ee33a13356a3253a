/*
 * Quotas: how much a client may have recorded in an hour of the clock, beside what
 * its budget bounds.
 *
 * Refusals are counted apart from changes. A change is a cancellation, a ticket's
 * delegate replaced or taken off, and an answer to a command with an id of its own
 * that found all done before. A purchase, its payment and the first delegate of each
 * ticket are none: the budget and the capacity bound them, for what frees a place is
 * counted. "organiser" has no grant, and so no limit.
 */
#ifndef TICKETING_QUOTA_H
#define TICKETING_QUOTA_H

#include "store/context.h"

/* The context's limit() and count(). */
void quota_check(struct decision *decision);
void quota_count(const struct applying *of, const struct message *event);

#endif
