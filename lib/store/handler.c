#include "store/handler.h"

#include "base/lines.h"
#include "base/local.h"
#include "base/memory.h"
#include "message/encode.h"
#include "store/feed.h"
#include "store/feed_index.h"
#include "store/look_alike.h"
#include "store/outcome.h"

struct handler {
	const struct context *context;
	struct store *store;
	const char *tool;
	int64_t now;
	char time[CLOCK_TEXT];
	char today[LOCAL_DATE_TEXT];
	zone_offset *offset;
	bool prints_recorded;
};

void command_identify(struct command *command, const char *client, int64_t now)
{
	if (!command->has_id)
		command->envelope.id = uuid_root(now);
	command->root = command->has_id ? outcome_root(&command->envelope.id, client)
					: command->envelope.id;
}

struct handler *handler_new(const struct context *context, struct store *store, const char *tool)
{
	struct handler *handler = memory_zeroed(1, sizeof(*handler));

	handler->context = context;
	handler->store = store;
	handler->tool = tool;
	return handler;
}

void handler_print_recorded(struct handler *handler)
{
	handler->prints_recorded = true;
}

void handler_free(struct handler *handler)
{
	free(handler);
}

bool handler_begin(struct handler *handler, const struct clock *clock)
{
	if (!store_begin(handler->store))
		return false;
	handler->now = clock_now(clock);
	clock_format(handler->now, handler->time);
	handler->offset = clock->offset;
	local_date(handler->now, handler->offset, handler->today);
	return store_fault(handler->store)->status == 0;
}

bool handler_commit(struct handler *handler)
{
	return store_commit(handler->store);
}

void handler_rollback(struct handler *handler)
{
	store_rollback(handler->store);
}

const char *command_key_of_event(const struct message *event, const struct message *command,
	const void *data, struct arena *arena)
{
	const char *key = "";
	size_t i;

	for (i = 0; i < command->layout->count; i++) {
		const struct field *field = &command->layout->fields[i];
		const char *value;

		if (!(field->flags & KEY))
			continue;
		if (event != command)
			field = layout_field(event->layout, field->name);
		if (field == NULL)
			return NULL;
		if (!field_is_present(field, data))
			continue;
		value = *(const char *const *)field_at(field, data);
		key = *key == '\0' ? value
				   : arena_printf(arena, "%s" KEY_SEPARATOR "%s", key, value);
	}
	return key;
}

const char *command_key(const struct message *message, const void *data, struct arena *arena)
{
	return command_key_of_event(message, message, data, arena);
}

/*
 * Appends each decided event to the feed, and applies it; warns of look-alikes. COMMON is what
 * their envelopes have in common. ROOT is the root of their ids; NULL for a process, whose events
 * have ids of their own.
 */
static void record(struct handler *handler, struct decision *decision,
	const struct envelope *common, const struct uuid *root, struct buffer *out)
{
	size_t i;

	for (i = 0; i < decision->count; i++) {
		const struct decided *decided = &decision->events[i];
		const struct effect *effect =
			context_effect(handler->context, decided->message->type);
		struct envelope envelope = *common;

		if (effect == NULL || (root != NULL && decided->id != NULL)) {
			fault_set(store_fault(handler->store), EX_SOFTWARE,
				effect == NULL ? "%s has no effect"
					       : "%s has another id than a command's event",
				decided->message->type);
			return;
		}
		look_alike_warn(decision, decided);
		envelope.subject = decided->subject;
		if (decided->cause != NULL)
			envelope.cause = decided->cause;
		if (root != NULL)
			envelope.id = uuid_member(root, (unsigned)i);
		else
			envelope.id = decided->id != NULL ? *decided->id : uuid_new(handler->now);
		feed_append(handler->store, &envelope, decided->message, decided->data, out);
		feed_index_add(handler->store, &envelope, decided->message->layout, decided->data);
		effect_apply(effect, handler->context,
			&(struct applying){handler->store, &envelope, decided->data});
	}
}

