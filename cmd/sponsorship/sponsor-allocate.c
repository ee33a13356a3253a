#include "sponsorship/crm.h"
#include "sponsorship/messages.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.name = "--retry",
		.doc = "requests again what was refused and is still lacking",
		.run = run_outstanding,
		.takes = TAKES_DRY_RUN | TAKES_STORE | TAKES_TALK,
		.process = &retrying,
	},
	{
		.run = run_process,
		.takes = TAKES_EVENTS,
		.process = &allocation,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&entitlement_fixed_message,
	&allocation_decided_message,
	&provision_ended_message,
	&sponsor_reclaim_requested_message,
	&sponsor_tickets_requested_message,
	&create_ticket_purchase_message,
	NULL,
};

static const struct tool sponsor_allocate_tool = {
	.name = "sponsor-allocate",
	.doc = "Fixes what sponsors are owed, and asks ticketing for it.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_allocate_tool, argc, argv);
}
