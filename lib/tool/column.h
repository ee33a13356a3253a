/* The columns of a report: fields of its row, all of them or those that --columns names. */
#ifndef TOOL_COLUMN_H
#define TOOL_COLUMN_H

#include "base/fault.h"
#include "message/message.h"

struct report_columns {
	const struct field *items[FIELDS_LIMIT];
	size_t count;
};

/*
 * Sets COLUMNS to the fields that NAMES, separated by commas, has of LAYOUT, in its order. A name
 * is in any case of letters, with any of "_", "-" and a blank for each other. False with FAULT set
 * (EX_USAGE): a name is none of a field, or comes twice.
 */
bool report_choose_columns(const struct layout *layout, const char *names,
	struct report_columns *columns, struct fault *fault);

/* All fields of LAYOUT, HIDDEN ones among them or not. */
struct report_columns report_columns_of(const struct layout *layout, bool hidden);

#endif
