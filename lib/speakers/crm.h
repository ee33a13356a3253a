/*
 * The speaker CRM: its context and its processes.
 */
#ifndef SPEAKERS_CRM_H
#define SPEAKERS_CRM_H

#include "store/handler.h"

extern const struct context speakers;

/* The process managers. */
extern const struct process speaker_allocation; /* what is due -> create-ticket-purchase */
extern const struct process speaker_retrying;   /* booking-refused -> create-ticket-purchase */
extern const struct process speaker_reclaiming; /* what is too much -> cancel-tickets */
extern const struct process speaker_booking;    /* ticketing's events -> the ledger */

/* What an organiser has booked by hand, elsewhere. */
void speaker_booking_by_hand(struct decision *decision, const void *command);

/* Every message that the speakers' schemas describe; ends with NULL. */
extern const struct message *const speakers_messages[];

#endif
