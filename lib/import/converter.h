/*
 * A converter: a row of a CSV file into a record, a line of JSON, or into all reasons against it.
 */
#ifndef IMPORT_CONVERTER_H
#define IMPORT_CONVERTER_H

#include "base/buffer.h"
#include "import/selection.h"
#include "import/value.h"

struct converter {
	const struct slots *slots;
	const struct columns *columns;
	const struct mappings *defaults;
	const struct selection *selection;
	const struct habits *habits;
	/* An amount of the last row, for people: what was written, and what it is. NULL: none. */
	const char *amount_text;
	int64_t amount;
	char amount_currency[MONEY_CODE]; /* "": none is known */
};

enum conversion {
	CONVERTED,
	CONVERSION_EMPTY, /* the row has no value in any column */
	CONVERSION_UNSELECTED,
	CONVERSION_REFUSED,
};

/*
 * Adds ROW as a line to OUT; or, if it is refused, adds the reasons to REASONS, each with its
 * column. Uses ARENA, whose contents the caller may then reset.
 */
enum conversion converter_row(struct converter *converter, const struct row *row,
	struct arena *arena, struct buffer *out, struct buffer *reasons);

#endif
