/*
 * Ticketing's steps wait until every event that they may have recorded is known: at once if nothing
 * failed, else until a feed was read. Then each command is predicted from the tables, and compared
 * with what it printed and recorded.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

struct run {
	struct model *model;
	json_t *step, *printed;
	size_t next; /* of the printed lines */
	bool fault, stopped;
	int64_t clock, ended;
};

static struct history *feed(struct run *run)
{
	return &run->model->history[TICKETING];
}

static json_t *printed(const struct run *run)
{
	return json_array_get(run->printed, run->next);
}

static size_t position_of(const json_t *event)
{
	return strtoull(text_of(event, "sequence"), NULL, 10);
}

/* The next event of the feed has its effect, and belongs to the answer. */
static bool take(struct run *run, json_t *positions)
{
	struct history *history = feed(run);
	json_t *event = history_event(history, history->applied + 1);
	bool good;

	history->applied++;
	good = tables_apply(run->model, event);
	if (good && run->step &&
		(time_of(event, "time") < run->clock || time_of(event, "time") > run->ended))
		good = wrong(run->model, "event %zu has another time than its command",
			history->applied);
	json_decref(event);
	if (positions)
		json_array_append_new(positions, json_integer((json_int_t)history->applied));
	return good;
}

/* A command that changed nothing may have left a note in the feed, which is printed by none. */
static void skip_notes(struct run *run)
{
	for (;;) {
		json_t *event = history_event(feed(run), feed(run)->applied + 1);
		bool note = event &&
			    (is_kind(event, "command-answered") || is_kind(event, "feed-sealed"));

		json_decref(event);
		if (!note)
			return;
		feed(run)->applied++;
	}
}

/* A line that was printed: an earlier event again, or the next one. */
static bool take_printed(struct run *run, json_t *positions)
{
	size_t position = position_of(printed(run));

	if (position == 0)
		return wrong(run->model, "unexpected: %s, %s", kind_of(printed(run)),
			text_of(json_object_get(printed(run), "data"), "message"));
	if (position <= feed(run)->applied) {
		json_array_append_new(positions, json_integer((json_int_t)position));
		run->next++;
		return true;
	}
	skip_notes(run);
	if (position != feed(run)->applied + 1)
		return wrong(run->model, "event %zu was printed next, and not event %zu", position,
			feed(run)->applied + 1);
	if (!take(run, positions))
		return false;
	run->next++;
	return true;
}

static bool is_bad(const struct run *run, const json_t *command)
{
	const json_t *bad = json_object_get(run->step, "bad"), *item;
	size_t i;

	json_array_foreach(bad, i, item)
	{
		if (json_integer_value(item) == number_of(command, "line", 0))
			return true;
	}
	return flag_of(command, "alone") && number_of(run->step, "status", 0) > 1;
}

static const char *describe(const json_t *command)
{
	static char text[500];
	char *data = json_dumps(json_object_get(command, "data"), JSON_ENCODE_ANY | JSON_COMPACT);

	snprintf(text, sizeof(text), "%s %s, line %jd, %.300s", text_of(command, "type"),
		text_of(command, "id"), (intmax_t)number_of(command, "line", 0), data ? data : "");
	free(data);
	return text;
}

static bool fulfil_denied(struct run *run, const json_t *command, const struct plan *plan)
{
	const json_t *line = printed(run), *data = json_object_get(line, "data");
	const char *id = text_of(command, "id");

	run->model->counts.denied++;
	if (!id[0])
		return run->fault || is_bad(run, command) ||
		       wrong(run->model, "should have been denied (%s): %s", plan->code,
			       describe(command));
	if (!line && run->fault)
		return true;
	if (!is_kind(line, "command-refused") || strcmp(text_of(line, "causationid"), id) != 0)
		return wrong(run->model, "should have been denied (%s): %s", plan->code,
			describe(command));
	if (plan->code[0] && strcmp(text_of(data, "code"), plan->code) != 0)
		return wrong(run->model, "was denied with %s and not %s: %s", text_of(data, "code"),
			plan->code, describe(command));
	run->next++;
	return true;
}

static bool fulfil_same(struct run *run, const json_t *command, const struct plan *plan)
{
	const json_t *item;
	size_t i;

	run->model->counts.repeated++;
	json_array_foreach(plan->positions, i, item)
	{
		if (!printed(run) && run->fault)
			return true;
		if (position_of(printed(run)) != (size_t)json_integer_value(item))
			return wrong(run->model,
				"should have been answered by event %jd again, and not by %zu: %s",
				(intmax_t)json_integer_value(item), position_of(printed(run)),
				describe(command));
		run->next++;
	}
	return true;
}

