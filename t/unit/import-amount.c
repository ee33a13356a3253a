/* Amounts of money as people write them. */
#include "import/amount.h"
#include "tap.h"

static void is_amount(const char *text, const char *currency, int64_t wanted, const char *of)
{
	char name[200], found[MONEY_CODE] = "";
	int64_t got = -1;
	enum amount_result result;
	bool good;

	snprintf(found, sizeof(found), "%s", currency != NULL ? currency : "");
	result = amount_parse(text, DECIMAL_UNKNOWN, found, &got);
	good = result == AMOUNT_READ && got == wanted && strcmp(found, of) == 0;

	snprintf(name, sizeof(name), "\"%s\"%s%s is %lld %s", text,
		currency != NULL ? " in a row of " : "", currency != NULL ? currency : "",
		(long long)wanted, of);
	tap_ok(good, name);
	if (!good)
		printf("# result %d, %lld %s\n", (int)result, (long long)got, found);
}

static void fails(
	const char *text, const char *currency, enum amount_result wanted, const char *why)
{
	char name[200], found[MONEY_CODE];
	int64_t got;
	enum amount_result result;

	snprintf(found, sizeof(found), "%s", currency != NULL ? currency : "");
	result = amount_parse(text, DECIMAL_UNKNOWN, found, &got);

	snprintf(name, sizeof(name), "\"%s\" is refused as an amount: %s", text, why);
	tap_ok(result == wanted, name);
	if (result != wanted)
		printf("# result %d, wanted %d\n", (int)result, (int)wanted);
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
	fails("5", NULL, AMOUNT_NO_CURRENCY, "it has no currency");
	fails("$5", NULL, AMOUNT_SHARED_SIGN, "several currencies have its sign");
	fails("$5", "EUR", AMOUNT_OTHER_CURRENCY, "its currency is not that of the row");
	fails("5 EUR", "USD", AMOUNT_OTHER_CURRENCY, "its currency is not that of the row");
	fails("5 XXX", "EUR", AMOUNT_NOT_AN_AMOUNT, "it has an unknown currency");
	fails("EUR 5 EUR", "EUR", AMOUNT_NOT_AN_AMOUNT, "it has two currencies");
	fails("EUR", "EUR", AMOUNT_NOT_AN_AMOUNT, "it has no number");
	fails("", "EUR", AMOUNT_NOT_AN_AMOUNT, "it is empty");
	fails("five", "EUR", AMOUNT_NOT_AN_AMOUNT, "it is a word");
	fails("5.555 EUR", "USD", AMOUNT_OTHER_CURRENCY, "its currency is not that of the row");
	fails("1.250", "EUR", AMOUNT_AMBIGUOUS, "it may be a thousand");
	fails("0.125", "EUR", AMOUNT_TOO_FINE, "a cent has no parts");
	fails("35000.50", "JPY", AMOUNT_TOO_FINE, "a yen has no parts");
	fails("99999999999999999999", "EUR", AMOUNT_TOO_LARGE, "it is too large");
	fails("\xe2\x82", "EUR", AMOUNT_NOT_AN_AMOUNT, "it is truncated");
	fails("\xff\xff", "EUR", AMOUNT_NOT_AN_AMOUNT, "it is not UTF-8");
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
	int64_t value = 0;

	read_amounts();
	refuse_amounts();
	read_currencies();
	tap_ok(amount_parse_minor("29900", DECIMAL_UNKNOWN, currency, &value) == AMOUNT_READ &&
			value == 29900,
		"an amount in minor units needs no currency");
	tap_ok(amount_parse_minor("299.50", DECIMAL_UNKNOWN, currency, &value) == AMOUNT_TOO_FINE,
		"an amount in minor units has no decimals");
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
