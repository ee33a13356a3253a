/*
 * The process managers that every client of the open host has.
 */
#ifndef BOOKING_PROCESS_H
#define BOOKING_PROCESS_H

#include "store/handler.h"

extern const struct process booking_requesting; /* facts -> create-ticket-purchase */
extern const struct process booking_retrying;   /* what was refused or cancelled, again */
extern const struct process booking_reclaiming; /* facts -> cancel-tickets */
extern const struct process booking_listening;  /* ticketing's events -> the ledger */

/* The time of the incoming event; without one, the present. Derived ids contain it. */
int64_t booking_time(const struct decision *decision);

#endif
