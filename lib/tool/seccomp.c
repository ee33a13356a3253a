#include "tool/seccomp.h"

#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/fs.h>
#include <linux/sched.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "message/message.h"

/* The architectures whose calls are known here; a tool of another one gets no filter. */
#if defined(__x86_64__) && !defined(__ILP32__)
#define ARCHITECTURE AUDIT_ARCH_X86_64
#elif defined(__aarch64__) && defined(__AARCH64EL__) && !defined(__ILP32__)
#define ARCHITECTURE AUDIT_ARCH_AARCH64
#endif

#ifdef ARCHITECTURE

/*
 * The newest call whose effect is known here, set_mempolicy_home_node(2); a newer one fails with
 * ENOSYS, as with an older kernel. On both architectures the newest calls have the same numbers.
 */
enum { NEWEST = 450 };

/* What C libraries lack that are older than the calls. */
#ifndef SYS_openat2
#define SYS_openat2 437
#endif
#ifndef SYS_pidfd_getfd
#define SYS_pidfd_getfd 438
#endif
#ifndef SYS_process_madvise
#define SYS_process_madvise 440
#endif
#ifndef SYS_mount_setattr
#define SYS_mount_setattr 442
#endif
#ifndef SYS_quotactl_fd
#define SYS_quotactl_fd 443
#endif
#ifndef SYS_process_mrelease
#define SYS_process_mrelease 448
#endif

static const int socket_calls[] = {
	SYS_socket,
	SYS_socketpair,
	SYS_connect,
	SYS_bind,
	SYS_listen,
	SYS_accept,
	SYS_accept4,
	SYS_sendto,
	SYS_sendmsg,
	SYS_sendmmsg,
	SYS_recvfrom,
	SYS_recvmsg,
	SYS_recvmmsg,
};

/*
 * The calls that no tool makes once it has begun, but to run a program. Others depend on their
 * arguments: see checked_calls.
 */
static const int denied_calls[] = {
	/* Programs and processes. */
	SYS_execve,
	SYS_execveat,
#ifdef SYS_fork
	SYS_fork,
	SYS_vfork,
#endif
	/* Other processes. */
	SYS_ptrace,
	SYS_process_vm_readv,
	SYS_process_vm_writev,
	SYS_process_madvise,
	SYS_process_mrelease,
	SYS_kcmp,
	SYS_pidfd_open,
	SYS_pidfd_getfd,
	SYS_pidfd_send_signal,
	SYS_tkill,
	SYS_rt_sigqueueinfo,
	SYS_rt_tgsigqueueinfo,
	SYS_setpriority,
	SYS_ioprio_set,
	SYS_sched_setscheduler,
	SYS_sched_setparam,
	SYS_sched_setattr,
	SYS_sched_setaffinity,
	SYS_migrate_pages,
	SYS_move_pages,
	SYS_setpgid,
	SYS_setsid,
	/* What Landlock does not know of files. SQLite makes fchmod(2) and fchown(2). */
	SYS_fchmodat,
	SYS_fchownat,
	SYS_truncate,
	SYS_setxattr,
	SYS_lsetxattr,
	SYS_fsetxattr,
	SYS_removexattr,
	SYS_lremovexattr,
	SYS_fremovexattr,
	SYS_utimensat,
	SYS_name_to_handle_at,
	SYS_open_by_handle_at,
#ifdef SYS_chmod
	SYS_chmod,
	SYS_chown,
	SYS_lchown,
	SYS_utime,
	SYS_utimes,
	SYS_futimesat,
#endif
	/*
	 * Shared memory and messages between processes, which are no files: who knows the number of
	 * one need not get it.
	 */
	SYS_shmget,
	SYS_shmat,
	SYS_shmctl,
	SYS_semget,
	SYS_semctl,
	SYS_semop,
	SYS_semtimedop,
	SYS_msgget,
	SYS_msgctl,
	SYS_msgsnd,
	SYS_msgrcv,
	SYS_mq_open,
	SYS_mq_unlink,
	/* Other users, other views of the machine, and its devices. */
	SYS_setuid,
	SYS_setgid,
	SYS_setreuid,
	SYS_setregid,
	SYS_setresuid,
	SYS_setresgid,
	SYS_setfsuid,
	SYS_setfsgid,
	SYS_setgroups,
	SYS_capset,
	SYS_chroot,
	SYS_pivot_root,
	SYS_mount,
	SYS_umount2,
	SYS_mount_setattr,
	SYS_move_mount,
	SYS_open_tree,
	SYS_fsopen,
	SYS_fsconfig,
	SYS_fsmount,
	SYS_fspick,
	SYS_setns,
	SYS_unshare,
	SYS_mknodat,
#ifdef SYS_mknod
	SYS_mknod,
#endif
#ifdef SYS_iopl
	SYS_iopl,
	SYS_ioperm,
	SYS_modify_ldt,
#endif
	/* The kernel itself, and those of its parts that attacks begin with. */
	SYS_bpf,
	SYS_perf_event_open,
	SYS_userfaultfd,
	SYS_io_uring_setup,
	SYS_io_uring_enter,
	SYS_io_uring_register,
	SYS_add_key,
	SYS_request_key,
	SYS_keyctl,
	SYS_init_module,
	SYS_finit_module,
	SYS_delete_module,
	SYS_kexec_load,
#ifdef SYS_kexec_file_load
	SYS_kexec_file_load,
#endif
	SYS_reboot,
	SYS_swapon,
	SYS_swapoff,
	SYS_acct,
	SYS_quotactl,
	SYS_quotactl_fd,
	SYS_syslog,
	SYS_fanotify_init,
	SYS_vhangup,
	SYS_personality,
	SYS_settimeofday,
	SYS_clock_settime,
	SYS_clock_adjtime,
	SYS_adjtimex,
	SYS_sethostname,
	SYS_setdomainname,
};

