/*
 * Refunds: the money for tickets that were cancelled after they were paid was paid back.
 */
#ifndef TICKETING_REFUND_H
#define TICKETING_REFUND_H

#include "store/context.h"

/* refund-ticket-purchase */
void refund_decide(struct decision *decision, const void *command);

void refund_apply(const struct applying *of);

#endif
