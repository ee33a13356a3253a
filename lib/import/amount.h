/*
 * Amounts of money as people write them: 1250, 1.250,00, € 1.250,00, 1,250.00 USD, CHF 1'250.-.
 */
#ifndef IMPORT_AMOUNT_H
#define IMPORT_AMOUNT_H

#include "base/decimal.h"

enum amount_result {
	AMOUNT_READ,
	AMOUNT_NOT_AN_AMOUNT,
	AMOUNT_AMBIGUOUS,  /* as DECIMAL_AMBIGUOUS */
	AMOUNT_OTHER_MARK, /* as DECIMAL_OTHER_MARK */
	AMOUNT_TOO_FINE,   /* more decimals than its currency has */
	AMOUNT_TOO_LARGE,
	AMOUNT_NO_CURRENCY,    /* neither TEXT nor CURRENCY has one */
	AMOUNT_SHARED_SIGN,    /* a sign of several currencies, "$", and no CURRENCY */
	AMOUNT_OTHER_CURRENCY, /* its currency is not CURRENCY */
};

/*
 * Parses TEXT into VALUE, in minor units of *CURRENCY; NULL: that of TEXT, to which it is then
 * set, to a text that lives as long as the process.
 */
enum amount_result amount_parse(
	const char *text, enum decimal_mark mark, const char **currency, int64_t *value);

/* The same for an amount that is written in minor units already: it needs no currency. */
enum amount_result amount_parse_minor(
	const char *text, enum decimal_mark mark, const char **currency, int64_t *value);

/* A currency as people write it: "eur", "€", "Euro". NULL: none, or one of several. */
const char *amount_currency(const char *text);

/* The currency of an amount that has one, and no other of the same sign; NULL otherwise. */
const char *amount_own_currency(const char *text);

/* The mark that TEXT alone proves. */
enum decimal_mark amount_evidence(const char *text);

#endif
