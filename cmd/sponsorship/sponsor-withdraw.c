#include "sponsorship/crm.h"
#include "sponsorship/messages.h"
#include "store/outcome.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &withdraw_sponsor_message,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&sponsor_withdrawn_message,
	&command_answered_message,
	NULL,
};

static const struct tool sponsor_withdraw_tool = {
	.name = "sponsor-withdraw",
	.doc = "Records that sponsors have withdrawn.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_withdraw_tool, argc, argv);
}
