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
		buffer_add_text(&line, suffix);
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

int diagnostic_slip(const char *format, ...)
{
	char suffix[128], *message;
	va_list arguments;

	va_start(arguments, format);
	if (vasprintf(&message, format, arguments) < 0)
		memory_exhausted();
	va_end(arguments);
	snprintf(suffix, sizeof(suffix), "%s see %s --help",
		message[strlen(message) - 1] == '?' ? "" : ";", getprogname());
	diagnostic("%s%s", message, suffix);
	free(message);
	return EX_USAGE;
}

void diagnostic_errno(const char *format, ...)
{
	char suffix[128];
	va_list arguments;

	snprintf(suffix, sizeof(suffix), ": %s", strerror(errno));
	va_start(arguments, format);
	say(format, arguments, suffix);
	va_end(arguments);
}

void diagnostic_fault(const struct fault *fault)
{
	diagnostic("%s%s%s", fault->pointer, *fault->pointer != '\0' ? ": " : "", fault->reason);
}
