#include "admin/child.h"

#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/memory.h"
#include "base/output.h"

extern char **environ;

enum { WORDS_LIMIT = 64 };

const char *child_own_directory(void)
{
	static char path[4096];
	ssize_t length;

	if (*path != '\0')
		return path;
	length = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (length <= 0 || *path != '/')
		return NULL;
	path[length] = '\0';
	*strrchr(path, '/') = '\0';
	return path;
}

void child_use_own_directory(void)
{
	const char *own = child_own_directory(), *path = getenv("PATH");
	char *longer;

	/* If SIGCHLD is ignored, as inherited, the kernel keeps no exit status. */
	signal(SIGCHLD, SIG_DFL);
	if (own == NULL)
		return;
	if (asprintf(&longer, "%s:%s", own, path != NULL ? path : "/usr/bin:/bin") < 0 ||
		setenv("PATH", longer, 1) != 0)
		memory_exhausted();
	free(longer);
}

int child_start(char *const command[], const int standard[3], pid_t *process)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	sigset_t defaults;
	int error = 0, i;

	/* Signals that this process ignores have their default action in the child. */
	sigemptyset(&defaults);
	sigaddset(&defaults, SIGPIPE);
	sigaddset(&defaults, SIGXFSZ);
	if (posix_spawn_file_actions_init(&actions) != 0 || posix_spawnattr_init(&attributes) != 0)
		memory_exhausted();
	for (i = 0; i < 3 && error == 0; i++)
		error = posix_spawn_file_actions_adddup2(&actions, standard[i], i);
	if (error == 0)
		error = posix_spawnattr_setsigdefault(&attributes, &defaults);
	if (error == 0)
		error = posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF);
	if (error == 0)
		error = posix_spawnp(process, *command, &actions, &attributes, command, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return error;
}

int child_wait(pid_t process)
{
	int status;

	while (waitpid(process, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

/* Returns an errno: half of what a program printed would look like all of it. */
static int read_all(int file, struct buffer *out)
{
	char bytes[4096];
	off_t at = 0;
	ssize_t count;

	while ((count = pread(file, bytes, sizeof(bytes), at)) > 0) {
		buffer_add(out, bytes, (size_t)count);
		at += count;
	}
	return count < 0 ? errno : 0;
}

bool child_run(struct child *child, const char *input, char *const command[])
{
	/* Files in memory: nobody has to read while the other writes. */
	int standard[] = {memfd_create("in", MFD_CLOEXEC), memfd_create("out", MFD_CLOEXEC),
		memfd_create("err", MFD_CLOEXEC)};
	pid_t process;
	int error = 0, i;

	buffer_reset(&child->out);
	buffer_reset(&child->err);
	child->status = -1;
	if (standard[0] < 0 || standard[1] < 0 || standard[2] < 0 ||
		!output_write(standard[0], input != NULL ? input : "",
			input != NULL ? strlen(input) : 0, NULL) ||
		lseek(standard[0], 0, SEEK_SET) != 0)
		error = errno;
	if (error == 0)
		error = child_start(command, standard, &process);
	if (error == 0) {
		child->status = child_wait(process);
		error = read_all(standard[1], &child->out);
		if (error == 0)
			error = read_all(standard[2], &child->err);
	}
	if (error != 0) {
		child->status = -1;
		buffer_reset(&child->out);
		buffer_reset(&child->err);
		buffer_add_format(&child->err, "%s: %s", *command, strerror(error));
	}
	for (i = 0; i < 3; i++)
		if (standard[i] >= 0)
			close(standard[i]);
	return error == 0;
}

bool child_tool(struct child *child, const char *command)
{
	char *words = memory_text(command), *rest = words, *list[WORDS_LIMIT];
	size_t count = 0;
	bool run;

	do
		list[count++] = strsep(&rest, " ");
	while (rest != NULL && count < WORDS_LIMIT - 1);
	list[count] = NULL;
	run = child_run(child, NULL, list);
	free(words);
	return run;
}

json_t *child_next_row(struct child *child, size_t *at)
{
	const char *text = buffer_text(&child->out) + *at, *end;
	json_t *row;

	end = strchr(text, '\n');
	if (end == NULL)
		return NULL;
	row = json_loadb(text, (size_t)(end - text), 0, NULL);
	*at += (size_t)(end - text) + 1;
	return row;
}

const char *child_reason(struct child *child)
{
	char *text = (char *)(uintptr_t)buffer_text(&child->err), *line;
	size_t length = child->err.length;
	const char *colon;

	while (length > 0 && text[length - 1] == '\n')
		text[--length] = '\0';
	line = strrchr(text, '\n');
	line = line != NULL ? line + 1 : text;
	colon = strstr(line, ": ");
	return colon != NULL ? colon + 2 : line;
}

void child_release(struct child *child)
{
	buffer_release(&child->out);
	buffer_release(&child->err);
}
