#include "tool/option.h"

#include <getopt.h>
#include <jansson.h>

#include "base/memory.h"
#include "tool/field.h"

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
	{TAKES_CLIENT, 'c', "client", "client", "the client; default TICKETING_CLIENT"},
	{TAKES_STORE, 'd', "store", "file", "the store ($LANYARD_HOME/<conference>/<context>.db)"},
	{TAKES_ERRORS, 'e', "errors", NULL, "exit 1 on a refusal for a business reason"},
	{0, 'h', NULL, NULL, "the synopsis; --help says more"},
	{TAKES_BOUNDS, 'k', "keep", "count", "keep that many segments; 0, the default: all"},
	{TAKES_DRY_RUN, 'n', "dry-run", NULL, "report what would happen; change nothing"},
	{TAKES_TALK, 'q', "quiet", NULL, "no warnings, no progress"},
	{TAKES_REJECTS, 'r', "rejects", "file", "append the lines that were not done to file"},
	{TAKES_BOUNDS, 's', "size", "bytes", "begin a new segment before one grows past this"},
	{TAKES_TABLE, 't', "table", NULL, "a table even if standard output is not a terminal"},
	{TAKES_TALK, 'v', "verbose", NULL, "say how many lines were done"},
	{TAKES_AFTER, 0, "after", "sequence",
		"the lines after it, or after the event with that id"},
	{TAKES_AFTER, 0, "batch", "count", "give the command that many lines at once; 1000"},
	{TAKES_BEFORE, 0, "before", "date", "tickets requested before that day"},
	{TAKES_REPLAY, 0, "check", NULL,
		"report where a store differs from its feed; change nothing"},
	{TAKES_OUTCOME, 0, "command", "id", "the outcome of the client's command with that id"},
	{TAKES_QUEUE, 0, "commands", "name", "take the commands of that name, not the feed"},
	{TAKES_AFTER, 0, "consumer", "name", "give command the lines after that name's position"},
	{TAKES_COPIES, 0, "copies", "number", "how many of the broker's servers keep a stream; 1"},
	{TAKES_CSV, 0, "csv", NULL, "comma-separated values, for a spreadsheet"},
	{TAKES_DAYS, 0, "days", "number", "how many days are too long; 14"},
	{TAKES_AFTER | TAKES_FOLLOW, 0, "follow", NULL, "wait for more at the end"},
	{TAKES_REPLAY, 0, "from", "file",
		"make a new store from the feed in file; -: standard input"},
	{TAKES_AFTER, 0, "limit", "count", "at most that many lines"},
	{TAKES_SINCE, 0, "since", "date", "leave out those before that day"},
	{TAKES_DAYS, 0, "starts", "date", "the conference's first day"},
	{TAKES_WHY, 0, "why", NULL, "explain, step by step; change nothing"},
	{0, 0, "help", NULL, "this text"},
	{0, 0, "version", NULL, "the version"},
	{0, 0, "describe", NULL, "what the tool consumes, emits, reads and writes, as JSON"},
};

/* Help */

static void add_field_synopsis(const struct field_option *option, struct buffer *out)
{
	char argument[FIELD_NAME];

	field_option_argument(option->field, argument, sizeof(argument));
	if (option->field->kind == KIND_TRUTH)
		buffer_add_format(out, " [--%s | --no-%s]", option->name, option->name);
	else
		buffer_add_format(out, " [--%s %s]", option->name, argument);
}

