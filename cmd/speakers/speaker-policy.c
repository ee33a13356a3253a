#include "allocation/adoption.h"
#include "speakers/crm.h"
#include "speakers/messages.h"
#include "speakers/policy.h"
#include "store/outcome.h"
#include "tool/tool.h"

static const char *page(struct run *run, struct store *store, const char *after)
{
	return run_next_row(run, store, after, &speaker_policy_row_message, speaker_policy_next);
}

static const struct report list = {&speaker_policy_row_message, page};

static const struct lookup policy = {adoption_position, "no such policy was adopted"};

static const struct verb verbs[] = {
	{
		.name = "adopt",
		.doc = "adopts a policy for those who accept from now on; creates the store",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &adopt_speaker_policy_message,
		.operands = "[file]",
		.creates = true,
		.document = true,
	},
	{
		.name = "show",
		.doc = "prints a policy as it was adopted; by default the one in force",
		.run = run_show,
		.takes = TAKES_STORE,
		.operands = "[version]",
		.shows = &policy,
	},
	{
		.name = "list",
		.doc = "shows the policies that were adopted",
		.run = run_report,
		.takes = TAKES_QUERY,
		.report = &list,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&speaker_policy_adopted_message,
	&speaker_policy_row_message,
	&command_answered_message,
	NULL,
};

static const struct tool speaker_policy_tool = {
	.name = "speaker-policy",
	.doc = "Adopts, shows and lists policies: who is owed which tickets.",
	.context = &speakers,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&speaker_policy_tool, argc, argv);
}
