#include "base/utf8.h"

#include <string.h>
#include <utf8proc.h>

size_t utf8_read(const char *text, size_t length, uint32_t *character)
{
	utf8proc_int32_t read;
	utf8proc_ssize_t size =
		utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &read);

	if (size <= 0)
		return 0;
	*character = (uint32_t)read;
	return (size_t)size;
}

static uint64_t word_at(const char *text)
{
	uint64_t word;

	memcpy(&word, text, sizeof(word));
	return word;
}

/* The size of the blocks of 32 bytes at the beginning of TEXT that are ASCII alone. */
static size_t skip_ascii_blocks(const char *text, size_t length)
{
	size_t at;

	for (at = 0; length - at >= 32; at += 32) {
		uint64_t words = word_at(text + at) | word_at(text + at + 8) |
				 word_at(text + at + 16) | word_at(text + at + 24);

		if ((words & UINT64_C(0x8080808080808080)) != 0)
			break;
	}
	return at;
}

bool utf8_is_valid(const char *text, size_t length)
{
	uint32_t character;
	size_t at = skip_ascii_blocks(text, length), size = 1;

	while (at < length && size > 0) {
		if ((unsigned char)text[at] < 0x80) {
			at++;
			continue;
		}
		size = utf8_read(text + at, length - at, &character);
		at += size;
		at += skip_ascii_blocks(text + at, length - at);
	}
	return size > 0;
}

const char *utf8_shorten(const char *text, size_t limit, struct arena *arena)
{
	static const char ellipsis[] = "\u2026";
	size_t length = limit - (sizeof(ellipsis) - 1);

	if (strnlen(text, limit + 1) <= limit)
		return text;
	while (length > 0 && ((unsigned char)text[length] & 0xc0) == 0x80)
		length--;
	return arena_printf(arena, "%.*s%s", (int)length, text, ellipsis);
}

bool utf8_is_plain(const char *text)
{
	for (; *text != '\0'; text++) {
		unsigned char c = (unsigned char)*text;

		/* C0, DEL, and C1, which UTF-8 writes C2 80 to C2 9F. */
		if (c < 0x20 || c == 0x7f)
			return false;
		if (c == 0xc2 && (unsigned char)text[1] >= 0x80 && (unsigned char)text[1] < 0xa0)
			return false;
	}
	return true;
}