/* What the filter answers to a call. */
enum answer {
	ALLOW,
	REFUSE,
	ABSENT,     /* as an older kernel */
	OF_THREADS, /* what makes a thread is allowed, and what makes a process is not */
	OF_ITSELF,  /* allowed for this process, its first argument */
	OF_CALLER,  /* the same, where it is 0 */
	OF_DEVICES, /* all but what types into the terminal as if the user did, or sets files' flags */
	/* A mode, as the argument of that number from 0 on: no file may run as its owner or group. */
	OF_MODE_1,
	OF_MODE_2,
	OF_MODE_3,
	ANSWERS,
};

static const struct checked_call {
	int call;
	enum answer answer;
} checked_calls[] = {
	/* The C library then uses clone(2), whose flags can be seen. */
	{SYS_clone3, ABSENT},
	{SYS_clone, OF_THREADS},
	{SYS_kill, OF_ITSELF},
	{SYS_tgkill, OF_ITSELF},
	{SYS_prlimit64, OF_CALLER},
	{SYS_ioctl, OF_DEVICES},
	/* The mode of a file that openat2(2) makes can't be seen. */
	{SYS_openat2, ABSENT},
	{SYS_openat, OF_MODE_3},
	{SYS_mkdirat, OF_MODE_2},
	{SYS_fchmod, OF_MODE_1},
#ifdef SYS_open
	{SYS_open, OF_MODE_2},
	{SYS_creat, OF_MODE_1},
	{SYS_mkdir, OF_MODE_1},
#endif
};

/*
 * A program is made from its end on, since it can jump forward only: what is added returns its
 * place, to which what is added after it can jump.
 */
struct program {
	struct sock_filter code[256]; /* no jump is longer */
	int start;                    /* the place of what was added last */
};

static int add(struct program *program, struct sock_filter instruction)
{
	program->code[--program->start] = instruction;
	return program->start;
}

static int give(struct program *program, uint32_t answer)
{
	return add(program, (struct sock_filter)BPF_STMT(BPF_RET | BPF_K, answer));
}

static int load(struct program *program, size_t offset)
{
	return add(
		program, (struct sock_filter)BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (uint32_t)offset));
}

/* The low half of an argument: the kernel reads no more of those that are compared. */
static int load_argument(struct program *program, size_t number)
{
	return load(program, offsetof(struct seccomp_data, args) + number * sizeof(uint64_t));
}

/* Continues at YES if COMPARE, such as BPF_JEQ, finds what was loaded to be so with VALUE. */
static int compare(struct program *program, int compare, uint32_t value, int yes, int no)
{
	int here = program->start - 1;

	return add(program,
		(struct sock_filter)BPF_JUMP((unsigned short)(BPF_JMP | BPF_K | compare), value,
			(unsigned char)(yes - here - 1), (unsigned char)(no - here - 1)));
}

/* Allows what is none of the VALUES, which end with 0, for what was loaded. */
static void add_exceptions(struct program *program, const uint32_t *values, int allow, int refuse)
{
	int next = allow;

	for (; *values != 0; values++)
		next = compare(program, BPF_JEQ, *values, refuse, next);
}

