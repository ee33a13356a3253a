/*
 * The process managers that every client of the open host has. A fact: see struct effect.
 */
#ifndef BOOKING_PROCESS_H
#define BOOKING_PROCESS_H

#include "store/handler.h"

extern const struct process booking_request_process; /* facts -> create-ticket-purchase */
extern const struct process booking_retry_process;   /* what was refused or cancelled, again */
extern const struct process booking_reclaim_process; /* facts -> cancel-tickets */
extern const struct process booking_contact_process; /* changed contacts -> amend-purchaser */
extern const struct process booking_ledger_process;  /* ticketing's events -> the ledger */

/* The time of the incoming event; without one, the present. Derived ids contain it. */
int64_t booking_time(const struct decision *decision);

#endif
