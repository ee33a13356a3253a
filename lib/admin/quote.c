#include "admin/quote.h"

#include <string.h>

#include "base/buffer.h"

const char *quote_word(const char *text, struct arena *arena)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
		"_-./@%+:,";
	struct buffer out = {0};
	const char *word;

	if (*text != '\0' && text[strspn(text, plain)] == '\0')
		return text;
	buffer_add_text(&out, "'");
	for (; *text != '\0'; text++)
		if (*text == '\'')
			buffer_add_text(&out, "'\\''");
		else
			buffer_add(&out, text, 1);
	buffer_add_text(&out, "'");
	word = arena_text(arena, buffer_text(&out), out.length);
	buffer_release(&out);
	return word;
}
