/*
 * Booking: listens to ticketing's events and keeps the ledger. All that it
 * means to a sponsor is in booking/ledger.h.
 */
#include "booking/listener.h"
#include "sponsorship/crm.h"
#include "sponsorship/messages.h"

BOOKING_LISTENER(booking, "sponsor-book", &sponsorship_bookings);

void booking_by_hand(struct decision *decision, const void *command)
{
	booking_record(decision, &sponsorship_bookings, command);
}
