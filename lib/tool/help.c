#include "tool/help.h"

#include "tool/field.h"
#include "tool/offer.h"

/* What is not a tool, such as the test of a component, has none. */
__attribute__((weak)) const char *const tool_examples[] = {NULL};

enum {
	WIDTH = 80,
	LATER_INDENT = 16, /* of lines after the first, deeper than any field is */
	OPTION_COLUMN = 32,
	FIELD_COLUMN = 46,
};

/* How a text is folded. */
struct fold {
	size_t indent;      /* of lines after the first */
	char open, close;   /* what is between them stays in one line; 0: nothing does */
	const char *suffix; /* of a line that goes on */
};

/* The length of the word at TEXT, with what may not be separated from it. */
static size_t word_length(const char *text, const struct fold *fold)
{
	bool within = false;
	size_t i;

	for (i = 0; text[i] != '\0' && (text[i] != ' ' || within); i++)
		if (within ? text[i] == fold->close : text[i] == fold->open)
			within = !within && fold->open != '\0';
	return i;
}

/* Adds TEXT from COLUMN on, and a newline. */
static void add_folded(struct buffer *out, size_t column, const struct fold *fold, const char *text)
{
	size_t room = WIDTH - strlen(fold->suffix), length;
	bool first = true;

	for (; *text != '\0'; text += strspn(text, " ")) {
		length = word_length(text, fold);
		if (!first && column + 1 + length > room) {
			buffer_add_format(out, "%s\n%*s", fold->suffix, (int)fold->indent, "");
			column = fold->indent;
		} else if (!first) {
			buffer_add_text(out, " ");
			column++;
		}
		buffer_add(out, text, length);
		column += length;
		text += length;
		first = false;
	}
	buffer_add_text(out, "\n");
}

static void add_text(struct buffer *out, const char *text)
{
	add_folded(out, 0, &(struct fold){LATER_INDENT, 0, 0, ""}, text);
}

void help_add_beside(struct buffer *out, const char *left, size_t column, const char *text)
{
	size_t length = strlen(left);

	while (length > 0 && left[length - 1] == ' ')
		length--;
	buffer_add(out, left, length);
	if (length + 2 > column)
		buffer_add_text(out, "\n");
	buffer_add_format(out, "%*s", (int)(length + 2 > column ? column : column - length), "");
	add_folded(out, column, &(struct fold){column, 0, 0, ""}, text);
}

static void add_examples(struct buffer *out)
{
	const char *const *example;

	if (*tool_examples == NULL)
		return;
	buffer_add_text(out, "Examples:\n");
	for (example = tool_examples; *example != NULL; example++) {
		buffer_add_text(out, "  $ ");
		add_folded(out, 4, &(struct fold){LATER_INDENT, '\'', '\'', " \\"}, *example);
	}
	buffer_add_text(out, "\n");
}

static void add_field_synopsis(const struct field_option *option, struct buffer *out)
{
	char argument[FIELD_NAME];

	option_field_argument(option->field, argument, sizeof(argument));
	if (option->field->type == FIELD_BOOLEAN)
		buffer_add_format(out, " [--%s | --no-%s]", option->name, option->name);
	else
		buffer_add_format(out, " [--%s %s]", option->name, argument);
}

static bool is_letter_flag(const struct tool_option *option)
{
	return option->letter != '\0' && option->argument == NULL;
}

static void add_help_synopsis(const struct tool_option *option, struct buffer *out)
{
	if (option->letter)
		buffer_add_format(out, " [-%c", option->letter);
	else
		buffer_add_format(out, " [--%s", option->name);
	if (option->argument != NULL)
		buffer_add_format(out, " %s", option->argument);
	buffer_add_text(out, "]");
}

static void add_verb_synopsis(const struct tool *tool, const struct verb *verb, struct buffer *out)
{
	struct field_options options = option_fields_of(verb);
	struct offers offers = offers_of_verb(verb);
	size_t i;
	bool flags = false;

	buffer_add_text(out, tool->name);
	if (verb->name != NULL)
		buffer_add_format(out, " %s", verb->name);
	for (i = 0; i < offers.count; i++) {
		if (offer_is_help(&offers.items[i]) || !is_letter_flag(offers.items[i].option))
			continue;
		buffer_add_text(out, flags ? "" : " [-");
		buffer_add(out, &offers.items[i].option->letter, 1);
		flags = true;
	}
	buffer_add_text(out, flags ? "]" : "");
	for (i = 0; i < offers.count; i++)
		if (!offer_is_help(&offers.items[i]) && !is_letter_flag(offers.items[i].option))
			add_help_synopsis(offers.items[i].option, out);
	for (i = 0; i < options.count; i++)
		if (!(options.items[i].field->flags & KEY) || options.items[i].within != NULL)
			add_field_synopsis(&options.items[i], out);
	if (verb->operands != NULL)
		buffer_add_format(out, " %s", verb->operands);
	for (i = 0; i < options.count && verb->operands == NULL; i++)
		if ((options.items[i].field->flags & KEY) && options.items[i].within == NULL)
			buffer_add_format(out, " [%s]", options.items[i].field->name);
}

