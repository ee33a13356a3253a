/*
 * The sponsorship CRM: its context and its processes.
 */
#ifndef SPONSORSHIP_CRM_H
#define SPONSORSHIP_CRM_H

#include "store/handler.h"

extern const struct context sponsorship;

/* The process managers, one a tool. */
extern const struct process onboarding; /* facts -> sponsor-onboarded */
extern const struct process allocation; /* what is due -> create-ticket-purchase */
extern const struct process retrying;   /* booking-refused -> create-ticket-purchase */
extern const struct process reclaiming; /* what is too much -> cancel-tickets */
extern const struct process booking;    /* ticketing's events -> the ledger */

/* What an organiser has booked by hand, elsewhere. */
void booking_by_hand(struct decision *decision, const void *command);

/* Every message that sponsorship's schemas describe; ends with NULL. */
extern const struct message *const sponsorship_messages[];

#endif