/* Adds the answers; sets PLACES. */
static void add_answers(struct program *program, int places[ANSWERS])
{
	static const uint32_t devices[] = {
		TIOCSTI, TIOCLINUX, (uint32_t)FS_IOC_SETFLAGS, (uint32_t)FS_IOC_FSSETXATTR, 0};
	int allow = places[ALLOW] = give(program, SECCOMP_RET_ALLOW);
	int refuse = places[REFUSE] = give(program, SECCOMP_RET_ERRNO | EPERM);
	int argument;

	places[ABSENT] = give(program, SECCOMP_RET_ERRNO | ENOSYS);
	compare(program, BPF_JSET, CLONE_THREAD, allow, refuse);
	places[OF_THREADS] = load_argument(program, 0);
	compare(program, BPF_JEQ, (uint32_t)getpid(), allow, refuse);
	places[OF_ITSELF] = load_argument(program, 0);
	compare(program, BPF_JEQ, 0, allow, refuse);
	places[OF_CALLER] = load_argument(program, 0);
	add_exceptions(program, devices, allow, refuse);
	places[OF_DEVICES] = load_argument(program, 1);
	for (argument = 1; argument <= 3; argument++) {
		compare(program, BPF_JSET, S_ISUID | S_ISGID, refuse, allow);
		places[OF_MODE_1 + argument - 1] = load_argument(program, (size_t)argument);
	}
}

/* The calls by number: those from FROM up to the next have the same answer. */
struct runs {
	int from[NEWEST + 1];
	enum answer answers[NEWEST + 1];
	int count;
};

/*
 * Answers the calls of the runs from FIRST up to LAST, by halves: the kernel tries every call as a
 * filter is put into force, which takes longer than all else if it compares them one by one.
 */
static int decide(struct program *program, const struct runs *runs, const int places[ANSWERS],
	int first, int last)
{
	int middle = first + (last - first) / 2, below, above;

	if (last - first == 1)
		return places[runs->answers[first]];
	above = decide(program, runs, places, middle, last);
	below = decide(program, runs, places, first, middle);
	return compare(program, BPF_JGE, (uint32_t)runs->from[middle], above, below);
}

static void refuse_all(enum answer *answers, const int *calls, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++)
		answers[calls[i]] = REFUSE;
}

static void sort_calls(struct runs *runs, bool sockets)
{
	enum answer answers[NEWEST + 1] = {ALLOW};
	size_t i;
	int call;

	refuse_all(answers, denied_calls, COUNT_OF(denied_calls));
	if (!sockets)
		refuse_all(answers, socket_calls, COUNT_OF(socket_calls));
	for (i = 0; i < COUNT_OF(checked_calls); i++)
		answers[checked_calls[i].call] = checked_calls[i].answer;
	runs->count = 0;
	for (call = 0; call <= NEWEST; call++) {
		if (call > 0 && answers[call] == answers[call - 1])
			continue;
		runs->from[runs->count] = call;
		runs->answers[runs->count++] = answers[call];
	}
}

static void make(struct program *program, bool sockets)
{
	int places[ANSWERS], known, number, foreign;
	struct runs runs;

	program->start = (int)COUNT_OF(program->code);
	sort_calls(&runs, sockets);
	foreign = give(program, SECCOMP_RET_KILL_PROCESS);
	add_answers(program, places);
	known = decide(program, &runs, places, 0, runs.count);
	/* The numbers of the x32 ABI begin far above; a call that a tracer has cancelled has -1. */
	known = compare(program, BPF_JGT, NEWEST, places[ABSENT], known);
	compare(program, BPF_JEQ, UINT32_MAX, places[ALLOW], known);
	number = load(program, offsetof(struct seccomp_data, nr));
	compare(program, BPF_JEQ, ARCHITECTURE, number, foreign);
	load(program, offsetof(struct seccomp_data, arch));
}

bool seccomp_is_available(void)
{
	uint32_t action = SECCOMP_RET_ERRNO;

	return syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action) == 0;
}

bool seccomp_begin(bool sockets)
{
	struct program program;
	struct sock_fprog filter;

	make(&program, sockets);
	filter.filter = program.code + program.start;
	filter.len = (unsigned short)((int)COUNT_OF(program.code) - program.start);
	return syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW,
		       &filter) == 0;
}

#else

bool seccomp_is_available(void)
{
	errno = EOPNOTSUPP;
	return false;
}

bool seccomp_begin(bool sockets)
{
	(void)sockets;
	errno = EOPNOTSUPP;
	return false;
}

#endif
