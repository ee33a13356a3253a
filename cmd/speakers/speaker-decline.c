#include "speakers/crm.h"
#include "speakers/messages.h"
#include "store/outcome.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &decline_invitation_message,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&invitation_declined_message,
	&command_answered_message,
	NULL,
};

static const struct tool speaker_decline_tool = {
	.name = "speaker-decline",
	.doc = "Records that speakers have declined.",
	.context = &speakers,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&speaker_decline_tool, argc, argv);
}
