#include "sponsorship/crm.h"
#include "sponsorship/messages.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.run = run_process,
		.takes = TAKES_EVENTS,
		.process = &reclaiming,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&entitlement_fixed_message,
	&allocation_decided_message,
	&provision_ended_message,
	&sponsor_tickets_requested_message,
	&sponsor_reclaim_requested_message,
	&cancel_tickets_message,
	NULL,
};

static const struct tool sponsor_reclaim_tool = {
	.name = "sponsor-reclaim",
	.doc = "Asks ticketing to cancel sponsors' excess tickets that nobody holds.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_reclaim_tool, argc, argv);
}
