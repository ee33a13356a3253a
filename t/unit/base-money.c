/* Money as people read it, by the digits of its currency. */
#include "base/money.h"
#include "tap.h"

static void is_money(int64_t amount, const char *currency, const char *wanted, const char *name)
{
	char got[MONEY_TEXT];

	money_format(amount, currency, got);
	tap_text(got, wanted, name);
}

int main(void)
{
	is_money(35000, "JPY", "35000 JPY", "yen are written without decimals");
	is_money(35000, "EUR", "350.00 EUR", "euros are written with two decimals");
	is_money(5, "EUR", "0.05 EUR", "an amount below one euro has a zero before the point");
	is_money(0, "EUR", "0.00 EUR", "an amount of 0 has two decimals");
	is_money(-5, "EUR", "-0.05 EUR", "a negative amount below one euro has its sign");
	is_money(-12345, "TND", "-12.345 TND", "dinars are written with three decimals");
	is_money(INT64_C(9007199254740991), "USD", "90071992547409.91 USD",
		"the largest amount is written exactly");
	tap_ok(money_is_currency("CHF"), "CHF is accepted as a currency");
	tap_ok(!money_is_currency("chf"), "a currency in lower case is refused");
	tap_ok(!money_is_currency("XXX"), "XXX, which means no currency, is refused");
	tap_ok(!money_is_currency("EU"), "a currency of two letters is refused");
	tap_ok(!money_is_currency("R U"), "a part of the list of currencies is refused");
	tap_ok(!money_is_currency("EUR FJD"), "two currencies of the list are no currency");
	return tap_end();
}