/* What the envelopes of COMMAND's events have in common. A generated id is no cause. */
static struct envelope envelope_of_events(
	struct handler *handler, struct decision *decision, const struct command *command)
{
	return (struct envelope){
		.time = handler->time,
		.correlation = decision_correlation(decision),
		.client = decision->client,
		.cause = command->has_id ? &command->envelope.id : NULL,
		.command = &command->digest,
		.personal = layout_is_personal(command->rule->command->layout),
	};
}

/*
 * Records that an existing event answers COMMAND, so that its outcome follows from the
 * feed. It is not printed. A context may count it.
 */
static void record_answered(
	struct handler *handler, struct decision *decision, const struct command *command)
{
	const struct effect *effect =
		context_effect(handler->context, command_answered_message.type);
	struct buffer line = {0};
	struct command_answered answered = {
		.command = command->rule->command->type,
		.answer = arena_printf(decision->arena, "%019lld", (long long)decision->existing),
	};
	struct envelope envelope = envelope_of_events(handler, decision, command);

	envelope.subject = feed_subject(handler->store, decision->existing, decision->arena);
	envelope.id = command->root;
	feed_append(handler->store, &envelope, &command_answered_message, &answered, &line);
	if (effect != NULL)
		effect_apply(effect, handler->context,
			&(struct applying){handler->store, &envelope, &answered});
	buffer_release(&line);
}

static struct decision begin_decision(struct handler *handler, struct arena *arena,
	const char *client, const struct envelope *envelope)
{
	return (struct decision){
		.store = handler->store,
		.arena = arena,
		.now = handler->now,
		.time = handler->time,
		.today = handler->today,
		.offset = handler->offset,
		.client = client,
		.envelope = envelope,
		.pointer = "",
		.reason = "",
	};
}

/* Borrows from ARENA: a pointer to the first field of the natural key. */
static const char *key_pointer(const struct command *command, struct arena *arena)
{
	const struct layout *layout = command->rule->command->layout;
	size_t i;

	for (i = 0; i < layout->count; i++)
		if (layout->fields[i].flags & KEY)
			return arena_printf(arena, "%s/%s", command->has_id ? "/data" : "",
				layout->fields[i].name);
	return "";
}

/*
 * Whether COMMAND was handled before, by its id or its natural key. If so, adds the recorded
 * events to OUT, or denies it.
 */
static bool answer_known(struct handler *handler, const struct command *command,
	struct decision *decision, struct buffer *out)
{
	const char *superseded = NULL;
	struct outcome outcome;
	bool known, same;

	known = command->has_id &&
		outcome_find(handler->store, decision->client, &command->envelope.id,
			&command->root, &command->digest, &outcome, decision->arena);
	/* A rule without .conflict: its command may be repeated by natural key. */
	if (!known && (command->rule->conflict == NULL ||
			      !outcome_find_by_key(handler->store, decision->client,
				      command->rule->command->type, command->key, &command->digest,
				      &outcome, decision->arena)))
		return false;
	same = outcome.same;
	if (!known && command->rule->superseded != NULL)
		superseded =
			command->rule->superseded(handler->store, command->data, decision->arena);
	if (same && (known || !command->has_id)) {
		feed_copy(handler->store, outcome.first, outcome.count, out);
		decision->rejected = context_is_rejection(handler->context,
			feed_type(handler->store, outcome.first, decision->arena));
		if (superseded != NULL)
			decision_warn(decision, "%s", superseded);
	} else if (known)
		decision_deny(
			decision, DENY_CONFLICT, "/id", "this id was used before, with other data");
	else if (same)
		decision_deny(decision, DENY_CONFLICT, "/id",
			"the same was recorded by another command: event %lld",
			(long long)outcome.first);
	else
		decision_deny(decision, DENY_CONFLICT, key_pointer(command, decision->arena), "%s",
			superseded != NULL ? superseded : command->rule->conflict);
	return true;
}

/* Adds an open host's answer to a denied command that has an id. */
static void answer_denied(struct handler *handler, const struct command *command,
	struct decision *decision, struct buffer *out)
{
	if (decision->denied != DENY_NONE && command->has_id &&
		handler->context->write_denial != NULL)
		handler->context->write_denial(decision, command->rule->command, out);
}

