#include "sponsorship/sponsorship.h"
#include "sponsorship/messages.h"
#include "store/outcome.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.name = "--reverse",
		.doc = "records that a payment was recorded by mistake",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &reverse_payment_message,
	},
	{
		.name = "--return",
		.doc = "records that what was paid beyond an invoice was paid back",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &return_surplus_message,
	},
	{.run = run_commands, .takes = TAKES_COMMANDS, .command = &settle_invoice_message},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&invoice_settled_message,
	&invoice_partially_paid_message,
	&invoice_overpaid_message,
	&payment_reversed_message,
	&surplus_returned_message,
	&command_answered_message,
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
