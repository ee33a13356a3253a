/*
 * A main function for a harness without a fuzzer: runs it on each file that is named, and on each
 * file of a directory. If one ends the process, its name is the last line on standard error.
 */
#include <dirent.h>
#include <err.h>
#include <signal.h>
#include <sysexits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fuzz.h"

static const char *running = "";
static int files;

static void name_file(int signal)
{
	ssize_t written = write(STDERR_FILENO, "fuzz: failed on ", strlen("fuzz: failed on "));

	if (written > 0 && write(STDERR_FILENO, running, strlen(running)) > 0)
		written = write(STDERR_FILENO, "\n", 1);
	(void)written;
	(void)raise(signal); /* its default action: SA_RESETHAND */
}

static void run_file(const char *path)
{
	struct buffer input = {0};
	char bytes[4096];
	uint8_t *exact;
	size_t count;
	FILE *file = fopen(path, "re");

	if (file == NULL)
		err(EX_NOINPUT, "%s", path);
	while ((count = fread(bytes, 1, sizeof(bytes), file)) > 0)
		buffer_add(&input, bytes, count);
	if (ferror(file))
		err(EX_IOERR, "%s", path);
	fclose(file);
	/* Not a byte more than the input has, so that reading behind it is found. */
	exact = malloc(input.length > 0 ? input.length : 1);
	if (exact == NULL)
		err(EX_OSERR, "%s", path);
	if (input.length > 0)
		memcpy(exact, input.text, input.length);
	running = path;
	LLVMFuzzerTestOneInput(exact, input.length);
	files++;
	free(exact);
	buffer_release(&input);
}

static void run_directory(const char *path)
{
	struct dirent **entries;
	int count = scandir(path, &entries, NULL, alphasort);
	struct buffer name = {0};
	int i;

	if (count < 0)
		err(EX_NOINPUT, "%s", path);
	for (i = 0; i < count; i++) {
		buffer_reset(&name);
		buffer_add_format(&name, "%s/%s", path, entries[i]->d_name);
		if (entries[i]->d_name[0] != '.')
			run_file(buffer_text(&name));
		free(entries[i]);
	}
	buffer_release(&name);
	free(entries);
}

int main(int argc, char **argv)
{
	static const int signals[] = {SIGABRT, SIGSEGV, SIGBUS, SIGFPE, SIGALRM};
	struct sigaction action = {.sa_handler = name_file, .sa_flags = (int)SA_RESETHAND};
	struct stat status;
	size_t at;
	int i;

	for (at = 0; at < COUNT_OF(signals); at++)
		sigaction(signals[at], &action, NULL);
	for (i = 1; i < argc; i++) {
		if (stat(argv[i], &status) != 0)
			err(EX_NOINPUT, "%s", argv[i]);
		if (S_ISDIR(status.st_mode))
			run_directory(argv[i]);
		else
			run_file(argv[i]);
	}
	printf("%d inputs\n", files);
	return EX_OK;
}
