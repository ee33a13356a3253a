/*
 * What a tool should not be able to do once it is confined, and what it should: for
 * tool-confine.c.
 */
#ifndef UNIT_ATTEMPTS_H
#define UNIT_ATTEMPTS_H

#include <errno.h>
#include <fcntl.h>
#include <linux/fs.h>
#include <netinet/in.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/msg.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/sem.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

#include "message/message.h"

static char directory[] = "/var/tmp/tool-confine-XXXXXX";
static char path[64], outside[64], secret[64], beside[64];
static int secret_fd, listening;
static in_port_t port;
static pid_t victim;

/* 0, or errno. */
static int result(long returned)
{
	return returned < 0 ? errno : 0;
}

/* Files */

static int read_secret(void)
{
	return result(open(secret, O_RDONLY));
}

static int read_passwords(void)
{
	return result(open("/etc/passwd", O_RDONLY));
}

static int list_root(void)
{
	return result(open("/", O_RDONLY | O_DIRECTORY));
}

static int write_secret(void)
{
	return result(open(secret, O_WRONLY | O_APPEND));
}

static int make_outside(void)
{
	return result(open(outside, O_WRONLY | O_CREAT, 0600));
}

static int make_temporary(void)
{
	return result(open("/tmp/tool-confine-made", O_WRONLY | O_CREAT, 0600));
}

static int make_directory(void)
{
	return result(mkdir(outside, 0700));
}

static int remove_secret(void)
{
	return result(unlink(secret));
}

static int rename_secret(void)
{
	return result(rename(secret, beside));
}

static int link_out(void)
{
	return result(link(path, outside));
}

static int link_in(void)
{
	return result(link(secret, beside));
}

static int make_symbolic(void)
{
	return result(symlink(secret, beside));
}

static int read_by_link(void)
{
	int failed = chdir("/etc");

	return failed != 0 ? errno : result(open("../etc/passwd", O_RDONLY));
}

static int read_memory(void)
{
	char file[32];

	snprintf(file, sizeof(file), "/proc/%d/mem", (int)getppid());
	return result(open(file, O_RDWR));
}

static int read_terminal(void)
{
	return result(open("/dev/tty", O_RDWR));
}

static int change_mode(void)
{
	return result(chmod(secret, 0777));
}

static int change_mode_by_path(void)
{
	int fd = open(secret, O_PATH);

	return fd < 0 ? errno : result(fchmod(fd, 0777));
}

static int change_owner(void)
{
	return result(chown(secret, 1, 1));
}

static int change_time(void)
{
	return result(utimensat(AT_FDCWD, secret, NULL, 0));
}

static int change_attributes(void)
{
	int failed = result(fsetxattr(secret_fd, "user.x", "x", 1, 0));

	return failed == EPERM ? result(fremovexattr(secret_fd, "user.x")) : failed;
}

static int change_flags(void)
{
	int flags = FS_NOATIME_FL;
	struct fsxattr others = {.fsx_xflags = FS_XFLAG_NOATIME};
	int failed = result(ioctl(secret_fd, FS_IOC_SETFLAGS, &flags));

	return failed == EPERM ? result(ioctl(secret_fd, FS_IOC_FSSETXATTR, &others)) : failed;
}

static int make_program_of_its_user(void)
{
	return result(open(beside, O_RDWR | O_CREAT, 04700));
}

static int make_program_of_its_group(void)
{
	return result(openat(AT_FDCWD, beside, O_RDWR | O_CREAT, 02700));
}

static int create_program_of_its_user(void)
{
	return result(creat(beside, 04700));
}

static int make_temporary_program_of_its_user(void)
{
	return result(open(directory, O_RDWR | O_TMPFILE, 04700));
}

static int make_program_by_structure(void)
{
	uint64_t how[3] = {O_RDWR | O_CREAT, 04700, 0};

	return result(syscall(SYS_openat2, AT_FDCWD, beside, how, sizeof(how)));
}

static int change_into_program_of_its_user(void)
{
	return result(fchmod(secret_fd, 04700));
}

static int make_directory_of_its_group(void)
{
	return result(mkdir(beside, 02700));
}

#ifdef SYS_open
/* The C library uses openat(2) for both. */
static int make_program_by_numbers(void)
{
	int first = result(syscall(SYS_open, beside, O_RDWR | O_CREAT, 06700));

	return first == EPERM ? result(syscall(SYS_creat, beside, 02700)) : first;
}
#endif

