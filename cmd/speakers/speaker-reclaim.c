#include "speakers/crm.h"
#include "speakers/messages.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.run = run_process,
		.takes = TAKES_EVENTS,
		.process = &speaker_reclaiming,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&speaker_entitled_message,
	&speaker_allotment_decided_message,
	&speaker_tickets_requested_message,
	&speaker_reclaim_requested_message,
	&cancel_tickets_message,
	NULL,
};

static const struct tool speaker_reclaim_tool = {
	.name = "speaker-reclaim",
	.doc = "Asks ticketing to cancel speakers' excess tickets.",
	.context = &speakers,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&speaker_reclaim_tool, argc, argv);
}
