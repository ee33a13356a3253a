/*
 * Tasks: what awaits a person, and what could be asked back.
 */
#ifndef SPONSORSHIP_TASKS_H
#define SPONSORSHIP_TASKS_H

#include "sponsorship/messages.h"
#include "sponsorship/sponsor.h"

/* When something is late. Moments in milliseconds. */
struct task_terms {
	int64_t now;
	int64_t late;     /* what began before that moment has taken too long */
	bool starts_soon; /* the conference begins within a week */
};

/* Hands what a person has to see to about SPONSOR to EACH, a task_row at a time. */
void tasks_of(struct store *store, const struct sponsor_state *sponsor,
	const struct task_terms *terms, struct arena *arena,
	void (*each)(void *to, const void *row), void *to);

/*
 * The same: unused_row, of SPONSOR's tickets that were asked for before the moment
 * BEFORE (a date or a time; NULL: at any), and nobody holds.
 */
void tasks_unused(struct store *store, const struct sponsor_state *sponsor, const char *before,
	struct arena *arena, void (*each)(void *to, const void *row), void *to);

#endif
