/*
 * The status of a beneficiary, tasks for the staff, unused tickets.
 */
#ifndef BOOKING_STATUS_H
#define BOOKING_STATUS_H

#include "base/clock.h"
#include "booking/client.h"

/* Fills STATUS of BENEFICIARY; what it refers to lives in ARENA. */
void booking_status_of(struct store *store, const char *beneficiary, struct arena *arena,
	struct booking_status *status);

/* Tasks of BENEFICIARY are handed to EACH, a struct task_row at a time. */
struct task_list {
	struct store *store;
	struct arena *arena;
	const char *beneficiary;
	struct recipient recipient;
	const char *today;   /* YYYY-MM-DD, in the conference's zone */
	zone_offset *zone;   /* NULL: UTC */
	int64_t late_before; /* what began then or before is overdue */
	bool starts_soon;    /* the conference begins within a week, or has begun */
	void (*each)(void *to, const void *row);
	void *to; /* EACH's argument */
};

/* Adds the task TASK. SINCE: a date or a time; NULL: none. All are borrowed. */
void task_list_add(
	struct task_list *tasks, const char *task, const char *since, const char *message);

/* Whether what began at SINCE, a date or a time, is overdue. */
bool task_list_is_late(const struct task_list *tasks, const char *since);

/*
 * Adds the tasks that every client has: undecided, refused, denied, missing, surplus, unassigned.
 */
void task_list_add_bookings(struct task_list *tasks);

/*
 * Passes a struct unused_row for each type of which BENEFICIARY has unassigned tickets,
 * requested before the time BEFORE (NULL: at any), to EACH.
 */
void booking_unused(struct store *store, const char *beneficiary, const char *before,
	struct arena *arena, void (*each)(void *to, const void *row), void *to);

#endif
