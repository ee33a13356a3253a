#include "published/ticketing.h"
#include "store/outcome.h"
#include "ticketing/context.h"
#include "ticketing/messages.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.run = run_commands,
		.takes = TAKES_COMMANDS | TAKES_CLIENT | TAKES_ERRORS,
		.command = &amend_purchaser_message,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&purchaser_amended_message,
	&ticket_assigned_message,
	&ticket_command_rejected_message,
	&command_refused_message,
	&command_answered_message,
	NULL,
};

static const struct tool ticket_amend = {
	.name = "ticket-amend",
	.doc = "Amends the name and the address of purchasers.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_amend, argc, argv);
}
