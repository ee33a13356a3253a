#include "sponsorship/crm.h"
#include "sponsorship/messages.h"
#include "store/outcome.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &register_sponsor_message,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&sponsor_registered_message,
	&sponsor_amended_message,
	&command_answered_message,
	NULL,
};

static const struct tool sponsor_register_tool = {
	.name = "sponsor-register",
	.doc = "Registers sponsors, and amends them.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_register_tool, argc, argv);
}
