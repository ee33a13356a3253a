#include "bank/phrase.h"

#include <string.h>

#include "base/utf8.h"

struct range {
	uint32_t first, last;
};

static bool is_within(uint32_t character, const struct range *ranges, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		if (character >= ranges[i].first && character <= ranges[i].last)
			return true;
	return false;
}

#define IS_WITHIN(character, ranges)                                                               \
	is_within(character, ranges, sizeof(ranges) / sizeof(*(ranges)))

/* The gap that a character of ASCII makes; PHRASE_ADJACENT: it is a letter or a digit. */
static enum phrase_gap gap_of_ascii(uint32_t c)
{
	if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z'))
		return PHRASE_ADJACENT;
	if (c <= ' ')
		return PHRASE_BLANK;
	return strchr("-./_:,'@\\", (int)c) != NULL ? PHRASE_JOINED : PHRASE_APART;
}

/*
 * The same of any other: dashes and invisible characters join, Unicode's blanks are blanks, and
 * blocks of punctuation and symbols separate.
 */
static enum phrase_gap gap_of_other(uint32_t c)
{
	static const struct range joined[] = {{0xad, 0xad}, {0x200b, 0x2015}, {0x202a, 0x202e},
		{0x2060, 0x206f}, {0x2212, 0x2212}, {0xfeff, 0xfeff}};
	static const struct range blank[] = {{0xa0, 0xa0}, {0x2000, 0x200a}, {0x2028, 0x2029},
		{0x202f, 0x202f}, {0x3000, 0x3000}};
	static const struct range apart[] = {{0x80, 0xb1}, {0xb4, 0xb8}, {0xba, 0xbf}, {0xd7, 0xd7},
		{0xf7, 0xf7}, {0x2016, 0x205f}, {0x20a0, 0x20cf}, {0x2100, 0x214f},
		{0x2190, 0x23ff}, {0x2500, 0x2775}, {0x3001, 0x3006}, {0x3008, 0x3020},
		{0x3030, 0x3030}};

	if (IS_WITHIN(c, joined))
		return PHRASE_JOINED;
	if (IS_WITHIN(c, blank))
		return PHRASE_BLANK;
	return IS_WITHIN(c, apart) ? PHRASE_APART : PHRASE_ADJACENT;
}

static uint32_t fold(uint32_t c)
{
	if (c >= 0xff01 && c <= 0xff5e) /* full-width ASCII */
		c -= 0xff01 - '!';
	return c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c;
}

struct phrase phrase_of(const char *text, struct arena *arena)
{
	size_t length = strlen(text), count = 0, size;
	uint32_t *characters = arena_raw(arena, (length + 1) * sizeof(*characters));
	unsigned char *before = arena_raw(arena, length + 1);
	enum phrase_gap gap = PHRASE_ADJACENT;
	uint32_t c;

	for (; (size = utf8_read(text, length, &c)) > 0; text += size, length -= size) {
		enum phrase_gap made;

		c = fold(c);
		made = c < 0x80 ? gap_of_ascii(c) : gap_of_other(c);
		if (made != PHRASE_ADJACENT) {
			gap = made > gap ? made : gap;
			continue;
		}
		characters[count] = c;
		before[count++] = (unsigned char)gap;
		gap = PHRASE_ADJACENT;
	}
	return (struct phrase){characters, before, count};
}

bool phrase_is_digit(uint32_t c)
{
	/* Latin, Greek, Cyrillic; kana, bopomofo, hangul, Chinese characters. */
	static const struct range letters[] = {{'a', 'z'}, {0xc0, 0x52f}, {0x1e00, 0x1fff},
		{0x3041, 0x318f}, {0x3400, 0x4dbf}, {0x4e00, 0x9fff}, {0xac00, 0xd7a3},
		{0xff66, 0xff9f}};

	return !IS_WITHIN(c, letters);
}

bool phrase_is_suffix(uint32_t c)
{
	return c < 0x250 && !phrase_is_digit(c);
}
