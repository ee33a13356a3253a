#include "sponsorship/crm.h"
#include "sponsorship/messages.h"
#include "store/outcome.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.name = "--withdraw",
		.doc = "withdraws an override: the policy applies again",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &withdraw_override_message,
	},
	{
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &override_entitlement_message,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&entitlement_overridden_message,
	&override_withdrawn_message,
	&command_answered_message,
	NULL,
};

static const struct tool sponsor_override_tool = {
	.name = "sponsor-override",
	.doc = "Sets how many tickets of a type a sponsor is owed, whatever the policy says.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_override_tool, argc, argv);
}
