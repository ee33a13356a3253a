/*
 * Tools that misbehave: each of these is a tool that opens its store, as any other, and then tries
 * what it was not written for.
 */
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store/context.h"
#include "tool/landlock.h"
#include "tool/seccomp.h"
#include "tool/tool.h"
#include "attempts.h"
#include "tap.h"

static const struct component *const components[] = {NULL};
static const struct context house = {"house", components, .write_denial = NULL};

static const struct attempt *attempt;

/* The tool: opens its store, and tries. */
static int misbehave(struct run *run)
{
	if (run_open_store(run, STORE_WRITE) == NULL)
		return EX_SOFTWARE;
	return attempt->try();
}

static const struct verb verbs[] = {{.run = misbehave, .takes = TAKES_STORE}, {.run = NULL}};

static const struct tool tool = {.name = "misbehave", .context = &house, .verbs = verbs};

/* Runs TOOL in a process of its own. Returns its status; KILLED: by the filter. */
static int run_tool(const struct tool *run)
{
	char *words[] = {(char[]){"misbehave"}, (char[]){"-d"}, path, NULL};
	pid_t child;
	int end = 0;

	fflush(stdout);
	child = fork();
	if (child == 0)
		_exit(tool_main(run, 3, words));
	waitpid(child, &end, 0);
	if (WIFSIGNALED(end) && WTERMSIG(end) == SIGSYS)
		return KILLED;
	return WIFEXITED(end) ? WEXITSTATUS(end) : EX_SOFTWARE;
}

static void try_all(void)
{
	int version = landlock_version(), got;
	size_t i;

	for (i = 0; i < COUNT_OF(attempts); i++) {
		attempt = &attempts[i];
		if (version < attempt->version) {
			printf("# not tried, as the kernel has no Landlock: %s\n", attempt->name);
			continue;
		}
		got = run_tool(&tool);
		tap_ok(got == attempt->wanted, attempt->name);
		if (got != attempt->wanted)
			printf("# got: %d, %s\n", got, strerror(got));
		unlink(beside);
	}
}

/* What other tools keep. A program that is executed exits 0. */
enum { CONNECTED = 7 };

static int use_network(struct run *run)
{
	int fd, refused;

	if (run_open_store(run, STORE_WRITE) == NULL)
		return EX_SOFTWARE;
	fd = connect_tcp();
	refused = execute();
	return fd == 0 && refused == EPERM ? CONNECTED : 1;
}

static int run_program(struct run *run)
{
	return run_open_store(run, STORE_WRITE) == NULL ? EX_SOFTWARE : execute();
}

static int make_temporary_file(struct run *run)
{
	FILE *file = run_open_store(run, STORE_WRITE) != NULL ? tmpfile() : NULL;

	return file != NULL ? 0 : 1;
}

/* The file that it was given is a symbolic link: another may take the place of either. */
static int read_renewed(struct run *run)
{
	char file[64];
	int by_name, by_link;

	if (run_open_store(run, STORE_WRITE) == NULL)
		return EX_SOFTWARE;
	snprintf(file, sizeof(file), "%s/given/newer", directory);
	by_name = open(file, O_RDONLY);
	snprintf(file, sizeof(file), "%s/linked/newer", directory);
	by_link = open(file, O_RDONLY);
	return by_name >= 0 && by_link >= 0 ? read_secret() : 0;
}

static void make_file(const char *name)
{
	char file[64];

	snprintf(file, sizeof(file), "%s/%s", directory, name);
	close(open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600));
}

static void try_renewed(void)
{
	static const char *const files[] = {"LANYARD_TEST_FILE", NULL};
	static const struct verb reading[] = {
		{.run = read_renewed, .takes = TAKES_STORE}, {.run = NULL}};
	struct tool other = tool;
	char name[64];

	other.verbs = reading;
	other.files = files;
	snprintf(name, sizeof(name), "%s/given", directory);
	mkdir(name, 0700);
	snprintf(name, sizeof(name), "%s/linked", directory);
	mkdir(name, 0700);
	make_file("given/newer");
	make_file("linked/newer");
	make_file("linked/file");
	snprintf(name, sizeof(name), "%s/given/file", directory);
	setenv("LANYARD_TEST_FILE", name, 1);
	if (symlink("../linked/file", name) != 0)
		return;
	tap_ok(run_tool(&other) == (landlock_version() < 1 ? 0 : EACCES),
		"a tool that reads a file later reads what takes its place, and no others");
}

