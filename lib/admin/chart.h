/* A chart of sales, drawn by gnuplot(1). */
#ifndef ADMIN_CHART_H
#define ADMIN_CHART_H

#include "admin/child.h"

/* How many tickets were valid at the end of a day. */
struct chart_day {
	const char *day; /* YYYY-MM-DD */
	int64_t tickets;
};

/*
 * Adds an SVG of COUNT days, in order, and of a line at CAPACITY (0: none) to OUT, with DESCRIPTION
 * for who can't see it. Returns false if gnuplot fails; CHILD has the reason, and OUT is as before.
 */
bool chart_add(struct buffer *out, struct child *child, const struct chart_day *days, size_t count,
	int64_t capacity, const char *description);

#endif
