#include "tool/option.h"

#include <getopt.h>
#include <jansson.h>

#include "base/memory.h"
#include "message/decode.h"

struct common {
	unsigned takes; /* 0: every verb has it */
	char letter;    /* 0: none */
	const char *name;
	const char *argument;
	const char *doc;
};

/* Long options without a letter are numbered from here, in the order below. */
enum { NUMBERED = 256, FIELDS_FROM = 512 };

static const struct common common[] = {
	{TAKES_ALL, 'a', "all", NULL, "everything outstanding in the store, not standard input"},
	{TAKES_CLIENT, 'c', "client", "client", "who sends the commands (TICKETING_CLIENT)"},
	{TAKES_STORE, 'd', "store", "file", "the store ($LANYARD_HOME/<conference>/<context>.db)"},
	{TAKES_ERRORS, 'e', "errors", NULL, "exit 1 where a command was refused for business"},
	{0, 'h', NULL, NULL, "the synopsis; --help says more"},
	{TAKES_BOUNDS, 'k', "keep", "count", "keep that many segments; 0, the default: all"},
	{TAKES_DRY_RUN, 'n', "dry-run", NULL, "say what would come of it; change nothing"},
	{TAKES_TALK, 'q', "quiet", NULL, "no warnings, no progress"},
	{TAKES_REJECTS, 'r', "rejects", "file", "append the lines that were not done to file"},
	{TAKES_BOUNDS, 's', "size", "bytes", "begin a new segment before one grows past this"},
	{TAKES_TABLE, 't', "table", NULL, "a table, also where standard output is no terminal"},
	{TAKES_TALK, 'v', "verbose", NULL, "say how many lines were done"},
	{TAKES_AFTER, 0, "after", "sequence", "the lines behind that position; 0: all"},
	{TAKES_AFTER, 0, "follow", NULL, "wait for more at the end"},
	{TAKES_AFTER, 0, "limit", "count", "at most that many lines"},
	{TAKES_WHY, 0, "why", NULL, "explain, step by step; change nothing"},
	{0, 0, "help", NULL, "this text"},
	{0, 0, "version", NULL, "the version"},
	{0, 0, "describe", NULL, "what the tool consumes, emits, reads and writes, as JSON"},
};

/* Fields as options */

/* A list of pairs is an option: --ticket full=3. */
static bool is_pair_list(const struct field *field)
{
	return field->kind == KIND_LIST && field->shape->count == 2 &&
	       field->shape->fields[0].kind == KIND_STRING &&
	       field->shape->fields[1].kind == KIND_INTEGER;
}

static bool is_option(const struct field *field)
{
	if (field->flags & HIDDEN)
		return false;
	return field->kind != KIND_LIST || is_pair_list(field);
}

/* The option's name: signed-up-on for signed_up_on, ticket for a list of tickets. */
static void option_name(const struct field *field, char *name, size_t size)
{
	size_t length;

	strlcpy(name, field->name, size);
	length = strlen(name);
	if (field->kind == KIND_LIST && length > 1 && name[length - 1] == 's')
		name[length - 1] = '\0';
	for (; *name != '\0'; name++)
		if (*name == '_')
			*name = '-';
}

static const char *option_argument(const struct field *field)
{
	switch (field->kind) {
	case KIND_EMAIL:
		return "address";
	case KIND_UUID:
		return "uuid";
	case KIND_DATE:
		return "date";
	case KIND_TIME:
		return "time";
	case KIND_CURRENCY:
		return "currency";
	case KIND_INTEGER:
		return "number";
	case KIND_AMOUNT:
		return "amount";
	case KIND_TRUTH:
		return NULL;
	case KIND_LIST:
		return "type=number";
	case KIND_STRINGS:
		return "list";
	case KIND_STRING:
	case KIND_ENUM:
	case KIND_OBJECT:
		break;
	}
	return "text";
}

/* A field of the command, found in nested objects, too. */
struct field_option {
	const struct field *field;
	const struct field *within; /* the object that has it; NULL: the message itself */
	char name[64];
};

enum { FIELD_OPTION_LIMIT = 40 };

struct field_options {
	struct field_option items[FIELD_OPTION_LIMIT];
	size_t count;
};

static void collect(
	const struct shape *shape, const struct field *within, struct field_options *options)
{
	size_t i;

	for (i = 0; i < shape->count; i++) {
		const struct field *field = &shape->fields[i];
		struct field_option *option = &options->items[options->count];

		if (field->kind == KIND_OBJECT && within == NULL) {
			collect(field->shape, field, options);
		} else if (is_option(field) && options->count < FIELD_OPTION_LIMIT) {
			option->field = field;
			option->within = within;
			option_name(field, option->name, sizeof(option->name));
			options->count++;
		}
	}
}

static struct field_options field_options(const struct verb *verb)
{
	struct field_options options = {.count = 0};