/* Adds the synopsis of each verb, folded. */
static void add_usage(const struct tool *tool, struct buffer *out)
{
	const struct fold fold = {LATER_INDENT, '[', ']', ""};
	const struct verb *verb;

	for (verb = tool->verbs; verb->run != NULL; verb++) {
		struct buffer line = {0};

		add_verb_synopsis(tool, verb, &line);
		buffer_add_text(out, verb == tool->verbs ? "usage: " : "       ");
		add_folded(out, strlen("usage: "), &fold, buffer_text(&line));
		buffer_release(&line);
	}
}

void help_synopsis(const struct tool *tool, bool folded, struct buffer *out)
{
	const struct verb *verb;

	if (folded) {
		add_usage(tool, out);
		return;
	}
	for (verb = tool->verbs; verb->run != NULL; verb++) {
		buffer_add_text(out, verb == tool->verbs ? "usage: " : "       ");
		add_verb_synopsis(tool, verb, out);
		buffer_add_text(out, "\n");
	}
}

static void add_option_help(const struct tool_option *option, struct buffer *out)
{
	const char *space = option->argument != NULL ? " " : "";
	const char *argument = option->argument != NULL ? option->argument : "";
	char left[64];

	if (option->letter && option->name != NULL)
		snprintf(left, sizeof(left), "  -%c, --%s%s%s", option->letter, option->name, space,
			argument);
	else if (option->letter)
		snprintf(left, sizeof(left), "  -%c", option->letter);
	else
		snprintf(left, sizeof(left), "      --%s%s%s", option->name, space, argument);
	help_add_beside(out, left, OPTION_COLUMN, option->doc);
}

/* How an amount is written; "" for other fields. */
static const char *describe_amount(const struct field *field, bool option)
{
	bool pairs = field_is_pairs(field) && field->layout->fields[1].type == FIELD_AMOUNT;

	if (field->type != FIELD_AMOUNT && !pairs)
		return "";
	return option ? "; 29900, or 299.00 with its currency" : pairs ? "" : "; in minor units";
}

/* A field's JSON name, and the option that sets it. */
static void add_field_help(
	const struct verb *verb, const struct field *field, int depth, struct buffer *out)
{
	char name[FIELD_NAME], argument[FIELD_NAME], set[2 * FIELD_NAME + 32] = "";
	char left[4 * FIELD_NAME];
	struct buffer doc = {0};

	option_field_name(field, name, sizeof(name));
	option_field_argument(field, argument, sizeof(argument));
	if (verb->document || depth > 1 || field->type == FIELD_OBJECT || !option_is_field(field))
		;
	else if (field->type == FIELD_BOOLEAN)
		snprintf(set, sizeof(set), "--%s, --no-%s", name, name);
	else
		snprintf(set, sizeof(set), "--%s %s", name, argument);
	snprintf(left, sizeof(left), "  %*s%-*s  %s", 2 * depth, "", 16 - 2 * depth, field->name,
		set);
	buffer_add_format(&doc, "%s%s%s", field->doc, describe_amount(field, *set != '\0'),
		field->flags & REQUIRED ? "; required" : "");
	help_add_beside(out, left, FIELD_COLUMN, buffer_text(&doc));
	buffer_release(&doc);
}

static void add_fields(
	const struct verb *verb, const struct layout *layout, int depth, struct buffer *out)
{
	size_t i;

	for (i = 0; i < layout->count; i++) {
		const struct field *field = &layout->fields[i];

		add_field_help(verb, field, depth, out);
		if (field->layout != NULL)
			add_fields(verb, field->layout,
				field->type == FIELD_LIST ? depth + 2 : depth + 1, out);
	}
}

/* The amendment's "clear", and the fields of the record that it may name. */
static void add_clear(const struct verb *verb, struct buffer *out)
{
	const struct layout *record = verb->command->layout;
	const struct field *clear = layout_field(verb->amend->layout, "clear");
	struct buffer text = {0};
	const char *lead = ": ";
	size_t i;

	buffer_add_text(&text, "Operands and options change the fields that they name");
	if (clear != NULL) {
		buffer_add_format(&text, "; --clear: %s", clear->doc);
		for (i = 0; i < record->count; i++) {
			if (record->fields[i].flags & REQUIRED)
				continue;
			buffer_add_format(&text, "%s%s", lead, record->fields[i].name);
			lead = ", ";
		}
	}
	buffer_add_text(&text, ".");
	add_text(out, buffer_text(&text));
	buffer_release(&text);
}

void help_text(const struct tool *tool, struct buffer *out)
{
	struct offers offers = offers_of_tool(tool);
	const struct verb *verb;
	size_t i;

	add_examples(out);
	add_usage(tool, out);
	buffer_add_text(out, "\n");
	add_text(out, tool->doc);
	for (verb = tool->verbs; verb->run != NULL; verb++) {
		if (verb->name != NULL) {
			buffer_add_format(out, "\n%s: ", verb->name);
			add_folded(out, strlen(verb->name) + 2,
				&(struct fold){LATER_INDENT, 0, 0, ""}, verb->doc);
		}
		if (verb->command == NULL || verb->roster != NULL)
			continue;
		buffer_add_format(out, "\nFields of %s, and their options:\n", verb->command->type);
		add_fields(verb, verb->command->layout, 0, out);
		if (verb->amend != NULL)
			add_clear(verb, out);
	}
	buffer_add_text(out, "\nOptions:\n");
	for (i = 0; i < offers.count; i++)
		add_option_help(offers.items[i].option, out);
}
