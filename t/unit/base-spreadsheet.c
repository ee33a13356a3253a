/* What a spreadsheet misreads in a cell, and the mark that keeps it a text. */
#include <string.h>

#include "base/spreadsheet.h"
#include "tap.h"

static void test(const char *text, bool wanted, const char *name)
{
	tap_ok(spreadsheet_needs_mark(text) == wanted, name);
}

/* Every text is the same after a mark was added where it is needed, and removed. */
static void test_round_trip(void)
{
	static const char *const texts[] = {"=1", "'=1", "''=1", "'", "''", "'a", "a'=1", "", "007",
		"'007", "-5", "'-5", "' =1", "\u200b=1", "1234567890123456"};
	size_t i, same = 0;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		char cell[64];

		snprintf(cell, sizeof(cell), "%s%s", spreadsheet_needs_mark(texts[i]) ? "'" : "",
			texts[i]);
		same += strcmp(spreadsheet_unmark(cell), texts[i]) == 0;
	}
	tap_ok(same == i, "a text is the same after its mark was written and removed");
}

int main(void)
{
	test("=1+1", true, "a text that begins with an equals sign is marked");
	test("+1", true, "a text that begins with a plus sign is marked");
	test("-x", true, "a text that begins with a minus sign is marked");
	test("@SUM(A1)", true, "a text that begins with an at sign is marked");
	test("\uff1d1", true, "a text that begins with a full-width equals sign is marked");
	test("\t1", true, "a text that begins with a tab is marked");
	test("\r1", true, "a text that begins with a carriage return is marked");
	test(" \u00a0\u3000=1", true, "a formula behind blanks is marked");
	test("\u200b\u200f\u2066\ufeff\u00ad=1", true,
		"a formula behind invisible characters is marked");
	test("\U000e0041=1", true, "a formula behind a tag character is marked");
	test("\u00e9=1", false, "an equals sign behind a letter is not marked");
	test("a=1", false, "a text with an equals sign in it is not marked");
	test("-5", false, "a number below zero is not marked");
	test("-1.250,00", false, "a number below zero with decimals is not marked");
	test("-5+1", true, "a sum that begins with a number below zero is marked");
	test("-5.", true, "a minus sign before a number that ends with a point is marked");
	test("-", true, "a minus sign alone is marked");
	test(" -5", true, "a number below zero behind a blank is marked");
	test("123456789012345", false, "a number of 15 digits is not marked");
	test("1234567890123456", true, "a number of 16 digits is marked");
	test("007", true, "a number with zeros in front is marked");
	test("0", false, "a zero is not marked");
	test("00x", false, "a text that begins with zeros is not marked");
	test("", false, "an empty text is not marked");
	test("'=1", true, "a mark of its own before a formula is marked again");
	test("'a", false, "a quotation mark before a letter is not marked");
	test_round_trip();
	return tap_end();
}
