/*
 * Payments that were refused: money that came in, and is not for a purchase, until it is paid back.
 */
#ifndef TICKETING_REFUSED_H
#define TICKETING_REFUSED_H

#include "store/context.h"

struct refund_ticket_purchase;

/* Decides on REFUND, which names the refused payment. */
void refused_refund(struct decision *decision, const struct refund_ticket_purchase *refund);

void refused_apply_rejected(const struct applying *of);
void refused_apply_refunded(const struct applying *of);

#endif