void handler_malformed(struct handler *handler, const struct command *command, const char *client,
	const char *pointer, const char *reason, struct arena *arena, struct buffer *out)
{
	struct decision decision = begin_decision(handler, arena, client, &command->envelope);

	decision_deny(&decision, DENY_MALFORMED, pointer, "%s", reason);
	answer_denied(handler, command, &decision, out);
}

/*
 * Denies a command whose event would be longer than LINE_LIMIT: a large command, or a
 * small one that amends a large record.
 */
static void check_size(const struct command *command, struct decision *decision)
{
	enum { SMALL = 16 * 1024, ENVELOPE = 4 * 1024 };
	struct buffer encoded = {0};
	size_t i;

	if (command->size <= SMALL && !decision->amended)
		return;
	for (i = 0; i < decision->count; i++) {
		buffer_reset(&encoded);
		encode(decision->events[i].message->layout, decision->events[i].data, AS_DECLARED,
			&encoded);
		if (encoded.length > LINE_LIMIT - ENVELOPE)
			decision_deny(decision, DENY_MALFORMED, "",
				"is too large: its event would be longer than a line may be");
	}
	buffer_release(&encoded);
}

/*
 * If a command without an id is rejected as before, answers with that rejection instead of
 * recording another.
 */
static void reuse_rejection(
	struct handler *handler, const struct command *command, struct decision *decision)
{
	const struct decided *rejection = decision->events;
	int64_t position = 0;

	if (decision->rejected && !command->has_id)
		position =
			outcome_find_rejection(handler->store, decision->client, &command->digest);
	if (position > 0 &&
		decision_is_event(decision, rejection->message, rejection->data, position))
		decision_existing(decision, position);
}

/* Decides on COMMAND, and whether the decision may be recorded. */
static void decide(
	struct handler *handler, const struct command *command, struct decision *decision)
{
	command->rule->decide(decision, command->data);
	check_size(command, decision);
	if (decision->denied == DENY_NONE)
		reuse_rejection(handler, command, decision);
	if (decision->denied == DENY_NONE && handler->context->limit != NULL &&
		(decision->existing == 0 || command->has_id))
		handler->context->limit(decision);
	if (decision->denied == DENY_NONE)
		return;
	decision->rejected = false;
	/* An open host does not disclose what exists. */
	if (decision->denied == DENY_CONTRADICTION && handler->context->write_denial == NULL)
		look_alike_explain(decision, command->rule->command->layout, command->data);
	/* The rule's pointer is relative to the data. */
	if (command->has_id && *decision->pointer != '\0')
		decision->pointer = arena_printf(decision->arena, "/data%s", decision->pointer);
}

/* Saves by which key COMMAND, whose first event is at POSITION, may be repeated. */
static void save_key(struct handler *handler, const struct command *command,
	const struct decision *decision, int64_t position)
{
	if (decision->rejected && !command->has_id)
		outcome_replace_rejection(
			handler->store, decision->client, &command->digest, position);
	if (command->rule->conflict != NULL && !decision->rejected)
		outcome_insert_key(handler->store, decision->client, command->rule->command->type,
			command->key, position);
}

static void carry_out(struct handler *handler, const struct command *command,
	struct decision *decision, struct buffer *out)
{
	int64_t first = store_last_sequence(handler->store) + 1;
	struct envelope common;

	decide(handler, command, decision);
	if (decision->denied != DENY_NONE)
		return;
	if (decision->existing > 0) {
		feed_copy(handler->store, decision->existing, 1, out);
		if (command->has_id)
			record_answered(handler, decision, command);
		return;
	}
	common = envelope_of_events(handler, decision, command);
	record(handler, decision, &common, &command->root, out);
	save_key(handler, command, decision, first);
}

