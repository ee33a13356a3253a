/*
 * Numbers as people write them: 1.250,00 and 1,250.00, 1'250.00 and 1 250,00, (12.50), 12,50-.
 *
 * "1.250" may be read in two ways. Only what else is known of its writer, the mark, decides.
 */
#ifndef BASE_DECIMAL_H
#define BASE_DECIMAL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/fault.h"

/* What precedes decimals. */
enum decimal_mark { DECIMAL_UNKNOWN, DECIMAL_POINT, DECIMAL_COMMA };

enum decimal_result {
	DECIMAL_READ,
	DECIMAL_NOT_A_NUMBER,
	DECIMAL_AMBIGUOUS,  /* "1.250", the mark is unknown, and there may be decimals */
	DECIMAL_OTHER_MARK, /* it has decimals after the other mark */
	DECIMAL_TOO_FINE,   /* it has more decimals than DIGITS */
	DECIMAL_TOO_LARGE,
};

/*
 * Sets MARK to the one that WORD names: point or comma. False with FAULT set (EX_USAGE), about
 * --decimal, if it is another word.
 */
bool decimal_read_mark(const char *word, enum decimal_mark *mark, struct fault *fault);

/*
 * Parses TEXT into VALUE, a count of the unit that has DIGITS (0 to 4) decimals: "12,5" is 1250
 * with two digits. Decimals past DIGITS may only be zeros; but "1.250" and "1.000" have too many
 * for two digits after a point, because they are likelier to be thousands of another writer.
 */
enum decimal_result decimal_parse(
	const char *text, enum decimal_mark mark, int digits, int64_t *value);

/* Whether TEXT is a number, whatever its mark. */
bool decimal_is_number(const char *text);

/* The mark that TEXT alone proves: a point of "1.5" or "1,250.5", a comma of "1.250.000". */
enum decimal_mark decimal_evidence(const char *text);

/* Less than, equal to, or more than 0, as TEXT is; 1 if it is no number. */
int decimal_sign(const char *text);

#endif
