/* Amounts of money as people write them. */
#include "import/amount.h"
#include "tap.h"

static void is_amount(const char *text, const char *currency, int64_t wanted, const char *of)
{
	char name[200], found[MONEY_CODE] = "";
	struct fault fault = {0};
	int64_t got = -1;
	bool good;

	snprintf(found, sizeof(found), "%s", currency != NULL ? currency : "");
	good = amount_read(text, DECIMAL_UNKNOWN, false, found, &got, &fault) && got == wanted &&
	       strcmp(found, of) == 0;

	snprintf(name, sizeof(name), "\"%s\"%s%s is %lld %s", text,
		currency != NULL ? " in a row of " : "", currency != NULL ? currency : "",
		(long long)wanted, of);
	tap_ok(good, name);
	if (!good)
		printf("# %lld %s: %s\n", (long long)got, found, fault.reason);
}

/* WANTED: the reason, after the text. */
static void fails(const char *text, const char *currency, const char *wanted)
{
	char name[200], found[MONEY_CODE], reason[200];
	struct fault fault = {0};
	int64_t got;

	snprintf(found, sizeof(found), "%s", currency != NULL ? currency : "");
	if (amount_read(text, DECIMAL_UNKNOWN, false, found, &got, &fault))
		snprintf(fault.reason, sizeof(fault.reason), "none");
	snprintf(reason, sizeof(reason), "\"%s\" %s", text, wanted);
	snprintf(name, sizeof(name), "\"%s\" %s, and is refused", text, wanted);
	tap_text(fault.reason, reason, name);
}

static void read_amounts(void)
{
	is_amount("\u20ac 1.250,00", NULL, 125000, "EUR");
	is_amount("1,250.00 USD", NULL, 125000, "USD");
	is_amount("1250\u20ac", NULL, 125000, "EUR");
	is_amount("1250\u00a0\u20ac", NULL, 125000, "EUR");
	is_amount("CHF 1'250.-", NULL, 125000, "CHF");
	is_amount("Fr. 1\u2019250.50", NULL, 125050, "CHF");
	is_amount("35000 JPY", NULL, 35000, "JPY");
	is_amount("35000\u5186", NULL, 35000, "JPY");
	is_amount("\u00a535000", "JPY", 35000, "JPY");
	is_amount("$5", "CAD", 500, "CAD");
	is_amount("US$5", NULL, 500, "USD");
	is_amount("-\u20ac5", NULL, -500, "EUR");
	is_amount("\u20ac-5", NULL, -500, "EUR");
	is_amount("1 250,50 kr", "SEK", 125050, "SEK");
	is_amount("1,5 tnd", NULL, 1500, "TND");
	is_amount("299", "EUR", 29900, "EUR");
	is_amount("299,00", "EUR", 29900, "EUR");
	is_amount("12 z\u0142", NULL, 1200, "PLN");
	is_amount("5 Euro", NULL, 500, "EUR");
}

static void refuse_amounts(void)
{
	fails("5", NULL, "has no currency; --default names one");
	fails("$5", NULL, "has the sign of several currencies; --default names one");
	fails("$5", "EUR", "is not in EUR");
	fails("5 EUR", "USD", "is not in USD");
	fails("5 XXX", "EUR", "is not an amount");
	fails("EUR 5 EUR", "EUR", "is not an amount");
	fails("EUR", "EUR", "is not an amount");
	fails("", "EUR", "is not an amount");
	fails("five", "EUR", "is not an amount");
	fails("5.555 EUR", "USD", "is not in USD");
	fails("1.250", "EUR", "may have thousands or decimals; --decimal comma or point decides");
	fails("0.125", "EUR", "has more decimals than EUR has");
	fails("35000.50", "JPY", "has more decimals than JPY has");
	fails("99999999999999999999", "EUR", "is too large");
	fails("\xe2\x82", "EUR", "is not an amount");
	fails("\xff\xff", "EUR", "is not an amount");
}

static void read_currencies(void)
{
	char code[MONEY_CODE];

	tap_text(
		amount_currency("eur", code) ? code : "", "EUR", "a currency may be in lower case");
	tap_text(amount_currency("\u20ac", code) ? code : "", "EUR", "a currency may be its sign");
	tap_ok(!amount_currency("$", code), "a sign of several currencies names none of them");
	tap_ok(!amount_currency("Bitcoin", code), "a currency that ISO 4217 does not have is none");
	tap_text(amount_own_currency("1,250.00 usd", code) ? code : "", "USD",
		"1,250.00 usd has its currency");
	tap_ok(!amount_own_currency("5", code) && !amount_own_currency("$5", code),
		"5 has no currency, and $5 none of its own");
}

int main(void)
{
	char currency[MONEY_CODE] = "";
	struct fault fault = {0};
	int64_t value = 0;

	read_amounts();
	refuse_amounts();
	read_currencies();
	tap_ok(amount_read("29900", DECIMAL_UNKNOWN, true, currency, &value, &fault) &&
			value == 29900,
		"an amount in minor units needs no currency");
	amount_read("299.50", DECIMAL_UNKNOWN, true, currency, &value, &fault);
	tap_text(fault.reason, "\"299.50\" is not in minor units",
		"an amount in minor units has no decimals");
	tap_ok(decimal_is_number("1,250.00") && !decimal_is_number("5 EUR"),
		"an amount with its currency is no number");
	tap_ok(amount_evidence("\u20ac 1.250,00") == DECIMAL_COMMA,
		"an amount with its currency proves what is before decimals");
	tap_ok(amount_sign("\u20ac -5") < 0 && amount_sign("(5.00 EUR)") < 0,
		"an amount with a minus or in parentheses is less than 0");
	tap_ok(amount_sign("") == 0 && amount_sign("0,00 EUR") == 0 && amount_sign("-0") == 0,
		"an amount of zeros, and none, is 0");
	tap_ok(amount_sign("1.250") > 0 && amount_sign("many") > 0 && amount_sign("5 x 6 y") > 0,
		"an amount that is ambiguous or none has no other sign");
	return tap_end();
}
