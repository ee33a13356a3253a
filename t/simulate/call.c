#include <stdarg.h>
#include <string.h>

#include "season.h"

void call_begin(struct call *call, int store, const char *tool)
{
	buffer_reset(&call->input);
	call->count = 0;
	call->store = store;
	call->repeats = false;
	call_word(call, "%s", tool);
}

void call_word(struct call *call, const char *format, ...)
{
	va_list arguments;

	if (call->count == WORDS)
		errx(1, "%s: too many words", call->text[0]);
	va_start(arguments, format);
	vsnprintf(call->text[call->count], WORD_BYTES, format, arguments);
	va_end(arguments);
	call->words[call->count] = call->text[call->count];
	call->words[++call->count] = NULL;
}

void call_release(struct call *call)
{
	buffer_release(&call->input);
}
