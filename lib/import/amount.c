#include "import/amount.h"

#include <ctype.h>

#include "base/unicode.h"
#include "base/utf8.h"

enum { PART_LENGTH = 80 };

/* Signs and names of currencies, and the codes that they may mean. */
static const struct sign {
	const char *text;
	const char *codes; /* separated by spaces */
} signs[] = {
	{"\u20ac", "EUR"},
	{"euro", "EUR"},
	{"euros", "EUR"},
	{"$", "USD AUD CAD NZD SGD HKD TWD MXN ARS CLP COP"},
	{"us$", "USD"},
	{"a$", "AUD"},
	{"c$", "CAD"},
	{"ca$", "CAD"},
	{"nz$", "NZD"},
	{"hk$", "HKD"},
	{"s$", "SGD"},
	{"nt$", "TWD"},
	{"r$", "BRL"},
	{"\u00a3", "GBP"},
	{"\u00a5", "JPY CNY"},
	{"\uffe5", "JPY CNY"},
	{"\u5186", "JPY"},
	{"\u5143", "CNY"},
	{"\u20a9", "KRW"},
	{"\u20b9", "INR"},
	{"\u20bd", "RUB"},
	{"\u20ba", "TRY"},
	{"\u20b4", "UAH"},
	{"\u20aa", "ILS"},
	{"\u20ab", "VND"},
	{"\u20b1", "PHP"},
	{"\u0e3f", "THB"},
	{"z\u0142", "PLN"},
	{"Z\u0141", "PLN"},
	{"k\u010d", "CZK"},
	{"K\u010c", "CZK"},
	{"ft", "HUF"},
	{"lei", "RON MDL"},
	{"fr", "CHF"},
	{"sfr", "CHF"},
	{"kr", "SEK NOK DKK ISK"},
	{"rs", "INR PKR LKR NPR MUR SCR"},
	{"r", "ZAR"},
};

/* The codes that TEXT may mean, from the table, or in CODE; NULL if it is no currency. */
static const char *codes_of(const char *text, char code[MONEY_CODE])
{
	size_t i;

	for (i = 0; i < sizeof(signs) / sizeof(*signs); i++)
		if (strcasecmp(text, signs[i].text) == 0)
			return signs[i].codes;
	if (strlen(text) != MONEY_CODE - 1)
		return NULL;
	for (i = 0; i < MONEY_CODE; i++)
		code[i] = (char)toupper((unsigned char)text[i]);
	return money_is_currency(code) ? code : NULL;
}

bool amount_currency(const char *text, char code[MONEY_CODE])
{
	char found[MONEY_CODE];
	const char *codes = codes_of(text, found);

	*code = '\0';
	if (codes == NULL || strlen(codes) != MONEY_CODE - 1)
		return false;
	strlcpy(code, codes, MONEY_CODE);
	return true;
}

/* What an amount has: a number, and perhaps a currency before or after it. */
struct parts {
	char number[PART_LENGTH];
	char currency[PART_LENGTH];
};

/* Whether TEXT goes on with a letter, or a sign of a currency. */
static bool is_of_currency(const char *text)
{
	uint32_t character;

	return utf8_read(text, strnlen(text, 4), &character) > 0 &&
	       (unicode_is_letter(character) || unicode_is_currency(character));
}

/* Appends the character at TEXT to PART, and moves past it. */
static bool append(char part[PART_LENGTH], const char **text)
{
	size_t length = strlen(part);

	do {
		if (length + 1 >= PART_LENGTH)
			return false;
		part[length++] = *(*text)++;
		part[length] = '\0';
	} while (((unsigned char)**text & 0xc0) == 0x80);
	return true;
}

/* Splits TEXT; false if it has two currencies, or is too long. */
static bool split(const char *text, struct parts *parts)
{
	*parts = (struct parts){.number = ""};
	while (*text != '\0') {
		if (!is_of_currency(text)) {
			if (!append(parts->number, &text))
				return false;
			continue;
		}
		if (*parts->currency != '\0')
			return false;
		while (*text != '\0' && is_of_currency(text))
			if (!append(parts->currency, &text))
				return false;
		/* The point of an abbreviation: "Fr. 5". */
		text += *text == '.' && text[1] == ' ';
	}
	return true;
}

