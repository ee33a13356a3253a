#include "tool/rejects.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/directory.h"
#include "base/memory.h"
#include "base/output.h"
#include "base/visible.h"

struct rejects {
	int fd;
	bool terminal;
	const char *path;
	struct buffer added;
	struct fault fault; /* of an earlier write */
};

/* Terminates a line that a full disk truncated, so that the next one is separate. */
static bool ends_within_line(int fd)
{
	off_t end = lseek(fd, 0, SEEK_END);
	char last = '\n';

	return end > 0 && pread(fd, &last, 1, end - 1) == 1 && last != '\n';
}

/* Syncs the directory of an empty file, which is new, or left by a killed run. */
static bool sync_name(int fd, const char *path, struct fault *fault)
{
	struct stat status;

	if (fstat(fd, &status) < 0)
		return fault_set_errno(fault, EX_IOERR, "%s", path);
	return !S_ISREG(status.st_mode) || status.st_size > 0 || directory_sync_parent(path, fault);
}

struct rejects *rejects_open(const char *path, struct fault *fault)
{
	int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	struct rejects *rejects;

	if (fd < 0) {
		fault_set_errno(fault, EX_CANTCREAT, "%s", path);
		return NULL;
	}
	if (!sync_name(fd, path, fault)) {
		close(fd);
		return NULL;
	}
	rejects = memory_zeroed(1, sizeof(*rejects));
	rejects->fd = fd;
	rejects->terminal = isatty(fd);
	rejects->path = path;
	if (ends_within_line(fd))
		buffer_add(&rejects->added, "\n", 1);
	return rejects;
}

/* Appends to a file byte for byte; to a terminal, escaped. */
static bool write_out(struct rejects *rejects)
{
	struct buffer visible = {0}, *out = &rejects->added;

	if (rejects->terminal) {
		visible_add(&visible, out->text, out->length, VISIBLE_LINES);
		out = &visible;
	}
	if (!output_write(rejects->fd, out->text, out->length, NULL))
		fault_set_errno(&rejects->fault, EX_IOERR, "%s", rejects->path);
	buffer_release(&visible);
	buffer_reset(&rejects->added);
	return rejects->fault.status == 0;
}

void rejects_add(void *keeper, const char *bytes, size_t length)
{
	struct rejects *rejects = keeper;

	if (rejects == NULL)
		return;
	buffer_add(&rejects->added, bytes, length);
	/* A line may be longer than memory: its pieces are written as they come. */
	if (rejects->added.length > 1024 * 1024)
		write_out(rejects);
}

bool rejects_flush(struct rejects *rejects, struct fault *fault)
{
	if (rejects == NULL || (rejects->added.length == 0 && rejects->fault.status == 0))
		return true;
	/* A pipe or a terminal can't be synced. */
	if (write_out(rejects) && fsync(rejects->fd) < 0 && errno != EINVAL && errno != EROFS)
		fault_set_errno(&rejects->fault, EX_IOERR, "%s", rejects->path);
	if (rejects->fault.status != 0)
		*fault = rejects->fault;
	return rejects->fault.status == 0;
}

void rejects_close(struct rejects *rejects)
{
	if (rejects == NULL)
		return;
	close(rejects->fd);
	buffer_release(&rejects->added);
	free(rejects);
}
