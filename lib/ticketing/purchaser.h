/*
 * Purchasers: the contacts of purchases, as they are amended.
 */
#ifndef TICKETING_PURCHASER_H
#define TICKETING_PURCHASER_H

#include "store/context.h"

/* amend-purchaser */
void purchaser_amend(struct decision *decision, const void *command);

void purchaser_apply_amended(const struct applying *of);

#endif
