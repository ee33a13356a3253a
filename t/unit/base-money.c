/* Money as people read it, by the digits of its currency. */
#include "base/money.h"
#include "tap.h"

static void is_money(int64_t amount, const char *currency, const char *wanted)
{
	char got[MONEY_TEXT];

	money_format(amount, currency, got);
	tap_text(got, wanted, wanted);
}

int main(void)
{
	is_money(35000, "JPY", "35000 JPY");
	is_money(35000, "EUR", "350.00 EUR");
	is_money(5, "EUR", "0.05 EUR");
	is_money(0, "EUR", "0.00 EUR");
	is_money(-5, "EUR", "-0.05 EUR");
	is_money(-12345, "TND", "-12.345 TND");
	is_money(INT64_C(9007199254740991), "USD", "90071992547409.91 USD");
	tap_ok(money_is_currency("CHF"), "CHF is a currency");
	tap_ok(!money_is_currency("chf"), "chf is not");
	tap_ok(!money_is_currency("XXX"), "nor is XXX");
	tap_ok(!money_is_currency("EU"), "nor EU");
	tap_ok(!money_is_currency("R U"), "nor what stands between two");
	return tap_end();
}