/* Whether an event is that of a command, and what is expected of it. */
static bool fits(const struct run *run, const json_t *command, const json_t *event,
	const json_t *expected, char *where, size_t size)
{
	snprintf(where, size, "%s %s instead of %s", kind_of(event),
		text_of(json_object_get(event, "data"), "code"), text_of(expected, "kind"));
	if (!is_kind(event, text_of(expected, "kind")))
		return false;
	snprintf(where, size, "it is of the command %s", text_of(event, "causationid"));
	if (strcmp(text_of(event, "causationid"), text_of(command, "id")) != 0)
		return false;
	snprintf(where, size, "its time is %s", text_of(event, "time"));
	if (time_of(event, "time") < run->clock || time_of(event, "time") > run->ended)
		return false;
	return agrees(
		json_object_get(event, "data"), json_object_get(expected, "data"), where, size);
}

static json_t *refusal(const struct run *run, const json_t *command, const struct plan *plan)
{
	const char *kind = strcmp(text_of(command, "type"), "create-ticket-purchase") == 0
				   ? "ticket-purchase-rejected"
				   : "ticket-command-rejected";

	return json_pack("[{s:s,s:{s:s,s:s}}]", "kind", kind, "data", "code", plan->code, "client",
		text_of(run->step, "client"));
}

/* The same record refused as before gets the earlier event. */
static bool refused_as_before(
	struct run *run, const json_t *command, const struct plan *plan, const json_t *events)
{
	const json_t *line = printed(run);
	char where[200];

	return plan->outcome == REJECTED && line && !json_object_get(command, "id") &&
	       position_of(line) > 0 && position_of(line) <= feed(run)->applied &&
	       is_kind(line, text_of(json_array_get(events, 0), "kind")) &&
	       agrees(json_object_get(line, "data"),
		       json_object_get(json_array_get(events, 0), "data"), where, sizeof(where));
}

/* What was predicted is the next of the feed, and was printed, unless a fault came between. */
static bool fulfil_events(struct run *run, const json_t *command, const struct plan *plan,
	const json_t *events, json_t *positions)
{
	const json_t *expected;
	char where[400];
	size_t i;

	skip_notes(run);
	json_array_foreach(events, i, expected)
	{
		json_t *event = history_event(feed(run), feed(run)->applied + 1);
		const json_t *line = printed(run);
		bool fit = event && fits(run, command, event, expected, where, sizeof(where));

		json_decref(event);
		if (!line && run->fault && i == 0 && !fit) {
			/* A record refused as before is answered by the earlier event: nothing shows it. */
			run->stopped = plan->outcome != REJECTED || json_object_get(command, "id");
			return true;
		}
		if (!line && !run->fault)
			return wrong(run->model, "was not answered by %s: %s",
				text_of(expected, "kind"), describe(command));
		if (line && position_of(line) == 0)
			return wrong(run->model, "was refused (%s: %s), and not answered by %s: %s",
				text_of(json_object_get(line, "data"), "code"),
				text_of(json_object_get(line, "data"), "message"),
				text_of(expected, "kind"), describe(command));
		if (line && position_of(line) <= feed(run)->applied)
			return wrong(run->model,
				"was answered by the earlier event %zu, and not by %s: %s",
				position_of(line), text_of(expected, "kind"), describe(command));
		if (!event)
			return wrong(run->model, "event %zu is missing, %s: %s",
				feed(run)->applied + 1, text_of(expected, "kind"),
				describe(command));
		if (!fit)
			return wrong(run->model, "event %zu is not what was to be expected, %s: %s",
				feed(run)->applied + 1, where, describe(command));
		if (line && position_of(line) != feed(run)->applied + 1)
			return wrong(run->model, "event %zu was printed next, and not event %zu",
				position_of(line), feed(run)->applied + 1);
		if (!take(run, positions))
			return false;
		run->next += line ? 1 : 0;
	}
	return true;
}

