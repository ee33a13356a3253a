/*
 * A sponsor's status and tasks.
 */
#ifndef SPONSORSHIP_STATUS_H
#define SPONSORSHIP_STATUS_H

#include "booking/status.h"
#include "sponsorship/messages.h"

/* Fills ROW of SPONSOR, whose bookings are BOOKINGS; false: there is no such sponsor. */
bool sponsor_status_of(struct store *store, const char *sponsor,
	const struct booking_status *bookings, struct arena *arena, struct sponsor_status_row *row);

/* Adds the tasks about contracts, invoices, levels and money. */
void sponsor_add_tasks(struct task_list *tasks);

#endif
