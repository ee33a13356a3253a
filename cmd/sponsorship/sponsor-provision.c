#include "sponsorship/crm.h"
#include "sponsorship/messages.h"
#include "store/outcome.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &provision_tickets_message,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&tickets_provisioned_message,
	&command_answered_message,
	NULL,
};

static const struct tool sponsor_provision_tool = {
	.name = "sponsor-provision",
	.doc = "Holds tickets for sponsors that are not on board yet.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_provision_tool, argc, argv);
}
