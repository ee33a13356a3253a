/*
 * Ticketing's steps wait until every event that they may have recorded is known: at once if nothing
 * failed, else until a feed was read. Then each command is predicted from the tables, and compared
 * with what it printed and recorded.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

/* The clock of a command is that of its event, if it may have moved during the step. */
static int64_t clock_of(struct run *run)
{
	json_t *event = next_event(run);
	int64_t time = time_of(event, "time");

	json_decref(event);
	return time >= run->clock && time <= run->ended ? time : run->clock;
}

static bool run_commands(struct run *run)
{
	json_t *commands = json_object_get(run->step, "commands"), *command;
	size_t i;

	json_array_foreach(commands, i, command)
	{
		struct request request = {
			.client = text_of(run->step, "client"),
			.type = text_of(command, "type"),
			.id = json_string_value(json_object_get(command, "id")),
			.data = json_object_get(command, "data"),
			.ended = run->ended,
		};
		struct plan plan = {.code = ""};

		skip_seals(run);
		request.clock = clock_of(run);
		if (flag_of(command, "bad") || (json_object_get(command, "id") && !request.id))
			plan_deny(&plan, "");
		else
			predict(run->model, &request, &plan);
		if (!fulfil(run, command, &plan))
			return false;
		if (run->stopped)
			break;
	}
	return true;
}

/* What is due and past its deadline expires, all of it if nothing fails. */
static bool run_expiry(struct run *run)
{
	const struct tables *tables = &run->model->tables;
	json_t *positions = json_array(), *event = NULL;
	bool good = true;

	while (good && next_printed(run))
		good = is_kind(next_printed(run), "ticket-purchase-expired")
			       ? take_printed(run, positions)
			       : wrong(run->model, "printed %s", kind_of(next_printed(run)));
	while (good && run->fault && (event = next_event(run)) != NULL &&
		is_kind(event, "ticket-purchase-expired") && time_of(event, "time") <= run->ended) {
		good = take_event(run, positions);
		json_decref(event);
		event = NULL;
	}
	json_decref(event);
	json_decref(positions);
	for (size_t i = 0; good && !run->fault && i < tables->count; i++) {
		if (tables->purchases[i]->state == DUE &&
			tables->purchases[i]->deadline <= run->clock)
			good = wrong(
				run->model, "%s has not expired", tables->purchases[i]->reference);
	}
	return good;
}

static bool run_step(struct model *model, json_t *step)
{
	struct run run = {
		.model = model,
		.step = step,
		.printed = json_object_get(step, "printed"),
		.fault = flag_of(step, "fault"),
		.clock = number_of(step, "clock", 0),
		.ended = number_of(step, "ended", 0),
	};
	bool expires = strcmp(text_of(step, "tool"), "ticket-expire") == 0;

	if (!(expires ? run_expiry(&run) : run_commands(&run)))
		return false;
	if (next_printed(&run))
		return wrong(model, "a line answers no command: %s, event %zu, %s",
			kind_of(next_printed(&run)), position_of(next_printed(&run)),
			text_of(json_object_get(next_printed(&run), "data"), "message"));
	return true;
}

/* Whether all that a step may have recorded is known without a feed. */
static bool is_known(const struct model *model, const json_t *step)
{
	const struct history *history = &model->history[TICKETING];
	const json_t *line;
	size_t i, last = history->applied;

	if (flag_of(step, "fault"))
		return false;
	json_array_foreach(json_object_get(step, "commands"), i, line)
	{
		if (json_object_get(line, "id")) /* a note, which is not printed, may be of it */
			return false;
	}
	json_array_foreach(json_object_get(step, "printed"), i, line)
	{
		if (position_of(line) > last)
			last = position_of(line);
	}
	for (size_t p = history->applied; p < last; p++) {
		if (!history->lines[p])
			return false;
	}
	return true;
}

bool plan_drain(struct model *model, bool whole)
{
	struct history *history = &model->history[TICKETING];
	struct run rest = {.model = model};
	json_t *event;
	bool good;

	while (json_array_size(history->waiting) > 0) {
		json_t *step = json_array_get(history->waiting, 0);

		if (!whole && !is_known(model, step))
			return true;
		model->judged = (uint64_t)number_of(step, "number", 0);
		if (!run_step(model, step))
			return false;
		model->judged = 0;
		json_array_remove(history->waiting, 0);
	}
	if (!whole)
		return true;
	skip_seals(&rest);
	event = history_event(history, history->applied + 1);
	good = !event || wrong(model, "event %zu, %s, is of no command that ran",
				 history->applied + 1, kind_of(event));
	json_decref(event);
	return good;
}

/* The lines of standard input that a diagnostic reports as bad. */
static json_t *bad_lines(const struct step *step)
{
	json_t *bad = json_array();
	const char *at = step->diagnostics.bytes, *end = at + step->diagnostics.size;

	for (; at && at < end; at++) {
		char line[300];
		const char *newline = memchr(at, '\n', (size_t)(end - at)), *place;
		size_t size = (size_t)((newline ? newline : end) - at);

		snprintf(line, sizeof(line), "%.*s", (int)size, at);
		place = strstr(line, ": stdin:");
		if (place) {
			char *rest;
			long number = strtol(place + strlen(": stdin:"), &rest, 10);

			if (strncmp(rest, ": refused", 9) != 0 &&
				strncmp(rest, ": warning", 9) != 0)
				json_array_append_new(bad, json_integer(number));
		}
		at += size;
	}
	return bad;
}

bool plan_step(struct model *model, const struct step *step, json_t *lines)
{
	const char *client = "organiser";
	json_t *commands = commands_of(step, &client);
	int64_t ended = step->ended > step->clock ? step->ended : step->clock;

	if (!commands && strcmp(step->tool, "ticket-expire") != 0)
		return true;
	if (step->status == 66 && !step->fault) {
		json_decref(commands);
		return model->history[TICKETING].count == 0 ||
		       wrong(model, "the store has vanished");
	}
	json_array_append_new(model->history[TICKETING].waiting,
		json_pack("{s:I,s:s,s:s,s:I,s:I,s:b,s:i,s:o?,s:O,s:o}", "number",
			(json_int_t)model->counts.steps, "tool", step->tool, "client", client,
			"clock", (json_int_t)step->clock, "ended", (json_int_t)ended, "fault",
			step->fault, "status", step->status, "commands", commands, "printed", lines,
			"bad", bad_lines(step)));
	return plan_drain(model, false);
}
