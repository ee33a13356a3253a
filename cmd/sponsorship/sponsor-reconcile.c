#include <sysexits.h>

#include "sponsorship/crm.h"
#include "sponsorship/messages.h"
#include "sponsorship/reconciliation.h"
#include "tool/diagnostic.h"
#include "tool/tool.h"

/* As of diff(1): 1 where there is a difference. */
static void add_row(void *run, const void *row)
{
	run_row(run, row);
	run_note(run, 1);
}

/* Who we are at ticketing: as was said, or as what we asked for says; NULL: neither does. */
static const char *find_client(struct run *run, struct store *store)
{
	if (run->settings.client != NULL)
		return run->settings.client;
	return reconciliation_client(store, &run->arena);
}

static const char *page(struct run *run, struct store *store, const char *after)
{
	(void)after;
	reconciliation_rows(store, find_client(run, store), &run->arena, add_row, run);
	return NULL;
}

static const struct report differences = {&difference_row_message, page};

/* Whether it is known who we are, where that makes a difference; else it was said. */
static bool check_client(struct run *run)
{
	if (run->settings.client != NULL)
		return run_check_client(run);
	if (find_client(run, run->store) != NULL || reconciliation_is_empty(run->store))
		return true;
	diagnostic(
		"no client is named, and nothing in this feed came of what the ledger asked for: "
		"use -c CLIENT, or TICKETING_CLIENT");
	return false;
}

/* Takes the feed first, then shows what differs. */
static int reconcile(struct run *run)
{
	int status;

	/* What the feed says lies in temporary tables: in files, as it may be long. */
	if (run_open_store(run, STORE_WRITE) == NULL)
		return run->status;
	store_sort_in_files(run->store);
	status = run_process(run);
	if (status != 0 && status != EX_DATAERR)
		return status;
	if (!check_client(run))
		return status != 0 ? status : EX_USAGE;
	return run_report(run);
}

static const struct verb verbs[] = {
	{
		.run = reconcile,
		.takes = TAKES_QUERY | TAKES_CLIENT | TAKES_REJECTS | TAKES_TALK,
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
	.doc = "Compares what is owed, the ledger and ticketing's feed, and says what to repair.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_reconcile_tool, argc, argv);
}
