/*
 * The sponsorship CRM: its context and its processes.
 */
#ifndef SPONSORSHIP_CRM_H
#define SPONSORSHIP_CRM_H

#include "store/handler.h"

extern const struct context sponsorship;

/* The process managers, one a tool. */
extern const struct process onboarding; /* facts -> sponsor-onboarded */
extern const struct process allocation; /* sponsor-onboarded -> create-ticket-purchase */
extern const struct process booking;    /* ticketing's events -> the ledger */

/* Every message that sponsorship's schemas describe; ends with NULL. */
extern const struct message *const sponsorship_messages[];

#endif
