/*
 * Amounts of money as people write them: 1250, 1.250,00, € 1.250,00, 1,250.00 USD, CHF 1'250.-.
 */
#ifndef IMPORT_AMOUNT_H
#define IMPORT_AMOUNT_H

#include <stdbool.h>

#include "base/decimal.h"
#include "base/fault.h"
#include "base/money.h"

/*
 * Reads TEXT into VALUE, in minor units of CURRENCY; "": of that of TEXT, to which it is then set.
 * MINOR: it is written in minor units already, and needs no currency. False with FAULT set
 * (EX_DATAERR).
 */
bool amount_read(const char *text, enum decimal_mark mark, bool minor, char currency[MONEY_CODE],
	int64_t *value, struct fault *fault);

/* The same for a whole number, which has no currency. */
bool amount_read_whole(
	const char *text, enum decimal_mark mark, int64_t *value, struct fault *fault);

/*
 * Sets CODE to the currency that TEXT is, as people write it: "eur", "€", "Euro". False, and "", if
 * it is none, or one of several.
 */
bool amount_currency(const char *text, char code[MONEY_CODE]);

/* The same for the currency of an amount. */
bool amount_own_currency(const char *text, char code[MONEY_CODE]);

/* The mark that TEXT alone proves. */
enum decimal_mark amount_evidence(const char *text);

/* Less than 0, 0 also of "", or more than 0, also of what is no amount. */
int amount_sign(const char *text);

#endif
