#include "tool/field.h"

#include <jansson.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/decimal.h"
#include "base/memory.h"
#include "tool/amount.h"
#include "tool/roster.h"

/*
 * An option that is repeated: --ticket full=3 for each item of a list of pairs, or for each text.
 */
static bool is_repeated(const struct field *field)
{
	return field->type == FIELD_LIST || (field->flags & UNSPLIT);
}

bool option_is_field(const struct field *field)
{
	if (field->flags & HIDDEN)
		return false;
	return field->type != FIELD_LIST || field_is_pairs(field);
}

void option_field_name(const struct field *field, char *name, size_t size)
{
	size_t length;

	strlcpy(name, field->name, size);
	length = strlen(name);
	if (is_repeated(field) && length > 1 && name[length - 1] == 's')
		name[length - 1] = '\0';
	for (; *name != '\0'; name++)
		if (*name == '_')
			*name = '-';
}

void option_field_argument(const struct field *field, char *argument, size_t size)
{
	const struct field *fields = field->type == FIELD_LIST ? field->layout->fields : NULL;

	if (!field_is_pairs(field))
		strlcpy(argument, field_argument(field), size);
	else
		snprintf(argument, size, "%s=%s", fields[0].name,
			field_is_number(&fields[1]) ? field_argument(&fields[1]) : fields[1].name);
}

static void collect(
	const struct layout *layout, const struct field *within, struct field_options *options)
{
	size_t i;

	for (i = 0; i < layout->count; i++) {
		const struct field *field = &layout->fields[i];
		struct field_option *option = &options->items[options->count];

		if (field->type == FIELD_OBJECT && within == NULL) {
			collect(field->layout, field, options);
		} else if (option_is_field(field) && options->count < FIELD_OPTION_LIMIT) {
			option->field = field;
			option->within = within;
			option_field_name(field, option->name, sizeof(option->name));
			options->count++;
		}
	}
}

struct field_options option_fields_of(const struct verb *verb)
{
	struct field_options options = {.count = 0};

	if (verb->roster != NULL)
		collect(verb->roster->common, NULL, &options);
	else if (verb->command != NULL && !verb->document)
		collect((verb->amend != NULL ? verb->amend : verb->command)->layout, NULL,
			&options);
	return options;
}

/* Returns new: a duration as its minutes. NULL with FAULT set. */
static json_t *minutes_value(const char *name, const char *argument, struct fault *fault)
{
	int64_t minutes;

	if (clock_read_minutes(argument, &minutes))
		return json_integer(minutes);
	fault_set(
		fault, EX_USAGE, "--%s: \"%s\" is not a duration: 14d, 12h or 30m", name, argument);
	return NULL;
}

/*
 * Returns new: ARGUMENT of the option NAME as a JSON value of FIELD, which decoding validates.
 * NULL with FAULT set if it can't be one: not a number, or not UTF-8.
 */
static json_t *field_value(
	const struct field *field, const char *name, const char *argument, struct fault *fault)
{
	const char *error;
	long long number;
	json_t *text;

	if (field->flags & MINUTES)
		return minutes_value(name, argument, fault);
	if (field_is_number(field)) {
		number = strtonum(argument, INT64_MIN, INT64_MAX, &error);
		if (error == NULL)
			return json_integer(number);
		/* Converted by option_amounts_read(), once the currency is known. */
		if (field->type == FIELD_AMOUNT && decimal_is_number(argument))
			return json_string(argument);
		fault_set(fault, EX_USAGE, "--%s: \"%s\" is %s", name, argument,
			strcmp(error, "invalid") == 0 ? "not a whole number" : error);
		return NULL;
	}
	text = json_string(argument);
	if (text == NULL)
		fault_set(fault, EX_USAGE, "--%s: is not UTF-8", name);
	return text;
}

static json_t *object_of(json_t *record, const struct field *within)
{
	json_t *object;

	if (within == NULL)
		return record;
	object = json_object_get(record, within->name);
	if (object == NULL) {
		object = json_object();
		json_object_set_new(record, within->name, object);
	}
	return object;
}

static json_t *list_of(json_t *object, const char *name)
{
	json_t *list = json_object_get(object, name);

	if (list == NULL) {
		list = json_array();
		json_object_set_new(object, name, list);
	}
	return list;
}

/* Splits TEXT at its first "=", and returns the second part; "\=" is a "=" without that meaning. */
static char *split_pair(char *text)
{
	char *to = text;

	for (; *text != '\0' && *text != '='; text++) {
		text += text[0] == '\\' && text[1] == '=';
		*to++ = *text;
	}
	if (*text == '\0')
		return NULL;
	*to = '\0';
	return text + 1;
}

