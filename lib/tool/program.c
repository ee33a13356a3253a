#include "tool/program.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/pidfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"

extern char **environ;

enum { SECOND = 1000, MAX_BACKOFF = 300 };

/* Returns new: this process's environment with VARIABLE set. */
static char **environment_with(const char *name, char *variable)
{
	size_t count = 0, i, kept = 0, length = strlen(name);
	char **list;

	while (environ[count] != NULL)
		count++;
	list = memory_zeroed(count + 2, sizeof(*list));
	for (i = 0; i < count; i++)
		if (strncmp(environ[i], name, length) != 0 || environ[i][length] != '=')
			list[kept++] = environ[i];
	list[kept] = variable;
	return list;
}

static int spawn(const struct program *program, posix_spawn_file_actions_t *actions,
	posix_spawnattr_t *attributes, pid_t *child)
{
	char **command = program->command;
	char *variable, **environment;
	int failed;

	if (program->variable == NULL)
		return posix_spawnp(child, *command, actions, attributes, command, environ);
	if (asprintf(&variable, "%s=%s", program->variable, program->value) < 0)
		memory_exhausted();
	environment = environment_with(program->variable, variable);
	failed = posix_spawnp(child, *command, actions, attributes, command, environment);
	free(environment);
	free(variable);
	return failed;
}

/* Starts PROGRAM with READ_END as its standard input. Returns an errno. */
static int start(const struct program *program, int read_end, pid_t *child)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int failed;

	/* Signals that this process ignores have their default action in the child. */
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	sigaddset(&defaults, SIGXFSZ);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawn_file_actions_adddup2(&actions, read_end, STDIN_FILENO);
	if (program->output >= 0)
		posix_spawn_file_actions_adddup2(&actions, program->output, STDOUT_FILENO);
	/* Closes other descriptors, such as a library's authenticated connection. */
	posix_spawn_file_actions_addclosefrom_np(&actions, STDERR_FILENO + 1);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	failed = spawn(program, &actions, &attributes, child);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return failed;
}

/* Waits until a descriptor is ready, at most MILLISECONDS; then calls .alive. */
static void wait_for(const struct program *program, int descriptor, short events, int milliseconds)
{
	struct pollfd ready = {.fd = descriptor, .events = events};

	poll(&ready, 1, milliseconds);
	if (program->alive != NULL)
		program->alive(program->watcher);
}

/* Writes all of TEXT; false if the program closed its input before. */
static bool feed(const struct program *program, int write_end, const struct buffer *text)
{
	size_t done = 0;

	while (done < text->length) {
		ssize_t written = write(write_end, text->text + done, text->length - done);

		if (written > 0)
			done += (size_t)written;
		else if (errno != EAGAIN && errno != EINTR)
			return false;
		if (done < text->length && program->alive != NULL)
			wait_for(program, write_end, POLLOUT, SECOND);
	}
	return true;
}

/* Waits for CHILD's end, calling .alive each second. */
static bool wait_for_end(const struct program *program, pid_t child, int *end)
{
	int watch = program->alive != NULL ? pidfd_open(child, 0) : -1;
	pid_t ended;

	for (;;) {
		ended = waitpid(child, end, program->alive != NULL ? WNOHANG : 0);
		if (ended == child || (ended < 0 && errno != EINTR))
			break;
		/* Without a pidfd, poll. */
		if (ended == 0)
			wait_for(program, watch, POLLIN, watch >= 0 ? SECOND : SECOND / 20);
	}
	if (watch >= 0)
		close(watch);
	return ended == child;
}

/* Sets *STATUS. Returns why the program failed; NULL if it did not. */
static const char *outcome_of(int end, bool read_all, int *status)
{
	static char words[64];

	if (WIFSIGNALED(end))
		snprintf(words, sizeof(words), "was ended by signal %d", WTERMSIG(end));
	else if (WEXITSTATUS(end) != 0 || !read_all)
		snprintf(words, sizeof(words), "exited %d%s", WEXITSTATUS(end),
			read_all ? "" : " and had not read all");
	if (WIFEXITED(end) && read_all)
		*status = WEXITSTATUS(end);
	return *status != 0 ? words : NULL;
}

/*
 * Returns a second read end of the pipe of WRITE_END, to find what was not read; -1 on failure.
 * It is opened after everything was written, so that a program that exits earlier causes EPIPE.
 */
static int read_end_of(int write_end)
{
	char path[64];

	snprintf(path, sizeof(path), "/proc/self/fd/%d", write_end);
	return open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
}

/* Why the program could not be started, by ERROR. */
static const char *not_started(int error)
{
	static char words[128];

	snprintf(words, sizeof(words), "can't be run: %s", strerror(error));
	return words;
}

const char *program_run(const struct program *program, const struct buffer *text, int *status)
{
	int ends[2], failed, end, rest, unread = 0;
	bool read_all, ended;
	pid_t child;

	*status = -1;
	/* If SIGCHLD is ignored, as inherited, the kernel keeps no exit status. */
	signal(SIGCHLD, SIG_DFL);
	if (pipe2(ends, O_CLOEXEC) < 0)
		return not_started(errno);
	failed = start(program, ends[0], &child);
	close(ends[0]);
	if (failed != 0) {
		close(ends[1]);
		return not_started(failed);
	}
	if (program->alive != NULL)
		fcntl(ends[1], F_SETFL, O_NONBLOCK);
	read_all = feed(program, ends[1], text);
	rest = read_end_of(ends[1]);
	close(ends[1]);
	ended = wait_for_end(program, child, &end);
	if (rest >= 0 && ioctl(rest, FIONREAD, &unread) == 0 && unread > 0)
		read_all = false;
	if (rest >= 0)
		close(rest);
	return ended ? outcome_of(end, read_all, status) : "can't be waited for";
}

unsigned program_backoff(unsigned backoff)
{
	if (backoff == 0)
		return 1;
	return 2 * backoff < MAX_BACKOFF ? 2 * backoff : MAX_BACKOFF;
}
