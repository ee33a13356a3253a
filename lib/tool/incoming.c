#include "tool/incoming.h"

#include <jansson.h>

#include "message/decode.h"
#include "message/json.h"
#include "tool/dates.h"
#include "tool/roster.h"

/*
 * How a command's data is decoded. Options say exactly what to change, and a criterion that is
 * blank in a policy's document would match everybody.
 */
static enum strictness strictness_of(
	const struct incoming_batch *batch, const struct command *command)
{
	return command->has_id || batch->run->record_text != NULL ? STRICT : BARE;
}

/* Decodes DATA; in a record without an id, dates are as a person wrote them. */
static bool decode_command(struct incoming_batch *batch, struct incoming *incoming,
	const struct message *message, const json_t *data)
{
	const struct settings *settings = &batch->run->settings;
	struct dates dates = dates_in(batch->run->zone, settings->clock.offset);
	struct command *command = &incoming->command;

	command->data = decode_written(message->layout, data, strictness_of(batch, command),
		command->has_id ? "/data" : "", command->has_id ? NULL : &dates.written,
		&batch->arena, &incoming->fault);
	if (command->data == NULL)
		return false;
	incoming->assumed_utc = dates.assumed_utc;
	incoming->warning = dates.warning;
	if (!command->has_id && incoming->warning == NULL)
		incoming->warning = dates_doubt(
			message->layout, command->data, &settings->clock, &batch->arena);
	return true;
}

/* Adds what options set for all lines of a list to COMMAND, which must have none of it. */
static bool add_common(
	const struct incoming_batch *batch, const struct command *command, struct fault *fault)
{
	void *data = (void *)(uintptr_t)command->data;
	const struct layout *common = batch->run->verb->roster->common;
	const struct layout *layout = batch->run->verb->command->layout;
	const struct field *field;
	size_t i;

	if (command->has_id)
		return fault_set(fault, EX_DATAERR, "has an id: a list is one of records");
	for (i = 0; i < layout->count; i++) {
		field = &layout->fields[i];
		if ((!(field->flags & KEY) && layout_field(common, field->name) == NULL) ||
			!field_is_present(field, data))
			continue;
		fault_set(fault, EX_DATAERR, "is for options, which are for all lines of a list");
		snprintf(fault->pointer, sizeof(fault->pointer), "/%s", field->name);
		return false;
	}
	layout_overlay(layout, data, common, batch->run->common);
	return true;
}

static bool parse_command(
	struct incoming_batch *batch, struct incoming *incoming, const json_t *json)
{
	const struct run *run = batch->run;
	const struct message *message =
		run->record_text != NULL && run->verb->amend != NULL
			? run->verb->amend
			: run->verb->command;
	struct command *command = &incoming->command;
	struct fault *fault = &incoming->fault;
	const json_t *data = json;

	command->rule = context_rule(run->tool->context, message->type);
	command->has_id = json_object_get(json, "specversion") != NULL;
	if (command->has_id) {
		if (!envelope_read(json, &batch->arena, &command->envelope, &data, fault))
			return false;
		if (strcmp(command->envelope.type, message->type) != 0) {
			fault_set(fault, EX_DATAERR, "\"%s\" is not the command of %s: %s",
				command->envelope.type, run->tool->name, message->type);
			strlcpy(fault->pointer, "/type", sizeof(fault->pointer));
			return false;
		}
		incoming->has_envelope = true;
	} else if (json_object_get(json, "dryrun") != NULL) {
		return fault_set(fault, EX_DATAERR, "was printed by a dry run (-n)");
	}
	if (!decode_command(batch, incoming, message, data) ||
		(run->common != NULL && !add_common(batch, command, fault)))
		return false;
	command_identify(command, run->settings.client, clock_now(&run->settings.clock));
	command->digest = envelope_digest(message, command->data, &batch->scratch);
	command->size = batch->scratch.length;
	command->key = command_key(message, command->data, &batch->arena);
	return true;
}

static bool parse_arrival(
	struct incoming_batch *batch, struct incoming *incoming, const json_t *json)
{
	const struct run *run = batch->run;
	const struct process *process = run->verb->process;
	struct arrival *arrival = &incoming->arrival;
	struct reaction reaction;
	const json_t *data;

	if (json_object_get(json, "specversion") == NULL)
		return fault_set(&incoming->fault, EX_DATAERR, "is not an event: no specversion");
	if (!envelope_read(json, &batch->arena, &arrival->envelope, &data, &incoming->fault))
		return false;
	if (!process_reaction(process, run->tool->context, arrival->envelope.type, &reaction)) {
		incoming->skipped = true; /* tolerant reader */
		return true;
	}
	arrival->message = reaction.event;
	arrival->data = decode(
		reaction.event->layout, data, TOLERANT, "/data", &batch->arena, &incoming->fault);
	return arrival->data != NULL;
}

const json_t *incoming_object(const struct line *line, struct arena *arena, struct fault *fault)
{
	if (line->state == LINE_COMPLETE)
		return message_json_parse(line->text, line->length, arena, fault);
	if (line->state == LINE_TOO_LONG)
		fault_set(fault, EX_DATAERR, "is longer than %d bytes", LINE_LIMIT);
	else
		fault_set(fault, EX_DATAERR, "has no newline: it is truncated");
	return NULL;
}

static void parse_line(struct incoming_batch *batch, struct incoming *incoming)
{
	const json_t *json;

	arena_reset(&batch->json);
	json = incoming_object(&incoming->line, &batch->json, &incoming->fault);
	if (json == NULL)
		return;
	if (batch->run->verb->process != NULL)
		parse_arrival(batch, incoming, json);
	else
		parse_command(batch, incoming, json);
}

void incoming_parse(void *item)
{
	struct incoming_batch *batch = item;
	int i;

	arena_reset(&batch->arena);
	for (i = 0; i < batch->count; i++) {
		batch->incoming[i] = (struct incoming){.line = batch->lines[i]};
		parse_line(batch, &batch->incoming[i]);
	}
}

void incoming_release(struct incoming_batch *batch)
{
	arena_release(&batch->arena);
	arena_release(&batch->json);
	buffer_release(&batch->scratch);
}
