#include "published/ticketing.h"
#include "store/outcome.h"
#include "ticketing/context.h"
#include "ticketing/messages.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.run = run_commands,
		.takes = TAKES_COMMANDS | TAKES_CLIENT | TAKES_ERRORS,
		.command = &refund_ticket_purchase_message,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&ticket_purchase_refunded_message,
	&ticket_payment_refunded_message,
	&ticket_command_rejected_message,
	&command_refused_message,
	&command_answered_message,
	NULL,
};

static const struct tool ticket_refund = {
	.name = "ticket-refund",
	.doc = "Records that money was paid back, for cancelled tickets or of a refused payment.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_refund, argc, argv);
}
