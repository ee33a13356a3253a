/*
 * The system calls of a simulated process, in place of the C library's: defined
 * here, they are those that tools, SQLite and jansson call. In the simulator
 * itself they are the real ones.
 */
#include <errno.h>
#include <linux/futex.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <sys/file.h>
#include <sys/prctl.h>
#include <sys/stat.h>

#include "process.h"
#include "raw.h"

enum { DESCRIPTORS = 256, PATH = 512, ENDLESS = 5000000 };

/* What a descriptor of the process is. */
static struct descriptor {
	int file; /* of the disk, and 1: so that 0 is none */
	bool random, directory;
	char path[PATH];
} descriptors[DESCRIPTORS];

struct process *self;
static uint32_t own_number;
static const struct buffer *standard_input;
static size_t consumed;
static bool simulating;

/* The planned fault, once it has happened and lasts. */
static bool lasts;

bool calls_are_simulated(void)
{
	return simulating;
}

static bool is_power(enum fault fault)
{
	return fault == FAULT_POWER || fault == FAULT_POWER_TORN || fault == FAULT_POWER_PRINTING;
}

static _Noreturn void die(void)
{
	self->killed = true;
	if (self->injected && is_power(self->plan.fault))
		machine->off = true;
	raw_exit(0);
}

static void wait_for_turn(void)
{
	uint32_t turn;

	while ((turn = __atomic_load_n(&machine->turn, __ATOMIC_ACQUIRE)) != own_number)
		syscall(SYS_futex, &machine->turn, FUTEX_WAIT, turn, NULL);
	if (machine->off)
		die();
}

void calls_give_turn(uint32_t number)
{
	__atomic_store_n(&machine->turn, number, __ATOMIC_RELEASE);
	syscall(SYS_futex, &machine->turn, FUTEX_WAKE, AT_ONCE);
}

void calls_pause(void)
{
	if (!simulating || machine->alive < 2)
		return;
	calls_give_turn(1 - own_number);
	wait_for_turn();
}

/* From here on this process is simulated. */
void calls_simulate(uint32_t number, const struct buffer *input)
{
	own_number = number;
	self = &machine->process[number];
	standard_input = input;
	consumed = 0;
	wait_for_turn();
	simulating = true;
}

/* Whether this call is the one to which FAULT is planned. */
static bool is_due(enum fault fault)
{
	if (self->calls[fault]++ != self->plan.at || self->plan.fault != fault)
		return false;
	self->injected = true;
	return true;
}

static bool fails(enum fault fault, int error)
{
	if (!simulating || !is_due(fault))
		return false;
	errno = error;
	return true;
}

/* Between two calls, at which a process may be killed. */
void calls_point(void)
{
	if (!simulating)
		return;
	if (self->points++ > ENDLESS)
		broken("it calls without end");
	if (is_due(FAULT_KILL) || is_due(FAULT_POWER))
		die();
	if (machine->alive > 1 && chance_once(&machine->schedule, machine->slice))
		calls_pause();
}

static struct descriptor *descriptor_of(int fd)
{
	return simulating && fd >= 0 && fd < DESCRIPTORS ? &descriptors[fd] : NULL;
}

static bool is_on_disk(int fd)
{
	struct descriptor *descriptor = descriptor_of(fd);

	return descriptor != NULL && descriptor->file > 0;
}

/* Opening and closing */

static const char *resolve(int directory, const char *path, char absolute[PATH])
{
	struct descriptor *descriptor = descriptor_of(directory);

	if (*path == '/' || descriptor == NULL || !descriptor->directory)
		return path;
	snprintf(absolute, PATH, "%s/%s", descriptor->path, path);
	return absolute;
}

/* Notes what was opened, and tells the disk. */
static void opened(int fd, const char *path, int flags)
{
	struct descriptor *descriptor = descriptor_of(fd);

	if (descriptor == NULL)
		return;
	*descriptor = (struct descriptor){.random = strcmp(path, "/dev/urandom") == 0,
		.directory = (flags & O_DIRECTORY) != 0};
	strlcpy(descriptor->path, path, sizeof(descriptor->path));
	if (descriptor->directory || !disk_has(machine->disk, path))
		return;
	descriptor->file = 1 + disk_file(machine->disk, path, (flags & O_CREAT) != 0);
	if (descriptor->file > 0 && (flags & O_TRUNC))
		disk_truncated(machine->disk, descriptor->file - 1, fd, 0);
}

