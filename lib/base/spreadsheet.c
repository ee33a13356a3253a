#include "base/spreadsheet.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>

#include "base/month.h"
#include "base/unicode.h"
#include "base/utf8.h"

/* A spreadsheet keeps 15 digits of a number. */
enum { NUMBER_DIGITS = 15 };

enum { MARK = '\'' };

#define DIGITS "0123456789"

/* Whether CHARACTER is a blank, or is not seen at all: some programs skip it before a formula. */
static bool is_unseen(uint32_t character)
{
	return character <= ' ' || (character >= 0x7f && character <= 0x9f) ||
	       unicode_is_blank(character) || unicode_is_invisible(character);
}

/* Whether CHARACTER begins a formula; some programs accept full-width signs, too. */
static bool is_sign(uint32_t character)
{
	return character == '=' || character == '+' || character == '-' || character == '@' ||
	       character == 0xff1d || character == 0xff0b || character == 0xff0d ||
	       character == 0xff20;
}

/* Whether TEXT is a number below 0: -5, -5.00, -1.250,00. */
static bool is_negative(const char *text)
{
	size_t length = strlen(text);

	return length > 1 && *text == '-' && strchr(DIGITS, text[1]) != NULL &&
	       strchr(DIGITS, text[length - 1]) != NULL &&
	       strspn(text + 1, DIGITS ".,") == length - 1;
}

/* Whether a spreadsheet may divide cells at C, or rows. */
static bool ends_cell(char c)
{
	return c != '\0' && strchr(",;\t|\r\n", c) != NULL;
}

/* Whether a cell that begins at TEXT is a formula, whatever quotes and marks are before it. */
static bool is_formula(const char *text)
{
	size_t length = strlen(text), size;
	uint32_t character;

	while ((size = utf8_read(text, length, &character)) > 0 &&
		(is_unseen(character) || character == '"' || character == MARK)) {
		text += size;
		length -= size;
	}
	return size > 0 && is_sign(character) && !is_negative(text);
}

/*
 * Whether TEXT is a number that a spreadsheet writes in another way: with zeros in front, or behind
 * a point, with an exponent, or with too many digits.
 */
static bool is_changed_number(const char *text)
{
	size_t digits = strspn(text, DIGITS), decimals;
	const char *end = text + digits;
	bool changed = digits > NUMBER_DIGITS || (digits > 1 && *text == '0');

	if (*end == '.') {
		decimals = strspn(end + 1, DIGITS);
		changed |= digits + decimals > NUMBER_DIGITS || end[decimals] == '0';
		end += 1 + decimals;
	}
	if (*end == 'E' || *end == 'e') {
		end += 1 + (end[1] == '+' || end[1] == '-');
		changed = *end != '\0';
		end += strspn(end, DIGITS);
	}
	return digits > 0 && changed && *end == '\0';
}

/* Whether TEXT is numbers that may be a date, or a part of one: 1/2, 2-3, 12.1.25, 2025-12. */
static bool is_numeric_date(const char *text)
{
	char separator = text[strspn(text, DIGITS)];
	int parts = 0, months = 0, years = 0;

	if (separator == '\0' || strchr("-/.", separator) == NULL)
		return false;
	for (;; text++) {
		size_t digits = strspn(text, DIGITS);
		long value = strtol(text, NULL, 10);

		if (digits == 0 || digits == 3 || digits > 4 || value == 0)
			return false;
		parts++;
		months += value <= 12;
		years += value > 31;
		text += digits;
		if (*text != separator)
			break;
	}
	return *text == '\0' && (parts == 2 || parts == 3) && months > 0 && years <= 1;
}

/* Whether TEXT is a month's name with a day or a year: MAR1, 1-Mar, Sept 2025. */
static bool is_named_date(const char *text)
{
	int months = 0, numbers = 0;

	while (*text != '\0') {
		size_t digits = strspn(text, DIGITS);

		if (digits > 4 || (digits == 0 && month_read(&text) == 0))
			return false;
		numbers += digits > 0;
		months += digits == 0;
		text += digits;
		text += strspn(text, " -/.,");
	}
	return months == 1 && (numbers == 1 || numbers == 2);
}

static bool is_changed(const char *text)
{
	text += strspn(text, "'");
	return is_changed_number(text) || is_numeric_date(text) || is_named_date(text);
}

void spreadsheet_mark(const char *text, struct buffer *out)
{
	const char mark = MARK;
	bool begins = true, changed = is_changed(text);

	for (; *text != '\0'; text++) {
		if (changed || (begins && is_formula(text)))
			buffer_add(out, &mark, 1);
		buffer_add(out, text, 1);
		begins = ends_cell(*text);
		changed = false;
	}
}

char *spreadsheet_unmark(const char *text, struct arena *arena)
{
	char *unmarked = arena_text(arena, text, strlen(text)), *to = unmarked;
	bool begins = true, first = true;

	for (; *text != '\0'; text++) {
		if (begins && *text == MARK &&
			(is_formula(text + 1) || (first && is_changed(text + 1))))
			begins = false;
		else
			begins = ends_cell(*to++ = *text);
		first = false;
	}
	*to = '\0';
	return unmarked;
}

/* Whether C can separate cells: it is no part of numbers, names, formulas or quoted cells. */
static bool is_delimiter(char c)
{
	return c == '\t' || (c > ' ' && c < 0x7f && !isalnum((unsigned char)c) &&
				    strchr("\"'.+-=@_", c) == NULL);
}

bool spreadsheet_read_delimiter(const char *word, char *delimiter, struct fault *fault)
{
	static const struct {
		const char *name;
		char character;
	} names[] = {{"tab", '\t'}, {"comma", ','}, {"semicolon", ';'}};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (strcmp(word, names[i].name) != 0)
			continue;
		*delimiter = names[i].character;
		return true;
	}
	if (strlen(word) != 1 || !is_delimiter(*word))
		return fault_set(fault, EX_USAGE,
			"--delimiter %s: is no delimiter: comma, semicolon, tab, or a character "
			"that numbers, names and formulas don't have, such as |",
			word);
	*delimiter = *word;
	return true;
}