/* The same if the second part is a number: splits TEXT at the last "=". */
static char *split_number(char *text)
{
	char *part = strrchr(text, '=');

	if (part != NULL)
		*part++ = '\0';
	return part;
}

/* Whether NAME, what is before the number of a pair, is another pair and a comma: full=1,day. */
static bool has_number(const char *name)
{
	const char *part = strchr(name, '='), *digits;

	if (part == NULL)
		return false;
	digits = part + 1;
	part = digits + strspn(digits, "0123456789");
	return part > digits && *part == ',';
}

/* Adds "full=3" to a list of pairs; false with FAULT set if it is not a pair, or several. */
static bool add_pair(
	json_t *list, const struct field_option *option, const char *argument, struct fault *fault)
{
	const struct field *fields = option->field->layout->fields;
	char *copy = memory_text(argument);
	char *part = field_is_number(&fields[1]) ? split_number(copy) : split_pair(copy);
	json_t *value;
	int failed;

	if (part != NULL && field_is_number(&fields[1]) && has_number(copy)) {
		free(copy);
		return fault_set(fault, EX_USAGE, "--%s %s: is several: repeat --%s for each",
			option->name, argument, option->name);
	}
	if (part == NULL) {
		char wanted[FIELD_NAME];

		free(copy);
		option_field_argument(option->field, wanted, sizeof(wanted));
		return fault_set(
			fault, EX_USAGE, "--%s %s: is not %s", option->name, argument, wanted);
	}
	value = field_value(&fields[1], option->name, part, fault);
	failed = value == NULL ||
		 json_array_append_new(list,
			 json_pack("{s:s, s:o}", fields[0].name, copy, fields[1].name, value));
	free(copy);
	if (value == NULL)
		return false;
	return !failed || fault_set(fault, EX_USAGE, "--%s: is not UTF-8", option->name);
}

/* Adds the items of "a,b" to a list of texts; the whole as one item if FIELD is UNSPLIT. */
static int add_items(json_t *list, const struct field *field, const char *argument)
{
	char *copy, *rest, *part;
	int failed = 0;

	if (field->flags & UNSPLIT)
		return json_array_append_new(list, json_string(argument));
	copy = rest = memory_text(argument);
	while (!failed && (part = strsep(&rest, ",")) != NULL)
		failed = json_array_append_new(list, json_string(part));
	free(copy);
	return failed;
}

/* Whether ARGUMENT is an id; or else refuses it, with the OPTIONS that take what people know. */
static bool check_id(const struct field_options *options, const char *argument, struct fault *fault)
{
	struct buffer others = {0};
	struct uuid id;
	size_t i;

	if (uuid_parse(argument, &id))
		return true;
	for (i = 0; i < options->count; i++)
		if (options->items[i].field->flags & INSTEAD)
			buffer_add_format(&others, "%s--%s (%s)", others.length > 0 ? ", " : "",
				options->items[i].name, options->items[i].field->doc);
	fault_set(fault, EX_USAGE, "\"%s\" is not an id, a UUID in lower case%s%s", argument,
		others.length > 0 ? "; instead of it: " : "", buffer_text(&others));
	buffer_release(&others);
	return false;
}

bool option_field_set(struct json_t *record, const struct field_options *options,
	const struct field_option *option, const char *argument, bool negated, struct fault *fault)
{
	const struct field *field = option->field;
	json_t *object = object_of(record, option->within);
	json_t *value;
	int failed;

	if (field->type == FIELD_UUID && !check_id(options, argument, fault))
		return false;
	if (field->type == FIELD_LIST)
		return add_pair(list_of(object, field->name), option, argument, fault);
	if (field->type != FIELD_STRINGS && json_object_get(object, field->name) != NULL)
		return fault_set(fault, EX_USAGE, "--%s: is given twice", option->name);
	if (field->type == FIELD_BOOLEAN)
		failed = json_object_set_new(object, field->name, json_boolean(!negated));
	else if (field->type == FIELD_STRINGS)
		failed = add_items(list_of(object, field->name), field, argument);
	else if ((value = field_value(field, option->name, argument, fault)) != NULL)
		failed = json_object_set_new(object, field->name, value);
	else
		return false;
	return !failed || fault_set(fault, EX_USAGE, "--%s: is not UTF-8", option->name);
}
