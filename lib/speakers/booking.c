/*
 * Booking: listens to ticketing's events and keeps the ledger. All that it
 * means to a speaker is in booking/ledger.h.
 */
#include "booking/listener.h"
#include "speakers/crm.h"
#include "speakers/messages.h"

BOOKING_LISTENER(speaker_booking, "speaker-book", &speakers_bookings);

void speaker_booking_by_hand(struct decision *decision, const void *command)
{
	booking_record(decision, &speakers_bookings, command);
}