	if (verb->command != NULL && !verb->document)
		collect(verb->command->shape, NULL, &options);
	return options;
}

/* Help */

static void add_field_synopsis(const struct field_option *option, struct buffer *out)
{
	const char *argument = option_argument(option->field);

	if (option->field->kind == KIND_TRUTH)
		buffer_add_format(out, " [--%s | --no-%s]", option->name, option->name);
	else
		buffer_add_format(out, " [--%s %s]", option->name, argument);
}

static void add_verb_synopsis(const struct tool *tool, const struct verb *verb, struct buffer *out)
{
	struct field_options options = field_options(verb);
	size_t i;
	bool flags = false;

	buffer_add_text(out, tool->name);
	if (verb->name != NULL)
		buffer_add_format(out, " %s", verb->name);
	for (i = 0; i < COUNT_OF(common); i++) {
		if (!(verb->takes & common[i].takes) || !common[i].letter || common[i].argument)
			continue;
		buffer_add_text(out, flags ? "" : " [-");
		buffer_add(out, &common[i].letter, 1);
		flags = true;
	}
	buffer_add_text(out, flags ? "]" : "");
	for (i = 0; i < COUNT_OF(common); i++) {
		if (!(verb->takes & common[i].takes) || (common[i].letter && !common[i].argument))
			continue;
		if (common[i].letter)
			buffer_add_format(out, " [-%c %s]", common[i].letter, common[i].argument);
		else if (common[i].argument != NULL)
			buffer_add_format(out, " [--%s %s]", common[i].name, common[i].argument);
		else
			buffer_add_format(out, " [--%s]", common[i].name);
	}
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

void option_synopsis(const struct tool *tool, struct buffer *out)
{
	const struct verb *verb;

	for (verb = tool->verbs; verb->run != NULL; verb++) {
		buffer_add_text(out, verb == tool->verbs ? "usage: " : "       ");
		add_verb_synopsis(tool, verb, out);
	}
}

static void add_option_help(const char *left, const char *doc, struct buffer *out)
{
	buffer_add_format(out, "  %-28s  %s\n", left, doc);
}

/* A field as the line has it, and the option that sets it. */
static void add_field_help(
	const struct verb *verb, const struct field *field, int depth, struct buffer *out)
{
	const char *argument = option_argument(field);
	char name[64], left[160] = "";

	option_name(field, name, sizeof(name));
	if (verb->document || depth > 1 || field->kind == KIND_OBJECT || !is_option(field))
		;
	else if (field->kind == KIND_TRUTH)
		snprintf(left, sizeof(left), "--%s, --no-%s", name, name);
	else
		snprintf(left, sizeof(left), "--%s %s", name, argument);
	buffer_add_format(out, "  %*s%-*s  %-24s  %s%s\n", 2 * depth, "", 16 - 2 * depth,
		field->name, left, field->doc, field->flags & REQUIRED ? "; required" : "");
}

static void add_fields(
	const struct verb *verb, const struct shape *shape, int depth, struct buffer *out)
{
	size_t i;

	for (i = 0; i < shape->count; i++) {
		const struct field *field = &shape->fields[i];

		add_field_help(verb, field, depth, out);
		if (field->shape != NULL)
			add_fields(verb, field->shape,
				field->kind == KIND_LIST ? depth + 2 : depth + 1, out);
	}
}

void option_help(const struct tool *tool, struct buffer *out)
{
	const struct verb *verb;
	unsigned takes = 0;
	char left[64];
	size_t i;

	option_synopsis(tool, out);
	buffer_add_format(out, "\n%s\n", tool->doc);
	for (verb = tool->verbs; verb->run != NULL; verb++) {
		takes |= verb->takes;
		if (verb->name != NULL)
			buffer_add_format(out, "\n%s: %s\n", verb->name, verb->doc);
		if (verb->command == NULL)
			continue;
		buffer_add_format(out, "\nFields of %s, and their options:\n", verb->command->type);
		add_fields(verb, verb->command->shape, 0, out);
	}
	buffer_add_text(out, "\nOptions:\n");
	for (i = 0; i < COUNT_OF(common); i++) {
		const char *space = common[i].argument != NULL ? " " : "";
		const char *argument = common[i].argument != NULL ? common[i].argument : "";

		if (common[i].takes != 0 && !(takes & common[i].takes))
			continue;
		if (common[i].letter && common[i].name != NULL)
			snprintf(left, sizeof(left), "-%c, --%s%s%s", common[i].letter,
				common[i].name, space, argument);
		else if (common[i].letter)
			snprintf(left, sizeof(left), "-%c", common[i].letter);
		else
			snprintf(left, sizeof(left), "    --%s%s%s", common[i].name, space,
				argument);
		add_option_help(left, common[i].doc, out);
	}
}

/* --describe */

static void add_type(json_t *list, const struct message *message)
{
	json_array_append_new(list, json_string(message->type));
}

void option_describe(const struct tool *tool, struct buffer *out)
{
	json_t *consumes = json_array(), *emits = json_array();
	const struct message *const *message;
	const struct verb *verb;
	bool writes = false;
	char *text;
	json_t *all;

	for (verb = tool->verbs; verb->run != NULL; verb++) {
		const struct reaction *reaction;

		writes = writes || (verb->takes & TAKES_DRY_RUN);
		if (verb->command != NULL)
			add_type(consumes, verb->command);
		for (reaction = verb->process != NULL ? verb->process->reactions : NULL;
			reaction != NULL && reaction->event != NULL; reaction++)
			add_type(consumes, reaction->event);
	}
	for (message = tool->emits; message != NULL && *message != NULL; message++)
		add_type(emits, *message);
	all = json_pack("{s:s, s:s, s:s, s:o, s:o, s:o, s:o}", "tool", tool->name, "version",
		LANYARD_VERSION, "context", tool->context != NULL ? tool->context->name : "events",
		"consumes", consumes, "emits", emits, "reads",
		tool->context != NULL ? json_pack("[s]", tool->context->name) : json_array(),
		"writes",
		tool->context != NULL && writes ? json_pack("[s]", tool->context->name)
						: json_array());
	text = json_dumps(all, JSON_COMPACT);
	if (text == NULL)
		memory_exhausted();
	buffer_add_format(out, "%s\n", text);
	free(text);
	json_decref(all);
}

/* Reading */

/* What ARGUMENT is as the JSON of FIELD: decoding says whether it is right. */
static json_t *field_value(const struct field *field, const char *argument)
{
	const char *error;
	long long number;

	if (field->kind != KIND_INTEGER && field->kind != KIND_AMOUNT)
		return json_string(argument);
	number = strtonum(argument, INT64_MIN, INT64_MAX, &error);
	return error == NULL ? json_integer(number) : json_string(argument);
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

/* False with FAULT set where the value can't be JSON (not UTF-8) or comes twice. */
static bool set_field(json_t *record, const struct field_option *option, const char *argument,
	bool negated, struct fault *fault)
{
	const struct field *field = option->field;
	json_t *object = object_of(record, option->within);
	int failed = 0;
	char *copy, *rest, *part;

	if (field->kind != KIND_STRINGS && field->kind != KIND_LIST &&
		json_object_get(object, field->name) != NULL)
		return fault_set(fault, EX_USAGE, "--%s: is given twice", option->name);
	if (field->kind == KIND_TRUTH) {
		failed = json_object_set_new(object, field->name, json_boolean(!negated));
	} else if (field->kind == KIND_STRINGS) {
		copy = rest = memory_text(argument);
		while (!failed && (part = strsep(&rest, ",")) != NULL)
			failed = json_array_append_new(
				list_of(object, field->name), json_string(part));
		free(copy);
	} else if (field->kind == KIND_LIST) {
		copy = rest = memory_text(argument);
		part = strrchr(copy, '=');
		if (part == NULL) {
			free(copy);
			return fault_set(fault, EX_USAGE, "--%s %s: is not type=number",
				option->name, argument);
		}
		*part++ = '\0';
		failed = json_array_append_new(list_of(object, field->name),
			json_pack("{s:s, s:o}", field->shape->fields[0].name, copy,
				field->shape->fields[1].name,
				field_value(&field->shape->fields[1], part)));
		free(copy);
	} else {
		failed = json_object_set_new(object, field->name, field_value(field, argument));
	}
	if (failed)
		return fault_set(fault, EX_USAGE, "--%s: is not UTF-8", option->name);
	return true;
}

static bool read_number(
	const char *name, const char *text, int64_t lowest, int64_t *to, struct fault *fault)
{
	const char *error;

	*to = strtonum(text, lowest, INT64_MAX, &error);
	if (error != NULL)
		return fault_set(fault, EX_USAGE, "%s %s: %s", name, text, error);
	return true;
}

static bool set_common(
	struct run *run, const struct common *option, const char *argument, struct fault *fault)
{
	struct settings *settings = &run->settings;

	switch (option->letter) {
	case 'a':
		settings->all = true;
		return true;
	case 'c':
		settings->client = argument;
		return true;
	case 'd':
		settings->store = argument;
		return true;
	case 'e':
		settings->errors = true;
		return true;
	case 'k':
		return read_number("-k", argument, 0, &settings->count, fault);
	case 'n':
		settings->dry_run = true;
		return true;
	case 'q':
		settings->quiet = true;
		return true;
	case 'r':
		settings->rejects = argument;
		return true;
	case 's':
		return read_number("-s", argument, 1, &settings->size, fault);
	case 't':
		settings->table = true;
		return true;
	case 'v':
		settings->verbose = true;
		return true;
	default:
		break;
	}
	if (strcmp(option->name, "after") == 0)
		return read_number("--after", argument, 0, &settings->after, fault);
	if (strcmp(option->name, "limit") == 0)
		return read_number("--limit", argument, 1, &settings->limit, fault);
	if (strcmp(option->name, "follow") == 0)
		settings->follow = true;
	else
		settings->why = true;
	return true;
}

/* What getopt_long(3) is to look for. */
struct wanted {
	char letters[2 * COUNT_OF(common) + 2];
	struct option options[COUNT_OF(common) + 2 * FIELD_OPTION_LIMIT + 1];
	char negated[FIELD_OPTION_LIMIT][72];
};

static void want(struct wanted *wanted, const struct verb *verb, const struct field_options *fields)
{
	size_t count = 0;
	size_t i;

	strlcpy(wanted->letters, ":", sizeof(wanted->letters));
	for (i = 0; i < COUNT_OF(common); i++) {
		char letter[3] = {common[i].letter, common[i].argument != NULL ? ':' : '\0', '\0'};

		if (common[i].takes != 0 && !(verb->takes & common[i].takes))
			continue;
		strlcat(wanted->letters, letter, sizeof(wanted->letters));
		if (common[i].name != NULL)
			wanted->options[count++] = (struct option){common[i].name,
				common[i].argument != NULL, NULL, NUMBERED + (int)i};
	}
	for (i = 0; i < fields->count; i++) {
		bool flag = fields->items[i].field->kind == KIND_TRUTH;

		wanted->options[count++] = (struct option){
			fields->items[i].name, !flag, NULL, FIELDS_FROM + 2 * (int)i};
		if (!flag)
			continue;
		snprintf(wanted->negated[i], sizeof(*wanted->negated), "no-%s",
			fields->items[i].name);
		wanted->options[count++] =
			(struct option){wanted->negated[i], 0, NULL, FIELDS_FROM + 2 * (int)i + 1};
	}
	wanted->options[count] = (struct option){0};
}

static const struct common *find_common(int found)
{
	size_t i;

	for (i = 0; i < COUNT_OF(common); i++)
		if (found == NUMBERED + (int)i || (found < NUMBERED && common[i].letter == found))
			return &common[i];
	return NULL;
}

/* Gives operands to the KEY fields in their order, while they have none. */
static bool take_operands(struct run *run, json_t *record, const struct field_options *fields,
	char **operands, struct fault *fault)
{
	size_t i;

	for (i = 0; i < fields->count && *operands != NULL; i++) {
		const struct field_option *option = &fields->items[i];

		if (!(option->field->flags & KEY) || option->within != NULL ||
			json_object_get(record, option->field->name) != NULL)
			continue;
		if (!set_field(record, option, *operands++, false, fault))
			return false;
	}
	run->operands = operands;
	if (*operands != NULL && run->verb->operands != NULL)
		operands++;
	if (*operands != NULL)
		return fault_set(fault, EX_USAGE, "%s: is one operand too many", *operands);
	return true;
}

static bool read_options(struct run *run, int argc, char **argv, json_t *record,
	const struct field_options *fields, int *help, struct fault *fault)
{
	struct wanted wanted = {.letters = ""};
	int found;

	want(&wanted, run->verb, fields);
	opterr = 0;
	optind = 1;
	while ((found = getopt_long(argc, argv, wanted.letters, wanted.options, NULL)) != -1) {
		const struct common *option = find_common(found);

		if (found == '?' || found == ':')
			return fault_set(fault, EX_USAGE, "%s: %s", argv[optind - 1],
				found == ':' ? "wants an argument" : "is no option here");
		if (found >= FIELDS_FROM) {
			int field = (found - FIELDS_FROM) / 2;

			if (!set_field(record, &fields->items[field], optarg,
				    (found - FIELDS_FROM) % 2, fault))
				return false;
		} else if (option->letter == 'h' || (option->takes == 0 && !option->letter)) {
			*help = option->letter == 'h'  ? 'h'
				: *option->name == 'h' ? 'H'
				: *option->name == 'v' ? 'V'
						       : 'D';
			return true;
		} else if (!set_common(run, option, optarg, fault)) {
			return false;
		}
	}
	return take_operands(run, record, fields, argv + optind, fault);
}

bool option_read(struct run *run, int argc, char **argv, int *help, struct fault *fault)
{
	struct field_options fields = field_options(run->verb);
	json_t *record = json_object();
	bool good = read_options(run, argc, argv, record, &fields, help, fault);

	if (good && json_object_size(record) > 0) {
		run->record_text = json_dumps(record, JSON_COMPACT);
		run->record_name = "options";
		if (run->record_text == NULL)
			memory_exhausted();
	}
	json_decref(record);
	return good;
}
