/*
 * Cancelling tickets: releases their places and computes the refund.
 */
#ifndef TICKETING_CANCELLATION_H
#define TICKETING_CANCELLATION_H

#include "store/context.h"

/* cancel-tickets */
void cancellation_decide(struct decision *decision, const void *command);

void cancellation_apply(const struct applying *of);

#endif
