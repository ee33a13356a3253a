#include "speakers/crm.h"
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

static const struct tool speaker_feed_tool = {
	.name = "speaker-feed",
	.doc = "Prints the speaker CRM's events in order.",
	.context = &speakers,
	.verbs = verbs,
};

int main(int argc, char **argv)
{
	return tool_main(&speaker_feed_tool, argc, argv);
}
