#include <err.h>
#include <unistd.h>

#include "bus/relay.h"
#include "store/context.h"
#include "tool/follow.h"
#include "tool/program.h"
#include "tool/progress.h"
#include "tool/tool.h"

/* Says FAULT, and waits before the next try, where there is to be one. */
static bool try_again(struct run *run, const struct fault *fault, unsigned *pause)
{
	if (!run->settings.follow || fault->status != EX_UNAVAILABLE) {
		run_note(run, run_fail(run, fault));
		return false;
	}
	if (*pause == 0)
		run_fail(run, fault);
	*pause = program_pause(*pause);
	sleep(*pause);
	return true;
}

static void relay_feed(struct run *run, struct relay *relay, int watch)
{
	struct progress progress;
	unsigned pause = 0;

	progress_start(&progress, run->settings.quiet);
	for (;;) {
		struct fault fault = {0};
		bool good = relay_run(relay, &fault);

		progress.lines = relay_position(relay);
		progress_tick(&progress);
		if (good && pause > 0 && !run->settings.quiet)
			warnx("the bus is back: it has all up to %lld",
				(long long)relay_position(relay));
		if (good)
			pause = 0;
		if (good ? !run->settings.follow : !try_again(run, &fault, &pause))
			break;
		if (good)
			follow_wait(watch);
	}
	progress_clear(&progress);
	if (run->settings.verbose && run->status == 0)
		warnx("the bus has all up to %lld", (long long)relay_position(relay));
}

/* Connects; where it follows, as often as it takes. */
static struct bus *connect_bus(struct run *run)
{
	struct bus *bus = NULL;
	unsigned pause = 0;

	while (bus == NULL) {
		struct fault fault = {0};

		bus = bus_connect(run_environment, &fault);
		if (bus == NULL && !try_again(run, &fault, &pause))
			break;
	}
	return bus;
}

static int run_publish(struct run *run)
{
	const struct context *context;
	struct relay *relay;
	struct topic topic;
	struct bus *bus;
	int watch = -1;

	if (run->operands[0] == NULL) {
		warnx("which context's feed?");
		return EX_USAGE;
	}
	context = context_named(installed_contexts, run->operands[0]);
	if (context == NULL) {
		warnx("%s: is no context that is here", run->operands[0]);
		return EX_USAGE;
	}
	if (run_open_store_of(run, context, STORE_READ) == NULL)
		return run->status;
	if (run->settings.follow)
		watch = follow_watch(run, context);
	bus = connect_bus(run);
	if (bus != NULL) {
		topic = (struct topic){store_conference(run->store), context->name};
		relay = relay_new(bus, run->store, &topic, run->settings.copies);
		relay_feed(run, relay, watch);
		relay_free(relay);
	}
	bus_close(bus);
	if (watch >= 0)
		close(watch);
	return run->status;
}

static const struct verb verbs[] = {
	{
		.run = run_publish,
		.takes = TAKES_FOLLOW | TAKES_COPIES | TAKES_STORE | TAKES_TALK,
		.operands = "context",
	},
	{.run = NULL},
};

static const struct tool bus_publish = {
	.name = "bus-publish",
	.doc = "Relays a feed to its stream on the bus.",
	.serves = installed_contexts,
	.verbs = verbs,
};

int main(int argc, char **argv)
{
	return tool_main(&bus_publish, argc, argv);
}
