/*
 * The conference's time zone: what was set in this store, else what ticketing has set.
 */
#ifndef BOOKING_ZONE_H
#define BOOKING_ZONE_H

#include "store/context.h"

/* The position of the event that decides on the zone; 0: none. NAME is not used. */
int64_t zone_position(struct store *store, const char *name);

#endif
