/* Numbers as people write them. */
#include "base/decimal.h"
#include "tap.h"

#define UNKNOWN DECIMAL_UNKNOWN
#define POINT DECIMAL_POINT
#define COMMA DECIMAL_COMMA

static void is_number(const char *text, enum decimal_mark mark, int digits, int64_t wanted)
{
	char name[200];
	int64_t got = -1;
	enum decimal_result result = decimal_parse(text, mark, digits, &got);

	snprintf(name, sizeof(name), "\"%s\" with %d decimals is %lld%s", text, digits,
		(long long)wanted,
		mark == UNKNOWN ? ""
		: mark == POINT ? ", after a point"
				: ", after a comma");
	tap_ok(result == DECIMAL_READ && got == wanted, name);
	if (result != DECIMAL_READ || got != wanted)
		printf("# result %d, %lld\n", (int)result, (long long)got);
}

static void fails(const char *text, enum decimal_mark mark, int digits, enum decimal_result wanted,
	const char *why)
{
	char name[200];
	int64_t got;
	enum decimal_result result = decimal_parse(text, mark, digits, &got);

	snprintf(name, sizeof(name), "\"%s\" with %d decimals is refused: %s", text, digits, why);
	tap_ok(result == wanted, name);
	if (result != wanted)
		printf("# result %d, wanted %d\n", (int)result, (int)wanted);
}

static void proves(const char *text, enum decimal_mark wanted, const char *name)
{
	tap_ok(decimal_evidence(text) == wanted, name);
}

static void read_numbers(void)
{
	is_number("5000", UNKNOWN, 2, 500000);
	is_number("5000", UNKNOWN, 0, 5000);
	is_number("299.00", UNKNOWN, 2, 29900);
	is_number("299,00", UNKNOWN, 2, 29900);
	is_number("299,5", UNKNOWN, 2, 29950);
	is_number("1.250,00", UNKNOWN, 2, 125000);
	is_number("1,250.00", UNKNOWN, 2, 125000);
	is_number("1'250.00", UNKNOWN, 2, 125000);
	is_number("1\u2019250.50", UNKNOWN, 2, 125050);
	is_number("1 250,00", UNKNOWN, 2, 125000);
	is_number("1\u00a0250,00", UNKNOWN, 2, 125000);
	is_number("1\u202f250,00", UNKNOWN, 2, 125000);
	is_number("\u30001\u2002250,00\u205f", UNKNOWN, 2, 125000);
	is_number("1.250.000", UNKNOWN, 2, 125000000);
	is_number("1,250,000", UNKNOWN, 0, 1250000);
	is_number("12,34,567.89", UNKNOWN, 2, 123456789);
	is_number("1.250", COMMA, 2, 125000);
	is_number("1,250", UNKNOWN, 0, 1250);
	is_number("1.250", UNKNOWN, 0, 1250);
	is_number("1,250", POINT, 2, 125000);
	is_number("1.250", POINT, 3, 1250);
	is_number("0.125", UNKNOWN, 3, 125);
	is_number("1250.000", UNKNOWN, 2, 125000);
	is_number(".5", UNKNOWN, 2, 50);
	is_number("3.0", UNKNOWN, 0, 3);
	is_number(" 7 ", UNKNOWN, 2, 700);
	is_number("-12,50", UNKNOWN, 2, -1250);
	is_number("\u221212,50", UNKNOWN, 2, -1250);
	is_number("12,50-", UNKNOWN, 2, -1250);
	is_number("(12.50)", UNKNOWN, 2, -1250);
	is_number("+12.50", UNKNOWN, 2, 1250);
	is_number("1'250.-", UNKNOWN, 2, 125000);
	is_number("1250,--", UNKNOWN, 2, 125000);
	is_number("5.000,-", UNKNOWN, 2, 500000);
	is_number("5,000.--", UNKNOWN, 2, 500000);
	is_number("500.-", COMMA, 2, 50000);
	is_number("9223372036854775807", UNKNOWN, 0, INT64_MAX);
}

static void refuse_numbers(void)
{
	static const char *const invalid[] = {"", " ", "-", ".", "abc", "1a", "1.2.3", "1,2,3",
		"1.25.000", "12.34.56", "1.250,00,00", "1,250.00.00", "1 25", "1 2500", "1..2",
		"1,.2", "5.", "5,", "--5", "(5", "5)", "1e5", "0x10", "1.250 000", "1'250,000.0",
		"1,250.000,00", "- - 5", "1.250.", "\x01", "\xff",
		"1234567890123456789012345678901234567890123456789012345678901234567890"};
	size_t i;

	for (i = 0; i < sizeof(invalid) / sizeof(*invalid); i++)
		fails(invalid[i], UNKNOWN, 2, DECIMAL_NOT_A_NUMBER, "it is no number");
	fails("1.250", UNKNOWN, 2, DECIMAL_AMBIGUOUS, "it may be a thousand");
	fails("299.50", COMMA, 2, DECIMAL_OTHER_MARK, "its decimals are after a point");
	fails("5.000,-", POINT, 2, DECIMAL_OTHER_MARK, "its decimals are after a comma");
	fails("5.000.-", UNKNOWN, 2, DECIMAL_NOT_A_NUMBER,
		"a point precedes decimals or thousands");
	fails("1.250,00", POINT, 2, DECIMAL_OTHER_MARK, "its decimals are after a comma");
	fails("299.505", POINT, 2, DECIMAL_TOO_FINE, "a cent has no parts");
	fails("1.250", POINT, 2, DECIMAL_TOO_FINE, "it may be a thousand of another writer");
	fails("1.000", POINT, 0, DECIMAL_TOO_FINE, "it may be a thousand of another writer");
	fails("5.5", UNKNOWN, 0, DECIMAL_TOO_FINE, "a yen has no parts");
	fails("9223372036854775808", UNKNOWN, 0, DECIMAL_TOO_LARGE, "it is too large");
	fails("9223372036854775807", UNKNOWN, 2, DECIMAL_TOO_LARGE, "it is too large");
}

int main(void)
{
	read_numbers();
	refuse_numbers();
	proves("299.00", POINT, "299.00 proves that decimals are after a point");
	proves("1.250,00", COMMA, "1.250,00 proves that decimals are after a comma");
	proves("1.250.000", COMMA, "1.250.000 proves that decimals are after a comma");
	proves("1.250", UNKNOWN, "1.250 proves nothing");
	proves("1250", UNKNOWN, "1250 proves nothing");
	proves("x", UNKNOWN, "a text that is no number proves nothing");
	return tap_end();
}
