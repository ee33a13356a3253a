#include "sponsorship/crm.h"
#include "sponsorship/messages.h"
#include "sponsorship/reconciliation.h"
#include "tool/tool.h"

/* As of diff(1): 1 where there is a difference. */
static void add_row(void *run, const void *row)
{
	run_row(run, row);
	run_note(run, 1);
}

static const char *page(struct run *run, struct store *store, const char *after)
{
	(void)after;
	reconciliation_rows(store, &run->arena, add_row, run);
	return NULL;
}

static const struct report differences = {&difference_row_message, page};

/* Takes the feed first, then shows what differs. */
static int reconcile(struct run *run)
{
	int status;

	/* What the feed says lies in temporary tables: in files, as it may be long. */
	if (run_open_store(run, STORE_WRITE) == NULL)
		return run->status;
	store_sort_in_files(run->store);
	status = run_process(run);
	return status == 0 || status == EX_DATAERR ? run_report(run) : status;
}

static const struct verb verbs[] = {
	{
		.run = reconcile,
		.takes = TAKES_QUERY | TAKES_REJECTS | TAKES_TALK,
		.process = &reconciling,
		.report = &differences,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&difference_row_message,
	NULL,
};

static const struct tool sponsor_reconcile_tool = {
	.name = "sponsor-reconcile",
	.doc = "Compares what is owed, the ledger and ticketing's feed, and says what repairs it.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_reconcile_tool, argc, argv);
}
