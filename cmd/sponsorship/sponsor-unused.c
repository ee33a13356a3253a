#include "sponsorship/crm.h"
#include "sponsorship/messages.h"
#include "sponsorship/tasks.h"
#include "tool/tool.h"

static void add_row(void *run, const void *row)
{
	run_row(run, row);
}

static const char *page(struct run *run, struct store *store, const char *after)
{
	struct sponsor_state sponsor;

	if (!sponsor_next(store, run->operands[0], after, &run->arena, &sponsor))
		return NULL;
	tasks_unused(store, &sponsor, run->settings.before, &run->arena, add_row, run);
	return sponsor.sponsor;
}

static const struct report unused = {&unused_row_message, page};

static const struct verb verbs[] = {
	{
		.run = run_report,
		.takes = TAKES_QUERY | TAKES_BEFORE,
		.operands = "[sponsor]",
		.report = &unused,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&unused_row_message,
	NULL,
};

static const struct tool sponsor_unused_tool = {
	.name = "sponsor-unused",
	.doc = "Shows the tickets of sponsors that nobody holds.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_unused_tool, argc, argv);
}
