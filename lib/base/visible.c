#include "base/visible.h"

#include "base/unicode.h"
#include "base/utf8.h"

static bool is_control(uint32_t character)
{
	return character < 0x20 || (character >= 0x7f && character <= 0x9f);
}

static bool is_joiner(uint32_t character)
{
	return character == ZERO_WIDTH_JOINER || character == ZERO_WIDTH_NON_JOINER;
}

/* Whether CHARACTER may be joined to another: no letter of ASCII, and visible. */
static bool is_joined(uint32_t character)
{
	return character >= 0x80 && !is_control(character) &&
	       (!unicode_is_invisible(character) || unicode_is_mark(character));
}

/*
 * Whether CHARACTER is escaped, before the LENGTH bytes of REST and after the character BEFORE. A
 * joiner of letters is seen by what it does to them.
 */
static bool is_escaped(uint32_t character, uint32_t before, const char *rest, size_t length)
{
	uint32_t next;

	if (character < 0x80 || is_control(character))
		return is_control(character);
	if (!unicode_is_invisible(character) || unicode_is_mark(character))
		return false;
	return !is_joiner(character) || !is_joined(before) || utf8_read(rest, length, &next) == 0 ||
	       !is_joined(next);
}

static void add_escaped(struct buffer *out, uint32_t character)
{
	if (character == '\n')
		buffer_add_text(out, "\\n");
	else if (character == '\t')
		buffer_add_text(out, "\\t");
	else if (character == '\r')
		buffer_add_text(out, "\\r");
	else if (character > 0xffff)
		buffer_add_format(out, "\\U%08x", (unsigned)character);
	else
		buffer_add_format(out, "\\u%04x", (unsigned)character);
}

/* The size of the newline or tab that TEXT begins with; 0: it begins with neither. */
static size_t layout(const char *text, size_t length)
{
	if (length > 1 && text[0] == '\r' && text[1] == '\n')
		return 2;
	return length > 0 && (*text == '\n' || *text == '\t');
}

void visible_add(struct buffer *out, const char *text, size_t length, enum visible how)
{
	uint32_t character = 0, before;
	size_t at, size;

	for (at = 0; at < length; at += size) {
		before = character;
		size = how == VISIBLE_LINES ? layout(text + at, length - at) : 0;
		if (size > 0) {
			character = '\n';
			buffer_add(out, text + at, size);
			continue;
		}
		size = utf8_read(text + at, length - at, &character);
		if (size == 0) {
			buffer_add_format(out, "\\x%02x", (unsigned)(unsigned char)text[at]);
			character = 0; /* no joiner belongs to it */
			size = 1;
		} else if (is_escaped(character, before, text + at + size, length - at - size)) {
			add_escaped(out, character);
		} else {
			buffer_add(out, text + at, size);
		}
	}
}
