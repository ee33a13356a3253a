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

#endif
