#include "base/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static bool open_failed(const char *path, struct fault *fault)
{
	switch (errno) {
	case EACCES:
	case EPERM:
		return fault_set_errno(fault, EX_NOPERM, "%s", path);
	case EIO:
		return fault_set_errno(fault, EX_IOERR, "%s", path);
	case ELOOP:
		return fault_set(fault, EX_CONFIG, "%s: is a symbolic link, not a lock", path);
	default:
		return fault_set_errno(fault, EX_CANTCREAT, "%s", path);
	}
}

/* A full disk leaves a part of what is written; but what has another name is another file. */
static bool has_size(const struct stat *lock, off_t size)
{
	if (lock->st_size <= 1 || lock->st_size == size)
		return true;
	return lock->st_size < size && lock->st_nlink == 1;
}

/* The owner can change the permissions: it must be root, or a user who may write OF. */
static bool check_file(const struct stat *lock, const struct stat *of, const char *path, off_t size,
	struct fault *fault)
{
	if (!S_ISREG(lock->st_mode) || !has_size(lock, size))
		return fault_set(fault, EX_CONFIG, "%s: is not a lock", path);
	if (lock->st_uid != 0 && lock->st_uid != of->st_uid && (of->st_mode & 0022) == 0)
		return fault_set(fault, EX_CONFIG,
			"%s: belongs to another user than what it locks: chown it", path);
	return true;
}

/* The permissions for LOCK that those who may write OF need. */
static mode_t permissions_for_writers(const struct stat *lock, const struct stat *of)
{
	if (of->st_mode & 0002)
		return 0666;
	return of->st_mode & 0020 && lock->st_gid == of->st_gid ? 0660 : 0600;
}

static bool set_permissions(int fd, const struct stat *lock, const struct stat *of,
	const char *path, struct fault *fault)
{
	mode_t now = lock->st_mode & 07777;
	mode_t all = permissions_for_writers(lock, of);
	/* An empty lock is new, or left by a run that was killed before it set permissions. */
	mode_t wanted = lock->st_size == 0 && lock->st_uid == geteuid() ? all : now & all;

	if (now == wanted || fchmod(fd, wanted) == 0)
		return true;
	return fault_set_errno(fault, EX_CONFIG,
		"%s: users who may not write what it locks could take it: chmod %04o it", path,
		(unsigned)wanted);
}

int lock_open(int directory, const char *name, const char *of, const char *path, off_t size,
	struct fault *fault)
{
	struct stat lock, locked;
	int fd = openat(
		directory, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC, 0600);

	if (fd < 0) {
		open_failed(path, fault);
		return -1;
	}
	if (fstat(fd, &lock) < 0 || fstatat(directory, of, &locked, 0) < 0)
		fault_set_errno(fault, EX_IOERR, "%s", path);
	else if (check_file(&lock, &locked, path, size, fault) &&
		 set_permissions(fd, &lock, &locked, path, fault))
		return fd;
	close(fd);
	return -1;
}
