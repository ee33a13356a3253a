#include "tool/diagnostic.h"

#include <errno.h>
#include <stdarg.h>

#include "base/memory.h"
#include "base/visible.h"

__attribute__((format(printf, 1, 0))) static void say(
	const char *format, va_list arguments, const char *suffix)
{
	struct buffer line = {0};
	char *message;
	int length = vasprintf(&message, format, arguments);

	if (length < 0)
		memory_exhausted();
	buffer_add_format(&line, "%s: ", getprogname());
	visible_add(&line, message, (size_t)length, VISIBLE_ONE_LINE);
	if (suffix != NULL)
		buffer_add_format(&line, ": %s", suffix);
	buffer_add(&line, "\n", 1);
	fwrite(line.text, 1, line.length, stderr);
	buffer_release(&line);
	free(message);
}

void diagnostic(const char *format, ...)
{
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments, NULL);
	va_end(arguments);
}

void diagnostic_errno(const char *format, ...)
{
	const char *error = strerror(errno);
	va_list arguments;

	va_start(arguments, format);
	say(format, arguments, error);
	va_end(arguments);
}

void diagnostic_fault(const struct fault *fault)
{
	diagnostic("%s%s%s", fault->pointer, *fault->pointer != '\0' ? ": " : "", fault->reason);
}
