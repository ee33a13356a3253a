#include "base/unicode.h"

#include <string.h>
#include <utf8proc.h>

#include "base/utf8.h"

static const utf8proc_property_t *property_of(uint32_t character)
{
	return utf8proc_get_property((utf8proc_int32_t)character);
}

bool unicode_is_invisible(uint32_t character)
{
	const utf8proc_property_t *property = property_of(character);

	return property->ignorable || property->category == UTF8PROC_CATEGORY_ZL ||
	       property->category == UTF8PROC_CATEGORY_ZP ||
	       (property->category == UTF8PROC_CATEGORY_ZS &&
		       property->decomp_type == UTF8PROC_DECOMP_TYPE_NOBREAK);
}

bool unicode_is_attached(uint32_t character)
{
	return property_of(character)->boundclass == UTF8PROC_BOUNDCLASS_EXTEND;
}

bool unicode_is_mark(uint32_t character)
{
	return property_of(character)->category == UTF8PROC_CATEGORY_MN;
}

bool unicode_is_letter(uint32_t character)
{
	utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)character);

	return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_LO;
}

bool unicode_is_currency(uint32_t character)
{
	return property_of(character)->category == UTF8PROC_CATEGORY_SC;
}

bool unicode_is_blank(uint32_t character)
{
	return property_of(character)->category == UTF8PROC_CATEGORY_ZS;
}

/* Reads the character at TEXT; its size, which is 0 at the end. A byte that is none is itself. */
static size_t read_character(const char *text, uint32_t *character)
{
	size_t size = utf8_read(text, strnlen(text, 4), character);

	if (size > 0 || *text == '\0')
		return size;
	*character = (unsigned char)*text;
	return 1;
}

bool unicode_is_blank_text(const char *text)
{
	const char *start = text;
	uint32_t character = ' ';
	size_t size = 0;

	do {
		text += size;
		size = read_character(text, &character);
	} while (size > 0 && unicode_is_blank(character));
	return size == 0 && text > start;
}

/* The columns of CHARACTER; what Unicode does not have yet is taken for an emoji, or a letter. */
static size_t width_of(uint32_t character)
{
	if (property_of(character)->category == UTF8PROC_CATEGORY_CN)
		return character >= 0x1f000 ? 2 : 1;
	return (size_t)utf8proc_charwidth((utf8proc_int32_t)character);
}

size_t unicode_width(const char *text)
{
	uint32_t character;
	size_t width = 0, size;

	for (; (size = read_character(text, &character)) > 0; text += size)
		width += width_of(character);
	return width;
}

size_t unicode_prefix(const char *text, size_t most, size_t *width)
{
	size_t size, at, end = 0, reached = 0;
	utf8proc_int32_t state = 0;
	uint32_t character, before = 0;

	*width = 0;
	for (at = 0; (size = read_character(text + at, &character)) > 0; at += size) {
		if (at > 0 && utf8proc_grapheme_break_stateful((utf8proc_int32_t)before,
				      (utf8proc_int32_t)character, &state)) {
			end = at;
			*width = reached;
		}
		reached += width_of(character);
		if (reached > most) {
			*width = end > 0 ? *width : reached - width_of(character);
			return end > 0 ? end : at;
		}
		before = character;
	}
	*width = reached;
	return at;
}

/* Where the first character of TEXT that is not ASCII is, or its end. */
static const char *skip_ascii(const char *text)
{
	while (*text != '\0' && (unsigned char)*text < 0x80)
		text++;
	return text;
}

uint32_t unicode_find_unseen(const char *text)
{
	uint32_t character;
	size_t size;

	for (text = skip_ascii(text); *text != '\0'; text = skip_ascii(text + size)) {
		size = read_character(text, &character);
		if (unicode_is_invisible(character) ||
			property_of(character)->category == UTF8PROC_CATEGORY_CN)
			return character;
	}
	return 0;
}

uint32_t unicode_find_unseen_end(const char *text)
{
	size_t length = strlen(text), start = length;
	uint32_t character;

	if (length == 0)
		return 0;
	read_character(text, &character);
	if (character >= 0x80 && unicode_is_invisible(character))
		return character;
	do {
		start--;
	} while (start > 0 && ((unsigned char)text[start] & 0xc0) == 0x80);
	read_character(text + start, &character);
	if (character < 0x80 || !unicode_is_invisible(character))
		return 0;
	return unicode_is_attached(character) && character != ZERO_WIDTH_NON_JOINER ? 0 : character;
}

/* Borrows from ARENA: TEXT, normalized by OPTIONS; itself if it is not UTF-8. */
static const char *normalize(const char *text, utf8proc_option_t options, struct arena *arena)
{
	const utf8proc_uint8_t *bytes = (const utf8proc_uint8_t *)text;
	utf8proc_ssize_t length = (utf8proc_ssize_t)strlen(text);
	utf8proc_ssize_t count = utf8proc_decompose(bytes, length, NULL, 0, options);
	utf8proc_int32_t *buffer;

	if (count < 0)
		return text;
	/* A character takes four bytes as a number, and at the most as UTF-8; and a NUL. */
	buffer = arena_take(arena, ((size_t)count + 1) * sizeof(*buffer));
	utf8proc_decompose(bytes, length, buffer, count, options);
	length = utf8proc_reencode(buffer, count, options);
	return length < 0 ? text : (const char *)buffer;
}

/* Borrows from ARENA: TEXT, which is ASCII alone, in lower case: what utf8proc makes of it. */
static const char *lower_ascii(const char *text, struct arena *arena)
{
	char *lower = arena_text(arena, text, strlen(text)), *at;

	for (at = lower; *at != '\0'; at++)
		*at = (char)(*at >= 'A' && *at <= 'Z' ? *at + ('a' - 'A') : *at);
	return lower;
}

const char *unicode_fold(const char *text, struct arena *arena)
{
	const utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT |
					  UTF8PROC_CASEFOLD | UTF8PROC_IGNORE;
	const char *folded = *skip_ascii(text) == '\0' ? lower_ascii(text, arena)
						       : normalize(text, options, arena);
	size_t length;

	/* Blanks of other widths are blanks by now. */
	folded += strspn(folded, " ");
	length = strlen(folded);
	while (length > 0 && folded[length - 1] == ' ')
		length--;
	return arena_text(arena, folded, length);
}

bool unicode_is_equivalent(const char *a, const char *b, struct arena *arena)
{
	utf8proc_option_t options = UTF8PROC_STABLE | UTF8PROC_COMPOSE;

	return strcmp(normalize(a, options, arena), normalize(b, options, arena)) == 0;
}
