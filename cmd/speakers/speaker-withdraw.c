#include "speakers/crm.h"
#include "speakers/messages.h"
#include "store/outcome.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &withdraw_speaker_message,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&speaker_withdrawn_message,
	&command_answered_message,
	NULL,
};

static const struct tool speaker_withdraw_tool = {
	.name = "speaker-withdraw",
	.doc = "Records that speakers are not coming after all.",
	.context = &speakers,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&speaker_withdraw_tool, argc, argv);
}
