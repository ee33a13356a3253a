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

static void on_cancelled(struct decision *decision, const void *event)
{
	booking_cancelled(decision, &sponsorship_bookings, event);
}

static void on_command_rejected(struct decision *decision, const void *event)
{
	booking_command_rejected(decision, &sponsorship_bookings, event);
}

static void on_assigned(struct decision *decision, const void *event)
{
	booking_assigned(decision, &sponsorship_bookings, event);
}

static void on_unassigned(struct decision *decision, const void *event)
{
	booking_unassigned(decision, &sponsorship_bookings, event);
}

static const struct reaction reactions[] = {
	{&ticket_purchase_created_message, on_created, NULL},
	{&ticket_purchase_rejected_message, on_rejected, NULL},
	{&tickets_cancelled_message, on_cancelled, NULL},
	{&ticket_command_rejected_message, on_command_rejected, NULL},
	{&ticket_assigned_message, on_assigned, NULL},
	{&ticket_unassigned_message, on_unassigned, NULL},
	{&command_refused_message, on_refused, NULL},
	{.event = NULL},
};

const struct process booking = {
	.name = "sponsor-book",
	.reactions = reactions,
};

void booking_by_hand(struct decision *decision, const void *command)
{
	booking_record(decision, &sponsorship_bookings, command);
}
