/*
 * A client's listener: the process that reads ticketing's events and keeps the
 * ledger. What the events mean to it is in ledger.h, and is the same for every
 * client; a process has a name and a language of its own.
 *
 *     BOOKING_LISTENER(speaker_booking, "speaker-book", &speakers_bookings);
 *
 * defines the process, in a file of which it is all, or nearly.
 */
#ifndef BOOKING_LISTENER_H
#define BOOKING_LISTENER_H

#include "booking/ledger.h"
#include "store/handler.h"

#define BOOKING_HEARS(on_event, means, language)                                                   \
	static void on_event(struct decision *decision, const void *event)                         \
	{                                                                                          \
		means(decision, language, event);                                                  \
	}

#define BOOKING_LISTENER(process_name, tool, language)                                             \
	BOOKING_HEARS(on_created, booking_created, language)                                       \
	BOOKING_HEARS(on_rejected, booking_rejected, language)                                     \
	BOOKING_HEARS(on_cancelled, booking_cancelled, language)                                   \
	BOOKING_HEARS(on_command_rejected, booking_command_rejected, language)                     \
	BOOKING_HEARS(on_assigned, booking_assigned, language)                                     \
	BOOKING_HEARS(on_unassigned, booking_unassigned, language)                                 \
	BOOKING_HEARS(on_refused, booking_turned_away, language)                                   \
	static const struct reaction reactions[] = {                                               \
		{&ticket_purchase_created_message, on_created, NULL},                              \
		{&ticket_purchase_rejected_message, on_rejected, NULL},                            \
		{&tickets_cancelled_message, on_cancelled, NULL},                                  \
		{&ticket_command_rejected_message, on_command_rejected, NULL},                     \
		{&ticket_assigned_message, on_assigned, NULL},                                     \
		{&ticket_unassigned_message, on_unassigned, NULL},                                 \
		{&command_refused_message, on_refused, NULL},                                      \
		{.event = NULL},                                                                   \
	};                                                                                         \
	const struct process process_name = {.name = (tool), .reactions = reactions}

#endif
