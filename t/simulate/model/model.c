#include <bsd/string.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

struct model *model_new(void)
{
	struct model *model = calloc(1, sizeof(*model));

	if (!model)
		err(71, NULL);
	tables_new(&model->tables);
	model->ids = json_object();
	model->answers = json_object();
	model->natural = json_object();
	model->outcomes = json_object();
	model->commands = json_object();
	for (int i = 0; i < CONTEXTS; i++) {
		model->crm[i] = json_object();
		model->history[i].waiting = json_array();
	}
	return model;
}

void model_free(struct model *model)
{
	if (!model)
		return;
	tables_free(&model->tables);
	json_decref(model->ids);
	json_decref(model->answers);
	json_decref(model->natural);
	json_decref(model->outcomes);
	json_decref(model->commands);
	for (int i = 0; i < CONTEXTS; i++) {
		json_decref(model->crm[i]);
		history_free(&model->history[i]);
	}
	free(model);
}

struct model_counts model_counts(const struct model *model)
{
	return model->counts;
}

/* A process's command has the same data under the same id, whenever it is printed. */
static bool note_command(struct model *model, const json_t *line)
{
	const char *id = text_of(line, "id");
	const json_t *data = json_object_get(line, "data"), *before;

	before = json_object_get(model->commands, id);
	if (before && !json_equal(before, data))
		return wrong(model, "the command %s was printed with other data than before", id);
	json_object_set(model->commands, id, json_object_get(line, "data"));
	return true;
}

static bool note_line(struct model *model, const char *at, size_t size, json_t *lines)
{
	json_t *line = json_loadb(at, size, JSON_REJECT_DUPLICATES, NULL);
	bool good = true;

	model->counts.lines++;
	if (!json_is_object(line) || !json_object_get(line, "specversion"))
		good = wrong(model, "a line of the output is no event: %.*s",
			(int)(size < 200 ? size : 200), at);
	else if (json_object_get(line, "dryrun"))
		good = wrong(
			model, "a line is of a dry run: %.*s", (int)(size < 200 ? size : 200), at);
	else if (json_object_get(line, "sequence"))
		good = history_note(model, at, size, line);
	else if (!is_kind(line, "command-refused"))
		good = note_command(model, line);
	if (good)
		json_array_append(lines, line);
	json_decref(line);
	return good;
}

static bool note_output(struct model *model, const struct step *step, json_t *lines)
{
	const char *at = step->output.bytes, *end = at + step->output.size;

	while (at && at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));

		if (!newline)
			return step->fault || wrong(model, "the last line of the output is torn");
		if (!note_line(model, at, (size_t)(newline - at), lines))
			return false;
		at = newline + 1;
	}
	return true;
}

static bool has_argument(const struct step *step, const char *argument)
{
	for (size_t i = 0; i < step->count; i++) {
		if (strcmp(step->arguments[i], argument) == 0)
			return true;
	}
	return false;
}

/* What prints no events, or none that count. */
static bool is_report(const struct step *step)
{
	static const char *const verbs[] = {"list", "show", "try", "-n", "--dry-run", "--why",
		"--help", "--describe", "-t", "--csv", "--values"};
	static const char *const ends[] = {
		"-status", "-unused", "-reconcile", "-report", "-find", "-match", "-check"};
	const char *end = strrchr(step->tool, '-');

	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++) {
		if (has_argument(step, verbs[i]))
			return true;
	}
	for (size_t i = 0; end && i < sizeof(ends) / sizeof(ends[0]); i++) {
		if (strcmp(end, ends[i]) == 0)
			return true;
	}
	return false;
}

