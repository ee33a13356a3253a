#include "tool/option.h"

#include <ctype.h>
#include <getopt.h>
#include <jansson.h>
#include <unistd.h>

#include "base/memory.h"
#include "tool/amount.h"
#include "tool/field.h"

/* A common option: its value is a member of the settings. */
struct common {
	unsigned takes; /* 0: every verb has it: it prints help */
	size_t member;
	struct tool_option option;
};

enum {
	/* Long options are numbered from here. */
	NUMBERED = 256,
	FIELDS_FROM = 512,
	OPTION_LIMIT = 48, /* of a tool, besides its fields */
};

#define FLAG(takes, letter, name, member, doc)                                                     \
	{                                                                                          \
		takes, offsetof(struct settings, member),                                          \
		{                                                                                  \
			letter, name, NULL, doc, OPTION_FLAG, 0, NULL                              \
		}                                                                                  \
	}
#define ARGUMENT(takes, letter, name, argument, kind, lowest, member, doc)                         \
	{                                                                                          \
		takes, offsetof(struct settings, member),                                          \
		{                                                                                  \
			letter, name, argument, doc, kind, lowest, NULL                            \
		}                                                                                  \
	}
#define HELP(letter, name, doc)                                                                    \
	{                                                                                          \
		0, 0,                                                                              \
		{                                                                                  \
			letter, name, NULL, doc, OPTION_FLAG, 0, NULL                              \
		}                                                                                  \
	}

static const struct common common[] = {
	FLAG(TAKES_ALL, 'a', "all", all,
		"process everything outstanding in the store, instead of standard input"),
	ARGUMENT(TAKES_CLIENT, 'c', "client", "client", OPTION_TEXT, 0, client,
		"the client; default TICKETING_CLIENT"),
	ARGUMENT(TAKES_STORE, 'd', "store", "file", OPTION_TEXT, 0, store,
		"the store; default $LANYARD_HOME/<conference>/<context>.db"),
	FLAG(TAKES_ERRORS, 'e', "errors", errors, "exit 1 on a refusal for a business reason"),
	HELP('h', NULL, "print the synopsis"),
	FLAG(TAKES_DRY_RUN, 'n', "dry-run", dry_run, "report what would happen; change nothing"),
	FLAG(TAKES_VERBOSITY, 'q', "quiet", quiet, "print no warnings and no progress"),
	ARGUMENT(TAKES_REJECTS, 'r', "rejects", "file", OPTION_TEXT, 0, rejects,
		"append rejected lines to file, byte for byte"),
	FLAG(TAKES_TABLE, 't', "table", table,
		"print a table even if standard output is not a terminal"),
	FLAG(TAKES_VERBOSITY, 'v', "verbose", verbose, "print a count of lines at the end"),
	ARGUMENT(TAKES_AFTER, 0, "after", "sequence", OPTION_PLACE, 0, after,
		"print lines after that sequence, or after the event with that id"),
	ARGUMENT(TAKES_AFTER, 0, "batch", "count", OPTION_NUMBER, 1, batch,
		"pass at most that many lines to the command at once; default 1000"),
	ARGUMENT(TAKES_AFTER, 0, "consumer", "name", OPTION_TEXT, 0, consumer,
		"pass the lines after that consumer's position to command"),
	FLAG(TAKES_CSV, 0, "bom", bom,
		"begin comma-separated values with a byte order mark, for Excel"),
	ARGUMENT(TAKES_COPIES, 0, "copies", "number", OPTION_NUMBER, 1, copies,
		"the stream's replicas; default 1"),
	FLAG(TAKES_CSV, 0, "csv", csv, "print comma-separated values, for a spreadsheet"),
	ARGUMENT(TAKES_CSV, 0, "decimal", "mark", OPTION_TEXT, 0, decimal,
		"print amounts with a decimal point or comma; default point, comma with ;"),
	ARGUMENT(TAKES_CSV, 0, "delimiter", "character", OPTION_TEXT, 0, delimiter,
		"separate values by that character instead of a comma: \";\", \"tab\""),
	FLAG(TAKES_AFTER | TAKES_FOLLOW, 0, "follow", follow, "wait for more at the end"),
	ARGUMENT(TAKES_AFTER, 0, "limit", "count", OPTION_NUMBER, 1, limit,
		"print at most that many lines"),
	FLAG(TAKES_WHY, 0, "why", why, "explain, step by step; change nothing"),
	HELP(0, "help", "this text"),
	HELP(0, "version", "the version"),
	HELP(0, "describe", "what the tool consumes, emits, reads and writes, as JSON"),
};

/* The options of a verb, or of all verbs of a tool, without those for fields. */
struct offers {
	size_t count;
	struct offer {
		const struct tool_option *option;
		const struct common *common; /* NULL: it is the tool's own */
	} items[OPTION_LIMIT];
};

static void offer_common(struct offers *offers, unsigned takes)
{
	size_t i;

	for (i = 0; i < COUNT_OF(common); i++)
		if (common[i].takes == 0 || (takes & common[i].takes))
			offers->items[offers->count++] =
				(struct offer){&common[i].option, &common[i]};
}

