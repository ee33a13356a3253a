#include "base/spreadsheet.h"

#include <string.h>

#include "base/utf8.h"

/* A spreadsheet keeps 15 digits of a number. */
enum { NUMBER_DIGITS = 15 };

#define DIGITS "0123456789"

/* Whether CHARACTER is a blank, or is not seen at all: some programs skip it before a formula. */
static bool is_unseen(uint32_t character)
{
	static const struct {
		uint32_t first, last;
	} ranges[] = {{0x00, 0x20}, {0x7f, 0xa0}, {0xad, 0xad}, {0x34f, 0x34f}, {0x61c, 0x61c},
		{0x115f, 0x1160}, {0x1680, 0x1680}, {0x17b4, 0x17b5}, {0x180b, 0x180f},
		{0x2000, 0x200f}, {0x2028, 0x202f}, {0x205f, 0x206f}, {0x2800, 0x2800},
		{0x3000, 0x3000}, {0x3164, 0x3164}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff},
		{0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0xe0000, 0xe0fff}};
	size_t i;

	for (i = 0; i < sizeof(ranges) / sizeof(*ranges); i++)
		if (character >= ranges[i].first && character <= ranges[i].last)
			return true;
	return false;
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

static bool is_formula(const char *text)
{
	size_t length = strlen(text), size;
	uint32_t character;

	if (is_negative(text))
		return false;
	if (*text == '\t' || *text == '\r')
		return true;
	while ((size = utf8_read(text, length, &character)) > 0 && is_unseen(character)) {
		text += size;
		length -= size;
	}
	return size > 0 && is_sign(character);
}

/* Whether TEXT is a number of which a spreadsheet drops zeros, or the last digits. */
static bool is_changed_number(const char *text)
{
	size_t length = strlen(text);

	return strspn(text, DIGITS) == length &&
	       (length > NUMBER_DIGITS || (length > 1 && *text == '0'));
}

bool spreadsheet_needs_mark(const char *text)
{
	while (*text == '\'')
		text++;
	return is_formula(text) || is_changed_number(text);
}

const char *spreadsheet_unmark(const char *text)
{
	return text + (*text == '\'' && spreadsheet_needs_mark(text + 1));
}
