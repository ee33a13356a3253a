/*
 * A sale: PROCESSES processes at once, each sending single commands over a Unix socket to one
 * store, and waiting for each answer.
 *
 *     sale FILE PROCESSES one|many TOOL... <COMMANDS
 *
 * Serves the socket itself, as systemd does with Accept=yes: each connection is the standard
 * input and output of a new process of TOOL. "one": a connection has one command. "many": each
 * process has one connection for all of its commands; its first one, for which the tool starts,
 * is not measured.
 * Appends a line to FILE: the seconds in which all commands were answered, the 99th percentile
 * from a command's sending to its answer's line, in milliseconds, and the commands per second.
 * Fails if an answer is not one event, or a tool's status is not 0. Ends after 10 minutes.
 */
#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { LONGEST_RUN = 600, MOST_COMMANDS = 1000000 };

static const struct sockaddr_un address = {.sun_family = AF_UNIX, .sun_path = "sale.socket"};

static char **commands;
static size_t count, processes;

/* Shared by all processes: each measured command's milliseconds; 0: not measured. */
static double *latencies;
static atomic_size_t *ready;

/* At its end all clients start. */
static int gate[2];

static double now(void)
{
	struct timespec clock;

	clock_gettime(CLOCK_MONOTONIC, &clock);
	return (double)clock.tv_sec + (double)clock.tv_nsec / 1e9;
}

static void read_commands(void)
{
	char *line = NULL;
	size_t room = 0;

	commands = calloc(MOST_COMMANDS, sizeof(*commands));
	if (commands == NULL)
		err(71, "the commands");
	while (count < MOST_COMMANDS && getline(&line, &room, stdin) > 0) {
		commands[count++] = line;
		line = NULL;
	}
	if (ferror(stdin) || count < processes)
		errx(65, "%zu commands for %zu processes", count, processes);
}

static void *share(size_t size)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);

	if (memory == MAP_FAILED)
		err(71, "mmap");
	return memory;
}

/* Starts a process that ends with this one, and within the time. */
static pid_t start(void)
{
	pid_t pid = fork();

	if (pid < 0)
		err(71, "fork");
	if (pid == 0) {
		prctl(PR_SET_PDEATHSIG, SIGKILL);
		alarm(LONGEST_RUN);
	}
	return pid;
}