static int cut_secret(void)
{
	return result(truncate(secret, 0));
}

static int open_by_handle(void)
{
	return result(syscall(SYS_open_by_handle_at, AT_FDCWD, NULL, O_RDONLY));
}

/* What a tool must be able to do. */

static int make_beside(void)
{
	int fd = open(beside, O_RDWR | O_CREAT | O_EXCL, 0600);

	if (fd < 0 || write(fd, "x", 1) != 1 || ftruncate(fd, 0) < 0 || fchmod(fd, 0600) < 0)
		return errno;
	return result(unlink(beside));
}

static int use_open_descriptor(void)
{
	char byte;

	return result(pread(secret_fd, &byte, 1, 0));
}

static void *nothing(void *of)
{
	return of;
}

static int start_thread(void)
{
	pthread_t thread;
	int failed = pthread_create(&thread, NULL, nothing, NULL);

	return failed != 0 ? failed : pthread_join(thread, NULL);
}

static int signal_itself(void)
{
	signal(SIGUSR1, SIG_IGN);
	return raise(SIGUSR1) != 0 ? errno : result(kill(getpid(), SIGUSR1));
}

static int read_zone(void)
{
	return result(open("/usr/share/zoneinfo/Europe/Berlin", O_RDONLY));
}

/* In a thread, which has what its creator has. */

static void *read_in_thread(void *got)
{
	*(int *)got = read_secret();
	return NULL;
}

static int read_secret_in_thread(void)
{
	pthread_t thread;
	int got = 0;

	if (pthread_create(&thread, NULL, read_in_thread, &got) != 0)
		return errno;
	pthread_join(thread, NULL);
	return got;
}

/* Programs and processes */

static int execute(void)
{
	char *const words[] = {(char[]){"true"}, NULL};

	return result(execv("/bin/true", words));
}

static int execute_descriptor(void)
{
	char *const words[] = {(char[]){"true"}, NULL};

	return result(syscall(SYS_execveat, secret_fd, "", words, NULL, AT_EMPTY_PATH));
}

static int make_process(void)
{
	pid_t child = fork();

	if (child == 0)
		_exit(0);
	return result(child);
}

static int make_process_by_number(void)
{
	long child = syscall(SYS_clone, SIGCHLD, NULL, NULL, NULL, NULL);

	if (child == 0)
		_exit(0);
	return result(child);
}

static int make_process_by_structure(void)
{
	return result(syscall(SYS_clone3, NULL, 0));
}

static int signal_other(void)
{
	return result(kill(victim, SIGTERM));
}

static int signal_group(void)
{
	return result(kill(0, 0));
}

static int signal_thread(void)
{
	return result(syscall(SYS_tgkill, victim, victim, SIGTERM));
}

static int trace_other(void)
{
	return result(ptrace(PTRACE_ATTACH, victim, NULL, NULL));
}

static int read_other(void)
{
	return result(syscall(SYS_process_vm_readv, victim, NULL, 0, NULL, 0, 0));
}

static int take_descriptor(void)
{
	return result(syscall(SYS_pidfd_open, victim, 0));
}

static int limit_other(void)
{
	struct rlimit none = {0, 0};

	return result(prlimit(victim, RLIMIT_NOFILE, &none, NULL));
}

static int slow_other(void)
{
	return result(setpriority(PRIO_PROCESS, (id_t)victim, 19));
}

/* The network */

static int connect_tcp(void)
{
	struct sockaddr_in to = {.sin_family = AF_INET, .sin_port = port};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return fd < 0 ? errno : result(connect(fd, (struct sockaddr *)&to, sizeof(to)));
}

static int make_udp(void)
{
	return result(socket(AF_INET, SOCK_DGRAM, 0));
}

