#include "ticketing/pattern.h"

#include <string.h>

/* The text of PATTERN between its marks. */
struct part {
	const char *text;
	size_t length;
	bool begins; /* nothing may come before */
	bool ends;   /* or after */
};

static struct part part_of(const char *pattern)
{
	struct part part = {pattern, strlen(pattern), *pattern != '*', true};

	if (!part.begins) {
		part.text++;
		part.length--;
	}
	if (part.length > 0 && part.text[part.length - 1] == '*') {
		part.ends = false;
		part.length--;
	}
	return part;
}

bool pattern_is_open(const char *pattern)
{
	struct part part = part_of(pattern);

	return !part.begins || !part.ends;
}

bool pattern_matches(const char *pattern, const char *text)
{
	struct part part = part_of(pattern);
	size_t length, at;

	if (text == NULL || (length = strlen(text)) < part.length)
		return false;
	for (at = 0; at + part.length <= length; at++) {
		if (part.begins && at > 0)
			return false;
		if ((!part.ends || at + part.length == length) &&
			strncasecmp(text + at, part.text, part.length) == 0)
			return true;
	}
	return false;
}

const char *pattern_within(const char *text, struct arena *arena)
{
	return pattern_is_open(text) ? text : arena_printf(arena, "*%s*", text);
}

const char *pattern_like(const char *pattern, struct arena *arena)
{
	struct part part;
	char *like, *to;
	size_t i;

	if (pattern == NULL)
		return NULL;
	part = part_of(pattern);
	like = to = arena_take(arena, 2 * part.length + 3);
	if (!part.begins)
		*to++ = '%';
	for (i = 0; i < part.length; i++) {
		if (strchr("%_\\", part.text[i]) != NULL)
			*to++ = '\\';
		*to++ = part.text[i];
	}
	if (!part.ends)
		*to++ = '%';
	return like;
}

const char *pattern_prefix(const char *pattern, struct arena *arena)
{
	struct part part = part_of(pattern);

	return part.begins ? arena_text(arena, part.text, part.length) : "";
}
