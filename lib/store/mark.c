#include "store/mark.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char CLEAN = '-', DIRTY = '!';

/* The places of a position in the file. */
enum { DIGITS = 19, FIRST = 1, SECOND = FIRST + DIGITS + 1 };

/*
 * Nothing is read as another position if the file is read while it is written, or was torn: the
 * second copy then differs from the first.
 */
static int64_t read_position(char *text)
{
	const char *error;
	int64_t position;

	if (memcmp(text + FIRST, text + SECOND, DIGITS) != 0)
		return 0;
	text[FIRST + DIGITS] = '\0';
	position = strtonum(text + FIRST, 1, INT64_MAX, &error);
	return error == NULL ? position : 0;
}

struct mark mark_read(int fd)
{
	char text[MARK_SIZE];
	ssize_t length = pread(fd, text, sizeof(text), 0);

	return (struct mark){
		.dirty = length != 0 && (length < 0 || *text != CLEAN), /* empty: a new file */
		.position = length == MARK_SIZE ? read_position(text) : 0,
	};
}

struct mark mark_read_file(const char *path)
{
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	struct mark mark = {.position = 0};

	if (fd >= 0) {
		mark = mark_read(fd);
		close(fd);
	}
	return mark;
}

bool mark_begin(int fd)
{
	return pwrite(fd, &DIRTY, 1, 0) == 1;
}

bool mark_end(int fd, int64_t position)
{
	char text[MARK_SIZE];
	int i;

	text[0] = CLEAN;
	for (i = DIGITS - 1; i >= 0; i--, position /= 10)
		text[FIRST + i] = (char)('0' + position % 10);
	text[FIRST + DIGITS] = ' ';
	memcpy(text + SECOND, text + FIRST, DIGITS);
	text[SECOND + DIGITS] = '\n';
	return pwrite(fd, text, sizeof(text), 0) == (ssize_t)sizeof(text);
}
