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
static int errors = -1; /* the standard error of processes */

void machine_start(const char *directory, int64_t clock)
{
	machine = mmap(NULL, sizeof(*machine), PROT_READ | PROT_WRITE,
		MAP_SHARED | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (machine == MAP_FAILED)
		err(1, "the machine's memory");
	machine->disk = disk_new(directory);
	machine->clock = clock;
	if (errors < 0)
		errors = memfd_create("errors", MFD_CLOEXEC);
	if (errors < 0)
		err(1, "memfd_create");
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
	errx(1, "there is no tool %s", name);
}

static _Noreturn void become(const char *const *words, const struct buffer *input)
{
	static const struct rlimit seconds = {SECONDS, SECONDS}, no_core = {0, 0};
	int (*tool)(int, char **) = find_tool(words[0]);
	char *copy[64];
	int count = 0;

	for (; words[count] != NULL && count < 63; count++)
		copy[count] = strdup(words[count]);
	copy[count] = NULL;
	setrlimit(RLIMIT_CPU, &seconds);
	setrlimit(RLIMIT_CORE, &no_core);
	alarm(STUCK);
	dup2(errors, STDERR_FILENO);
	calls_simulate(input);
	raw_exit(tool(count, copy));
}

static void read_errors(struct buffer *into)
{
	struct stat status;
	char *text;

	buffer_reset(into);
	if (fstat(errors, &status) == 0 && status.st_size > 0) {
		text = mmap(NULL, (size_t)status.st_size, PROT_READ, MAP_PRIVATE, errors, 0);
		if (text != MAP_FAILED) {
			buffer_add(into, text, (size_t)status.st_size);
			munmap(text, (size_t)status.st_size);
		}
	}
	if (ftruncate(errors, 0) != 0 || lseek(errors, 0, SEEK_SET) != 0)
		err(1, "the standard error of processes");
}

void process_run(const char *const *words, const struct buffer *input, struct plan plan,
	struct random random, struct result *result)
{
	pid_t child;
	int end;

	machine->plan = plan;
	machine->random = random;
	machine->injected = machine->killed = false;
	machine->points = 0;
	machine->printed = 0;
	memset(machine->calls, 0, sizeof(machine->calls));
	child = fork();
	if (child < 0)
		err(1, "fork");
	if (child == 0)
		become(words, input);
	if (waitpid(child, &end, 0) != child)
		err(1, "waitpid");
	result->status = WIFSIGNALED(end)  ? 128 + WTERMSIG(end)
			 : machine->killed ? 128 + SIGKILL
					   : WEXITSTATUS(end);
	result->fault = machine->injected;
	result->power = machine->killed && machine->injected &&
			(plan.fault == FAULT_POWER || plan.fault == FAULT_POWER_TORN ||
				plan.fault == FAULT_POWER_PRINTING);
	buffer_reset(&result->output);
	buffer_add(&result->output, machine->output, machine->printed);
	read_errors(&result->errors);
	if (result->power)
		disk_power_cut(machine->disk, &machine->random);
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
