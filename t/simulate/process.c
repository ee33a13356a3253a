#include "process.h"

#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "raw.h"

#define TOOL(name, function) extern int function(int, char **);
#include "tools.h"
#undef TOOL

static const struct {
	const char *name;
	int (*main)(int, char **);
} tools[] = {
#define TOOL(name, function) {name, function},
#include "tools.h"
#undef TOOL
};

enum { SECONDS = 60, STUCK = 300 };

struct machine *machine;
static int errors[AT_ONCE] = {-1, -1}; /* the standard error of processes */

void machine_start(const char *directory, int64_t clock)
{
	int i;

	machine = mmap(NULL, sizeof(*machine), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (machine == MAP_FAILED)
		err(1, "the machine's memory");
	machine->disk = disk_new(directory);
	machine->clock = clock;
	for (i = 0; i < AT_ONCE; i++) {
		if (errors[i] < 0)
			errors[i] = memfd_create("errors", MFD_CLOEXEC);
		if (errors[i] < 0)
			err(1, "memfd_create");
	}
}

void machine_stop(void)
{
	disk_free(machine->disk);
	munmap(machine, sizeof(*machine));
	machine = NULL;
}

static int (*find_tool(const char *name))(int, char **)
{
	size_t i;

	for (i = 0; i < sizeof(tools) / sizeof(*tools); i++)
		if (strcmp(tools[i].name, name) == 0)
			return tools[i].main;
	raw_write(2, name, strlen(name));
	broken(": there is no such tool");
}

static _Noreturn void become(uint32_t number, const struct start *start)
{
	static const struct rlimit seconds = {SECONDS, SECONDS + 1}, no_core = {0, 0};
	int (*tool)(int, char **) = find_tool(start->words[0]);
	char *copy[64];
	int count = 0;

	for (; start->words[count] != NULL && count < 63; count++)
		copy[count] = strdup(start->words[count]);
	copy[count] = NULL;
	setrlimit(RLIMIT_CPU, &seconds);
	setrlimit(RLIMIT_CORE, &no_core);
	alarm(STUCK);
	dup2(errors[number], STDERR_FILENO);
	calls_simulate(number, start->input);
	raw_exit(tool(count, copy));
}

static void read_errors(int from, struct buffer *into)
{
	struct stat status;
	char *text;

	buffer_reset(into);
	if (fstat(from, &status) == 0 && status.st_size > 0) {
		text = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, from, 0);
		if (text != MAP_FAILED) {
			buffer_add(into, text, (size_t)status.st_size);
			munmap(text, (size_t)status.st_size);
		}
	}
	if (ftruncate(from, 0) != 0 || lseek(from, 0, SEEK_SET) != 0)
		err(1, "the standard error of processes");
}

static pid_t begin(uint32_t number, const struct start *start)
{
	struct process *begun = &machine->process[number];
	pid_t child;

	begun->plan = start->plan;
	begun->random = start->random;
	begun->injected = begun->killed = false;
	begun->points = 0;
	begun->printed = 0;
	memset(begun->calls, 0, sizeof(begun->calls));
	child = fork();
	if (child < 0)
		err(1, "fork");
	if (child == 0)
		become(number, start);
	return child;
}

static void end(uint32_t number, int how, struct result *result)
{
	const struct process *ended = &machine->process[number];

	result->status = WIFSIGNALED(how) ? 128 + WTERMSIG(how)
			 : ended->killed  ? 128 + SIGKILL
					  : WEXITSTATUS(how);
	result->killed = ended->killed;
	result->injected = ended->injected;
	memcpy(result->calls, ended->calls, sizeof(result->calls));
	buffer_reset(&result->output);
	buffer_add(&result->output, ended->output, ended->printed);
	read_errors(errors[number], &result->errors);
}

void process_run(const struct start *start, int count, struct result *results)
{
	pid_t child[AT_ONCE] = {0}, ended;
	int how, i;

	machine->turn = 0;
	machine->off = false;
	machine->alive = (uint32_t)count;
	for (i = 0; i < count; i++)
		child[i] = begin((uint32_t)i, &start[i]);
	while (machine->alive > 0) {
		ended = waitpid(-1, &how, 0);
		for (i = 0; i < count && child[i] != ended; i++)
			continue;
		if (i == count)
			err(1, "waitpid");
		end((uint32_t)i, how, &results[i]);
		machine->alive--;
		calls_give_turn((uint32_t)(1 - i));
	}
	for (i = 0; i < count; i++) {
		results[i].power = machine->off;
		results[i].fault = results[i].injected || machine->off;
	}
	if (machine->off)
		disk_power_cut(machine->disk, &machine->process[0].random);
}

void result_release(struct result *result)
{
	buffer_release(&result->output);
	buffer_release(&result->errors);
}

void process_hold_signals(void)
{
	sigset_t held;

	sigemptyset(&held);
	sigaddset(&held, SIGINT);
	sigaddset(&held, SIGTERM);
	if (sigprocmask(SIG_BLOCK, &held, NULL) != 0)
		err(1, "sigprocmask");
}

bool process_interrupted(void)
{
	sigset_t pending;

	return sigpending(&pending) == 0 &&
	       (sigismember(&pending, SIGINT) == 1 || sigismember(&pending, SIGTERM) == 1);
}

const char *fault_words(enum fault fault)
{
#define FAULT_WORDS(name, words) words,
	static const char *const all[] = {FAULTS(FAULT_WORDS)};
#undef FAULT_WORDS

	return all[fault];
}
