#include "base/money.h"

/* ISO 4217, list one: the active codes, by the number of decimals of their minor unit. */
static const struct {
	int digits;
	const char *codes;
} currencies[] = {
	{0, "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"},
	{3, "BHD IQD JOD KWD LYD OMR TND"},
	{4, "CLF UYW"},
	{2, "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BMD BND BOB BOV BRL BSD BTN BWP "
	    "BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK DKK DOP DZD EGP ERN ETB EUR "
	    "FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR "
	    "KPW KYD KZT LAK LBP LKR LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV "
	    "MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR SBD SCR "
	    "SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH "
	    "USD USN UYU UZS VED VES WST XCD XCG YER ZAR ZMW ZWG"},
};

int money_digits(const char *code)
{
	size_t i;

	if (strlen(code) != 3 || strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != 3)
		return -1;
	for (i = 0; i < sizeof(currencies) / sizeof(*currencies); i++)
		if (strstr(currencies[i].codes, code) != NULL)
			return currencies[i].digits;
	return -1;
}

bool money_is_currency(const char *code)
{
	return money_digits(code) >= 0;
}

void money_number(int64_t amount, const char *currency, char text[MONEY_TEXT])
{
	int digits = money_digits(currency);
	char number[24];
	size_t length;

	/* Leading zeros, so that one digit stands before the point. */
	snprintf(
		number, sizeof(number), "%0*lld", digits + (amount < 0 ? 2 : 1), (long long)amount);
	length = strlen(number);
	if (digits <= 0)
		snprintf(text, MONEY_TEXT, "%s", number);
	else
		snprintf(text, MONEY_TEXT, "%.*s.%s", (int)length - digits, number,
			number + length - digits);
}

void money_format(int64_t amount, const char *currency, char text[MONEY_TEXT])
{
	money_number(amount, currency, text);
	strlcat(text, " ", MONEY_TEXT);
	strlcat(text, currency, MONEY_TEXT);
}
