/*
 * Comma-separated values (RFC 4180) of declared records: a header of the fields' names, and a line
 * for each record, which ends with CR LF. csv-import reads them.
 */
#ifndef TOOL_CSV_H
#define TOOL_CSV_H

#include "base/buffer.h"
#include "base/clock.h"
#include "base/decimal.h"
#include "base/fault.h"
#include "tool/column.h"

struct csv_style {
	char delimiter;
	enum decimal_mark mark;
	bool bom;            /* a byte order mark first */
	zone_offset *offset; /* of the zone of times; NULL: UTC */
};

struct settings;

/*
 * Sets SETTINGS->style by --bom, --decimal and --delimiter, each of which implies --csv: by default
 * a comma and a point; with semicolons, a decimal comma. False with FAULT set (EX_USAGE).
 */
bool csv_read_style(struct settings *settings, struct fault *fault);

/* Adds to OUT the header of COLUMNS, with the byte order mark. */
void csv_add_header(
	const struct csv_style *style, const struct report_columns *columns, struct buffer *out);

/* Adds to OUT the line of the struct at RECORD, which has LAYOUT. */
void csv_add_row(const struct csv_style *style, const struct report_columns *columns,
	const struct layout *layout, const void *record, struct buffer *out);

#endif
