#include "base/output.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

bool output_write(int fd, const char *bytes, size_t length, size_t *written)
{
	size_t done = 0;

	while (done < length) {
		ssize_t out = write(fd, bytes + done, length - done);

		if (out < 0 && errno == EINTR)
			continue;
		if (out < 0)
			break;
		done += (size_t)out;
	}
	if (written != NULL)
		*written = done;
	return done == length;
}

bool output_guard_descriptors(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) >= 0)
			continue;
		/* open(2) returns the lowest free number, which is fd. */
		if (open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY) < 0)
			return false;
	}
	return true;
}
