/* Valid and invalid UTF-8 (RFC 3629), and shortened texts. */
#include <string.h>

#include "base/utf8.h"
#include "tap.h"

static void test(const char *text, size_t length, bool wanted, const char *name)
{
	tap_ok(utf8_is_valid(text, length) == wanted, name);
}

/* Long texts are checked in blocks: an invalid byte is found anywhere, a valid character too. */
static void test_far(void)
{
	char text[100];
	size_t at, found = 0, passed = 0;

	for (at = 0; at + 1 < sizeof(text); at++) {
		memset(text, 'a', sizeof(text));
		text[at] = '\xff';
		found += !utf8_is_valid(text, sizeof(text));
		text[at] = '\xc3';
		text[at + 1] = '\xa9';
		passed += utf8_is_valid(text, sizeof(text)) && !utf8_is_valid(text, at + 1);
	}
	tap_ok(found == sizeof(text) - 1,
		"an invalid byte is found at each position of a long text");
	tap_ok(passed == sizeof(text) - 1,
		"a character of two bytes is valid, and truncated invalid, at each position");
}

static void test_shorten(const char *text, size_t limit, const char *wanted, const char *name)
{
	struct arena arena = {0};

	tap_ok(strcmp(utf8_shorten(text, limit, &arena), wanted) == 0, name);
	arena_release(&arena);
}

int main(void)
{
	uint32_t character = 0;

	test("", 0, true, "an empty text is valid");
	test("a\0b", 3, true, "ASCII is valid, NUL included");
	test("\u00e9\u20ac\U0001f600", 9, true,
		"characters of two, three and four bytes are valid");
	test("\xc3", 1, false, "a truncated character of two bytes is invalid");
	test("\xe2\x82", 2, false, "a truncated character of three bytes is invalid");
	test("\xff", 1, false, "a byte that begins no character is invalid");
	test("\x80", 1, false, "a continuation byte without a first byte is invalid");
	test("\xc0\xaf", 2, false, "an overlong form of two bytes is invalid");
	test("\xe0\x80\xaf", 3, false, "an overlong form of three bytes is invalid");
	test("\xf0\x80\x80\xaf", 4, false, "an overlong form of four bytes is invalid");
	test("\xed\xa0\x80", 3, false, "a surrogate is invalid");
	test("\xf4\x90\x80\x80", 4, false, "a code point above U+10FFFF is invalid");
	test("\xc3(", 2, false, "a first byte without a continuation byte is invalid");
	test_far();
	tap_ok(utf8_read("\u20ac!", 4, &character) == 3 && character == 0x20ac,
		"utf8_read returns the size of the character that it reads");
	test_shorten("abcdef", 6, "abcdef", "a text that fits is not shortened");
	test_shorten("abcdefg", 6, "abc\u2026",
		"a shortened text ends with an ellipsis, within the limit");
	test_shorten("ab\u20acefg", 6, "ab\u2026", "a text is shortened between two characters");
	test_shorten("abcd", 3, "\u2026", "a text can be shortened to an ellipsis alone");
	return tap_end();
}
