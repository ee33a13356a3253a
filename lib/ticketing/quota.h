/*
 * Quotas: how many events a client may cause in a clock hour.
 *
 * Refusals and changes have a counter each. A change is a cancellation, an extended
 * deadline, a reopened purchase, an amendment of the purchaser, the replacement or removal of a
 * ticket's delegate, or an answer to a command with an id that was a no-op. Purchases, payments and
 * the first delegate of a ticket do not count: budget and capacity limit them, since releasing a
 * place is a change. "organiser" has no grants, and no limits.
 */
#ifndef TICKETING_QUOTA_H
#define TICKETING_QUOTA_H

#include "store/context.h"

/* limit() and count() of struct context. */
void quota_check(struct decision *decision);
void quota_count(const struct applying *of, const struct message *event);

#endif
