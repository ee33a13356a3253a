/*
 * System calls that are made, not simulated.
 */
#ifndef SIMULATE_RAW_H
#define SIMULATE_RAW_H

#include <fcntl.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

static inline int raw_open(const char *path, int flags, mode_t mode)
{
	return (int)syscall(SYS_openat, AT_FDCWD, path, flags, mode);
}

static inline ssize_t raw_pread(int fd, void *to, size_t size, off_t offset)
{
	return syscall(SYS_pread64, fd, to, size, offset);
}

static inline ssize_t raw_write(int fd, const void *from, size_t size)
{
	return syscall(SYS_write, fd, from, size);
}

static inline int raw_close(int fd)
{
	return (int)syscall(SYS_close, fd);
}

enum { BROKEN = 97 }; /* the status of a process that the simulator can't go on with */

static inline _Noreturn void raw_exit(int status)
{
	for (;;)
		syscall(SYS_exit_group, status);
}

/* Ends a process, for a REASON that no fault explains. */
static inline _Noreturn void broken(const char *reason)
{
	raw_write(2, reason, strlen(reason));
	raw_exit(BROKEN);
}

#endif
