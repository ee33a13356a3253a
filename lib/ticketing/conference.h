/*
 * What holds for the whole conference: its time zone, and the time to pay for a purchase.
 */
#ifndef TICKETING_CONFERENCE_H
#define TICKETING_CONFERENCE_H

#include "store/context.h"

void conference_set(struct decision *decision, const void *command);
void conference_apply_set(const struct applying *of);

/* The context's zone(). */
const char *conference_zone(struct store *store, struct arena *arena);

/* The time to pay for a purchase that names no deadline, in minutes. */
int64_t conference_payment_within(struct store *store);

/* The position of the event that set it last; 0: none. NAME is not used. */
int64_t conference_position(struct store *store, const char *name);

#endif
