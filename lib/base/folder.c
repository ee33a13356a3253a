#include "base/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/memory.h"

bool folder_sync_above(const char *file, struct fault *fault)
{
	char *copy = memory_text(file);
	const char *folder = dirname(copy);
	int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool synced = fd >= 0 && fsync(fd) == 0;

	if (!synced)
		fault_set_errno(fault, EX_IOERR, "%s", folder);
	if (fd >= 0)
		close(fd);
	free(copy);
	return synced;
}

bool folder_make_above(const char *file, struct fault *fault)
{
	char *copy = memory_text(file);
	bool made = folder_make(dirname(copy), fault);

	free(copy);
	return made;
}

bool folder_make(const char *path, struct fault *fault)
{
	bool made = mkdir(path, 0777) == 0;

	if (!made && errno == EEXIST)
		return true;
	if (!made && errno == ENOENT) {
		if (!folder_make_above(path, fault))
			return false;
		made = mkdir(path, 0777) == 0 || errno == EEXIST;
	}
	if (!made)
		return fault_set_errno(fault,
			errno == EACCES || errno == EPERM ? EX_NOPERM : EX_CANTCREAT, "%s", path);
	return folder_sync_above(path, fault);
}
