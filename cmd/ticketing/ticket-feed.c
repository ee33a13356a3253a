#include <sysexits.h>

#include "store/outcome.h"
#include "store/position.h"
#include "ticketing/context.h"
#include "ticketing/messages.h"
#include "tool/diagnostic.h"
#include "tool/feed.h"
#include "tool/words.h"

/* --command: the id of the command whose outcome is printed; NULL: print the feed. */
static const char *command;

/* Whether the options can be combined; if not, prints why. */
static bool check_settings(const struct run *run)
{
	const struct settings *settings = &run->settings;

	if (settings->after.position > 0 || settings->after.event != NULL || settings->limit > 0 ||
		settings->follow || settings->consumer != NULL || settings->copy != NULL ||
		*run->operands != NULL)
		diagnostic_slip("--command can only be combined with -c");
	else if (settings->client == NULL)
		diagnostic_slip("--command requires a client: -c CLIENT, or TICKETING_CLIENT");
	else
		return run_check_client(run);
	return false;
}

/* Prints the events that answered the command, as a retry would. */
static void print_outcome(struct run *run)
{
	struct feed_reader reader = {0};
	struct buffer lines = {0};
	struct outcome outcome;
	struct fault fault = {0};
	struct uuid id, root;

	if (!uuid_parse(command, &id))
		return;
	if (run_authorize_reader(run, &reader, &fault)) {
		root = outcome_root(&id, run->settings.client);
		if (outcome_find(run->store, run->settings.client, &id, &root, NULL, &outcome,
			    &run->arena))
			feed_copy(run->store, outcome.first, outcome.count, &lines);
		fault = *store_fault(run->store);
	}
	if (fault.status != 0)
		run_fail(run, &fault);
	else if (lines.length > 0)
		words_print(run, "", lines.text, lines.length);
	buffer_release(&lines);
}

static int run_feed_or_outcome(struct run *run)
{
	if (command == NULL)
		return run_feed(run);
	if (!check_settings(run))
		return EX_USAGE;
	if (run_open_store(run, STORE_READ) != NULL &&
		(!words_are_wanted(run) || run_load_zone(run)))
		print_outcome(run);
	return run->status;
}

static const struct tool_option options[] = {
	{0, "command", "id", "print the outcome of the client's command with this id", OPTION_ID, 0,
		&command},
	{.doc = NULL},
};

static const struct verb verbs[] = {
	{
		.name = "--consumers",
		.doc = "lists the consumers of the feed and their positions",
		.run = run_report,
		.takes = TAKES_QUERY,
		.report = &report_consumers,
	},
	{
		.run = run_feed_or_outcome,
		.takes = TAKES_CLIENTS_FEED,
		.options = options,
		.operands = "[command ...]",
	},
	{.run = NULL},
};

static const struct message *const emits[] = {&consumer_row_message, NULL};

static const struct tool ticket_feed = {
	.name = "ticket-feed",
	.doc = "Prints ticketing's events in order.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_feed, argc, argv);
}