/* Waits for a child; whether its status was 0. */
static int succeeded(pid_t pid)
{
	int status;

	return waitpid(pid, &status, 0) >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/* Whether a child has ended. */
static int one_has_ended(void)
{
	siginfo_t child = {0};

	return waitid(P_ALL, 0, &child, WEXITED | WNOHANG | WNOWAIT) == 0 && child.si_pid != 0;
}

/* Waits until all clients are ready, and starts them; fails if one has ended before. */
static void start_all(void)
{
	static const struct timespec pause = {.tv_nsec = 1000000};

	while (atomic_load(ready) < processes) {
		if (one_has_ended())
			errx(1, "a client or the server failed");
		nanosleep(&pause, NULL);
	}
	close(gate[1]);
}

/* In a client: waits for all others. */
static void wait_for_all(void)
{
	char none;

	close(gate[1]);
	atomic_fetch_add(ready, 1);
	if (read(gate[0], &none, 1) != 0)
		err(71, "waiting for the start");
}

/* The server */

static void serve_one(int connection, char **tool)
{
	if (dup2(connection, STDIN_FILENO) < 0 || dup2(connection, STDOUT_FILENO) < 0)
		err(71, "dup2");
	execvp(tool[0], tool);
	err(71, "%s", tool[0]);
}

/* Accepts connections until the socket is shut down. Does not return. */
static void serve(int listening, char **tool)
{
	int connection, status, failed = 0;

	while ((connection = accept4(listening, NULL, NULL, SOCK_CLOEXEC)) >= 0) {
		if (start() == 0)
			serve_one(connection, tool);
		close(connection);
		while (waitpid(-1, &status, WNOHANG) > 0)
			failed |= status;
	}
	if (errno != EINVAL)
		err(71, "accept");
	while (waitpid(-1, &status, 0) > 0)
		failed |= status;
	_exit(failed == 0 ? 0 : 1);
}

static int listen_for_clients(void)
{
	int listening = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	unlink(address.sun_path);
	if (listening < 0 ||
		bind(listening, (const struct sockaddr *)&address, sizeof(address)) != 0 ||
		listen(listening, SOMAXCONN) != 0)
		err(71, "%s", address.sun_path);
	return listening;
}

/* The clients */

static FILE *open_connection(void)
{
	int connection = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	FILE *stream;

	if (connection < 0 ||
		connect(connection, (const struct sockaddr *)&address, sizeof(address)) != 0)
		err(71, "%s", address.sun_path);
	stream = fdopen(connection, "r");
	if (stream == NULL)
		err(71, "fdopen");
	return stream;
}

static void send_command(FILE *stream, const char *command)
{
	size_t length = strlen(command);

	/* A socket takes a line of this size at once. */
	if (write(fileno(stream), command, length) != (ssize_t)length)
		err(74, "sending");
}

static void end_commands(FILE *stream)
{
	if (shutdown(fileno(stream), SHUT_WR) != 0)
		err(74, "shutdown");
}

static void read_answer(FILE *stream)
{
	static char *line;
	static size_t room;

	if (getline(&line, &room, stream) <= 0 || strncmp(line, "{\"specversion\"", 14) != 0)
		errx(65, "not an event: %s", line == NULL ? "" : line);
}

static void close_connection(FILE *stream)
{
	if (getc(stream) != EOF)
		errx(65, "more than one answer");
	fclose(stream);
}

static void send_each_alone(size_t first)
{
	size_t i;

	wait_for_all();
	for (i = first; i < count; i += processes) {
		double sent = now();
		FILE *stream = open_connection();

		send_command(stream, commands[i]);
		end_commands(stream);
		read_answer(stream);
		latencies[i] = (now() - sent) * 1000;
		close_connection(stream);
	}
}

static void send_all(size_t first)
{
	FILE *stream = open_connection();
	size_t i;

	send_command(stream, commands[first]);
	read_answer(stream);
	wait_for_all();
	for (i = first + processes; i < count; i += processes) {
		double sent = now();

		send_command(stream, commands[i]);
		read_answer(stream);
		latencies[i] = (now() - sent) * 1000;
	}
	end_commands(stream);
	close_connection(stream);
}

/* Runs all clients; the seconds from their common start to the last one's end. */
static double run_clients(void (*send)(size_t first))
{
	pid_t *clients = calloc(processes, sizeof(*clients));
	int failed = 0;
	double begun;
	size_t i;

	if (clients == NULL)
		err(71, "the clients");
	if (pipe2(gate, O_CLOEXEC) != 0)
		err(71, "pipe");
	for (i = 0; i < processes; i++) {
		clients[i] = start();
		if (clients[i] == 0) {
			send(i);
			_exit(0);
		}
	}
	start_all();
	begun = now();
	for (i = 0; i < processes; i++)
		failed |= !succeeded(clients[i]);
	if (failed)
		errx(1, "a client failed");
	free(clients);
	return now() - begun;
}

static int compare(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

static void report(const char *name, double seconds)
{
	FILE *file = fopen(name, "a");
	size_t measured = 0, i;

	for (i = 0; i < count; i++)
		if (latencies[i] > 0)
			latencies[measured++] = latencies[i];
	if (measured == 0)
		errx(65, "no command was measured");
	qsort(latencies, measured, sizeof(*latencies), compare);
	if (file == NULL ||
		fprintf(file, "%.4f %.3f %.1f\n", seconds,
			latencies[(measured * 99 + 99) / 100 - 1],
			(double)measured / seconds) < 0 ||
		fclose(file) != 0)
		err(74, "%s", name);
}

int main(int argc, char **argv)
{
	int listening, many;
	double seconds;
	pid_t server;

	if (argc < 5 || (strcmp(argv[3], "one") != 0 && strcmp(argv[3], "many") != 0))
		errx(64, "usage: sale file processes one|many tool...");
	processes = strtoul(argv[2], NULL, 10);
	many = strcmp(argv[3], "many") == 0;
	alarm(LONGEST_RUN);
	read_commands();
	latencies = share(count * sizeof(*latencies));
	ready = share(sizeof(*ready));
	listening = listen_for_clients();
	server = start();
	if (server == 0)
		serve(listening, argv + 4);
	seconds = run_clients(many ? send_all : send_each_alone);
	shutdown(listening, SHUT_RD);
	if (!succeeded(server))
		errx(1, "a tool failed");
	unlink(address.sun_path);
	report(argv[1], seconds);
	return 0;
}