/* Events of one command, one after the other, of which nothing was predicted. */
static bool fulfil_unknown(struct run *run, const json_t *command, json_t *positions)
{
	const char *id = text_of(command, "id");
	const char *same = id[0] ? "causationid" : "correlationid"; /* of all events of an answer */
	char first[40];
	json_t *event;

	if (printed(run)) {
		if (!id[0] && is_bad(run, command))
			return true;
		if (is_kind(printed(run), "command-refused")) {
			run->next++;
			return true;
		}
		snprintf(first, sizeof(first), "%s", text_of(printed(run), same));
		do {
			if (!take_printed(run, positions))
				return false;
		} while (printed(run) && strcmp(text_of(printed(run), same), first) == 0 &&
			 position_of(printed(run)) ==
				 (size_t)json_integer_value(json_array_get(
					 positions, json_array_size(positions) - 1)) +
					 1 &&
			 (position_of(printed(run)) > feed(run)->applied || id[0]));
	} else if (!run->fault) {
		return is_bad(run, command) ||
		       (flag_of(command, "alone") && json_array_size(run->printed) > 0) ||
		       wrong(run->model, "has no answer: %s", describe(command));
	}
	if (!run->fault)
		return true;
	skip_notes(run);
	event = history_event(feed(run), feed(run)->applied + 1);
	if (event && json_array_size(positions) == 0)
		snprintf(first, sizeof(first), "%s", text_of(event, "correlationid"));
	while (event && strcmp(text_of(event, "correlationid"), first) == 0 &&
		time_of(event, "time") >= run->clock && time_of(event, "time") <= run->ended &&
		strcmp(text_of(event, "causationid"), id) == 0) {
		if (!take(run, positions))
			break;
		json_decref(event);
		event = history_event(feed(run), feed(run)->applied + 1);
	}
	json_decref(event);
	return true;
}

/* What is recorded answers the same command for ever. */
static void remember(
	struct run *run, const json_t *command, const struct plan *plan, json_t *positions)
{
	json_t *answer, *event;

	if (json_array_size(positions) == 0)
		return;
	answer = json_pack(
		"{s:O,s:O}", "data", json_object_get(command, "data"), "positions", positions);
	if (text_of(command, "id")[0])
		json_object_set(
			run->model->outcomes, text_of(command, "id"), json_array_get(positions, 0));
	if (text_of(command, "id")[0])
		json_object_set(run->model->answers,
			key_of(text_of(run->step, "client"), text_of(command, "id")), answer);
	event = history_event(feed(run), (size_t)json_integer_value(json_array_get(positions, 0)));
	if (plan->key[0] && !strstr(kind_of(event), "-rejected"))
		json_object_set(run->model->natural, plan->key, answer);
	json_decref(event);
	json_decref(answer);
}

static bool fulfil(struct run *run, json_t *command, struct plan *plan)
{
	json_t *positions = json_array(), *events = NULL;
	struct model_counts *counts = &run->model->counts;
	bool good;

	counts->commands++;
	if (plan->outcome == UNKNOWN || plan->outcome == NOTHING_NEW)
		counts->unknown += plan->outcome == UNKNOWN;
	else
		counts->predicted++;
	if (plan->outcome == REJECTED)
		events = refusal(run, command, plan);
	else if (plan->outcome == HAPPENS)
		events = json_incref(plan->events);
	if (plan->outcome == DENIED) {
		good = fulfil_denied(run, command, plan);
	} else if (plan->outcome == SAME) {
		good = fulfil_same(run, command, plan);
	} else if (!events) {
		good = fulfil_unknown(run, command, positions);
	} else if (refused_as_before(run, command, plan, events)) {
		good = take_printed(run, positions);
		counts->repeated++;
	} else {
		good = fulfil_events(run, command, plan, events, positions);
		counts->accepted += plan->outcome == HAPPENS;
		counts->rejected += plan->outcome == REJECTED;
	}
	if (good)
		remember(run, command, plan, positions);
	json_decref(positions);
	json_decref(events);
	json_decref(plan->events);
	return good;
}

/* The clock of a command is that of its event, if it may have moved during the step. */
static int64_t clock_of(struct run *run)
{
	json_t *event = history_event(feed(run), feed(run)->applied + 1);
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

		skip_notes(run);
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

	while (good && printed(run))
		good = is_kind(printed(run), "ticket-purchase-expired")
			       ? take_printed(run, positions)
			       : wrong(run->model, "printed %s", kind_of(printed(run)));
	while (good && run->fault &&
		(event = history_event(feed(run), feed(run)->applied + 1)) != NULL &&
		is_kind(event, "ticket-purchase-expired") && time_of(event, "time") <= run->ended) {
		good = take(run, positions);
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
	if (printed(&run))
		return wrong(model, "a line answers no command: %s, event %zu, %s",
			kind_of(printed(&run)), position_of(printed(&run)),
			text_of(json_object_get(printed(&run), "data"), "message"));
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
	skip_notes(&rest);
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
