/* What is UTF-8, and what is not (RFC 3629). */
#include <string.h>

#include "base/utf8.h"
#include "tap.h"

static void test(const char *text, size_t length, bool wanted, const char *name)
{
	tap_ok(utf8_is_valid(text, length) == wanted, name);
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

	test("", 0, true, "nothing at all is UTF-8");
	test("a\0b", 3, true, "so is ASCII, NUL included");
	test("\u00e9\u20ac\U0001f600", 9, true, "so are characters of two, three and four bytes");
	test("\xc3", 1, false, "a character that is cut off is not");
	test("\xe2\x82", 2, false, "nor one of three that is");
	test("\xff", 1, false, "nor a byte that begins nothing");
	test("\x80", 1, false, "nor one that goes on from nothing");
	test("\xc0\xaf", 2, false, "nor an overlong form");
	test("\xe0\x80\xaf", 3, false, "nor one of three bytes");
	test("\xf0\x80\x80\xaf", 4, false, "nor one of four");
	test("\xed\xa0\x80", 3, false, "nor a surrogate");
	test("\xf4\x90\x80\x80", 4, false, "nor what is past the last code point");
	test("\xc3(", 2, false, "nor a beginning with something else behind it");
	tap_ok(utf8_read("\u20ac!", 4, &character) == 3 && character == 0x20ac,
		"a character is read with its size");
	test_shorten("abcdef", 6, "abcdef", "a text that fits is not shortened");
	test_shorten("abcdefg", 6, "abc\u2026",
		"one that does not ends with an ellipsis, which fits, too");
	test_shorten("ab\u20acefg", 6, "ab\u2026", "no character is cut");
	test_shorten("abcd", 3, "\u2026", "it may be nothing else");
	return tap_end();
}