/* Verbs of a tool can share options. */
static void offer_own(struct offers *offers, const struct tool_option *own)
{
	size_t i;

	for (; own != NULL && own->doc != NULL; own++) {
		for (i = 0; i < offers->count && offers->items[i].option != own; i++)
			;
		if (i == offers->count && i < OPTION_LIMIT)
			offers->items[offers->count++] = (struct offer){own, NULL};
	}
}

/* Whether the option only prints information about the tool: --help, --version, --describe. */
static bool is_help(const struct offer *offer)
{
	return offer->common != NULL && offer->common->takes == 0;
}

/* Options with a letter come first, those that every tool has come last. */
static int compare_offers(const void *a, const void *b)
{
	const struct offer *left = a, *right = b;
	char letters[] = {left->option->letter, right->option->letter};

	if (letters[0] && letters[1])
		return letters[0] - letters[1];
	if (letters[0] || letters[1])
		return letters[0] ? -1 : 1;
	if (is_help(left) != is_help(right))
		return is_help(left) ? 1 : -1;
	return strcmp(left->option->name, right->option->name);
}

static void sort_offers(struct offers *offers)
{
	qsort(offers->items, offers->count, sizeof(*offers->items), compare_offers);
}

static struct offers offers_of_verb(const struct verb *verb)
{
	struct offers offers = {.count = 0};

	offer_common(&offers, verb->takes);
	offer_own(&offers, verb->options);
	sort_offers(&offers);
	return offers;
}

static struct offers offers_of_tool(const struct tool *tool)
{
	struct offers offers = {.count = 0};
	const struct verb *verb;
	unsigned takes = 0;

	for (verb = tool->verbs; verb->run != NULL; verb++)
		takes |= verb->takes;
	offer_common(&offers, takes);
	for (verb = tool->verbs; verb->run != NULL; verb++)
		offer_own(&offers, verb->options);
	sort_offers(&offers);
	return offers;
}

/* Help */

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

static void add_option_synopsis(const struct tool_option *option, struct buffer *out)
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
		if (is_help(&offers.items[i]) || !is_letter_flag(offers.items[i].option))
			continue;
		buffer_add_text(out, flags ? "" : " [-");
		buffer_add(out, &offers.items[i].option->letter, 1);
		flags = true;
	}
	buffer_add_text(out, flags ? "]" : "");
	for (i = 0; i < offers.count; i++)
		if (!is_help(&offers.items[i]) && !is_letter_flag(offers.items[i].option))
			add_option_synopsis(offers.items[i].option, out);
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

