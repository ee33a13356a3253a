#include "base/trace.h"

#include <fcntl.h>
#include <stdarg.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/output.h"
#include "base/visible.h"

static int trace_fd = -1;
static const char *trace_tool;

bool trace_open(const char *path, const char *tool)
{
	trace_tool = tool;
	if (strcmp(path, "2") == 0)
		trace_fd = STDERR_FILENO;
	else
		trace_fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	return trace_fd >= 0;
}

void trace(const char *action, const char *format, ...)
{
	static const struct clock system_clock = {0};
	char now[CLOCK_TEXT], line[1024];
	struct buffer visible = {0};
	va_list arguments;
	size_t length;

	if (trace_fd < 0)
		return;
	clock_format(clock_now(&system_clock), now);
	snprintf(line, sizeof(line), "%s\t%s\t%ld\t%s\t", now, trace_tool, (long)getpid(), action);
	length = strlen(line);
	va_start(arguments, format);
	vsnprintf(line + length, sizeof(line) - length - 1, format, arguments);
	va_end(arguments);
	strlcat(line, "\n", sizeof(line));
	visible_add(&visible, line, strlen(line), VISIBLE_LINES);
	if (!output_write(trace_fd, visible.text, visible.length, NULL))
		trace_fd = -1;
	buffer_release(&visible);
}
