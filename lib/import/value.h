/* A cell's text as the JSON value of a slot. */
#ifndef IMPORT_VALUE_H
#define IMPORT_VALUE_H

#include <jansson.h>

#include "import/habits.h"
#include "import/slot.h"
#include "base/money.h"

/*
 * Returns new: TEXT as a value of SLOT, within its bounds. NULL with FAULT set if it is none.
 * CURRENCY: that of money, or "": then an amount has to have one, to which it is set.
 */
json_t *value_read(const struct slot *slot, const char *text, const struct habits *habits,
	char currency[MONEY_CODE], struct arena *arena, struct fault *fault);

/*
 * Borrows from ARENA: the text of a cell of LENGTH bytes, without blanks at its ends and with a
 * blank for each line break; "" if it is blank. NULL with FAULT, which may be NULL, set if it is no
 * text.
 */
const char *value_clean(const char *text, size_t length, struct arena *arena, struct fault *fault);

/* For decode_written(): a time stays as it is written, since the tool knows the zone. */
extern struct written value_as_written;

#endif
