#include <sysexits.h>

#include "base/local.h"
#include "booking/describe.h"
#include "booking/reconcile.h"
#include "client/tools.h"
#include "store/known.h"
#include "tool/diagnostic.h"
#include "tool/words.h"

#define DAY INT64_C(86400000) /* milliseconds */

/* What the pages of *-status show; set by client_status(). */
static const struct client_report *status_report;

static void add_row(void *run, const void *row)
{
	run_row(run, row);
}

const char *client_next_beneficiary(struct run *run, struct store *store, const char *after)
{
	const struct booking_client *client = booking_client_of(store);
	const char *only = run->operands[0];
	struct recipient recipient;

	if (only == NULL)
		return booking_next(store, after, &run->arena);
	if (after != NULL)
		return NULL;
	if (client->find(store, only, &run->arena, &recipient))
		return only;
	fault_set(store_fault(store), EX_DATAERR, "there is no %s \"%s\"%s", client->noun, only,
		known_instead(store, client->noun, only, NULL, NULL, &run->arena));
	return NULL;
}

static const char *status_page(struct run *run, struct store *store, const char *after)
{
	const char *beneficiary = client_next_beneficiary(run, store, after);
	struct booking_status bookings;

	if (beneficiary == NULL)
		return NULL;
	booking_status_of(store, beneficiary, &run->arena, &bookings);
	status_report->add(run, store, beneficiary, &bookings);
	return beneficiary;
}

/* With --why: a row for each event about the operand. */
static const char *why_page(struct run *run, struct store *store, const char *after)
{
	int64_t position = after != NULL ? strtonum(after, 0, INT64_MAX, NULL) : 0;
	const struct template_style read = {.zone = run->settings.clock.offset};
	/* A row for a program has whole dates, and UTC. */
	bool words = words_are_wanted(run) && !run->settings.csv;
	struct why_row row;

	if (run->operands[0] == NULL) {
		fault_set(store_fault(store), EX_USAGE, "--why requires a %s",
			booking_client_of(store)->noun);
		return NULL;
	}
	if (after == NULL && client_next_beneficiary(run, store, NULL) == NULL)
		return NULL;
	if (!describe_next(
		    store, run->operands[0], position, words ? &read : NULL, &run->arena, &row))
		return NULL;
	run_row(run, &row);
	return row.sequence;
}

static int64_t days = 14;
static const char *first_day; /* of the conference; NULL: not given */

static const char *tasks_page(struct run *run, struct store *store, const char *after)
{
	const char *beneficiary = client_next_beneficiary(run, store, after);
	int64_t now = clock_now(&run->settings.clock);
	char today[LOCAL_DATE_TEXT];
	struct task_list tasks = {
		.store = store,
		.arena = &run->arena,
		.beneficiary = beneficiary,
		.today = today,
		.zone = run->settings.clock.offset,
		.late_before = days < now / DAY ? now - days * DAY : 0,
		.each = add_row,
		.to = run,
	};

	if (beneficiary == NULL ||
		!booking_client_of(store)->find(store, beneficiary, &run->arena, &tasks.recipient))
		return NULL;
	local_date(now, tasks.zone, today);
	if (first_day != NULL)
		tasks.starts_soon =
			now >= clock_parse_or(run_beginning_of(run, first_day), 0) - 7 * DAY;
	if (status_report->add_tasks != NULL)
		status_report->add_tasks(&tasks);
	task_list_add_bookings(&tasks);
	return beneficiary;
}

int client_status(const struct context *context, const char *name,
	const struct client_report *report, int argc, char **argv)
{
	static const struct report why = {&why_row_message, why_page};
	static const struct report tasks = {&task_row_message, tasks_page};
	static const struct tool_option task_options[] = {
		{0, "days", "number", "days after which something is overdue; default 14",
			OPTION_NUMBER, 0, &days},
		{0, "starts", "date", "the conference's first day", OPTION_DATE, 0, &first_day},
		{.doc = NULL},
	};
	const struct report status = {report->row, status_page};
	const struct verb verbs[] = {
		{
			.name = "--tasks",
			.doc = "lists tasks for the staff",
			.run = run_report,
			.takes = TAKES_QUERY,
			.options = task_options,
			.operands = "[beneficiary]",
			.report = &tasks,
		},
		{
			.run = run_report,
			.takes = TAKES_QUERY | TAKES_WHY,
			.operands = "[beneficiary]",
			.report = &status,
			.why = &why,
		},
		{.run = NULL},
	};
	const struct message *const emits[] = {
		report->row, &why_row_message, &task_row_message, NULL};
	const struct tool tool = {
		.name = name,
		.doc = "Shows the state of all beneficiaries; with --why, explains one from the "
		       "first record to the ticket.",
		.context = context,
		.verbs = verbs,
		.emits = emits,
	};

	status_report = report;
	return tool_main(&tool, argc, argv);
}

