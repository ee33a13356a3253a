#include "published/ticketing.h"
#include "ticketing/context.h"
#include "ticketing/messages.h"
#include "ticketing/payment.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.run = run_outstanding,
		.takes = TAKES_DRY_RUN | TAKES_JSON | TAKES_STORE | TAKES_VERBOSITY,
		.process = &payment_expiry,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&ticket_purchase_expired_message,
	NULL,
};

static const struct tool ticket_expire = {
	.name = "ticket-expire",
	.doc = "Expires purchases that were not paid in time, and releases their places.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_expire, argc, argv);
}
