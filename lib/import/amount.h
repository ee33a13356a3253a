/*
 * Amounts of money as people write them: 1250, 1.250,00, € 1.250,00, 1,250.00 USD, CHF 1'250.-.
 */
#ifndef IMPORT_AMOUNT_H
#define IMPORT_AMOUNT_H

#include <stdbool.h>

#include "base/decimal.h"
#include "base/money.h"

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
 * Parses TEXT into VALUE, in minor units of CURRENCY; "": of that of TEXT, to which it is then set.
 */
enum amount_result amount_parse(
	const char *text, enum decimal_mark mark, char currency[MONEY_CODE], int64_t *value);

/* The same for an amount that is written in minor units already: it needs no currency. */
enum amount_result amount_parse_minor(
	const char *text, enum decimal_mark mark, char currency[MONEY_CODE], int64_t *value);

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
