#include "base/directory.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

static bool sync_directory(const char *directory)
{
	int fd = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool synced = fd >= 0 && fsync(fd) == 0;
	int saved = errno;

	if (fd >= 0)
		close(fd);
	errno = saved;
	return synced;
}

bool directory_sync_parent(const char *file, struct fault *fault)
{
	char *copy = memory_text(file);
	const char *directory = dirname(copy);
	bool synced = sync_directory(directory);

	if (!synced)
		fault_set_errno(fault, EX_IOERR, "%s", directory);
	free(copy);
	return synced;
}

/* Whether PATH is "." or the root, which have no parent to sync. */
static bool is_end(const char *path)
{
	return strcmp(path, ".") == 0 || path[strspn(path, "/")] == '\0';
}

/*
 * Syncs all parents of PATH: a killed run may have created any of them. One that
 * can't be read or synced was not created by Lanyard.
 */
static bool sync_all_above(const char *path, struct fault *fault)
{
	char *copy = memory_text(path);
	const char *directory = copy;
	bool synced = true;

	while (synced && !is_end(directory)) {
		directory = dirname(copy);
		synced = sync_directory(directory) || errno == EACCES || errno == EINVAL ||
			 errno == EROFS;
	}
	if (!synced)
		fault_set_errno(fault, EX_IOERR, "%s", directory);
	free(copy);
	return synced;
}

static bool make(const char *path, struct fault *fault);

static bool make_above(const char *path, struct fault *fault)
{
	char *copy = memory_text(path);
	bool made = make(dirname(copy), fault);

	free(copy);
	return made;
}

static bool make(const char *path, struct fault *fault)
{
	bool made = mkdir(path, 0700) == 0;

	if (!made && errno == ENOENT) {
		if (!make_above(path, fault))
			return false;
		made = mkdir(path, 0700) == 0;
	}
	if (made)
		return directory_sync_parent(path, fault);
	return errno == EEXIST ||
	       fault_set_errno(fault, errno == EACCES || errno == EPERM ? EX_NOPERM : EX_CANTCREAT,
		       "%s", path);
}

bool directory_make(const char *path, struct fault *fault)
{
	return make(path, fault) && sync_all_above(path, fault);
}

bool directory_make_parent(const char *file, struct fault *fault)
{
	char *copy = memory_text(file);
	bool made = directory_make(dirname(copy), fault);

	free(copy);
	return made;
}
