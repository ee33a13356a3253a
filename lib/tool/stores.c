/*
 * The stores that a tool of several contexts works on.
 */
#include <errno.h>
#include <unistd.h>

#include "store/identity.h"
#include "tool/tool.h"

/* Works on the store that -d names, of the context that it names itself. */
static void work_on_named(
	struct run *run, void (*work)(void *of, const struct context *context), void *of)
{
	struct fault fault = {0};
	const struct context *context = NULL;
	const char *name;

	name = identity_context(
		run->settings.store, run->settings.wait_milliseconds, &run->arena, &fault);
	if (name != NULL)
		context = context_find(run->tool->serves, name);
	if (context != NULL)
		work(of, context);
	else if (name != NULL)
		fault_set(&fault, EX_CONFIG, "%s: is of an unknown context: %s",
			run->settings.store, name);
	if (fault.status != 0)
		run_fail(run, &fault);
}

/* Works on all stores of the conference. */
static void work_on_all(
	struct run *run, void (*work)(void *of, const struct context *context), void *of)
{
	const struct context *const *context;
	struct fault fault = {0};
	int count = 0;

	for (context = run->tool->serves; *context != NULL; context++) {
		const char *path = run_store_path(run, *context);

		if (path == NULL)
			return;
		if (access(path, F_OK) != 0 && errno == ENOENT)
			continue;
		count++;
		work(of, *context);
	}
	if (count > 0)
		return;
	fault_set(&fault, EX_NOINPUT, "the conference %s has no store", run->settings.conference);
	run_fail(run, &fault);
}

void run_stores(struct run *run, const struct context *context,
	void (*work)(void *of, const struct context *context), void *of)
{
	if (context != NULL)
		work(of, context);
	else if (run->settings.store != NULL && *run->settings.store != '\0')
		work_on_named(run, work, of); /* run_store_path() reports an empty name */
	else
		work_on_all(run, work, of);
}
