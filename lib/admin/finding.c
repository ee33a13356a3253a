#include "admin/finding.h"

#include <stdarg.h>

#include "base/memory.h"
#include "base/visible.h"
#include "message/encode.h"
#include "tool/words.h"

/* Borrows from RUN: TEXT with control characters escaped; a path may have any. */
static const char *visible_text(struct run *run, const char *text)
{
	struct buffer out = {0};
	const char *copy;

	if (text == NULL)
		return NULL;
	visible_add(&out, text, strlen(text), VISIBLE_ONE_LINE);
	copy = arena_text(&run->arena, buffer_text(&out), out.length);
	buffer_release(&out);
	return copy;
}

static void add_words(const struct finding *finding, struct buffer *out)
{
	buffer_add_format(out, "%-8s %s: %s\n",
		enumeration_text(&finding_state_enum, finding->state), finding->check,
		finding->message);
	if (finding->fix != NULL)
		buffer_add_format(out, "         fix: %s\n", finding->fix);
}

void finding_print(struct run *run, const char *check, enum finding_state state, const char *fix,
	const char *format, ...)
{
	struct buffer out = {0};
	struct finding finding = {.check = check, .state = state};
	char *message;
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&message, format, arguments) < 0)
		memory_exhausted();
	va_end(arguments);
	finding.message = visible_text(run, message);
	finding.fix = visible_text(run, fix);
	if (words_are_wanted(run)) {
		add_words(&finding, &out);
	} else {
		encode(&finding_layout, &finding, AS_DECLARED, &out);
		buffer_add_text(&out, "\n");
	}
	if (run->status != EX_IOERR)
		run_print(run, out.text, out.length);
	if (state == FINDING_PROBLEM)
		run_raise_status(run, 1);
	buffer_release(&out);
	free(message);
}
