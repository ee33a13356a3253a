/* What lanyard prints without a verb: rows, in words on a terminal. */
#ifndef ADMIN_GUIDE_H
#define ADMIN_GUIDE_H

#include "admin/admin.h"

struct guide {
	struct run *run;
	bool words;        /* not NDJSON */
	struct buffer out; /* not printed yet */
	int steps;         /* what to do next, so far */
};

/* Each adds to what is printed: a heading, in words only; a row. */
void guide_heading(struct guide *guide, const char *text);
void guide_add(struct guide *guide, const struct guide_row *row);

/* Adds what to do next in this conference. */
void guide_add_next(struct guide *guide);

/* Prints what was added, and releases it. */
void guide_print(struct guide *guide);

#endif
