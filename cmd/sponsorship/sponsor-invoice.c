#include "sponsorship/sponsorship.h"
#include "sponsorship/messages.h"
#include "store/outcome.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.name = "raise",
		.doc = "records an invoice, or amends one that is not settled",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &raise_invoice_message,
		.amend = &amend_invoice_message,
	},
	{
		.name = "cancel",
		.doc = "records that an invoice was cancelled",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &cancel_invoice_message,
	},
	{
		.name = "refund",
		.doc = "records that an invoice was refunded",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &refund_invoice_message,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&invoice_raised_message,
	&invoice_amended_message,
	&invoice_cancelled_message,
	&invoice_refunded_message,
	&command_answered_message,
	NULL,
};

static const struct tool sponsor_invoice_tool = {
	.name = "sponsor-invoice",
	.doc = "Records sponsors' invoices.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_invoice_tool, argc, argv);
}
