#include "tool/describe.h"

#include "base/memory.h"
#include "message/description.h"
#include "message/encode.h"
#include "tool/roster.h"
#include "tool/usage.h"
#include "store/outcome.h"

/* A set of types or contexts. */
struct names {
	const char **items;
	size_t count;
};

static void add_name(struct names *names, const char *name)
{
	size_t i;

	for (i = 0; i < names->count; i++)
		if (strcmp(names->items[i], name) == 0)
			return;
	names->items = memory_resize(names->items, names->count + 1, sizeof(*names->items));
	names->items[names->count++] = name;
}

/* The parts of a description. */
struct described {
	const char *context;
	struct names consumes, emits, commands, publishes, reads, writes;
};

static void add_type(
	struct described *described, struct names *types, const struct message *message)
{
	add_name(types, message->type);
	if (message->class == MESSAGE_COMMAND)
		add_name(&described->commands, message->type);
	/* Only the context's own messages are published by it. */
	if (message->published && message_is_of(message, described->context))
		add_name(&described->publishes, message->type);
}

static void add_contexts(struct names *names, const struct tool *tool)
{
	const struct context *const *context;

	if (tool->context != NULL)
		add_name(names, tool->context->name);
	for (context = tool->serves; context != NULL && *context != NULL; context++)
		add_name(names, (*context)->name);
}

/* An empty array if there is none. */
static struct list list_of(struct names *names)
{
	if (names->items == NULL)
		names->items = memory_zeroed(1, sizeof(*names->items));
	return (struct list){names->count, names->items};
}

/* All events in CONTEXT's feed. */
static void add_feed(struct described *described, const struct context *context)
{
	const struct component *const *component;
	const struct message *const *message;
	const struct effect *effect;

	for (component = context->components; *component != NULL; component++)
		for (effect = (*component)->effects; effect->event != NULL; effect++)
			add_type(described, &described->emits, effect->event);
	for (message = store_messages; *message != NULL; message++)
		if ((*message)->class == MESSAGE_EVENT)
			add_type(described, &described->emits, *message);
}

/* The events that PROCESS reacts to. */
static void add_reactions(
	struct described *described, const struct context *context, const struct process *process)
{
	const struct component *const *component;
	const struct reaction *reaction;
	const struct effect *effect;

	for (reaction = process->reactions; reaction->event != NULL; reaction++)
		add_type(described, &described->consumes, reaction->event);
	for (component = context->components; *component != NULL; component++)
		for (effect = (*component)->effects; effect->event != NULL; effect++)
			if (effect->fact && process->fact != NULL)
				add_type(described, &described->consumes, effect->event);
}

static void add_verb_types(
	struct described *described, const struct tool *tool, const struct verb *verb)
{
	/* A feed writes its consumers' positions. */
	if ((verb->takes & (TAKES_DRY_RUN | TAKES_AFTER)) || verb->creates || verb->writes)
		add_contexts(&described->writes, tool);
	if ((verb->takes & TAKES_AFTER) && tool->context != NULL)
		add_feed(described, tool->context);
	if (verb->command != NULL)
		add_type(described, &described->consumes, verb->command);
	if (verb->amend != NULL)
		add_type(described, &described->consumes, verb->amend);
	if (verb->process != NULL && tool->context != NULL)
		add_reactions(described, tool->context, verb->process);
}

/* What is described: fields, and the memory of their texts. */
struct fields {
	struct list list;
	struct arena *arena;
};

static void describe_values(
	const struct enumeration *enumeration, struct fields *fields, struct list *values)
{
	unsigned i;

	for (i = 1; i < enumeration->count; i++)
		*(const char **)list_grow(values, sizeof(char *), fields->arena) =
			enumeration_text(enumeration, i);
}

/*
 * Adds the fields of LAYOUT, each followed by those that it has; WITHIN begins their paths. Those
 * of a LIST (NULL: none) that options set are left out.
 */
static void describe_fields(const struct layout *layout, const char *within,
	const struct roster *list, struct fields *fields)
{
	size_t i;

	for (i = 0; i < layout->count; i++) {
		const struct field *field = &layout->fields[i];
		const char *path = arena_printf(fields->arena, "%s%s", within, field->name);
		struct described_field *described;

		if (list != NULL &&
			((field->flags & KEY) || layout_field(list->common, field->name) != NULL))
			continue;
		described = list_grow(&fields->list, sizeof(*described), fields->arena);
		*described = (struct described_field){
			.path = path,
			.type = (enum described_type)(field->type + 1),
			.required = field->flags & REQUIRED ? BOOLEAN_TRUE : BOOLEAN_ABSENT,
			.key = field->flags & KEY ? BOOLEAN_TRUE : BOOLEAN_ABSENT,
			.unsplit = field->flags & UNSPLIT ? BOOLEAN_TRUE : BOOLEAN_ABSENT,
			.doc = field->doc,
		};
		if (field->lowest != 0 || field->highest != 0) {
			described->lowest = integer(field->lowest);
			described->highest = integer(field->highest);
		}
		if (field->enumeration != NULL)
			describe_values(field->enumeration, fields, &described->values);
		if (field->layout != NULL)
			describe_fields(field->layout,
				arena_printf(fields->arena,
					field->type == FIELD_LIST ? "%s[]." : "%s.", path),
				NULL, fields);
	}
}

/* The verbs that read lines of commands. */
static struct list describe_verbs(const struct tool *tool, struct arena *arena)
{
	struct list verbs = {0};
	const struct verb *verb;

	for (verb = tool->verbs; verb->run != NULL; verb++) {
		struct fields fields = {.arena = arena};
		struct described_verb *described;

		if (verb->command == NULL || verb->document)
			continue;
		describe_fields(verb->command->layout, "", verb->roster, &fields);
		described = list_grow(&verbs, sizeof(*described), arena);
		*described = (struct described_verb){verb->name, verb->command->type, fields.list};
	}
	return verbs;
}

void tool_describe(const struct tool *tool, struct buffer *out)
{
	struct arena arena = {0};
	struct described described = {
		.context = tool->context != NULL ? tool->context->name : "events"};
	const struct message *const *message;
	struct description description;
	const struct verb *verb;

	add_contexts(&described.reads, tool);
	for (verb = tool->verbs; verb->run != NULL; verb++)
		add_verb_types(&described, tool, verb);
	for (message = tool->emits; message != NULL && *message != NULL; message++)
		add_type(&described, &described.emits, *message);
	description = (struct description){
		.tool = tool->name,
		.version = LANYARD_VERSION,
		.doc = tool->doc,
		.context = described.context,
		.owns = tool->context != NULL ? tool->context->owns : NULL,
		.consumes = list_of(&described.consumes),
		.emits = list_of(&described.emits),
		.commands = list_of(&described.commands),
		.publishes = list_of(&described.publishes),
		.reads = list_of(&described.reads),
		.writes = list_of(&described.writes),
		.verbs = describe_verbs(tool, &arena),
		.usages = usage_list(tool, &arena),
	};
	encode(&description_layout, &description, AS_DECLARED, out);
	buffer_add(out, "\n", 1);
	arena_release(&arena);
	free(described.consumes.items);
	free(described.emits.items);
	free(described.commands.items);
	free(described.publishes.items);
	free(described.reads.items);
	free(described.writes.items);
}
