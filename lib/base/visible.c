#include "base/visible.h"

#include "base/utf8.h"

/* Adds CHARACTER escaped; false if it is not a control character. */
static bool add_control(struct buffer *out, uint32_t character)
{
	if (character >= 0x20 && (character < 0x7f || character > 0x9f))
		return false;
	if (character == '\n')
		buffer_add_text(out, "\\n");
	else if (character == '\t')
		buffer_add_text(out, "\\t");
	else if (character == '\r')
		buffer_add_text(out, "\\r");
	else
		buffer_add_format(out, "\\u%04x", (unsigned)character);
	return true;
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
	size_t at, size;

	for (at = 0; at < length; at += size) {
		uint32_t character;

		size = how == VISIBLE_LINES ? layout(text + at, length - at) : 0;
		if (size > 0) {
			buffer_add(out, text + at, size);
			continue;
		}
		size = utf8_read(text + at, length - at, &character);
		if (size == 0) {
			buffer_add_format(out, "\\x%02x", (unsigned char)text[at]);
			size = 1;
		} else if (!add_control(out, character)) {
			buffer_add(out, text + at, size);
		}
	}
}