static void add_verb_synopsis(const struct tool *tool, const struct verb *verb, struct buffer *out)
{
	struct field_options options = field_options_of(verb);
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
	char name[FIELD_NAME], argument[FIELD_NAME], left[2 * FIELD_NAME + 32] = "";

	field_option_name(field, name, sizeof(name));
	field_option_argument(field, argument, sizeof(argument));
	if (verb->document || depth > 1 || field->kind == KIND_OBJECT || !field_is_option(field))
		;
	else if (field->kind == KIND_TRUTH)
		snprintf(left, sizeof(left), "--%s, --no-%s", name, name);
	else
		snprintf(left, sizeof(left), "--%s %s", name, argument);
	buffer_add_format(out, "  %*s%-*s  %-24s  %s%s\n", 2 * depth, "", 20 - 2 * depth,
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

/* What an amendment has beside the fields of the whole record. */
static void add_clear(const struct verb *verb, struct buffer *out)
{
	const struct field *clear = shape_field(verb->amend->shape, "clear");

	buffer_add_format(out, "Operands and options change the fields that they name%s%s.\n",
		clear != NULL ? "; --clear: " : "", clear != NULL ? clear->doc : "");
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
		if (verb->amend != NULL)
			add_clear(verb, out);
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

/* Reading */

static bool read_number(
	const char *name, const char *text, int64_t lowest, int64_t *to, struct fault *fault)
{
	const char *error;

	*to = strtonum(text, lowest, INT64_MAX, &error);
	if (error != NULL)
		return fault_set(fault, EX_USAGE, "%s %s: %s", name, text, error);
	return true;
}

static bool read_date(const char *name, const char *text, const char **to, struct fault *fault)
{
	*to = text;
	return clock_is_date(text) ||
	       fault_set(fault, EX_USAGE, "%s %s: is not a date, YYYY-MM-DD", name, text);
}

static bool read_id(const char *name, const char *text, const char **to, struct fault *fault)
{
	struct uuid id;

	*to = text;
	return uuid_parse(text, &id) ||
	       fault_set(fault, EX_USAGE, "%s %s: is not an id, a UUID", name, text);
}

/* A position, or an event's id. */
static bool read_after(const char *text, struct settings *settings, struct fault *fault)
{
	settings->after_event = NULL;
	settings->after = 0;
	if (strchr(text, '-') > text)
		return read_id("--after", text, &settings->after_event, fault);
	return read_number("--after", text, 0, &settings->after, fault);
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
		return read_after(argument, settings, fault);
	if (strcmp(option->name, "command") == 0)
		return read_id("--command", argument, &settings->command, fault);
	if (strcmp(option->name, "copies") == 0)
		return read_number("--copies", argument, 1, &settings->copies, fault);
	if (strcmp(option->name, "limit") == 0)
		return read_number("--limit", argument, 1, &settings->limit, fault);
	if (strcmp(option->name, "batch") == 0)
		return read_number("--batch", argument, 1, &settings->batch, fault);
	if (strcmp(option->name, "days") == 0)
		return read_number("--days", argument, 0, &settings->days, fault);
	if (strcmp(option->name, "starts") == 0)
		return read_date("--starts", argument, &settings->starts, fault);
	if (strcmp(option->name, "before") == 0)
		return read_date("--before", argument, &settings->before, fault);
	if (strcmp(option->name, "since") == 0)
		return read_date("--since", argument, &settings->since, fault);
	if (strcmp(option->name, "consumer") == 0)
		settings->consumer = argument;
	else if (strcmp(option->name, "commands") == 0)
		settings->commands = argument;
	else if (strcmp(option->name, "csv") == 0)
		settings->csv = true;
	else if (strcmp(option->name, "from") == 0)
		settings->from = argument;
	else if (strcmp(option->name, "check") == 0)
		settings->check = true;
	else if (strcmp(option->name, "follow") == 0)
		settings->follow = true;
	else
		settings->why = true;
	return true;
}

/* What getopt_long(3) is to look for. */
struct wanted {
	char letters[2 * COUNT_OF(common) + 3];
	struct option options[COUNT_OF(common) + 2 * FIELD_OPTION_LIMIT + 1];
	char negated[FIELD_OPTION_LIMIT][72];
};

bool option_takes_many(const struct verb *verb)
{
	return verb->operands != NULL && strstr(verb->operands, " ...") != NULL;
}

bool option_wants_argument(const char *word)
{
	size_t i;

	for (i = 0; i < COUNT_OF(common); i++) {
		const struct common *option = &common[i];
		bool is_letter = option->letter && word[0] == '-' && word[1] == option->letter &&
				 word[2] == '\0';
		bool is_name = option->name != NULL && strncmp(word, "--", 2) == 0 &&
			       strcmp(word + 2, option->name) == 0;

		if (option->argument != NULL && (is_letter || is_name))
			return true;
	}
	return false;
}

static void want(struct wanted *wanted, const struct verb *verb, const struct field_options *fields)
{
	size_t count = 0;
	size_t i;

	strlcpy(wanted->letters, option_takes_many(verb) ? "+:" : ":", sizeof(wanted->letters));
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
		if (!field_option_set(record, option, *operands++, false, fault))
			return false;
	}
	run->operands = operands;
	if (option_takes_many(run->verb))
		return true;
	if (*operands != NULL && run->verb->operands != NULL)
		operands++;
	if (*operands != NULL)
		return fault_set(fault, EX_USAGE, "%s: is one operand too many", *operands);
	return true;
}

/* What getopt_long(3) has not taken, FOUND as it says, in the argument WORD. */
static bool refuse_option(
	const struct wanted *wanted, const char *word, int found, struct fault *fault)
{
	bool numbered = optopt >= NUMBERED;
	const char *why = found == ':' ? "wants an argument"
			  : numbered   ? "takes no argument"
				       : "is no option here";
	char letter[] = {'-', (char)optopt, '\0'};
	const struct option *option = wanted->options;

	if (optopt != 0 && !numbered)
		return fault_set(fault, EX_USAGE, "%s: %s", letter, why);
	if (!numbered)
		return fault_set(fault, EX_USAGE, "%s: %s", word, why);
	while (option->name != NULL && option->val != optopt)
		option++;
	return fault_set(fault, EX_USAGE, "--%s: %s", option->name, why);
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
			return refuse_option(&wanted, argv[optind - 1], found, fault);
		if (found >= FIELDS_FROM) {
			int field = (found - FIELDS_FROM) / 2;

			if (!field_option_set(record, &fields->items[field], optarg,
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
	struct field_options fields = field_options_of(run->verb);
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
