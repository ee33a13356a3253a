/*
 * Comma-separated values (RFC 4180) of declared records: a header of the fields' names, and a line
 * for each record, which ends with CR LF. csv-import reads them.
 */
#ifndef TOOL_CSV_H
#define TOOL_CSV_H

#include "base/buffer.h"
#include "base/decimal.h"
#include "base/fault.h"
#include "message/message.h"

struct csv_style {
	char delimiter;
	enum decimal_mark mark;
	bool bom; /* a byte order mark first */
};

/*
 * Reads the words of --delimiter and --decimal; NULL: not given, which leaves the delimiter '\0',
 * and the mark unknown. False with FAULT set (EX_USAGE).
 */
bool csv_read_delimiter(const char *word, char *delimiter, struct fault *fault);
bool csv_read_decimal(const char *word, enum decimal_mark *mark, struct fault *fault);

/* Fills what was not given: a comma and a point; with a semicolon, a decimal comma. */
void csv_complete(struct csv_style *style);

/* Add to OUT the header, with the byte order mark, and the line of the struct at RECORD. */
void csv_add_header(const struct csv_style *style, const struct layout *layout, struct buffer *out);
void csv_add_row(const struct csv_style *style, const struct layout *layout, const void *record,
	struct buffer *out);

#endif
