/*
 * Runs a command and measures its time and memory.
 *
 *     peak FILE COMMAND...
 *
 * Appends a line to FILE: seconds from start to end, the maximum resident set size, in KiB,
 * of the command or of a child that it waited for, and the processor seconds of all these.
 * Exits with the command's status.
 */
#include <err.h>
#include <errno.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

extern char **environ;

static double now(void)
{
	struct timespec clock;

	clock_gettime(CLOCK_MONOTONIC, &clock);
	return (double)clock.tv_sec + (double)clock.tv_nsec / 1e9;
}

static double seconds(struct timeval time)
{
	return (double)time.tv_sec + (double)time.tv_usec / 1e6;
}

int main(int argc, char **argv)
{
	struct rusage usage;
	double start, end;
	int status, code;
	FILE *file;
	pid_t pid;

	if (argc < 3)
		errx(64, "usage: peak file command...");
	start = now();
	code = posix_spawnp(&pid, argv[2], NULL, NULL, argv + 2, environ);
	if (code != 0)
		errno = code, err(71, "%s", argv[2]);
	if (wait4(pid, &status, 0, &usage) < 0)
		err(71, "wait4");
	end = now();
	file = fopen(argv[1], "a");
	if (file == NULL ||
		fprintf(file, "%.4f %ld %.4f\n", end - start, usage.ru_maxrss,
			seconds(usage.ru_utime) + seconds(usage.ru_stime)) < 0 ||
		fclose(file) != 0)
		err(74, "%s", argv[1]);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
