#include "tool/probe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/lines.h"
#include "message/decode.h"
#include "message/json.h"

extern char **environ;

/* Starts PROGRAM with WRITE_END for its standard output. Returns an errno. */
static int start(const char *program, int write_end, pid_t *child)
{
	char *words[] = {(char *)(uintptr_t)program, (char[]){"--describe"}, NULL};
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int error;

	/* Signals that this process ignores have their default action in the child. */
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	sigaddset(&defaults, SIGXFSZ);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, write_end, STDOUT_FILENO);
	posix_spawnattr_setsigdefault(&attributes, &defaults);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	error = posix_spawnp(child, program, &actions, &attributes, words, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

/* Adds all of READ_END to OUT. False with FAULT set: more than LIMIT bytes, or a failure. */
static bool read_all(int read_end, size_t limit, struct buffer *out, struct fault *fault)
{
	char bytes[4096];
	size_t length = 0;
	ssize_t count;

	while ((count = read(read_end, bytes, sizeof(bytes))) != 0) {
		if (count < 0 && errno == EINTR)
			continue;
		if (count < 0)
			return fault_set_errno(fault, EX_IOERR, "what it prints");
		buffer_add(out, bytes, (size_t)count);
		length += (size_t)count;
		if (length > limit)
			return fault_set(fault, EX_DATAERR, "is longer than %d bytes", LINE_LIMIT);
	}
	return true;
}

static void wait_for(pid_t child, struct fault *fault)
{
	int status;

	while (waitpid(child, &status, 0) < 0) {
		if (errno == EINTR)
			continue;
		fault_set_errno(fault, EX_OSERR, "can't be waited for");
		return;
	}
	if (WIFSIGNALED(status))
		fault_set(fault, EX_DATAERR, "--describe was ended by signal %d", WTERMSIG(status));
	else if (WEXITSTATUS(status) != 0)
		fault_set(fault, EX_DATAERR, "--describe exited %d", WEXITSTATUS(status));
}

bool probe_description(const char *program, struct buffer *out, struct fault *fault)
{
	int ends[2], error;
	pid_t child;

	if (pipe2(ends, O_CLOEXEC) < 0)
		return fault_set_errno(fault, EX_OSERR, "a pipe");
	error = start(program, ends[1], &child);
	close(ends[1]);
	if (error == 0) {
		read_all(ends[0], LINE_LIMIT + 1, out, fault);
		close(ends[0]);
		wait_for(child, fault);
		return fault->status == 0;
	}
	close(ends[0]);
	return fault_set(fault, EX_NOINPUT, "can't be run: %s", strerror(error));
}

/* Borrows from ARENA, or NAME: the path of NAME beside this program; NAME if it is not there. */
static const char *find_beside(const char *name, struct arena *arena)
{
	char self[4096];
	ssize_t length = readlink("/proc/self/exe", self, sizeof(self) - 1);
	const char *path;

	if (length <= 0 || strchr(name, '/') != NULL)
		return name;
	self[length] = '\0';
	*(strrchr(self, '/') + 1) = '\0';
	path = arena_printf(arena, "%s%s", self, name);
	return access(path, X_OK) == 0 ? path : name;
}

const struct description *probe_tool(const char *name, struct arena *arena, struct fault *fault)
{
	const struct description *description = NULL;
	struct buffer output = {0};
	const json_t *json;

	if (probe_description(find_beside(name, arena), &output, fault)) {
		json = message_json_parse(buffer_text(&output), output.length, arena, fault);
		if (json != NULL)
			description = decode(&description_layout, json, TOLERANT, "", arena, fault);
	}
	buffer_release(&output);
	return description;
}
