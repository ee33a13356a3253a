#include "speakers/crm.h"
#include "speakers/messages.h"
#include "store/outcome.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &invite_speaker_message,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&speaker_invited_message,
	&speaker_amended_message,
	&command_answered_message,
	NULL,
};

static const struct tool speaker_invite_tool = {
	.name = "speaker-invite",
	.doc = "Invites speakers, and amends their records.",
	.context = &speakers,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&speaker_invite_tool, argc, argv);
}
