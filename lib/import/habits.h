/* How the writer of a file writes: what options say, or else what the file proves. */
#ifndef IMPORT_HABITS_H
#define IMPORT_HABITS_H

#include "import/date.h"
#include "base/clock.h"
#include "base/decimal.h"
#include "base/fault.h"

struct habits {
	enum decimal_mark mark;
	enum date_order order;
	bool minor_units;      /* amounts are in the minor units of their currencies */
	const char *separator; /* of a list's items in a cell; NULL: guessed */
	zone_offset *zone;     /* in which a moment has its date; NULL: not known */
};

/*
 * Sets the habits that options name: DECIMAL is "point" or "comma", DATES "dmy", "mdy" or "ymd";
 * NULL: not known. False with FAULT set (EX_USAGE) if a word is another one.
 */
bool habits_read(struct habits *habits, const char *decimal, const char *dates,
	const char *separator, struct fault *fault);

#endif
