#include "base/spreadsheet.h"

#include <string.h>

#include "base/unicode.h"
#include "base/utf8.h"

/* A spreadsheet keeps 15 digits of a number. */
enum { NUMBER_DIGITS = 15 };

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

char spreadsheet_delimiter(const char *word)
{
	static const struct {
		const char *name;
		char character;
	} names[] = {{"tab", '\t'}, {"\\t", '\t'}, {"comma", ','}, {"semicolon", ';'}};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(*names); i++)
		if (strcmp(word, names[i].name) == 0)
			return names[i].character;
	if (strlen(word) != 1 || strchr("\"\r\n ", *word) != NULL || (unsigned char)*word >= 0x80)
		return '\0';
	return *word;
}