static int open_at(int directory, const char *path, int flags, mode_t mode)
{
	char absolute[PATH];
	const char *resolved = path;
	int fd;

	if (simulating)
		resolved = resolve(directory, path, absolute);
	calls_point();
	if (simulating && disk_has(machine->disk, resolved) &&
		fails(FAULT_OPEN, chance_once(&self->random, 2) ? EMFILE : EIO))
		return -1;
	fd = (int)syscall(SYS_openat, directory, path, flags, mode);
	if (fd >= 0 && simulating)
		opened(fd, resolved, flags);
	return fd;
}

#define MODE_OF(flags)                                                                             \
	mode_t mode = 0;                                                                           \
	if ((flags) & (O_CREAT | __O_TMPFILE)) {                                                   \
		va_list arguments;                                                                 \
		va_start(arguments, flags);                                                        \
		mode = va_arg(arguments, mode_t);                                                  \
		va_end(arguments);                                                                 \
	}

int open(const char *path, int flags, ...)
{
	MODE_OF(flags)
	return open_at(AT_FDCWD, path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	MODE_OF(flags)
	return open_at(AT_FDCWD, path, flags, mode);
}

int openat(int directory, const char *path, int flags, ...)
{
	MODE_OF(flags)
	return open_at(directory, path, flags, mode);
}

/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): the C library's names */
int __open_2(const char *path, int flags);
int __open_2(const char *path, int flags)
{
	return open_at(AT_FDCWD, path, flags, 0);
}

int __openat_2(int directory, const char *path, int flags);
int __openat_2(int directory, const char *path, int flags)
{
	return open_at(directory, path, flags, 0);
}
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

int close(int fd)
{
	struct descriptor *descriptor = descriptor_of(fd);

	if (descriptor != NULL)
		*descriptor = (struct descriptor){0};
	return raw_close(fd);
}

/* Reading */

/* Gives the next part of standard input, whose length is of the seed's choice.
 */
static ssize_t read_input(void *to, size_t size)
{
	size_t left = standard_input->length - consumed, part = left < size ? left : size;

	if (fails(FAULT_INPUT, EIO))
		return -1;
	if (part > 1 && chance_once(&self->random, 3))
		part = 1 + chance_below(&self->random, part);
	if (part > 0)
		memcpy(to, standard_input->text + consumed, part);
	consumed += part;
	return (ssize_t)part;
}

ssize_t read(int fd, void *to, size_t size)
{
	struct descriptor *descriptor = descriptor_of(fd);

	calls_point();
	if (simulating && fd == STDIN_FILENO)
		return read_input(to, size);
	if (descriptor != NULL && descriptor->random) {
		chance_bytes(&self->random, to, size);
		return (ssize_t)size;
	}
	if (is_on_disk(fd) && fails(FAULT_READ, EIO))
		return -1;
	return syscall(SYS_read, fd, to, size);
}

ssize_t __read_chk(int fd, void *to, size_t size, size_t room);
ssize_t __read_chk(int fd, void *to, size_t size, size_t room)
{
	return read(fd, to, size < room ? size : room);
}

ssize_t pread(int fd, void *to, size_t size, off_t offset)
{
	if (is_on_disk(fd) && fails(FAULT_READ, EIO))
		return -1;
	return raw_pread(fd, to, size, offset);
}

ssize_t pread64(int fd, void *to, size_t size, off64_t offset)
{
	return pread(fd, to, size, offset);
}

ssize_t __pread_chk(int fd, void *to, size_t size, off_t offset, size_t room);
ssize_t __pread_chk(int fd, void *to, size_t size, off_t offset, size_t room)
{
	return pread(fd, to, size < room ? size : room, offset);
}

/* Writing */

/* What is printed arrives byte by byte: at one of them the reader goes away, or
 * the process dies. */