/* All of a feed after a position that was read, and not a part of it. Sets that position. */
static bool is_whole_feed(const struct history *history, const struct step *step, size_t *after)
{
	*after = 0;
	for (size_t i = 0; i < step->count; i++) {
		const char *argument = step->arguments[i];

		if (strcmp(argument, "-d") == 0 || strcmp(argument, "--store") == 0)
			i++;
		else if (strcmp(argument, "--after") == 0 && i + 1 < step->count)
			*after = strtoull(step->arguments[++i], NULL, 10);
		else if (strcmp(argument, "--json") != 0 && strcmp(argument, "-q") != 0)
			return false;
	}
	return *after <= history->read;
}

/* A client's events have their effect as soon as they are known without a gap. */
static bool drain_client(struct model *model, enum context context)
{
	struct history *history = &model->history[context];
	json_t *event;
	bool good = true;

	while (good && (event = history_event(history, history->applied + 1)) != NULL) {
		history->applied++;
		good = ledger_apply(model, context, event);
		json_decref(event);
	}
	return good;
}

static bool judge_feed(struct model *model, enum context context, const struct step *step)
{
	size_t after;
	bool whole = is_whole_feed(&model->history[context], step, &after);

	if (has_argument(step, "--consumer") || has_argument(step, "-t"))
		return true;
	if (!history_feed(model, context, step, after, whole))
		return false;
	if (!whole || step->fault || step->status != 0)
		return true;
	model->history[context].unseen = false;
	return context == TICKETING ? plan_drain(model, true) : drain_client(model, context);
}

/* Statuses that no input, grant or state explains. */
static bool judge_status(struct model *model, const struct step *step)
{
	static const int statuses[] = {0, 1, 64, 65, 66, 75, 77, 78};
	const char *check = strrchr(step->tool, '-');

	if (step->fault)
		return true;
	if (step->status != 0 && check && strcmp(check, "-check") == 0)
		return wrong(model, "the store breaks an invariant: %.*s",
			(int)(step->output.size < 300 ? step->output.size : 300),
			step->output.bytes ? step->output.bytes : "");
	if (step->status != 0 && step->status != 66 && strcmp(step->tool, "event-replay") == 0)
		return wrong(model, "the tables differ from the feed: %.*s",
			(int)(step->diagnostics.size < 300 ? step->diagnostics.size : 300),
			step->diagnostics.bytes ? step->diagnostics.bytes : "");
	for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
		if (step->status == statuses[i])
			return true;
	}
	return wrong(model, "it ended with %d: %.*s", step->status,
		(int)(step->diagnostics.size < 300 ? step->diagnostics.size : 300),
		step->diagnostics.bytes ? step->diagnostics.bytes : "");
}

bool model_step(struct model *model, const struct step *step, char *why, size_t size)
{
	int context = context_of(step->tool);
	const char *end = strrchr(step->tool, '-');
	json_t *lines;
	bool good;

	model->why = why;
	model->size = size;
	model->counts.steps++;
	model->counts.faults += step->fault;
	strlcpy(model->tool, step->tool, sizeof(model->tool));
	if (!judge_status(model, step))
		return false;
	if (context < 0)
		return true;
	if (is_report(step))
		return report_judge(model, (enum context)context, step);
	if (end && strcmp(end, "-feed") == 0)
		return judge_feed(model, (enum context)context, step);
	model->history[context].unseen |= step->fault;
	lines = json_array();
	good = note_output(model, step, lines);
	if (good && context == TICKETING)
		good = plan_step(model, step, lines);
	else if (good)
		good = drain_client(model, (enum context)context);
	json_decref(lines);
	return good;
}

bool model_end(struct model *model, char *why, size_t size)
{
	model->why = why;
	model->size = size;
	strlcpy(model->tool, "the end", sizeof(model->tool));
	for (int i = 0; i < CONTEXTS; i++) {
		const struct history *history = &model->history[i];

		if (history->read < history->count)
			return wrong(
				model, "no feed was read to the end, event %zu", history->count);
		if (json_array_size(history->waiting) > 0)
			return wrong(model, "steps are not explained by a feed");
		if (i != TICKETING && !ledger_end(model, (enum context)i))
			return false;
	}
	return true;
}
