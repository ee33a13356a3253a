#include "published/ticketing.h"
#include "store/outcome.h"
#include "ticketing/context.h"
#include "ticketing/messages.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.run = run_commands,
		.takes = TAKES_COMMANDS | TAKES_CLIENT | TAKES_ERRORS,
		.command = &create_ticket_purchase_message,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&ticket_purchase_created_message,
	&ticket_purchase_rejected_message,
	&ticket_assigned_message,
	&command_refused_message,
	&command_answered_message,
	NULL,
};

static const struct tool ticket_create = {
	.name = "ticket-create",
	.doc = "Creates ticket purchases: the open host, for every client with a grant.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_create, argc, argv);
}