static ssize_t print(const char *from, size_t size)
{
	size_t i;

	if (chance_once(&self->random, 8) && size > 1)
		size = 1 + chance_below(&self->random, size);
	if (self->printed + size > OUTPUT_LIMIT)
		broken("it prints without end");
	for (i = 0; i < size; i++) {
		if (is_due(FAULT_PIPE) || (lasts && self->plan.fault == FAULT_PIPE)) {
			lasts = true;
			errno = EPIPE;
			return i > 0 ? (ssize_t)i : -1;
		}
		if (is_due(FAULT_KILL_PRINTING) || is_due(FAULT_POWER_PRINTING))
			die();
		self->output[self->printed++] = from[i];
	}
	return (ssize_t)size;
}

/* Writes to the disk; of a write that is torn, a part. */
static ssize_t put(int fd, const char *from, size_t size, off_t offset)
{
	int file = descriptors[fd].file - 1;
	bool torn = is_due(FAULT_KILL_TORN) || is_due(FAULT_POWER_TORN);
	ssize_t put;

	if (fails(FAULT_WRITE, EIO))
		return -1;
	if (fails(FAULT_FULL, ENOSPC) || (lasts && self->plan.fault == FAULT_FULL)) {
		torn = !lasts && chance_once(&self->random, 2);
		lasts = true;
		errno = ENOSPC;
		if (!torn)
			return -1;
	}
	if (torn)
		size = chance_below(&self->random, size + 1);
	put = syscall(SYS_pwrite64, fd, from, size, offset);
	if (put > 0)
		disk_written(machine->disk, file, fd, offset, put);
	if (torn && !lasts)
		die();
	if (chance_once(&self->random, 16))
		disk_write_back(machine->disk, file, fd, &self->random);
	return put;
}

ssize_t pwrite(int fd, const void *from, size_t size, off_t offset)
{
	calls_point();
	if (is_on_disk(fd))
		return put(fd, from, size, offset);
	return syscall(SYS_pwrite64, fd, from, size, offset);
}

ssize_t pwrite64(int fd, const void *from, size_t size, off64_t offset)
{
	return pwrite(fd, from, size, offset);
}

static off_t end_of(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 ? status.st_size : 0;
}

ssize_t write(int fd, const void *from, size_t size)
{
	bool appends;
	off_t offset;
	ssize_t done;

	calls_point();
	if (simulating && fd == STDOUT_FILENO)
		return print(from, size);
	if (!is_on_disk(fd))
		return raw_write(fd, from, size);
	appends = (fcntl(fd, F_GETFL) & O_APPEND) != 0;
	offset = appends ? end_of(fd) : (off_t)syscall(SYS_lseek, fd, 0, SEEK_CUR);
	done = put(fd, from, size, offset);
	if (done > 0 && !appends)
		syscall(SYS_lseek, fd, offset + done, SEEK_SET);
	return done;
}

int ftruncate(int fd, off_t size)
{
	int done;

	calls_point();
	if (is_on_disk(fd) && fails(FAULT_WRITE, EIO))
		return -1;
	done = (int)syscall(SYS_ftruncate, fd, size);
	if (done == 0 && is_on_disk(fd))
		disk_truncated(machine->disk, descriptors[fd].file - 1, fd, size);
	return done;
}

int ftruncate64(int fd, off64_t size)
{
	return ftruncate(fd, size);
}

/* Syncing, which never needs the real disk */

int fdatasync(int fd)
{
	struct descriptor *descriptor = descriptor_of(fd);

	calls_point();
	if (descriptor == NULL)
		return (int)syscall(SYS_fdatasync, fd);
	if (fails(FAULT_SYNC, EIO)) {
		if (descriptor->file > 0)
			disk_sync_failed(machine->disk, descriptor->file - 1, fd, &self->random);
		errno = EIO;
		return -1;
	}
	if (descriptor->file > 0)
		disk_synced(machine->disk, descriptor->file - 1, fd);
	if (descriptor->path[0] != '\0' && descriptor->file <= 0)
		disk_directory_synced(machine->disk, descriptor->path);
	return 0;
}

