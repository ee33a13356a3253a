#include "ticketing/context.h"
#include "ticketing/messages.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.name = "--consumers",
		.doc = "shows who consumes the feed, and how far they are",
		.run = run_report,
		.takes = TAKES_QUERY,
		.report = &consumers,
	},
	{.run = run_feed, .takes = TAKES_CLIENTS_FEED, .operands = "[command ...]"},
	{.run = NULL},
};

static const struct tool ticket_feed = {
	.name = "ticket-feed",
	.doc = "Prints ticketing's events in order.",
	.context = &ticketing,
	.verbs = verbs,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_feed, argc, argv);
}
