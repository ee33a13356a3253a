#include "tool/help.h"

#include "tool/field.h"
#include "tool/offer.h"

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
	buffer_add_text(out, "\n");
}

void help_synopsis(const struct tool *tool, struct buffer *out)
{
	const struct verb *verb;

	for (verb = tool->verbs; verb->run != NULL; verb++) {
		buffer_add_text(out, verb == tool->verbs ? "usage: " : "       ");
		add_verb_synopsis(tool, verb, out);
	}
}

static void add_option_help(const struct tool_option *option, struct buffer *out)
{
	const char *space = option->argument != NULL ? " " : "";
	const char *argument = option->argument != NULL ? option->argument : "";
	char left[64];

	if (option->letter && option->name != NULL)
		snprintf(left, sizeof(left), "-%c, --%s%s%s", option->letter, option->name, space,
			argument);
	else if (option->letter)
		snprintf(left, sizeof(left), "-%c", option->letter);
	else
		snprintf(left, sizeof(left), "    --%s%s%s", option->name, space, argument);
	buffer_add_format(out, "  %-28s  %s\n", left, option->doc);
}

/* A field's JSON name, and the option that sets it. */
static void add_field_help(
	const struct verb *verb, const struct field *field, int depth, struct buffer *out)
{
	char name[FIELD_NAME], argument[FIELD_NAME], left[2 * FIELD_NAME + 32] = "";

	option_field_name(field, name, sizeof(name));
	option_field_argument(field, argument, sizeof(argument));
	if (verb->document || depth > 1 || field->type == FIELD_OBJECT || !option_is_field(field))
		;
	else if (field->type == FIELD_BOOLEAN)
		snprintf(left, sizeof(left), "--%s, --no-%s", name, name);
	else
		snprintf(left, sizeof(left), "--%s %s", name, argument);
	buffer_add_format(out, "  %*s%-*s  %-24s  %s%s\n", 2 * depth, "", 20 - 2 * depth,
		field->name, left, field->doc, field->flags & REQUIRED ? "; required" : "");
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
	const char *lead = ": ";
	size_t i;

	buffer_add_text(out, "Operands and options change the fields that they name");
	if (clear != NULL) {
		buffer_add_format(out, "; --clear: %s", clear->doc);
		for (i = 0; i < record->count; i++) {
			if (record->fields[i].flags & REQUIRED)
				continue;
			buffer_add_format(out, "%s%s", lead, record->fields[i].name);
			lead = ", ";
		}
	}
	buffer_add_text(out, ".\n");
}

void help_text(const struct tool *tool, struct buffer *out)
{
	struct offers offers = offers_of_tool(tool);
	const struct verb *verb;
	size_t i;

	help_synopsis(tool, out);
	buffer_add_format(out, "\n%s\n", tool->doc);
	for (verb = tool->verbs; verb->run != NULL; verb++) {
		if (verb->name != NULL)
			buffer_add_format(out, "\n%s: %s\n", verb->name, verb->doc);
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