/* Determines the currency of PARTS: CURRENCY, unless that is "". */
static bool find_currency(
	const struct parts *parts, const char *text, char currency[MONEY_CODE], struct fault *fault)
{
	char found[MONEY_CODE];
	const char *codes;

	if (*parts->currency == '\0')
		return true;
	codes = codes_of(parts->currency, found);
	if (codes == NULL)
		return fault_set(fault, EX_DATAERR, "\"%s\" is not an amount", text);
	if (*currency != '\0')
		return strstr(codes, currency) != NULL ||
		       fault_set(fault, EX_DATAERR, "\"%s\" is not in %s", text, currency);
	if (strlen(codes) != MONEY_CODE - 1)
		return fault_set(fault, EX_DATAERR,
			"\"%s\" has the sign of several currencies; --default names one", text);
	strlcpy(currency, codes, MONEY_CODE);
	return true;
}

/* Sets FAULT to why TEXT is not read. WHAT: what it would be; FINE: without its decimals. */
static bool refuse(const char *text, enum decimal_result result, enum decimal_mark mark,
	const char *what, const char *fine, struct fault *fault)
{
	bool comma = mark == DECIMAL_COMMA;

	switch (result) {
	case DECIMAL_AMBIGUOUS:
		return fault_set(fault, EX_DATAERR,
			"\"%s\" may have thousands or decimals; --decimal comma or point decides",
			text);
	case DECIMAL_OTHER_MARK:
		return fault_set(fault, EX_DATAERR,
			"\"%s\" has its decimals after a %s, but they are after a %s (--decimal)",
			text, comma ? "point" : "comma", comma ? "comma" : "point");
	case DECIMAL_TOO_LARGE:
		return fault_set(fault, EX_DATAERR, "\"%s\" is too large", text);
	case DECIMAL_TOO_FINE:
		return fault_set(fault, EX_DATAERR, "\"%s\" %s", text, fine);
	case DECIMAL_READ:
	case DECIMAL_NOT_A_NUMBER:
		break;
	}
	return fault_set(fault, EX_DATAERR, "\"%s\" is not %s", text, what);
}

/* Three digits after a mark are thousands only if it is known that they are no decimals: 2.000. */
static enum decimal_result parse_whole(const char *text, enum decimal_mark mark, int64_t *value)
{
	if (mark == DECIMAL_UNKNOWN && decimal_parse(text, mark, 3, value) == DECIMAL_AMBIGUOUS)
		return DECIMAL_AMBIGUOUS;
	return decimal_parse(text, mark, 0, value);
}

bool amount_read_whole(
	const char *text, enum decimal_mark mark, int64_t *value, struct fault *fault)
{
	enum decimal_result result = parse_whole(text, mark, value);

	return result == DECIMAL_READ ||
	       refuse(text, result, mark, "a whole number", "is not a whole number", fault);
}

bool amount_read(const char *text, enum decimal_mark mark, bool minor, char currency[MONEY_CODE],
	int64_t *value, struct fault *fault)
{
	struct parts parts;
	enum decimal_result result;
	char fine[40];

	if (!split(text, &parts) || !decimal_is_number(parts.number))
		return fault_set(fault, EX_DATAERR, "\"%s\" is not an amount", text);
	if (!find_currency(&parts, text, currency, fault))
		return false;
	if (!minor && money_digits(currency) < 0)
		return fault_set(
			fault, EX_DATAERR, "\"%s\" has no currency; --default names one", text);
	snprintf(fine, sizeof(fine), "has more decimals than %s has", currency);
	result = minor ? parse_whole(parts.number, mark, value)
		       : decimal_parse(parts.number, mark, money_digits(currency), value);
	return result == DECIMAL_READ || refuse(text, result, mark, "an amount",
						 minor ? "is not in minor units" : fine, fault);
}

bool amount_own_currency(const char *text, char code[MONEY_CODE])
{
	struct parts parts;

	*code = '\0';
	return split(text, &parts) && amount_currency(parts.currency, code);
}

enum decimal_mark amount_evidence(const char *text)
{
	struct parts parts;

	return split(text, &parts) ? decimal_evidence(parts.number) : DECIMAL_UNKNOWN;
}

int amount_sign(const char *text)
{
	struct parts parts;

	if (*text == '\0')
		return 0;
	return split(text, &parts) ? decimal_sign(parts.number) : 1;
}
