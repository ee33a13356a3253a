/*
 * Money: an integer in the minor units of an ISO 4217 currency.
 */
#ifndef BASE_MONEY_H
#define BASE_MONEY_H

#include <stdbool.h>
#include <stdint.h>

enum { MONEY_TEXT = 32, MONEY_CODE = 4 };

/* Whether CODE is an active currency of ISO 4217: "EUR", "JPY". */
bool money_is_currency(const char *code);

/* The number of decimals of the currency's minor unit: 2 of EUR; -1 if CODE is no currency. */
int money_digits(const char *code);

/* With the currency's decimals (ISO 4217) and code: 35000 JPY, 350.00 EUR, 1.234 TND. */
void money_format(int64_t amount, const char *currency, char text[MONEY_TEXT]);

/* The number alone: 35000, 350.00, 1.234. */
void money_number(int64_t amount, const char *currency, char text[MONEY_TEXT]);

#endif