static void try_needs(void)
{
	static const struct report report = {NULL, NULL};
	static const struct verb network[] = {
		{.run = use_network, .takes = TAKES_STORE}, {.run = NULL}};
	static const struct verb programs[] = {
		{.run = run_program, .takes = TAKES_STORE}, {.run = NULL}};
	static const struct verb reports[] = {
		{.run = make_temporary_file, .takes = TAKES_STORE, .report = &report},
		{.run = NULL}};
	struct tool other = tool;

	other.verbs = network;
	other.needs = NEEDS_SOCKETS;
	tap_ok(run_tool(&other) == CONNECTED,
		"a tool of the bus connects, and can't execute a program");
	other.verbs = programs;
	other.needs = NEEDS_PROGRAMS;
	tap_ok(run_tool(&other) == 0, "a tool that runs programs executes one");
	other.verbs = reports;
	other.needs = 0;
	tap_ok(run_tool(&other) == 0, "a tool that sorts makes a temporary file");
}

static int make_store(void)
{
	struct fault fault = {0};
	struct store_place place = {
		.path = path, .conference = "test", .context = &house, .wait_milliseconds = 1000};
	struct store *store = store_open(&place, STORE_CREATE, &fault);

	store_close(store);
	return store != NULL ? 0 : 1;
}

static bool listen_on_loopback(void)
{
	struct sockaddr_in at = {.sin_family = AF_INET};
	socklen_t size = sizeof(at);

	at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	listening = socket(AF_INET, SOCK_STREAM, 0);
	if (listening < 0 || bind(listening, (struct sockaddr *)&at, sizeof(at)) != 0 ||
		listen(listening, 5) != 0 ||
		getsockname(listening, (struct sockaddr *)&at, &size) != 0)
		return false;
	port = at.sin_port;
	return true;
}

static bool prepare(void)
{
	char home[48];

	if (mkdtemp(directory) == NULL)
		return false;
	snprintf(home, sizeof(home), "%s/home", directory);
	snprintf(path, sizeof(path), "%s/house.db", home);
	snprintf(beside, sizeof(beside), "%s/beside", home);
	snprintf(outside, sizeof(outside), "%s/outside", directory);
	snprintf(secret, sizeof(secret), "%s/secret", directory);
	secret_fd = open(secret, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	/* A process that has a store open must not be forked. */
	return mkdir(home, 0700) == 0 && secret_fd >= 0 && write(secret_fd, "secret", 6) == 6 &&
	       listen_on_loopback();
}

static pid_t start_victim(void)
{
	pid_t child = fork();

	if (child != 0)
		return child;
	alarm(60);
	for (;;)
		pause();
}

static bool is_untouched(void)
{
	struct stat status;

	return stat(secret, &status) == 0 && status.st_size == 6 && status.st_nlink == 1 &&
	       (status.st_mode & 07777) == 0600 && access(outside, F_OK) != 0 &&
	       kill(victim, 0) == 0 && waitpid(victim, NULL, WNOHANG) == 0;
}

static void remove_all(void)
{
	static const char *const files[] = {"home/house.db", "home/house.db-wal",
		"home/house.db-shm", "home/house.db.lock", "secret", "given/newer", "given/file",
		"linked/newer", "linked/file"};
	static const char *const directories[] = {"home", "given", "linked"};
	char file[96];
	size_t i;

	for (i = 0; i < COUNT_OF(files); i++) {
		snprintf(file, sizeof(file), "%s/%s", directory, files[i]);
		unlink(file);
	}
	for (i = 0; i < COUNT_OF(directories); i++) {
		snprintf(file, sizeof(file), "%s/%s", directory, directories[i]);
		rmdir(file);
	}
	rmdir(directory);
}

int main(void)
{
#ifdef UNCONFINED
	puts("1..0 # SKIP it is not confined: " UNCONFINED);
	return 0;
#endif
	if (!seccomp_is_available()) {
		puts("1..0 # SKIP there are no filters of system calls here");
		return 0;
	}
	if (!prepare())
		return 1;
	victim = fork();
	if (victim == 0)
		_exit(make_store());
	waitpid(victim, NULL, 0);
	victim = start_victim();
	try_all();
	tap_ok(is_untouched(), "what a confined tool tried changes nothing");
	try_needs();
	try_renewed();
	kill(victim, SIGKILL);
	waitpid(victim, NULL, 0);
	remove_all();
	return tap_end();
}
