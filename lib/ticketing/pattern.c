#include "ticketing/pattern.h"

#include <string.h>

#include "base/unicode.h"

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

/* Borrows from ARENA: the text of PART, folded. */
static const char *fold_part(const struct part *part, struct arena *arena)
{
	return unicode_fold(arena_text(arena, part->text, part->length), arena);
}

bool pattern_is_blank(const char *pattern, struct arena *arena)
{
	struct part part = part_of(pattern);

	return *fold_part(&part, arena) == '\0';
}

bool pattern_matches(const char *pattern, const char *text, struct arena *arena)
{
	struct part part = part_of(pattern);
	const char *folded, *wanted = fold_part(&part, arena);
	size_t length, least = strlen(wanted), at;

	if (text == NULL)
		return false;
	folded = unicode_fold(text, arena);
	length = strlen(folded);
	for (at = 0; at + least <= length; at++) {
		if (part.begins && at > 0)
			return false;
		if ((!part.ends || at + least == length) &&
			strncmp(folded + at, wanted, least) == 0)
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
	const char *wanted;
	char *like, *to;

	if (pattern == NULL)
		return NULL;
	part = part_of(pattern);
	wanted = fold_part(&part, arena);
	like = to = arena_take(arena, 2 * strlen(wanted) + 3);
	if (!part.begins)
		*to++ = '%';
	for (; *wanted != '\0'; wanted++) {
		if (strchr("%_\\", *wanted) != NULL)
			*to++ = '\\';
		*to++ = *wanted;
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
