#include <string.h>
#include <unistd.h>

#include "bus/relay.h"
#include "store/context.h"
#include "tool/diagnostic.h"
#include "tool/follow.h"
#include "tool/program.h"
#include "tool/progress.h"
#include "tool/tool.h"

struct publisher {
	struct run *run;
	struct topic topic;
	int watch;                   /* of the store; -1: none */
	unsigned pause;              /* the last pause before a retry; 0: none */
	struct fault reported_fault; /* the reason of the last pause */
	struct progress progress;
};

/* Reports FAULT, and waits before a retry, at most until there were more than RECONNECTIONS. */
static bool try_again(struct publisher *publisher, const struct bus *bus, unsigned reconnections,
	const struct fault *fault)
{
	struct run *run = publisher->run;

	if (!run->settings.follow || fault->status != EX_UNAVAILABLE) {
		run_fail(run, fault);
		return false;
	}
	if (publisher->pause == 0 || strcmp(fault->reason, publisher->reported_fault.reason) != 0)
		run_fail(run, fault);
	publisher->reported_fault = *fault;
	publisher->pause = program_pause(publisher->pause);
	if (bus_wait(bus, reconnections, publisher->pause))
		publisher->pause = program_pause(0);
	return true;
}

static void report_success(struct publisher *publisher, int64_t position)
{
	if (publisher->pause > 0 && !publisher->run->settings.quiet)
		diagnostic(
			"the bus is reachable again: it has all up to %lld", (long long)position);
	publisher->pause = 0;
}

/* Relays until all is done, or for ever. False if the bus must be connected again. */
static bool relay_feed(struct publisher *publisher, struct bus *bus, struct relay *relay)
{
	for (;;) {
		struct fault fault = {0};
		unsigned reconnections = bus_reconnections(bus);
		bool done = relay_run(relay, &fault);

		publisher->progress.lines = relay_position(relay);
		progress_tick(&publisher->progress);
		if (done)
			report_success(publisher, relay_position(relay));
		if (done ? !publisher->run->settings.follow
			 : !try_again(publisher, bus, reconnections, &fault))
			return true;
		if (!done && bus_is_closed(bus))
			return false;
		if (done)
			follow_wait(publisher->watch, -1);
	}
}

/* Connects; retries when following. */
static struct bus *connect_bus(struct publisher *publisher)
{
	struct bus *bus = NULL;

	while (bus == NULL) {
		struct fault fault = {0};

		bus = bus_connect(run_environment, &fault);
		if (bus == NULL && !try_again(publisher, NULL, 0, &fault))
			break;
	}
	return bus;
}

static void publish(struct publisher *publisher)
{
	struct run *run = publisher->run;
	bool over = false;

	progress_start(&publisher->progress, run->settings.quiet);
	while (!over) {
		struct bus *bus = connect_bus(publisher);
		struct relay *relay = NULL;

		if (bus != NULL)
			relay = relay_new(bus, run->store, &publisher->topic, run->settings.copies);
		over = bus == NULL || relay_feed(publisher, bus, relay);
		relay_free(relay);
		bus_close(bus);
	}
	progress_clear(&publisher->progress);
	if (run->settings.verbose && run->status == 0)
		diagnostic("the bus has all up to %lld", (long long)publisher->progress.lines);
}

static int run_publish(struct run *run)
{
	struct publisher publisher = {.run = run, .watch = -1};
	const struct context *context;

	if (run->operands[0] == NULL) {
		diagnostic("requires a context");
		return EX_USAGE;
	}
	context = context_find(installed_contexts, run->operands[0]);
	if (context == NULL) {
		diagnostic("%s: unknown context", run->operands[0]);
		return EX_USAGE;
	}
	if (run_open_store_of(run, context, STORE_READ) == NULL)
		return run->status;
	publisher.topic = (struct topic){store_conference(run->store), context->name};
	if (run->settings.follow)
		publisher.watch = follow_watch(run, context);
	publish(&publisher);
	if (publisher.watch >= 0)
		close(publisher.watch);
	return run->status;
}

static const struct verb verbs[] = {
	{
		.run = run_publish,
		.takes = TAKES_FOLLOW | TAKES_COPIES | TAKES_STORE | TAKES_VERBOSITY,
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