void option_help(const struct tool *tool, struct buffer *out)
{
	struct offers offers = offers_of_tool(tool);
	const struct verb *verb;
	size_t i;

	option_synopsis(tool, out);
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

/* Reading */

static bool refuse_argument(const struct tool_option *option, const char *argument,
	const char *reason, struct fault *fault)
{
	bool long_only = option->letter == '\0';
	char letter[] = {option->letter, '\0'};

	return fault_set(fault, EX_USAGE, "%s%s %s: %s", long_only ? "--" : "-",
		long_only ? option->name : letter, argument, reason);
}

static bool read_number(const struct tool_option *option, const char *argument, int64_t *number,
	struct fault *fault)
{
	const char *error;

	*number = strtonum(argument, option->lowest, INT64_MAX, &error);
	return error == NULL || refuse_argument(option, argument, error, fault);
}

static bool check_id(const struct tool_option *option, const char *argument, struct fault *fault)
{
	struct uuid id;

	return uuid_parse(argument, &id) ||
	       refuse_argument(option, argument, "is not an id, a UUID", fault);
}

static bool read_place(const struct tool_option *option, const char *argument,
	struct feed_place *place, struct fault *fault)
{
	*place = (struct feed_place){0};
	if (strchr(argument, '-') <= argument)
		return read_number(option, argument, &place->position, fault);
	place->event = argument;
	return check_id(option, argument, fault);
}

static bool add_text(const struct tool_option *option, const char *argument,
	struct option_texts *texts, struct fault *fault)
{
	if (texts->count == OPTION_TEXTS_LIMIT)
		return refuse_argument(option, argument, "is one too many", fault);
	texts->items[texts->count++] = argument;
	return true;
}

/* Parses ARGUMENT into VALUE, by OPTION's kind. */
static bool read_argument(
	const struct tool_option *option, const char *argument, void *value, struct fault *fault)
{
	switch (option->kind) {
	case OPTION_FLAG:
		*(bool *)value = true;
		return true;
	case OPTION_NUMBER:
		return read_number(option, argument, value, fault);
	case OPTION_PLACE:
		return read_place(option, argument, value, fault);
	case OPTION_DATE:
		*(const char **)value = argument;
		return clock_is_date(argument) ||
		       refuse_argument(option, argument, "is not a date, YYYY-MM-DD", fault);
	case OPTION_TEXTS:
		return add_text(option, argument, value, fault);
	case OPTION_ID:
		*(const char **)value = argument;
		return check_id(option, argument, fault);
	case OPTION_TEXT:
	default:
		*(const char **)value = argument;
		return true;
	}
}

static bool set_option(
	struct run *run, const struct offer *offer, const char *argument, struct fault *fault)
{
	void *value = offer->common != NULL ? (char *)&run->settings + offer->common->member
					    : offer->option->value;

	return read_argument(offer->option, argument, value, fault);
}

/* The arguments for getopt_long(3). */
struct wanted {
	struct offers offers;
	char letters[2 * OPTION_LIMIT + 3];
	struct option options[OPTION_LIMIT + 2 * FIELD_OPTION_LIMIT + 1];
	char negated[FIELD_OPTION_LIMIT][72];
};

bool option_takes_many(const struct verb *verb)
{
	return verb->operands != NULL && strstr(verb->operands, " ...") != NULL;
}

bool option_requires_argument(const struct tool *tool, const char *word)
{
	struct offers offers = offers_of_tool(tool);
	size_t i;

	for (i = 0; i < offers.count; i++) {
		const struct tool_option *option = offers.items[i].option;
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
	wanted->offers = offers_of_verb(verb);
	for (i = 0; i < wanted->offers.count; i++) {
		const struct tool_option *option = wanted->offers.items[i].option;
		char letter[3] = {option->letter, option->argument != NULL ? ':' : '\0', '\0'};

		strlcat(wanted->letters, letter, sizeof(wanted->letters));
		if (option->name != NULL)
			wanted->options[count++] = (struct option){
				option->name, option->argument != NULL, NULL, NUMBERED + (int)i};
	}
	for (i = 0; i < fields->count; i++) {
		bool flag = fields->items[i].field->type == FIELD_BOOLEAN;

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

static const struct offer *find_offer(const struct offers *offers, int found)
{
	size_t i;

	for (i = 0; i < offers->count; i++)
		if (found == NUMBERED + (int)i ||
			(found < NUMBERED && offers->items[i].option->letter == found))
			return &offers->items[i];
	return NULL;
}

/* How many operands that set no field VERB takes: a word of its synopsis for each. */
static size_t operand_count(const struct verb *verb)
{
	const char *words = verb->operands;
	size_t count = words != NULL && *words != '\0';

	for (; words != NULL && *words != '\0'; words++)
		count += *words == ' ';
	return count;
}

/* Assigns operands to the unset KEY fields, in order. */
static bool assign_operands(struct run *run, json_t *record, const struct field_options *fields,
	char **operands, struct fault *fault)
{
	size_t i, left = operand_count(run->verb);

	for (i = 0; i < fields->count && *operands != NULL; i++) {
		const struct field_option *option = &fields->items[i];

		if (!(option->field->flags & KEY) || option->within != NULL ||
			json_object_get(record, option->field->name) != NULL)
			continue;
		if (!option_field_set(record, option, *operands++, false, fault))
			return false;
	}
	run->operands = operands;
	if (option_takes_many(run->verb))
		return true;
	for (; *operands != NULL && left > 0; left--)
		operands++;
	if (*operands != NULL)
		return fault_set(fault, EX_USAGE, "%s: unexpected operand", *operands);
	return true;
}

/* Reports what getopt_long(3) returned as FOUND, ':' or '?', for the argument WORD. */
static bool refuse_option(
	const struct wanted *wanted, const char *word, int found, struct fault *fault)
{
	bool numbered = optopt >= NUMBERED;
	const char *why = found == ':' ? "requires an argument"
			  : numbered   ? "takes no argument"
				       : "unknown option";
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
		const struct offer *offer = find_offer(&wanted.offers, found);

		if (found == '?' || found == ':')
			return refuse_option(&wanted, argv[optind - 1], found, fault);
		if (found >= FIELDS_FROM) {
			int field = (found - FIELDS_FROM) / 2;

			if (!option_field_set(record, &fields->items[field], optarg,
				    (found - FIELDS_FROM) % 2, fault))
				return false;
		} else if (is_help(offer)) {
			*help = offer->option->letter ? 'h' : toupper(*offer->option->name);
			return true;
		} else if (!set_option(run, offer, optarg, fault)) {
			return false;
		}
	}
	return assign_operands(run, record, fields, argv + optind, fault);
}

bool option_read(struct run *run, int argc, char **argv, int *help, struct fault *fault)
{
	struct field_options fields = option_fields_of(run->verb);
	json_t *record = json_object();
	bool good = read_options(run, argc, argv, record, &fields, help, fault) &&
		    csv_read_style(&run->settings, fault) &&
		    option_amounts_read(record, &fields, fault);

	if (good && isatty(STDERR_FILENO) && !run->settings.quiet)
		option_amounts_print(record, &fields);
	if (good && json_object_size(record) > 0) {
		run->record_text = json_dumps(record, JSON_COMPACT);
		run->record_name = "options";
		if (run->record_text == NULL)
			memory_exhausted();
	}
	json_decref(record);
	return good;
}
