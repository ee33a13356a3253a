/* What Unicode knows of texts: what is not seen, widths, look-alikes; and texts on a terminal. */
#include <string.h>

#include "base/unicode.h"
#include "base/visible.h"
#include "tap.h"

static struct arena arena;

static void test_alike(const char *a, const char *b, const char *name)
{
	tap_ok(strcmp(unicode_fold(a, &arena), unicode_fold(b, &arena)) == 0, name);
}

static void test_folds(void)
{
	char marks[255], *at = marks;
	const char *folded;

	test_alike("Ann@X.example", "ann@x.EXAMPLE", "texts that differ in case look alike");
	test_alike("  ann ", "ann", "blanks at the ends make no difference");
	test_alike(
		"\u3000ann\u00a0", "ann", "blanks of other widths at the ends make no difference");
	test_alike("a\u200bnn\u2060\ufeff", "ann", "invisible characters make no difference");
	test_alike("caf\u00e9", "cafe\u0301", "an accent is the same in one character and in two");
	test_alike("\uff21\uff43\uff4d\uff45", "acme", "full-width letters look like others");
	test_alike("STRASSE", "stra\u00dfe", "a sharp s looks like two");
	test_alike("\u03a3\u0399\u03a3", "\u03c3\u03b9\u03c2", "a final sigma looks like another");
	tap_ok(strcmp(unicode_fold("a b", &arena), unicode_fold("ab", &arena)) != 0,
		"a blank within a text makes a difference");
	tap_ok(strcmp(unicode_fold("cafe", &arena), unicode_fold("caf\u00e9", &arena)) != 0,
		"an accent makes a difference");
	tap_ok(strcmp(unicode_fold("", &arena), "") == 0, "an empty text stays empty");
	tap_ok(strcmp(unicode_fold(" \u200b ", &arena), "") == 0, "blanks alone become empty");
	tap_ok(strcmp(unicode_fold("\xff", &arena), "\xff") == 0, "what is not UTF-8 stays");
	*at++ = 'a';
	for (; at + 2 < marks + sizeof(marks); at += 2)
		memcpy(at, (at - marks) % 4 == 1 ? "\u0301" : "\u0323", 2);
	*at = '\0';
	folded = unicode_fold(marks, &arena);
	tap_ok(strlen(folded) > 240 && strlen(folded) < sizeof(marks),
		"a letter with 126 accents has all of them");
	memset(marks, 0, sizeof(marks));
	for (at = marks; at + 3 < marks + sizeof(marks); at += 3)
		memcpy(at, "\ufdfa", 3);
	tap_ok(strlen(unicode_fold(marks, &arena)) > 10 * strlen(marks),
		"a text may be many times as long when it is folded");
}

static void test_equivalence(void)
{
	tap_ok(unicode_is_equivalent("caf\u00e9", "cafe\u0301", &arena),
		"an accent in one character is equivalent to one in two");
	tap_ok(!unicode_is_equivalent("Ann", "ann", &arena), "another case is not equivalent");
	tap_ok(!unicode_is_equivalent("\xff", "a", &arena),
		"what is not UTF-8 is equivalent to nothing");
}

static void test_unseen(void)
{
	tap_ok(unicode_find_unseen("Ann, \u65e5\u672c") == 0, "letters are seen");
	tap_ok(unicode_find_unseen("a\u200bb") == 0x200b, "a zero-width blank is not seen");
	tap_ok(unicode_find_unseen("\xff\u200b") == 0x200b, "a byte that is not UTF-8 is skipped");
	tap_ok(unicode_find_unseen("\u0378") == 0x378, "an unassigned code point is not seen");
	tap_ok(unicode_find_unseen("\uffff") == 0xffff,
		"a code point that is no character is not seen");
	tap_ok(unicode_find_unseen("\ue000") == 0, "a character of private use is seen");
	tap_ok(unicode_find_unseen_end("") == 0, "an empty text has no end");
	tap_ok(unicode_find_unseen_end("\u202ea") == 0x202e, "the beginning is an end");
	tap_ok(unicode_find_unseen_end("a\u202eb") == 0, "the middle is no end");
	tap_ok(unicode_find_unseen_end("a\u00a0") == 0xa0,
		"a non-breaking blank at the end is not seen");
	tap_ok(unicode_find_unseen_end("\u2615\ufe0f") == 0, "a variant is a part of its emoji");
	tap_ok(unicode_find_unseen_end("\ufe0f") == 0xfe0f, "a variant of nothing is not seen");
	tap_ok(unicode_find_unseen_end("a\u200c") == 0x200c,
		"a non-joiner at the end joins nothing");
	tap_ok(unicode_find_unseen_end("a\u200d") == 0x200d, "a joiner at the end joins nothing");
}

