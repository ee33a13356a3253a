#include "sponsorship/crm.h"
#include "sponsorship/messages.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &settle_invoice_message,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&invoice_settled_message,
	&invoice_paid_in_part_message,
	NULL,
};

static const struct tool sponsor_settle_tool = {
	.name = "sponsor-settle",
	.doc = "Records that invoices were paid.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_settle_tool, argc, argv);
}
