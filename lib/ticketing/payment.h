/*
 * Payments: a purchase that is due is paid before its deadline, or expires.
 */
#ifndef TICKETING_PAYMENT_H
#define TICKETING_PAYMENT_H

#include "bank/receivables.h"
#include "store/handler.h"

/* pay-ticket-purchase */
void payment_decide(struct decision *decision, const void *command);

void payment_apply_paid(const struct applying *of);
void payment_apply_expired(const struct applying *of);

/* The purchases that are to be paid, as what transfers pay: open is all that is due for one. */
extern const struct receivables_source payment_receivables;

/* The process that expires unpaid purchases. */
extern const struct process payment_expiry;

#endif
