/*
 * Payments that were refused: money that came in, and is not for a purchase, until it is paid back.
 */
#ifndef TICKETING_REFUSED_H
#define TICKETING_REFUSED_H

#include "store/context.h"

struct refund_ticket_purchase;
struct ticket_purchase_paid;

/* Decides on REFUND, which names the refused payment. */
void refused_refund(struct decision *decision, const struct refund_ticket_purchase *refund);

/*
 * Warns if what is PAID was refused before, under the reference of a purchase that there is not: a
 * mistyped one. That is a task no more.
 */
void refused_warn(struct decision *decision, const struct ticket_purchase_paid *paid);

void refused_apply_paid(const struct applying *of);
void refused_apply_rejected(const struct applying *of);
void refused_apply_refunded(const struct applying *of);

#endif
