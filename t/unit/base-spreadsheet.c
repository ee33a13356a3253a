/* What a spreadsheet misreads in a cell, and the marks that keep it a text. */
#include "base/spreadsheet.h"
#include "tap.h"

static struct arena arena;

static void marks(const char *text, const char *wanted, const char *name)
{
	struct buffer out = {0};

	spreadsheet_mark(text, &out);
	tap_text(buffer_text(&out), wanted, name);
	buffer_release(&out);
}

static void keeps(const char *text, const char *name)
{
	marks(text, text, name);
}

/* TEXT is changed by a spreadsheet. */
static void changed(const char *text)
{
	char name[100], wanted[100];

	snprintf(name, sizeof(name), "\"%s\", which a spreadsheet changes, is marked", text);
	snprintf(wanted, sizeof(wanted), "'%s", text);
	marks(text, wanted, name);
}

static void unchanged(const char *text)
{
	char name[100];

	snprintf(name, sizeof(name), "\"%s\", which a spreadsheet leaves, is not marked", text);
	keeps(text, name);
}

/* The text of NUMBER, of these characters. */
static void write_text(unsigned number, char text[16])
{
	static const char characters[] = "=-a1'\";,\n E/.";
	size_t length = 0;

	for (; number > 0; number /= sizeof(characters)) {
		char c = characters[number % sizeof(characters)];

		if (c != '\0')
			text[length++] = c;
	}
	text[length] = '\0';
}

/* Every text is the same after marks were added where they are needed, and removed. */
static void test_round_trip(void)
{
	static const char *const texts[] = {"'", "''", "\u200b=1", "1234567890123456", "'MAR1",
		"\u3000'@x", "x;\t=1", "x,\u00a0'\uff1d1"};
	struct buffer out = {0};
	size_t i, same = 0, count = 0;
	unsigned number;

	for (i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
		buffer_reset(&out);
		spreadsheet_mark(texts[i], &out);
		tap_text(spreadsheet_unmark(buffer_text(&out), &arena), texts[i],
			"a text is the same after its marks were written and removed");
	}
	for (number = 0; number < 600000; number++) {
		char text[16];

		write_text(number, text);
		buffer_reset(&out);
		spreadsheet_mark(text, &out);
		count++;
		same += strcmp(spreadsheet_unmark(buffer_text(&out), &arena), text) == 0;
		arena_reset(&arena);
	}
	buffer_release(&out);
	tap_ok(same == count,
		"every short text of signs, quotes and delimiters is the same after "
		"its marks were written and removed");
}

static void test_delimiters(void)
{
	static const char *const wrong[] = {"", "ab", "0", "9", "a", "Z", ".", "-", "+", "=", "@",
		"_", "'", "\"", " ", "\n", "\\t", "\u00e9", "\x7f"};
	struct fault fault;
	size_t i, refused = 0;
	char delimiter;

	for (i = 0; i < sizeof(wrong) / sizeof(*wrong); i++)
		refused += !spreadsheet_read_delimiter(wrong[i], &delimiter, &fault);
	tap_ok(refused == i, "what numbers, names, formulas and quoted cells have is no delimiter");
	tap_ok(spreadsheet_read_delimiter("tab", &delimiter, &fault) && delimiter == '\t',
		"a tab is named as a delimiter");
	tap_ok(spreadsheet_read_delimiter("semicolon", &delimiter, &fault) && delimiter == ';',
		"a semicolon is named as a delimiter");
	tap_ok(spreadsheet_read_delimiter("|", &delimiter, &fault) && delimiter == '|',
		"any other character is a delimiter");
}

int main(void)
{
	marks("=1+1", "'=1+1", "a text that begins with an equals sign is marked");
	marks("+1", "'+1", "a text that begins with a plus sign is marked");
	marks("-x", "'-x", "a text that begins with a minus sign is marked");
	marks("@SUM(A1)", "'@SUM(A1)", "a text that begins with an at sign is marked");
	marks("\uff1d1", "'\uff1d1", "a text that begins with a full-width equals sign is marked");
	marks(" \u00a0\u3000=1", "' \u00a0\u3000=1", "a formula behind blanks is marked");
	marks("\u200b\u200f\u2066\ufeff\u00ad=1", "'\u200b\u200f\u2066\ufeff\u00ad=1",
		"a formula behind invisible characters is marked");
	marks("\U000e0041=1", "'\U000e0041=1", "a formula behind a tag character is marked");
	marks("\"=1", "'\"=1", "a formula behind a quote is marked");
	keeps("\u00e9=1", "an equals sign behind a letter is not marked");
	keeps("a=1", "a text with an equals sign in it is not marked");
	keeps("-5", "a number below zero is not marked");
	keeps("-1.250,00", "a number below zero with decimals is not marked");
	marks("-5+1", "'-5+1", "a sum that begins with a number below zero is marked");
	marks("-5,5+1", "'-5,5+1", "a sum with a decimal comma is marked");
	marks("-5.", "'-5.", "a minus sign before a number that ends with a point is marked");
	marks("-", "'-", "a minus sign alone is marked");
	marks("'=1", "''=1", "a mark of its own before a formula is marked again");
	keeps("'a", "a quotation mark before a letter is not marked");
	keeps("", "an empty text is not marked");
	marks("x;=1", "x;'=1", "a formula behind a semicolon is marked");
	marks("x,\t@y|+1", "x,'\t'@y|'+1", "a formula behind a comma, a tab or a bar is marked");
	marks("a\n=b", "a\n'=b", "a formula on a line of its own is marked");
	marks("x;\"=1\"", "x;'\"=1\"", "a formula in quotes behind a semicolon is marked");
	keeps("x;y=1, z", "an equals sign behind a letter behind a semicolon is not marked");
	changed("1234567890123456");
	changed("007");
	changed("007.5");
	changed("1.50");
	changed("1E5");
	changed("1.5e-3");
	changed("1/2");
	changed("2-3");
	changed("2025-12");
	changed("31.12.25");
	changed("MAR1");
	changed("1-Mar");
	changed("Sept 2025");
	changed("'007");
	unchanged("123456789012345");
	unchanged("0");
	unchanged("0.5");
	unchanged("00x");
	unchanged("E5");
	unchanged("5E");
	unchanged("2025-17");
	unchanged("2025-001");
	unchanged("1-2-3-4");
	unchanged("1-2/3");
	unchanged("March");
	unchanged("MARS1");
	unchanged("room 1/2");
	test_round_trip();
	test_delimiters();
	arena_release(&arena);
	return tap_end();
}
