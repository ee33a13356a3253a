#include "sponsorship/crm.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.name = "--consumers",
		.doc = "shows who consumes the feed, and how far they are",
		.run = run_report,
		.takes = TAKES_QUERY,
		.report = &consumers,
	},
	{.run = run_feed, .takes = TAKES_FEED, .operands = "[command ...]"},
	{.run = NULL},
};

static const struct tool sponsor_feed_tool = {
	.name = "sponsor-feed",
	.doc = "Prints sponsorship's events in order.",
	.context = &sponsorship,
	.verbs = verbs,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_feed_tool, argc, argv);
}
