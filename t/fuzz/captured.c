#include "captured.h"

#include <errno.h>
#include <pthread.h>
#include <unistd.h>

#include "fuzz.h"

enum { TOOLS = 128 };

static const struct tool *tools[TOOLS + 1];
static int count;
static bool captured;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;

/* NOLINTBEGIN(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp): ld's --wrap names them */
int __wrap_tool_main(const struct tool *tool, int argc, char **argv);
int __real_pthread_create(
	pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *item);
int __wrap_pthread_create(
	pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *item);
bool __wrap_confine_calls(struct run *run, struct fault *fault);
bool __wrap_confine_files(struct run *run, const char *directory, struct fault *fault);
bool __wrap_confine_files_beside(struct run *run, const char *path, struct fault *fault);
/* NOLINTEND(bugprone-reserved-identifier,cert-dcl37-c,cert-dcl51-cpp) */

/* One process runs many tools: none confines it. */
bool __wrap_confine_calls(struct run *run, struct fault *fault)
{
	(void)run;
	(void)fault;
	return true;
}

bool __wrap_confine_files(struct run *run, const char *directory, struct fault *fault)
{
	(void)run;
	(void)directory;
	(void)fault;
	return true;
}

bool __wrap_confine_files_beside(struct run *run, const char *path, struct fault *fault)
{
	(void)run;
	(void)path;
	(void)fault;
	return true;
}

/* No thread of the product begins: then its work is done in the thread that is there. */
int __wrap_pthread_create(
	pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *), void *item)
{
	(void)thread;
	(void)attributes;
	(void)run;
	(void)item;
	return EAGAIN;
}

static void call_next(void)
{
	char *argv[] = {(char *)(uintptr_t)captured_mains[count].name, NULL};

	captured_mains[count].main(1, argv);
}

/* Keeps TOOL, which may be on the stack: so it does not return. */
int __wrap_tool_main(const struct tool *tool, int argc, char **argv)
{
	(void)argc;
	(void)argv;
	CHECK(count < TOOLS, "there are more than %d tools", TOOLS);
	tools[count++] = tool;
	if (captured_mains[count].name != NULL)
		call_next();
	pthread_mutex_lock(&mutex);
	captured = true;
	pthread_cond_signal(&changed);
	pthread_mutex_unlock(&mutex);
	for (;;)
		pause();
}

static void *capture(void *unused)
{
	call_next();
	return unused;
}

const struct tool *const *captured_tools(void)
{
	pthread_t thread;

	if (captured)
		return tools;
	CHECK(__real_pthread_create(&thread, NULL, capture, NULL) == 0, "there is no thread");
	pthread_detach(thread);
	pthread_mutex_lock(&mutex);
	while (!captured)
		pthread_cond_wait(&changed, &mutex);
	pthread_mutex_unlock(&mutex);
	return tools;
}

const struct tool *captured_tool(const char *name, size_t length)
{
	const struct tool *const *tool = captured_tools();

	while (*tool != NULL &&
		!(strlen((*tool)->name) == length && memcmp((*tool)->name, name, length) == 0))
		tool++;
	return *tool;
}
