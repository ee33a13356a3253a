#include "base/clock.h"
#include "speakers/crm.h"
#include "speakers/status.h"
#include "tool/tool.h"

/* Borrows from the page's arena: the date. */
static const char *today(struct run *run)
{
	char text[CLOCK_TEXT];

	clock_format(clock_now(&run->settings.clock), text);
	return arena_text(&run->arena, text, strlen("YYYY-MM-DD"));
}

static const char *status_page(struct run *run, struct store *store, const char *after)
{
	struct speaker_state speaker;
	struct speaker_status_row row;

	if (!speaker_next(store, run->operands[0], after, &run->arena, &speaker))
		return NULL;
	speaker_status_of(store, &speaker, today(run), &run->arena, &row);
	run_row(run, &row);
	return speaker.speaker;
}

static const struct report status = {&speaker_status_row_message, status_page};

/* With --why: the one that is named, event by event. */
static const char *why_page(struct run *run, struct store *store, const char *after)
{
	int64_t position = after != NULL ? strtonum(after, 0, INT64_MAX, NULL) : 0;
	struct speaker_state speaker;
	struct speaker_why_row row;

	if (run->operands[0] == NULL) {
		fault_set(store_fault(store), EX_USAGE, "--why wants a speaker");
		return NULL;
	}
	if (after == NULL && !speaker_next(store, run->operands[0], NULL, &run->arena, &speaker))
		return NULL;
	if (!speaker_history_next(store, run->operands[0], position, &run->arena, &row))
		return NULL;
	run_row(run, &row);
	return row.sequence;
}

static const struct report history = {&speaker_why_row_message, why_page};

static const struct verb verbs[] = {
	{
		.run = run_report,
		.takes = (TAKES_QUERY | TAKES_WHY),
		.operands = "[speaker]",
		.report = &status,
		.why = &history,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&speaker_status_row_message,
	&speaker_why_row_message,
	NULL,
};

static const struct tool speaker_status_tool = {
	.name = "speaker-status",
	.doc = "Shows where each speaker stands; with --why, explains one from invitation to ticket.",
	.context = &speakers,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&speaker_status_tool, argc, argv);
}
