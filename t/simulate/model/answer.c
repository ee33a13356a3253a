/*
 * What a command was answered with, and what the feed has of it, compared with what was predicted.
 * All events of a command with an id have that as their cause, and those of one without have a
 * correlation of their own; so the feed itself shows which events are whose.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "internal.h"

static struct history *feed(const struct run *run)
{
	return &run->model->history[TICKETING];
}

json_t *next_printed(const struct run *run)
{
	return json_array_get(run->printed, run->next);
}

json_t *next_event(const struct run *run)
{
	return history_event(feed(run), feed(run)->applied + 1);
}

size_t position_of(const json_t *event)
{
	return strtoull(text_of(event, "sequence"), NULL, 10);
}

/* The next event of the feed has its effect, and belongs to the answer. */
bool take_event(struct run *run, json_t *positions)
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

/* The seals of a feed are of no command. */
void skip_seals(struct run *run)
{
	json_t *event;
	bool seal = true;

	while (seal) {
		event = next_event(run);
		seal = event && is_kind(event, "feed-sealed");
		feed(run)->applied += seal;
		json_decref(event);
	}
}

/* A line that was printed: an earlier event again, or the next one. */
bool take_printed(struct run *run, json_t *positions)
{
	size_t position = position_of(next_printed(run));

	if (position == 0)
		return wrong(run->model, "unexpected: %s, %s", kind_of(next_printed(run)),
			text_of(json_object_get(next_printed(run), "data"), "message"));
	if (position <= feed(run)->applied) {
		json_array_append_new(positions, json_integer((json_int_t)position));
		run->next++;
		return true;
	}
	skip_seals(run);
	if (position != feed(run)->applied + 1)
		return wrong(run->model, "event %zu was printed next, and not event %zu", position,
			feed(run)->applied + 1);
	if (!take_event(run, positions))
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
	return !run->fault && flag_of(command, "alone") && number_of(run->step, "status", 0) > 1;
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
	const json_t *line = next_printed(run), *data = json_object_get(line, "data");
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
		if (!next_printed(run) && run->fault)
			return true;
		if (position_of(next_printed(run)) != (size_t)json_integer_value(item))
			return wrong(run->model,
				"should have been answered by event %jd again, and not by %zu: %s",
				(intmax_t)json_integer_value(item), position_of(next_printed(run)),
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
	snprintf(where, size, "it is of the client %s", text_of(event, "client"));
	if (strcmp(text_of(event, "client"), text_of(run->step, "client")) != 0)
		return false;
	snprintf(where, size, "its time is %s", text_of(event, "time"));
	if (time_of(event, "time") < run->clock || time_of(event, "time") > run->ended)
		return false;
	return agrees(
		json_object_get(event, "data"), json_object_get(expected, "data"), where, size);
}

/* What a refusal repeats of its command. */
static json_t *refusal(const struct run *run, const json_t *command, const struct plan *plan)
{
	static const char *const names[] = {"reference", "purchase", "ticket"};
	const json_t *data = json_object_get(command, "data");
	const char *type = text_of(command, "type");
	bool creates = strcmp(type, "create-ticket-purchase") == 0;
	json_t *expected =
		json_pack("{s:s,s:s}", "code", plan->code, "client", text_of(run->step, "client"));
	char whole[100];
	size_t i;

	snprintf(whole, sizeof(whole), "lanyard.ticketing.%s.v1", type);
	if (!creates)
		json_object_set_new(expected, "command", json_string(whole));
	for (i = creates ? 0 : 1; i < (creates ? 1 : 3); i++) {
		if (json_object_get(data, names[i]))
			json_object_set(expected, names[i], json_object_get(data, names[i]));
	}
	return json_pack("[{s:s,s:o}]", "kind",
		creates ? "ticket-purchase-rejected" : "ticket-command-rejected", "data", expected);
}

/* The same record refused as before gets the earlier event. */
static bool refused_as_before(
	struct run *run, const json_t *command, const struct plan *plan, const json_t *events)
{
	const json_t *line = next_printed(run);
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

	skip_seals(run);
	json_array_foreach(events, i, expected)
	{
		json_t *event = history_event(feed(run), feed(run)->applied + 1);
		const json_t *line = next_printed(run);
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
		if (!take_event(run, positions))
			return false;
		run->next += line ? 1 : 0;
	}
	return true;
}

/* Whether a command without an id may have caused an event, as far as its data says. */
static bool may_cause(const json_t *command, const json_t *event)
{
	static const char *const kinds[][2] = {
		{"create-ticket-purchase", "ticket-purchase-created"},
		{"create-ticket-purchase", "ticket-purchase-rejected"},
		{"pay-ticket-purchase", "ticket-purchase-paid"},
		{"refund-ticket-purchase", "ticket-purchase-refunded"},
		{"refund-ticket-purchase", "ticket-payment-refunded"},
		{"extend-ticket-purchase", "ticket-purchase-extended"},
		{"reopen-ticket-purchase", "ticket-purchase-reopened"},
		{"cancel-tickets", "tickets-cancelled"},
		{"amend-purchaser", "purchaser-amended"},
		{"assign-ticket", "ticket-assigned"},
		{"unassign-ticket", "ticket-unassigned"},
	};
	static const char *const names[] = {"reference", "purchase", "ticket"};
	const char *type = text_of(command, "type");
	const json_t *data = json_object_get(command, "data"),
		     *has = json_object_get(event, "data");
	char whole[100];
	bool fits = flag_of(command, "alone");
	size_t i;

	snprintf(whole, sizeof(whole), "lanyard.ticketing.%s.v1", type);
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		fits |= strcmp(kinds[i][0], type) == 0 && is_kind(event, kinds[i][1]);
	fits |= is_kind(event, "ticket-command-rejected") &&
		strcmp(text_of(has, "command"), whole) == 0;
	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		fits &= !text_of(data, names[i])[0] || !text_of(has, names[i])[0] ||
			strcmp(text_of(data, names[i]), text_of(has, names[i])) == 0;
	return fits;
}

/* Whether the next event is of a command: of its id, or without one of a correlation of its own. */
static bool is_of(
	const struct run *run, const json_t *command, const json_t *event, const char *correlation)
{
	const char *id = text_of(command, "id");

	if (strcmp(text_of(event, "causationid"), id) != 0 ||
		strcmp(text_of(event, "client"), text_of(run->step, "client")) != 0 ||
		time_of(event, "time") < run->clock || time_of(event, "time") > run->ended)
		return false;
	if (id[0])
		return true;
	return correlation[0] ? strcmp(text_of(event, "correlationid"), correlation) == 0
			      : may_cause(command, event);
}

/* The note that an earlier event answers a command, which that prints. */
static bool take_note(struct run *run, const json_t *note, json_t *positions)
{
	const char *answer = text_of(json_object_get(note, "data"), "answer");
	size_t position = strtoull(answer, NULL, 10);

	if (position == 0 || position > feed(run)->applied)
		return wrong(run->model, "event %zu names the answer %s", feed(run)->applied + 1,
			answer);
	feed(run)->applied++;
	json_array_append_new(positions, json_integer((json_int_t)position));
	if (!next_printed(run) && run->fault)
		return true;
	if (position_of(next_printed(run)) != position)
		return wrong(run->model, "event %zu names the answer %zu, and %zu was printed",
			feed(run)->applied, position, position_of(next_printed(run)));
	run->next++;
	return true;
}

/* All events that the feed has of a command; if any, they were printed, unless a fault came between. */
static bool take_answer(struct run *run, const json_t *command, bool changes, json_t *positions)
{
	char correlation[40] = "";
	json_t *event;
	bool good = true;

	while (good && (event = next_event(run)) != NULL) {
		bool refused = strstr(kind_of(event), "-rejected") != NULL;

		if (!is_of(run, command, event, correlation) ||
			(!changes && !refused && !json_object_get(command, "id") &&
				!next_printed(run))) {
			json_decref(event); /* of a later command, for all that is known */
			break;
		}
		snprintf(correlation, sizeof(correlation), "%s", text_of(event, "correlationid"));
		if (is_kind(event, "command-answered"))
			good = take_note(run, event, positions);
		else if (!changes && !refused)
			good = wrong(run->model, "event %zu, %s, changes what had changed: %s",
				feed(run)->applied + 1, kind_of(event), describe(command));
		else if (next_printed(run) || !run->fault)
			good = next_printed(run)
				       ? take_printed(run, positions)
				       : wrong(run->model, "event %zu was not printed: %s",
						 feed(run)->applied + 1, describe(command));
		else
			good = take_event(run, positions);
		json_decref(event);
	}
	return good;
}

/* An answer of which no event was predicted; without CHANGES it is an earlier one, or a refusal. */
static bool fulfil_unknown(struct run *run, const json_t *command, bool changes, json_t *positions)
{
	bool identified = json_object_get(command, "id") != NULL;
	const json_t *line = next_printed(run);

	if (!identified && is_bad(run, command))
		return true;
	if (identified && line && is_kind(line, "command-refused") &&
		strcmp(text_of(line, "causationid"), text_of(command, "id")) == 0) {
		run->next++;
		return true;
	}
	skip_seals(run);
	if (!identified && line && position_of(line) > 0 && position_of(line) <= feed(run)->applied)
		return take_printed(run, positions);
	if (!take_answer(run, command, changes, positions))
		return false;
	return run->fault || json_array_size(positions) > 0 ||
	       (flag_of(command, "alone") && json_array_size(run->printed) > 0) ||
	       wrong(run->model, "has no answer: %s", describe(command));
}

/* Whether an earlier event that answers is of what was to be expected; a refusal may be, too. */
static bool check_earlier(
	struct run *run, const json_t *command, const struct plan *plan, const json_t *positions)
{
	const json_t *expected = json_array_get(plan->events, 0);
	const char *kind = text_of(expected, "kind");
	json_t *event;
	char where[200] = "another kind";
	bool good;

	if (plan->outcome != NOTHING_NEW || !expected || json_array_size(positions) == 0)
		return true;
	event = history_event(feed(run), (size_t)json_integer_value(json_array_get(positions, 0)));
	good = strstr(kind_of(event), "-rejected") ||
	       ((!kind[0] || is_kind(event, kind)) &&
		       agrees(json_object_get(event, "data"), json_object_get(expected, "data"),
			       where, sizeof(where)));
	if (!good)
		good = wrong(run->model,
			"was answered by the earlier %s %s, and not by %s (%s): %s", kind_of(event),
			text_of(event, "sequence"), kind, where, describe(command));
	json_decref(event);
	return good;
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

bool fulfil(struct run *run, json_t *command, struct plan *plan)
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
		good = fulfil_unknown(run, command, plan->outcome != NOTHING_NEW, positions) &&
		       check_earlier(run, command, plan, positions);
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