static int make_unix(void)
{
	return result(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int accept_inherited(void)
{
	return result(accept4(listening, NULL, NULL, SOCK_NONBLOCK));
}

/* The kernel */

static int load_bpf(void)
{
	return result(syscall(SYS_bpf, 0, NULL, 0));
}

static int make_ring(void)
{
	return result(syscall(SYS_io_uring_setup, 1, NULL));
}

static int mount_something(void)
{
	return result(syscall(SYS_mount, "none", "/mnt", "tmpfs", 0, NULL));
}

static int leave_namespace(void)
{
	return result(syscall(SYS_unshare, 0));
}

static int add_key(void)
{
	return result(syscall(SYS_add_key, "user", "k", "v", 1, -3));
}

static int fault_user(void)
{
	return result(syscall(SYS_userfaultfd, 0));
}

static int type_into_terminal(void)
{
	return result(ioctl(STDIN_FILENO, TIOCSTI, "x"));
}

static int make_message_queue(void)
{
	return result(syscall(SYS_mq_open, "/q", O_RDONLY, 0, NULL));
}

/* The numbers of queues and the like are small, and can be guessed; this one is of none. */
enum { GUESSED = 0x7fffffff };

static int send_message(void)
{
	long message[2] = {1, 0};

	return result(msgsnd(GUESSED, message, sizeof(long), IPC_NOWAIT));
}

static int receive_message(void)
{
	long message[2];

	return result(msgrcv(GUESSED, message, sizeof(long), 0, IPC_NOWAIT));
}

static int remove_shared(void)
{
	int failed = result(msgctl(GUESSED, IPC_RMID, NULL));

	if (failed == EPERM)
		failed = result(shmctl(GUESSED, IPC_RMID, NULL));
	return failed == EPERM ? result(semctl(GUESSED, 0, IPC_RMID)) : failed;
}

static int use_semaphore(void)
{
	struct sembuf up = {.sem_op = 1};
	struct timespec second = {.tv_sec = 1};
	int failed = result(semop(GUESSED, &up, 1));

	return failed == EPERM ? result(semtimedop(GUESSED, &up, 1, &second)) : failed;
}

static int call_newer(void)
{
	return result(syscall(451)); /* cachestat(2) */
}

#ifdef __x86_64__
static int call_x32(void)
{
	return result(syscall(0x40000000 + SYS_getpid));
}

/* A call of 32-bit programs, whose number 20 is getpid(2). */
static int call_foreign(void)
{
	int pid;

	__asm__ volatile("int $0x80" : "=a"(pid) : "a"(20) : "memory");
	return pid > 0 ? 0 : EINVAL;
}
#endif

enum { KILLED = 255 };

/* Each name is what the tool can't do; with WANTED 0, what it can. */
static const struct attempt {
	int (*try)(void);
	int wanted;
	int version; /* of Landlock, which refuses it from then on; 0: the filter does */
	const char *name;
} attempts[] = {
	{make_beside, 0, 0,
		"a confined tool makes, writes, truncates and removes files beside its store"},
	{use_open_descriptor, 0, 0, "a confined tool reads a descriptor that was open before"},
	{start_thread, 0, 0, "a confined tool starts a thread"},
	{signal_itself, 0, 0, "a confined tool signals itself"},
	{read_zone, 0, 0, "a confined tool reads time zones"},
	{read_secret, EACCES, 1, "a confined tool can't read a file elsewhere"},
	{read_secret_in_thread, EACCES, 1,
		"a confined tool can't read a file elsewhere in a thread"},
	{read_passwords, EACCES, 1, "a confined tool can't read /etc/passwd"},
	{read_by_link, EACCES, 1, "a confined tool can't read /etc/passwd by a relative path"},
	{read_memory, EACCES, 1, "a confined tool can't open another process's memory"},
	{read_terminal, EACCES, 1, "a confined tool can't open the terminal"},
	{list_root, EACCES, 1, "a confined tool can't list a directory elsewhere"},
	{write_secret, EACCES, 1, "a confined tool can't write to a file elsewhere"},
	{make_outside, EACCES, 1, "a confined tool can't make a file elsewhere"},
	{make_temporary, EACCES, 1,
		"a confined tool that answers commands can't make a file in /tmp"},
	{make_directory, EACCES, 1, "a confined tool can't make a directory elsewhere"},
	{remove_secret, EACCES, 1, "a confined tool can't remove a file elsewhere"},
	{rename_secret, EACCES, 1,
		"a confined tool can't move a file from elsewhere beside its store"},
	{link_out, EACCES, 1, "a confined tool can't link its store to elsewhere"},
	{link_in, EXDEV, 1, "a confined tool can't link a file from elsewhere beside its store"},
	{make_symbolic, EACCES, 1, "a confined tool can't make a symbolic link beside its store"},
	{change_mode, EPERM, 0, "a confined tool can't change the mode of a file elsewhere"},
	{change_mode_by_path, EBADF, 0,
		"a confined tool can't change the mode of a file that it could not open"},
	{change_owner, EPERM, 0, "a confined tool can't change the owner of a file"},
	{change_time, EPERM, 0, "a confined tool can't change the times of a file"},
	{change_attributes, EPERM, 0,
		"a confined tool can't set or remove an attribute of an open file"},
	{change_flags, EPERM, 0, "a confined tool can't change the flags of an open file"},
	{make_program_of_its_user, EPERM, 0, "a confined tool can't make a setuid file"},
	{make_program_of_its_group, EPERM, 0, "a confined tool can't make a setgid file"},
	{create_program_of_its_user, EPERM, 0,
		"a confined tool can't make a setuid file by creat(2)"},
	{make_temporary_program_of_its_user, EPERM, 0,
		"a confined tool can't make a setuid file that has no name"},
	{make_program_by_structure, ENOSYS, 0, "a confined tool has no openat2(2)"},
	{change_into_program_of_its_user, EPERM, 0,
		"a confined tool can't make an open file setuid"},
	{make_directory_of_its_group, EPERM, 0, "a confined tool can't make a setgid directory"},
#ifdef SYS_open
	{make_program_by_numbers, EPERM, 0, "a confined tool can't make a setuid file by open(2)"},
#endif
	{cut_secret, EPERM, 0, "a confined tool can't truncate a file elsewhere"},
	{open_by_handle, EPERM, 0, "a confined tool can't open a file by its handle"},
	{execute, EPERM, 0, "a confined tool can't execute a program"},
	{execute_descriptor, EPERM, 0, "a confined tool can't execute an open file"},
	{make_process, EPERM, 0, "a confined tool can't make a process by fork(3)"},
	{make_process_by_number, EPERM, 0, "a confined tool can't make a process by clone(2)"},
	{make_process_by_structure, ENOSYS, 0, "a confined tool has no clone3(2)"},
	{signal_other, EPERM, 0, "a confined tool can't signal another process"},
	{signal_group, EPERM, 0, "a confined tool can't signal its process group"},
	{signal_thread, EPERM, 0, "a confined tool can't signal another process's thread"},
	{trace_other, EPERM, 0, "a confined tool can't trace another process"},
	{read_other, EPERM, 0, "a confined tool can't read another process's memory"},
	{take_descriptor, EPERM, 0, "a confined tool can't take a descriptor of another process"},
	{limit_other, EPERM, 0, "a confined tool can't limit another process"},
	{slow_other, EPERM, 0, "a confined tool can't change another process's priority"},
	{connect_tcp, EPERM, 0, "a confined tool can't connect to a server"},
	{make_udp, EPERM, 0, "a confined tool can't make a socket of UDP"},
	{make_unix, EPERM, 0, "a confined tool can't make a Unix socket"},
	{accept_inherited, EPERM, 0,
		"a confined tool can't accept a connection of an inherited socket"},
	{load_bpf, EPERM, 0, "a confined tool can't use bpf(2)"},
	{make_ring, EPERM, 0, "a confined tool can't use io_uring"},
	{mount_something, EPERM, 0, "a confined tool can't mount a file system"},
	{leave_namespace, EPERM, 0, "a confined tool can't use unshare(2)"},
	{add_key, EPERM, 0, "a confined tool can't use the kernel's keys"},
	{fault_user, EPERM, 0, "a confined tool can't use userfaultfd(2)"},
	{type_into_terminal, EPERM, 0, "a confined tool can't type into its terminal"},
	{make_message_queue, EPERM, 0, "a confined tool can't open a message queue"},
	{send_message, EPERM, 0, "a confined tool can't send to a message queue by its number"},
	{receive_message, EPERM, 0,
		"a confined tool can't receive from a message queue by its number"},
	{remove_shared, EPERM, 0,
		"a confined tool can't remove queues, memory and semaphores by their number"},
	{use_semaphore, EPERM, 0, "a confined tool can't use a semaphore by its number"},
	{call_newer, ENOSYS, 0, "a confined tool has no call that is newer than its filter"},
#ifdef __x86_64__
	{call_x32, ENOSYS, 0, "a confined tool has no call of the x32 ABI"},
	{call_foreign, KILLED, 0, "a confined tool that makes a call of 32-bit programs is killed"},
#endif
};

#endif
