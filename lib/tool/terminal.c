#include "tool/terminal.h"

#include <stdint.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "tool/tool.h"

enum { DEFAULT_WIDTH = 80, WIDTH_LIMIT = 10000 };

size_t terminal_width(void)
{
	const char *columns = run_environment("COLUMNS");
	struct winsize size;
	const char *error;

	if (columns != NULL) {
		long long width = strtonum(columns, 1, WIDTH_LIMIT, &error);

		if (error == NULL)
			return (size_t)width;
	}
	if (!isatty(STDOUT_FILENO))
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
		return DEFAULT_WIDTH;
	return size.ws_col;
}

bool terminal_has_bold(void)
{
	const char *type = run_environment("TERM");

	return isatty(STDOUT_FILENO) && run_environment("NO_COLOR") == NULL && type != NULL &&
	       strcmp(type, "dumb") != 0;
}
