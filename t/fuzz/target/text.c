/*
 * Text for terminals and spreadsheets: what is escaped can be printed, what is marked for a
 * spreadsheet is read as it was, no line of a table is too wide, folding is the same twice.
 */
#include "fuzz.h"

#include "base/memory.h"
#include "base/spreadsheet.h"
#include "base/table.h"
#include "base/unicode.h"
#include "base/utf8.h"
#include "base/visible.h"
#include "ticketing/pattern.h"

static void check_visible(const char *text, size_t length)
{
	struct buffer once = {0}, twice = {0};
	size_t at;

	visible_add(&once, text, length, VISIBLE_ONE_LINE);
	fuzz_check_printable(once.text, once.length, "a message");
	visible_add(&twice, once.text, once.length, VISIBLE_ONE_LINE);
	CHECK(once.length == twice.length &&
			strncmp(buffer_text(&once), buffer_text(&twice), once.length) == 0,
		"what is escaped is escaped once more");
	buffer_reset(&once);
	visible_add(&once, text, length, VISIBLE_LINES);
	for (at = 0; at < once.length; at++)
		if (once.text[at] == '\n' || once.text[at] == '\t' ||
			(once.text[at] == '\r' && at + 1 < once.length &&
				once.text[at + 1] == '\n'))
			once.text[at] = ' ';
	fuzz_check_printable(once.text, once.length, "lines");
	buffer_release(&once);
	buffer_release(&twice);
}

static void check_spreadsheet(const char *text, struct arena *arena)
{
	struct buffer marked = {0};
	const char *unmarked;

	spreadsheet_mark(text, &marked);
	unmarked = spreadsheet_unmark(buffer_text(&marked), arena);
	CHECK(strcmp(unmarked, text) == 0, "\"%s\" is read as \"%s\", written as \"%s\"", text,
		unmarked, buffer_text(&marked));
	CHECK(marked.length == 0 || strchr("=@", marked.text[0]) == NULL, "\"%s\" is a formula",
		buffer_text(&marked));
	buffer_release(&marked);
}

static void check_unicode(const char *text, struct arena *arena)
{
	const char *folded = unicode_fold(text, arena);
	const char *brief = utf8_shorten(text, 16, arena);
	size_t width, bytes = unicode_prefix(text, 10, &width);

	CHECK(strcmp(folded, unicode_fold(folded, arena)) == 0, "\"%s\" is folded twice: \"%s\"",
		text, folded);
	CHECK(unicode_is_equivalent(text, text, arena), "a text is not as itself");
	CHECK(strlen(brief) <= 16 && utf8_is_valid(brief, strlen(brief)), "is not shortened");
	CHECK(bytes <= strlen(text) && utf8_is_valid(text, bytes), "a character is cut");
	CHECK(width <= 10, "a beginning is %zu wide", width);
	pattern_matches(text, text, arena);
	CHECK(pattern_is_open(text) || pattern_matches(text, text, arena),
		"a pattern does not match itself");
	CHECK(pattern_matches(pattern_within(text, arena), text, arena),
		"a text is not within itself");
	pattern_like(text, arena);
	pattern_prefix(text, arena);
}

/* A table of the lines of TEXT in two columns; NARROW is its width. */
static void check_table(const char *text, size_t narrow)
{
	static const struct table_column columns[] = {
		{"first", .least = 4}, {"second", .least = 6, .continues = true}};
	struct table *table = table_new(columns, COUNT_OF(columns), narrow);
	const char *end = text + strlen(text), *line;
	struct arena arena = {0};
	struct buffer out = {0};
	size_t length;

	while (fuzz_line(&text, end, &line, &length)) {
		table_add(table, arena_text(&arena, line, length));
		table_add(table, arena_text(&arena, line, length / 2));
	}
	table_print(table, &out);
	text = buffer_text(&out);
	end = text + out.length;
	while (fuzz_line(&text, end, &line, &length)) {
		CHECK(length == 0 || line[length - 1] != ' ', "a line ends with a blank");
		CHECK(unicode_width(arena_text(&arena, line, length)) <= narrow,
			"a line is wider than %zu: %.*s", narrow, (int)length, line);
	}
	buffer_release(&out);
	arena_release(&arena);
	table_free(table);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
	static struct arena arena;
	size_t narrow = size > 0 ? 20 + bytes[0] % 80 : 0;
	const char *text;

	fuzz_begin();
	if (size == 0)
		return -1;
	text = arena_text(&arena, (const char *)bytes + 1, size - 1);
	check_visible((const char *)bytes + 1, size - 1);
	if (utf8_is_valid(text, strlen(text))) {
		if (utf8_is_plain(text)) /* as messages are */
			check_spreadsheet(text, &arena);
		check_unicode(text, &arena);
		check_table(text, narrow);
	}
	arena_reset(&arena);
	return 0;
}