int fsync(int fd)
{
	return fdatasync(fd);
}

/* Names */

int unlink(const char *path)
{
	int done;

	calls_point();
	done = (int)syscall(SYS_unlinkat, AT_FDCWD, path, 0);
	if (done == 0 && simulating)
		disk_unlinked(machine->disk, path);
	return done;
}

int unlinkat(int directory, const char *path, int flags)
{
	char absolute[PATH];
	int done;

	calls_point();
	done = (int)syscall(SYS_unlinkat, directory, path, flags);
	if (done == 0 && simulating)
		disk_unlinked(machine->disk, resolve(directory, path, absolute));
	return done;
}

int link(const char *from, const char *to)
{
	int done;

	calls_point();
	done = (int)syscall(SYS_linkat, AT_FDCWD, from, AT_FDCWD, to, 0);
	if (done == 0 && simulating && disk_has(machine->disk, from))
		disk_linked(machine->disk, from, to);
	return done;
}

int renameat2(
	int from_directory, const char *from, int to_directory, const char *to, unsigned flags)
{
	int done;

	calls_point();
	done = (int)syscall(SYS_renameat2, from_directory, from, to_directory, to, flags);
	if (done == 0 && simulating && disk_has(machine->disk, from)) {
		disk_linked(machine->disk, from, to);
		disk_unlinked(machine->disk, from);
	}
	return done;
}

/* Locks: the real ones, which a process's end releases */

int flock(int fd, int operation)
{
	calls_point();
	if ((operation & LOCK_UN) == 0 && fails(FAULT_LOCK, ENOLCK))
		return -1;
	return (int)syscall(SYS_flock, fd, operation);
}

static int control(int fd, int command, void *argument)
{
	bool locks = command == F_SETLK || command == F_SETLKW || command == F_OFD_SETLK;

	if (locks)
		calls_point();
	if (locks && ((struct flock *)argument)->l_type != F_UNLCK && fails(FAULT_LOCK, ENOLCK))
		return -1;
	return (int)syscall(SYS_fcntl, fd, command, argument);
}

#define ARGUMENT_OF(command)                                                                       \
	va_list arguments;                                                                         \
	void *argument;                                                                            \
	va_start(arguments, command);                                                              \
	argument = va_arg(arguments, void *);                                                      \
	va_end(arguments);

int fcntl(int fd, int command, ...)
{
	ARGUMENT_OF(command)
	return control(fd, command, argument);
}

int fcntl64(int fd, int command, ...)
{
	ARGUMENT_OF(command)
	return control(fd, command, argument);
}

/* The input is there, or a signal may come: nothing to wait for. */
int poll(struct pollfd *descriptor, nfds_t count, int milliseconds)
{
	if (!simulating)
		return (int)syscall(SYS_poll, descriptor, count, milliseconds);
	calls_point();
	descriptor->revents = descriptor->events;
	/* Another process may not have written the next lines yet. */
	return milliseconds == 0 && chance_once(&self->random, 4) ? 0 : 1;
}

int isatty(int fd)
{
	(void)fd;
	errno = ENOTTY;
	return 0;
}

/* Memory */

/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): the C library's names */
extern void *__libc_malloc(size_t size);
extern void *__libc_calloc(size_t count, size_t size);
extern void *__libc_realloc(void *old, size_t size);
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

static bool no_memory(void)
{
	if (!simulating)
		return false;
	if (is_due(FAULT_NO_MEMORY) || (lasts && self->plan.fault == FAULT_NO_MEMORY))
		lasts = true;
	else if (!is_due(FAULT_MEMORY))
		return false;
	errno = ENOMEM;
	return true;
}

void *malloc(size_t size)
{
	return no_memory() ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return no_memory() ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return no_memory() ? NULL : __libc_realloc(old, size);
}

/* A thread is refused: tools then work without. */
int pthread_create(
	pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *of)
{
	(void)thread;
	(void)attributes;
	(void)run;
	(void)of;
	return EAGAIN;
}

/* Only a tool that confines itself calls it, which would confine the simulator.
 */
int prctl(int option, ...)
{
	(void)option;
	errno = EINVAL;
	return -1;
}
