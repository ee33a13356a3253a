#include "tool/printing.h"

#include "message/envelope.h"
#include "tool/diagnostic.h"
#include "tool/words.h"

static const char dry_run[] = "dry run: "; /* before the words of what was not recorded */

bool printing_open(struct printing *printing, struct run *run)
{
	*printing = (struct printing){.run = run};
	if (run->settings.dry_run)
		printing->deferred = spool_new(run);
	return printing->deferred != NULL || !run->settings.dry_run;
}

/* Adds the lines to the scratch buffer as a dry run prints them. */
static void mark_lines(struct printing *printing)
{
	const char *from = printing->lines.text, *end = from + printing->lines.length, *newline;

	buffer_reset(&printing->scratch);
	if (words_are_wanted(printing->run)) {
		words_add_lines(
			printing->run, dry_run, from, printing->lines.length, &printing->scratch);
		return;
	}
	for (; from < end; from = newline + 1) {
		newline = memchr(from, '\n', (size_t)(end - from));
		envelope_mark_dry_run(from, (size_t)(newline - from) + 1, &printing->scratch);
	}
}

bool printing_flush(struct printing *printing)
{
	struct buffer *lines = &printing->lines;

	if (lines->length == 0)
		return true;
	if (printing->deferred == NULL)
		return words_print(printing->run, "", lines->text, lines->length);
	mark_lines(printing);
	return spool_add(printing->deferred, printing->scratch.text, printing->scratch.length);
}

void printing_explain(struct printing *printing, size_t from, const char *place)
{
	const char *line = printing->lines.text + from, *newline;

	if (words_are_wanted(printing->run) || from >= printing->lines.length)
		return;
	newline = memchr(line, '\n', printing->lines.length - from);
	buffer_reset(&printing->scratch);
	words_add_line(printing->run, line, (size_t)(newline - line), &printing->scratch);
	diagnostic("%s%s%s", place, printing->deferred != NULL ? dry_run : "",
		buffer_text(&printing->scratch));
}

void printing_finish(struct printing *printing)
{
	if (printing->deferred != NULL)
		spool_print(printing->deferred);
}

void printing_release(struct printing *printing)
{
	spool_free(printing->deferred);
	buffer_release(&printing->lines);
	buffer_release(&printing->scratch);
}
