/*
 * Amounts in options, as people write them: 299.00 and 299,00 with the currency of the command,
 * or 29900, in minor units.
 */
#ifndef TOOL_AMOUNT_H
#define TOOL_AMOUNT_H

#include "tool/field.h"

/*
 * Replaces in RECORD, a json_t, each amount that is a text by its count of minor units. False with
 * FAULT set (EX_USAGE) if it needs a currency that the record does not have, if it is ambiguous, or
 * if the currency has fewer decimals.
 */
bool option_amounts_read(
	struct json_t *record, const struct field_options *fields, struct fault *fault);

/*
 * Prints on a terminal each amount of the record of RUN's options as people read it: 399 is 3.99 EUR.
 * ANSWER is the event that records it, which knows the currency of an amendment; "": there is none.
 */
void option_amounts_print(const struct run *run, const char *answer);

#endif