static const char *before; /* a day; NULL: all */

static const char *unused_page(struct run *run, struct store *store, const char *after)
{
	const char *beneficiary = client_next_beneficiary(run, store, after);

	if (beneficiary != NULL)
		booking_unused(store, beneficiary,
			before != NULL ? run_beginning_of(run, before) : NULL, &run->arena, add_row,
			run);
	return beneficiary;
}

int client_unused(const struct context *context, const char *name, int argc, char **argv)
{
	static const struct report unused = {&unused_row_message, unused_page};
	static const struct tool_option options[] = {
		{0, "before", "date", "only tickets requested before that day", OPTION_DATE, 0,
			&before},
		{.doc = NULL},
	};
	static const struct verb verbs[] = {
		{
			.run = run_report,
			.takes = TAKES_QUERY,
			.options = options,
			.operands = "[beneficiary]",
			.report = &unused,
		},
		{.run = NULL},
	};
	static const struct message *const emits[] = {&unused_row_message, NULL};
	const struct tool tool = {
		.name = name,
		.doc = "Shows the tickets that are not assigned.",
		.context = context,
		.verbs = verbs,
		.emits = emits,
	};

	return tool_main(&tool, argc, argv);
}

/* Reconciliation */

/* The exit status is 1 if there are differences, like that of diff(1). */
static void add_difference(void *run, const void *row)
{
	run_row(run, row);
	run_raise_status(run, 1);
}

/* Borrows: the client id of the option, or else the one in the feed; NULL: neither. */
static const char *client_id(struct run *run, struct store *store)
{
	if (run->settings.client != NULL)
		return run->settings.client;
	return reconcile_client(store, NULL, &run->arena);
}

static const char *differences_page(struct run *run, struct store *store, const char *after)
{
	(void)after;
	reconcile_rows(store, client_id(run, store), add_difference, run);
	return NULL;
}

/* Another client's purchases are not in this ledger: all of them would be offered for cancelling. */
static bool check_given_client(struct run *run)
{
	const char *given = run->settings.client;
	const char *client = reconcile_client(run->store, given, &run->arena);

	if (!run_check_client(run))
		return false;
	if (client == NULL || strcmp(client, given) == 0)
		return true;
	diagnostic("-c %s: the purchases of this ledger are of the client \"%s\"", given, client);
	return false;
}

/* Returns false, with a diagnostic, if a client id is needed and unknown, or another client's. */
static bool check_client_id(struct run *run)
{
	if (run->settings.client != NULL)
		return check_given_client(run);
	if (client_id(run, run->store) != NULL || reconcile_is_empty(run->store))
		return true;
	diagnostic(
		"the client's id is unknown, as this feed has no answer to the ledger's "
		"requests: give -c CLIENT, or set TICKETING_CLIENT");
	return false;
}

/* The feed is read into temporary tables, which are in files because it may be long. */
static int reconcile(struct run *run)
{
	int status;

	if (run_open_store(run, STORE_WRITE) == NULL)
		return run->status;
	store_sort_in_files(run->store);
	reconcile_begin(run->store);
	status = run_process(run);
	if (status != 0 && status != EX_DATAERR)
		return status;
	if (!check_client_id(run))
		return status != 0 ? status : EX_USAGE;
	return run_report(run);
}

int client_reconcile(const struct context *context, const char *name, int argc, char **argv)
{
	static const struct report differences = {&difference_row_message, differences_page};
	static const struct verb verbs[] = {
		{
			.run = reconcile,
			.takes = TAKES_QUERY | TAKES_CLIENT | TAKES_REJECTS | TAKES_VERBOSITY,
			.process = &booking_reconcile_process,
			.report = &differences,
		},
		{.run = NULL},
	};
	static const struct message *const emits[] = {&difference_row_message, NULL};
	const struct tool tool = {
		.name = name,
		.doc = "Compares what is owed, the ledger and ticketing's feed, and prints what repairs a difference.",
		.context = context,
		.verbs = verbs,
		.emits = emits,
	};

	return tool_main(&tool, argc, argv);
}