static void test_width(void)
{
	tap_ok(unicode_width("abc") == 3, "an ASCII letter takes a column");
	tap_ok(unicode_width("\u65e5\u672c") == 4, "an ideograph takes two columns");
	tap_ok(unicode_width("e\u0301") == 1, "an accent takes no column");
	tap_ok(unicode_width("\xff") == 1, "a byte that is not UTF-8 takes a column");
}

static void test_visible(const char *text, const char *wanted, const char *name)
{
	struct buffer out = {0};

	visible_add(&out, text, strlen(text), VISIBLE_ONE_LINE);
	tap_ok(strcmp(buffer_text(&out), wanted) == 0, name);
	buffer_release(&out);
}

static void test_prefix(
	const char *text, size_t most, const char *prefix, size_t wanted, const char *name)
{
	size_t width, length = unicode_prefix(text, most, &width);

	tap_ok(length == strlen(prefix) && strncmp(text, prefix, length) == 0 && width == wanted,
		name);
}

static void test_prefixes(void)
{
	test_prefix("Ann Lee", 5, "Ann L", 5, "a text is cut at a width");
	test_prefix("Ann", 3, "Ann", 3, "a text that fits is not cut");
	test_prefix("Ann", 0, "", 0, "nothing is left of a text without room");
	test_prefix("e\u0301e\u0301", 1, "e\u0301", 1, "a letter is not cut from its accent");
	test_prefix("\u682a\u5f0f", 3, "\u682a", 2, "half of a wide letter is not left");
	test_prefix("a\U0001f469\u200d\U0001f4bb", 4, "a", 1,
		"the parts of an emoji are not cut from each other");
	test_prefix("\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", 3, "\U0001f1e9\U0001f1ea", 2,
		"the letters of a flag are not cut from each other");
	test_prefix("\u1100\u1100\u1100\u1100", 5, "\u1100\u1100", 4,
		"a letter that is wider than the room is divided");
	tap_ok(unicode_width("\U0001fae9") == 2, "an emoji of a later Unicode takes two columns");
	tap_ok(unicode_width("\u0378") == 1, "a letter of a later Unicode takes a column");
}

int main(void)
{
	test_folds();
	test_equivalence();
	test_unseen();
	test_width();
	test_prefixes();
	test_visible("\xa9\u200d\u00e9", "\\xa9\\u200d\u00e9",
		"a joiner after a byte that is not UTF-8 is escaped");
	test_visible("a\u202eb", "a\\u202eb", "a control of direction is escaped");
	test_visible("a\u00a0b", "a\\u00a0b", "a non-breaking blank is escaped");
	test_visible("a\u2028b", "a\\u2028b", "a separator of lines is escaped");
	test_visible("a\U000e0041", "a\\U000e0041", "a tag is escaped");
	test_visible("\u06cc\u200c\u062e", "\u06cc\u200c\u062e",
		"a non-joiner between letters is not escaped");
	test_visible("a\u200cb", "a\\u200cb", "a non-joiner between letters of ASCII is escaped");
	test_visible("\u06cc\u200c", "\u06cc\\u200c", "a non-joiner at the end is escaped");
	test_visible("\u06cc\u200d\u200d\u062e", "\u06cc\\u200d\\u200d\u062e",
		"two joiners are escaped");
	test_visible("\u06cc\u200d\u202e", "\u06cc\\u200d\\u202e",
		"a joiner before an invisible character is escaped");
	test_visible("\u06cc\u200d\xff", "\u06cc\\u200d\\xff",
		"a joiner before a byte that is not UTF-8 is escaped");
	test_visible("\u2764\ufe0f\u200d\U0001f525", "\u2764\ufe0f\u200d\U0001f525",
		"the parts of an emoji are not escaped");
	test_visible("\xff\u0378", "\\xff\u0378", "an unassigned code point is printed");
	arena_release(&arena);
	return tap_end();
}
