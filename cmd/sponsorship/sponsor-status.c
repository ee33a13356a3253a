#include "sponsorship/crm.h"
#include "sponsorship/history.h"
#include "sponsorship/messages.h"
#include "sponsorship/status.h"
#include "sponsorship/tasks.h"
#include "tool/tool.h"

#define DAY INT64_C(86400000) /* milliseconds */

static const char *status_page(struct run *run, struct store *store, const char *after)
{
	struct sponsor_state sponsor;
	struct status_row row;

	if (!sponsor_next(store, run->operands[0], after, &run->arena, &sponsor))
		return NULL;
	status_of(store, &sponsor, &run->arena, &row);
	run_row(run, &row);
	return sponsor.sponsor;
}

static const struct report status = {&status_row_message, status_page};

/* With --why: the one that is named, event by event. */
static const char *why_page(struct run *run, struct store *store, const char *after)
{
	int64_t position = after != NULL ? strtonum(after, 0, INT64_MAX, NULL) : 0;
	struct sponsor_state sponsor;
	struct why_row row;

	if (run->operands[0] == NULL) {
		fault_set(store_fault(store), EX_USAGE, "--why wants a sponsor");
		return NULL;
	}
	if (after == NULL && !sponsor_next(store, run->operands[0], NULL, &run->arena, &sponsor))
		return NULL;
	if (!history_next(store, run->operands[0], position, &run->arena, &row))
		return NULL;
	run_row(run, &row);
	return row.sequence;
}

static const struct report history = {&why_row_message, why_page};

static void add_row(void *run, const void *row)
{
	run_row(run, row);
}

/* With --tasks: what awaits a person. */
static const char *tasks_page(struct run *run, struct store *store, const char *after)
{
	const struct settings *settings = &run->settings;
	int64_t now = clock_now(&settings->clock), starts;
	struct task_terms terms = {.now = now, .late = now - settings->days * DAY};
	struct sponsor_state sponsor;

	if (!sponsor_next(store, run->operands[0], after, &run->arena, &sponsor))
		return NULL;
	if (settings->starts != NULL && clock_parse(settings->starts, &starts))
		terms.starts_soon = now >= starts - 7 * DAY;
	tasks_of(store, &sponsor, &terms, &run->arena, add_row, run);
	return sponsor.sponsor;
}

static const struct report tasks = {&task_row_message, tasks_page};

static const struct verb verbs[] = {
	{
		.name = "--tasks",
		.doc = "lists what a person has to do",
		.run = run_report,
		.takes = TAKES_QUERY | TAKES_DAYS,
		.operands = "[sponsor]",
		.report = &tasks,
	},
	{
		.run = run_report,
		.takes = (TAKES_QUERY | TAKES_WHY),
		.operands = "[sponsor]",
		.report = &status,
		.why = &history,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&status_row_message,
	&why_row_message,
	&task_row_message,
	NULL,
};

static const struct tool sponsor_status_tool = {
	.name = "sponsor-status",
	.doc = "Shows where each sponsor stands; with --why, explains one from contract to ticket.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_status_tool, argc, argv);
}
