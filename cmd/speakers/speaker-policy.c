#include "allocation/adoption.h"
#include "speakers/crm.h"
#include "speakers/messages.h"
#include "speakers/policy.h"
#include "store/feed.h"
#include "store/outcome.h"
#include "tool/tool.h"

static const char *page(struct run *run, struct store *store, const char *after)
{
	int64_t position = after != NULL ? strtonum(after, 0, INT64_MAX, NULL) : 0;
	struct speaker_policy_row row;

	if (!speaker_policy_next(store, position, &row, &position, &run->arena))
		return NULL;
	run_row(run, &row);
	return arena_printf(&run->arena, "%lld", (long long)position);
}

static const struct report list = {&speaker_policy_row_message, page};

/* Prints the event that adopted the policy: all that there is to say of it. */
static int show(struct run *run)
{
	struct store *store = run_open_store(run, STORE_READ);
	const char *version = run->operands[0];
	struct buffer line = {0};
	struct fault fault = {0};
	int64_t position;

	if (store == NULL)
		return run->status;
	position = adoption_position(store, version);
	if (position == 0) {
		fault_set(&fault, EX_DATAERR, "%s: no such policy was adopted",
			version != NULL ? version : "policy");
		return run_fail(run, &fault);
	}
	feed_copy(store, position, 1, &line);
	run_print(run, line.text, line.length);
	buffer_release(&line);
	return run->status;
}

static const struct verb verbs[] = {
	{
		.name = "adopt",
		.doc = "adopts a policy for those who accept from now on; makes the store",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &adopt_speaker_policy_message,
		.operands = "[file]",
		.creates = true,
		.document = true,
	},
	{
		.name = "show",
		.doc = "prints a policy as it was adopted; without a version, the one in force",
		.run = show,
		.takes = TAKES_STORE,
		.operands = "[version]",
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
	.doc = "Adopts, shows and lists the policies of who is owed which tickets.",
	.context = &speakers,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&speaker_policy_tool, argc, argv);
}
