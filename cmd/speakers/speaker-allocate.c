#include "speakers/crm.h"
#include "speakers/messages.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.name = "--retry",
		.doc = "requests again what was refused or cancelled and is still lacking",
		.run = run_outstanding,
		.takes = TAKES_DRY_RUN | TAKES_STORE | TAKES_TALK,
		.process = &speaker_retrying,
	},
	{
		.run = run_process,
		.takes = TAKES_EVENTS,
		.process = &speaker_allocation,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&speaker_entitled_message,
	&speaker_allotment_decided_message,
	&speaker_tickets_requested_message,
	&speaker_reclaim_requested_message,
	&create_ticket_purchase_message,
	NULL,
};

static const struct tool speaker_allocate_tool = {
	.name = "speaker-allocate",
	.doc = "Fixes what speakers are owed, and asks ticketing for it.",
	.context = &speakers,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&speaker_allocate_tool, argc, argv);
}
