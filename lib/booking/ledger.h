/*
 * The ledger: what was requested from the open host, what was booked, reclaimed, and
 * assigned to whom. Numbers are of tickets.
 */
#ifndef BOOKING_LEDGER_H
#define BOOKING_LEDGER_H

#include "booking/messages.h"
#include "store/context.h"

/* How many of TYPE (NULL: of all types) BENEFICIARY has or has requested, refused ones aside. */
int64_t booking_valid(struct store *store, const char *beneficiary, const char *type);

/* Warns that the unassigned surplus of BENEFICIARY will be reclaimed, if it has any ticket. */
void booking_warn_of_reclaim(struct decision *decision, const char *beneficiary);

#endif
