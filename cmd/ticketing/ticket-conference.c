#include "store/outcome.h"
#include "ticketing/conference.h"
#include "ticketing/messages.h"
#include "ticketing/context.h"
#include "tool/tool.h"

static const struct lookup last = {conference_position, "nothing was set: dates are in UTC", NULL};

static const struct verb verbs[] = {
	{
		.name = "set",
		.doc = "sets the time zone and the time to pay; creates the store",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &set_conference_message,
		.creates = true,
	},
	{
		.name = "show",
		.doc = "prints the event that set them last",
		.run = run_show,
		.takes = TAKES_SHOW,
		.shows = &last,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&conference_set_message,
	&command_answered_message,
	NULL,
};

static const struct tool ticket_conference = {
	.name = "ticket-conference",
	.doc = "Sets what holds for the whole conference.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_conference, argc, argv);
}
