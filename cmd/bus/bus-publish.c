/*
 * Publishes a context's feed to its JetStream stream, once or continuously, and retries while
 * the bus is unavailable.
 */
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
	int watch;             /* from follow_watch(); -1: none */
	unsigned backoff;      /* the last one, in seconds; 0: none since the last success */
	struct fault reported; /* before the last backoff */
	struct progress progress;
};

/*
 * Before a retry: reports FAULT, unless it was the last one, and waits for the backoff or until
 * the bus reconnects. Returns false, with FAULT reported, if there is to be no retry.
 */
static bool wait_before_retry(struct publisher *publisher, const struct bus *bus,
	unsigned reconnections, const struct fault *fault)
{
	struct run *run = publisher->run;

	if (!run->settings.follow || fault->status != EX_UNAVAILABLE) {
		run_fail(run, fault);
		return false;
	}
	if (publisher->backoff == 0 || strcmp(fault->reason, publisher->reported.reason) != 0)
		diagnostic_fault(fault);
	publisher->reported = *fault;
	publisher->backoff = program_backoff(publisher->backoff);
	if (bus_wait(bus, reconnections, publisher->backoff))
		publisher->backoff = program_backoff(0);
	return true;
}

static void report_success(struct publisher *publisher, int64_t position)
{
	if (publisher->backoff > 0 && !publisher->run->settings.quiet)
		diagnostic("connected again; all events up to %lld are published",
			(long long)position);
	publisher->backoff = 0;
}

/*
 * Publishes all events, and, when following, those to come. Returns true to exit, false if the
 * bus must be connected again.
 */
static bool publish_feed(struct publisher *publisher, struct bus *bus, struct relay *relay)
{
	for (;;) {
		struct fault fault = {0};
		unsigned reconnections = bus_reconnections(bus);
		bool done = relay_run(relay, &fault);

		publisher->progress.lines = relay_position(relay);
		progress_tick(&publisher->progress);
		if (done) {
			report_success(publisher, relay_position(relay));
			if (!publisher->run->settings.follow)
				return true;
			follow_wait(publisher->watch, -1);
		} else {
			if (!wait_before_retry(publisher, bus, reconnections, &fault))
				return true;
			if (bus_is_closed(bus))
				return false;
		}
	}
}

/* Connects; retries when following. Returns NULL, with the fault reported, to exit. */
static struct bus *connect_bus(struct publisher *publisher)
{
	struct bus *bus = NULL;

	while (bus == NULL) {
		struct fault fault = {0};

		bus = bus_connect(run_environment, &fault);
		if (bus == NULL && !wait_before_retry(publisher, NULL, 0, &fault))
			break;
	}
	return bus;
}

static void publish(struct publisher *publisher)
{
	struct run *run = publisher->run;
	bool done = false;

	progress_start(&publisher->progress, run->settings.quiet);
	while (!done) {
		struct bus *bus = connect_bus(publisher);
		struct relay *relay = NULL;

		if (bus != NULL)
			relay = relay_new(bus, run->store, &publisher->topic, run->settings.copies);
		done = bus == NULL || publish_feed(publisher, bus, relay);
		relay_free(relay);
		bus_close(bus);
	}
	progress_clear(&publisher->progress);
	if (run->settings.verbose && run->status == 0)
		diagnostic("all events up to %lld are published",
			(long long)publisher->progress.lines);
}

static int run_publish(struct run *run)
{
	struct publisher publisher = {.run = run, .watch = -1};
	const struct context *context;

	context = context_find(installed_contexts, run->operands[0]);
	if (context == NULL)
		return diagnostic_slip("%s: unknown context", run->operands[0]);
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

/* Read at each connection. */
static const char *const files[] = {"NATS_CREDS", "NATS_CA", "NATS_CERT", "NATS_KEY", NULL};

static const struct tool bus_publish = {
	.name = "bus-publish",
	.doc = "Publishes a feed to its stream on the bus.",
	.serves = installed_contexts,
	.verbs = verbs,
	.needs = NEEDS_SOCKETS,
	.files = files,
};

int main(int argc, char **argv)
{
	return tool_main(&bus_publish, argc, argv);
}
