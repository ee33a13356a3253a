/*
 * Cancelling tickets: their places are free again, and what was paid for them is
 * to be paid back.
 */
#ifndef TICKETING_CANCELLATION_H
#define TICKETING_CANCELLATION_H

#include "store/context.h"

/* cancel-tickets */
void cancellation_decide(struct decision *decision, const void *command);

void cancellation_apply(const struct applying *of);

#endif