void handler_command(struct handler *handler, const struct command *command, const char *client,
	struct arena *arena, struct decision *decision, struct buffer *out)
{
	*decision = begin_decision(handler, arena, client, &command->envelope);
	decision->written = !command->has_id;
	if (!answer_known(handler, command, decision, out))
		carry_out(handler, command, decision, out);
	answer_denied(handler, command, decision, out);
}

bool process_reaction(const struct process *process, const struct context *context,
	const char *type, struct reaction *found)
{
	const struct effect *effect;
	const struct reaction *reaction;

	for (reaction = process->reactions; reaction->event != NULL; reaction++)
		if (strcmp(reaction->event->type, type) == 0) {
			*found = *reaction;
			return true;
		}
	effect = process->fact != NULL ? context_effect(context, type) : NULL;
	if (effect == NULL || !effect->fact)
		return false;
	*found = *process->fact;
	found->event = effect->event;
	return true;
}

static void react(struct handler *handler, const struct process *process,
	const struct arrival *arrival, struct decision *decision, struct buffer *out)
{
	struct buffer recorded = {0};
	struct envelope common = {
		.time = handler->time,
		.correlation = decision_correlation(decision),
		.client = decision->client,
		.cause = &arrival->envelope.id,
	};
	struct reaction reaction = {.event = NULL};

	process_reaction(process, handler->context, arrival->message->type, &reaction);
	decision->shown = handler->prints_recorded && reaction.write == NULL;
	if (reaction.decide != NULL)
		reaction.decide(decision, arrival->data);
	if (decision->denied == DENY_NONE)
		record(handler, decision, &common, NULL, decision->shown ? out : &recorded);
	buffer_release(&recorded);
	if (decision->denied == DENY_NONE && reaction.write != NULL)
		reaction.write(decision, arrival->data, out);
}

/* Reads the event at POSITION; false with the store's fault set. */
static bool read_stored(struct handler *handler, const struct process *process, int64_t position,
	struct arena *arena, struct arrival *arrival)
{
	const char *type = feed_type(handler->store, position, arena);
	struct reaction reaction;

	if (type == NULL || !process_reaction(process, handler->context, type, &reaction))
		return fault_set(store_fault(handler->store), EX_SOFTWARE,
			"position %lld is no event for %s", (long long)position, handler->tool);
	arrival->message = reaction.event;
	arrival->data = feed_event(
		handler->store, position, reaction.event->layout, &arrival->envelope, arena);
	return arrival->data != NULL;
}

/* Reacts to the event at POSITION, incoming or OUTSTANDING. */
static void react_to_stored(struct handler *handler, const struct process *process,
	int64_t position, bool outstanding, struct arena *arena, struct decision *decision,
	struct buffer *out)
{
	struct arrival *arrival = arena_take(arena, sizeof(*arrival));

	*decision = begin_decision(handler, arena, handler->tool, &arrival->envelope);
	decision->outstanding = outstanding;
	if (read_stored(handler, process, position, arena, arrival))
		react(handler, process, arrival, decision, out);
}

void handler_position(struct handler *handler, const struct process *process, int64_t position,
	struct arena *arena, struct decision *decision, struct buffer *out)
{
	react_to_stored(handler, process, position, true, arena, decision, out);
}

void handler_arrival(struct handler *handler, const struct process *process,
	const struct arrival *arrival, struct arena *arena, struct decision *decision,
	struct buffer *out)
{
	const char *stored = NULL;
	int64_t position;

	if (!process->own_feed) {
		*decision = begin_decision(handler, arena, handler->tool, &arrival->envelope);
		react(handler, process, arrival, decision, out);
		return;
	}
	position = feed_position(handler->store, &arrival->envelope.id);
	if (position > 0)
		stored = feed_type(handler->store, position, arena);
	if (stored != NULL && strcmp(stored, arrival->envelope.type) == 0) {
		react_to_stored(handler, process, position, false, arena, decision, out);
		return;
	}
	*decision = begin_decision(handler, arena, handler->tool, &arrival->envelope);
	decision_deny(decision, DENY_CONTRADICTION, "/id", "this event is not in %s's feed",
		store_source(handler->store));
}
