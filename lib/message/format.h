/*
 * Formatting: a field's value as people read it, in a table or in comma-separated values.
 */
#ifndef MESSAGE_FORMAT_H
#define MESSAGE_FORMAT_H

#include "base/buffer.h"
#include "message/message.h"

/* Adds FIELD of the struct at DATA; its amounts are in CURRENCY. Adds nothing if it is absent. */
void field_format(
	const struct field *field, const void *data, const char *currency, struct buffer *to);

/* Borrows from the struct at DATA: the currency that it names; "" if it names none. */
const char *format_currency(const struct layout *layout, const void *data);

#endif
