/*
 * Booking: listens to ticketing's events and keeps the ledger. All that it
 * means to a sponsor is in booking/ledger.h.
 */
#include "sponsorship/crm.h"
#include "sponsorship/messages.h"

static void on_created(struct decision *decision, const void *event)
{
	booking_created(decision, &sponsorship_bookings, event);
}

static void on_rejected(struct decision *decision, const void *event)
{
	booking_rejected(decision, &sponsorship_bookings, event);
}

static void on_refused(struct decision *decision, const void *event)
{
	booking_turned_away(decision, &sponsorship_bookings, event);
}

static const struct reaction reactions[] = {
	{&ticket_purchase_created_message, on_created, NULL},
	{&ticket_purchase_rejected_message, on_rejected, NULL},
	{&command_refused_message, on_refused, NULL},
	{.event = NULL},
};

const struct process booking = {
	.name = "sponsor-book",
	.reactions = reactions,
};
