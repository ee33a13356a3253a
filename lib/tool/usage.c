#include "tool/usage.h"

#include "message/description.h"
#include "store/context.h"
#include "store/query.h"
#include "tool/diagnostic.h"
#include "tool/field.h"
#include "tool/offer.h"

/* As many values are enough to choose from. */
enum { VALUES_LIMIT = 500 };

/* Borrows from ARENA: NAME if the tool's store lists values for it, with _ for -; else NULL. */
static const char *listed(const struct tool *tool, const char *name, struct arena *arena)
{
	char *field = arena_printf(arena, "%s", name), *letter;

	for (letter = field; *letter != '\0'; letter++)
		if (*letter == '-')
			*letter = '_';
	return context_listing(tool->context, field) != NULL ? field : NULL;
}

/* An option that is not a field's. */
static void add_option(
	const struct tool *tool, const struct offer *offer, struct list *words, struct arena *arena)
{
	const struct tool_option *option = offer->option;
	struct described_word *word = list_grow(words, sizeof(*word), arena);
	const char *letter = option->letter ? arena_printf(arena, "-%c", option->letter) : NULL;
	bool is_text = option->kind == OPTION_TEXT || option->kind == OPTION_TEXTS;

	*word = (struct described_word){
		.name = option->name != NULL ? arena_printf(arena, "--%s", option->name) : letter,
		.letter = option->name != NULL ? letter : NULL,
		.argument = option->argument,
		.listed = is_text ? listed(tool, option->name, arena) : NULL,
		.doc = option->doc,
	};
}

static void add_values(const struct field *field, struct list *values, struct arena *arena)
{
	unsigned i;

	for (i = 1; field->enumeration != NULL && i < field->enumeration->count; i++)
		*(const char **)list_grow(values, sizeof(char *), arena) =
			enumeration_text(field->enumeration, i);
}

static void add_field_option(const struct tool *tool, const struct field_option *option,
	struct list *words, struct arena *arena)
{
	const struct field *field = option->field;
	struct described_word *word = list_grow(words, sizeof(*word), arena);
	char argument[FIELD_NAME];

	option_field_argument(field, argument, sizeof(argument));
	*word = (struct described_word){
		.name = arena_printf(arena, "--%s", option->name),
		.doc = field->doc,
	};
	if (field->type == FIELD_BOOLEAN) {
		word = list_grow(words, sizeof(*word), arena);
		*word = (struct described_word){
			.name = arena_printf(arena, "--no-%s", option->name),
			.doc = field->doc,
		};
		return;
	}
	word->argument = arena_printf(arena, "%s", argument);
	/* Of a pair, the first part. */
	word->listed = listed(
		tool, field_is_pairs(field) ? field->layout->fields[0].name : field->name, arena);
	add_values(field, &word->values, arena);
}

static void add_operand(const struct tool *tool, const char *name, size_t length,
	struct list *words, struct arena *arena)
{
	struct described_word *word = list_grow(words, sizeof(*word), arena);
	const struct context *const *context = tool->serves;

	word->name = arena_printf(arena, "%.*s", (int)length, name);
	word->listed = listed(tool, word->name, arena);
	for (; context != NULL && *context != NULL && strcmp(word->name, "context") == 0; context++)
		*(const char **)list_grow(&word->values, sizeof(char *), arena) = (*context)->name;
}

/* Those that set fields, and the words of the verb's synopsis, without brackets. */
static void add_operands(const struct tool *tool, const struct verb *verb,
	const struct field_options *fields, struct list *words, struct arena *arena)
{
	const char *word = verb->operands != NULL ? verb->operands : "";
	size_t i, length;

	for (i = 0; i < fields->count; i++)
		if ((fields->items[i].field->flags & KEY) && fields->items[i].within == NULL)
			add_operand(tool, fields->items[i].field->name,
				strlen(fields->items[i].field->name), words, arena);
	for (; *word != '\0'; word += length) {
		word += strspn(word, " []");
		length = strcspn(word, " []");
		if (length > 0 && strncmp(word, "...", 3) != 0)
			add_operand(tool, word, length, words, arena);
	}
}

struct list usage_list(const struct tool *tool, struct arena *arena)
{
	struct list usages = {0};
	const struct verb *verb;
	size_t i;

	for (verb = tool->verbs; verb->run != NULL; verb++) {
		struct described_usage *usage = list_grow(&usages, sizeof(*usage), arena);
		struct field_options fields = option_fields_of(verb);
		struct offers offers = offers_of_verb(verb);

		*usage = (struct described_usage){.verb = verb->name, .doc = verb->doc};
		/* An empty list is one that is there. */
		usage->options.items = usage->operands.items = arena_take(arena, 1);
		for (i = 0; i < offers.count; i++)
			add_option(tool, &offers.items[i], &usage->options, arena);
		for (i = 0; i < fields.count; i++)
			add_field_option(tool, &fields.items[i], &usage->options, arena);
		add_operands(tool, verb, &fields, &usage->operands, arena);
	}
	return usages;
}

/* Borrows from RUN: the client that is offered what it is granted; "": everything is. */
static const char *values_client(const struct run *run)
{
	const char *client = run->settings.client;

	return !(run->verb->takes & TAKES_CLIENT) || client == NULL ||
			       strcmp(client, "organiser") == 0
		       ? ""
		       : client;
}

int run_values(struct run *run)
{
	const char *name = run->settings.values, *equals = strchr(name, '=');
	const char *prefix = equals != NULL ? equals + 1 : "";
	size_t length = strlen(prefix);
	const struct listing *listing;
	struct buffer out = {0};
	struct query *query;
	int count = 0;

	if ((run->verb->takes & TAKES_CLIENT) && run->settings.client != NULL &&
		!run_check_client(run))
		return EX_USAGE;
	name = arena_printf(&run->arena, "%.*s", (int)strcspn(name, "="), name);
	listing = context_listing(run->tool->context, name);
	if (listing == NULL)
		return diagnostic_slip("--values %s: the store lists no values of it", name);
	if (run_open_store(run, STORE_READ) == NULL)
		return run->status;
	query = strstr(listing->sql, ":client") != NULL
			? QUERY(run->store, listing->sql, prefix, values_client(run))
			: QUERY(run->store, listing->sql, prefix);
	while (count < VALUES_LIMIT && query_row(query)) {
		const char *value = query_text_at(query, 0, NULL);

		if (value == NULL || strncmp(value, prefix, length) != 0)
			break;
		buffer_add_format(&out, "%s\n", value);
		count++;
	}
	query_end(query);
	if (store_fault(run->store)->status != 0)
		run_fail(run, store_fault(run->store));
	else if (out.length > 0)
		run_print(run, out.text, out.length);
	buffer_release(&out);
	return run->status;
}
