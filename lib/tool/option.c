#include "tool/option.h"

#include <ctype.h>
#include <getopt.h>
#include <jansson.h>
#include <unistd.h>

#include "base/distance.h"
#include "base/memory.h"
#include "tool/amount.h"
#include "tool/field.h"
#include "tool/offer.h"
#include "tool/report.h"

enum {
	/* Long options are numbered from here. */
	NUMBERED = 256,
	FIELDS_FROM = 512,
};

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
	char letters[2 * OFFER_LIMIT + 3];
	struct option options[OFFER_LIMIT + 2 * FIELD_OPTION_LIMIT + 1];
	char negated[FIELD_OPTION_LIMIT][72];
};

bool option_takes_many(const struct verb *verb)
{
	return verb->operands != NULL && strstr(verb->operands, " ...") != NULL;
}

/* Whether NAME, of LENGTH bytes, begins the name of an option of VERB that has an argument. */
static bool name_requires_argument(const struct verb *verb, const char *name, size_t length)
{
	struct field_options fields = option_fields_of(verb);
	struct offers offers = offers_of_verb(verb);
	size_t i;

	for (i = 0; i < offers.count; i++)
		if (offers.items[i].option->argument != NULL &&
			offers.items[i].option->name != NULL &&
			strncmp(offers.items[i].option->name, name, length) == 0)
			return true;
	for (i = 0; i < fields.count; i++)
		if (fields.items[i].field->type != FIELD_BOOLEAN &&
			strncmp(fields.items[i].name, name, length) == 0)
			return true;
	return false;
}

/* Whether the last of LETTERS is the first one that is an option with an argument. */
static bool letters_require_argument(const struct verb *verb, const char *letters)
{
	struct offers offers = offers_of_verb(verb);
	size_t i;

	for (; *letters != '\0'; letters++)
		for (i = 0; i < offers.count; i++)
			if (offers.items[i].option->letter == *letters &&
				offers.items[i].option->argument != NULL)
				return letters[1] == '\0';
	return false;
}

bool option_requires_argument(const struct tool *tool, const char *word)
{
	bool is_long = strncmp(word, "--", 2) == 0, requires = false;
	const struct verb *verb;

	if (word[0] != '-' || word[1] == '\0' || (is_long && strchr(word, '=') != NULL))
		return false;
	for (verb = tool->verbs; verb->run != NULL && !requires; verb++)
	requires = is_long ? name_requires_argument(verb, word + 2, strlen(word + 2))
			   : letters_require_argument(verb, word + 1);
	return requires;
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

/* The option, or the verb, that NAME may mean; NULL: none. It is without its dashes. */
static const char *nearest_name(
	const struct run *run, const struct wanted *wanted, const char *name)
{
	struct nearest nearest = nearest_to(name);
	const struct option *option;
	const struct verb *verb;

	for (option = wanted->options; option->name != NULL; option++)
		nearest_offer(&nearest, option->name);
	for (verb = run->tool->verbs; verb->run != NULL; verb++)
		if (verb->name != NULL && *verb->name == '-')
			nearest_offer(&nearest, verb->name + 2);
	return nearest.text;
}

/* An operand that is one too many may be an option, or a verb that is one, without its dashes. */
static bool refuse_operand(const struct run *run, const struct wanted *wanted, const char *operand,
	struct fault *fault)
{
	const char *nearest = nearest_name(run, wanted, operand);

	if (nearest != NULL)
		return fault_set(fault, EX_USAGE, "%s: unexpected operand; did you mean --%s?",
			operand, nearest);
	return fault_set(fault, EX_USAGE, "%s: unexpected operand", operand);
}

/* Checks the operands that set no field: those that are not in brackets are required. */
static bool check_operands(const struct run *run, const struct wanted *wanted, struct fault *fault)
{
	const char *word = run->verb->operands;
	char **operands = run->operands;
	size_t left = operand_count(run->verb);

	for (; word != NULL && *word != '\0' && *word != '['; word += strspn(word, " ")) {
		size_t length = strcspn(word, " ");

		if (*operands++ == NULL)
			return fault_set(
				fault, EX_USAGE, "requires an operand: %.*s", (int)length, word);
		word += length;
		left--;
	}
	if (option_takes_many(run->verb))
		return true;
	for (; *operands != NULL && left > 0; left--)
		operands++;
	return *operands == NULL || refuse_operand(run, wanted, *operands, fault);
}

/* Assigns operands to the unset KEY fields, in order. */
static bool assign_operands(struct run *run, json_t *record, const struct field_options *fields,
	char **operands, struct fault *fault)
{
	size_t i;

	for (i = 0; i < fields->count && *operands != NULL; i++) {
		const struct field_option *option = &fields->items[i];

		if (!(option->field->flags & KEY) || option->within != NULL ||
			json_object_get(record, option->field->name) != NULL)
			continue;
		if (!option_field_set(record, fields, option, *operands++, false, fault))
			return false;
	}
	run->operands = operands;
	return true;
}

/* Adds the names of other verbs of RUN's tool that have the option NAME. */
static void add_others(const struct run *run, const char *name, struct buffer *out)
{
	const struct verb *verb;
	size_t i;

	for (verb = run->tool->verbs; verb->run != NULL; verb++) {
		struct field_options fields = option_fields_of(verb);
		struct offers offers = offers_of_verb(verb);
		bool has = false;

		for (i = 0; i < offers.count; i++)
			has |= offers.items[i].option->name != NULL &&
			       strcmp(offers.items[i].option->name, name) == 0;
		for (i = 0; i < fields.count; i++)
			has |= strcmp(fields.items[i].name, name) == 0;
		if (has && verb->name != NULL)
			buffer_add_format(out, "%s%s", out->length > 0 ? ", " : "", verb->name);
	}
}

/* Adds the names of options that begin with NAME; they are several, or getopt_long(3) took it. */
static void add_longer(const struct wanted *wanted, const char *name, struct buffer *out)
{
	const struct option *option;

	for (option = wanted->options; option->name != NULL; option++)
		if (strncmp(option->name, name, strlen(name)) == 0)
			buffer_add_format(out, "%s--%s", out->length > 0 ? ", " : "", option->name);
}

/* Refuses WORD, which begins with -- and is unknown to the verb. */
static bool refuse_name(
	const struct run *run, const struct wanted *wanted, const char *word, struct fault *fault)
{
	struct buffer longer = {0}, others = {0};
	size_t length = strcspn(word + 2, "=");
	char *name = memory_text(word + 2);
	const char *nearest;

	name[length] = '\0';
	nearest = nearest_name(run, wanted, name);
	add_longer(wanted, name, &longer);
	add_others(run, name, &others);
	if (longer.length > 0)
		fault_set(fault, EX_USAGE, "--%s: begins several options: %s", name,
			buffer_text(&longer));
	else if (others.length > 0)
		fault_set(fault, EX_USAGE, "--%s: is an option of another command: %s", name,
			buffer_text(&others));
	else if (nearest != NULL)
		fault_set(
			fault, EX_USAGE, "--%s: unknown option; did you mean --%s?", name, nearest);
	else
		fault_set(fault, EX_USAGE, "--%s: unknown option", name);
	buffer_release(&longer);
	buffer_release(&others);
	free(name);
	return false;
}

/* Refuses LETTER, which is unknown to the verb. */
static bool refuse_letter(const struct run *run, char letter, struct fault *fault)
{
	struct offers offers = offers_of_tool(run->tool);
	size_t i;

	for (i = 0; i < offers.count; i++)
		if (offers.items[i].option->letter == letter && run->verb->name != NULL)
			return fault_set(fault, EX_USAGE, "-%c: does not go with %s", letter,
				run->verb->name);
	return fault_set(fault, EX_USAGE, "-%c: unknown option", letter);
}

/* Reports what getopt_long(3) returned as FOUND, ':' or '?', for the argument WORD. */
static bool refuse_option(const struct run *run, const struct wanted *wanted, const char *word,
	int found, struct fault *fault)
{
	bool numbered = optopt >= NUMBERED;
	const char *why = found == ':' ? "requires an argument" : "takes no argument";
	const struct option *option = wanted->options;

	if (optopt != 0 && !numbered)
		return found == ':' ? fault_set(fault, EX_USAGE, "-%c: %s", optopt, why)
				    : refuse_letter(run, (char)optopt, fault);
	if (!numbered)
		return refuse_name(run, wanted, word, fault);
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
			return refuse_option(run, &wanted, argv[optind - 1], found, fault);
		if (found >= FIELDS_FROM) {
			int field = (found - FIELDS_FROM) / 2;

			if (!option_field_set(record, fields, &fields->items[field], optarg,
				    (found - FIELDS_FROM) % 2, fault))
				return false;
		} else if (offer_is_help(offer) && offer->option->argument == NULL) {
			*help = offer->option->letter ? 'h' : toupper(*offer->option->name);
			return true;
		} else if (!set_option(run, offer, optarg, fault)) {
			return false;
		}
	}
	return assign_operands(run, record, fields, argv + optind, fault) &&
	       check_operands(run, &wanted, fault);
}

/* Whether RECORD (NULL: an empty one) has all that LAYOUT requires. */
static bool has_required(const struct layout *layout, const json_t *record, struct fault *fault)
{
	size_t i;

	for (i = 0; i < layout->count; i++) {
		const struct field *field = &layout->fields[i];
		const json_t *value = json_object_get(record, field->name);
		char name[FIELD_NAME], argument[FIELD_NAME];

		if (!(field->flags & REQUIRED) ||
			(field->type != FIELD_OBJECT && !option_is_field(field)))
			continue;
		if (field->type == FIELD_OBJECT && !has_required(field->layout, value, fault))
			return false;
		if (value != NULL || field->type == FIELD_OBJECT)
			continue;
		option_field_name(field, name, sizeof(name));
		option_field_argument(field, argument, sizeof(argument));
		if (field->flags & KEY)
			return fault_set(fault, EX_USAGE, "requires an operand: %s", field->name);
		return fault_set(fault, EX_USAGE, "requires --%s %s", name, argument);
	}
	return true;
}

/* The same of the record that operands and options give, if they give any. */
static bool check_record(const struct verb *verb, const json_t *record, struct fault *fault)
{
	const struct message *message = verb->amend != NULL ? verb->amend : verb->command;

	return message == NULL || verb->document || verb->roster != NULL ||
	       json_object_size(record) == 0 || has_required(message->layout, record, fault);
}

bool option_read(struct run *run, int argc, char **argv, int *help, struct fault *fault)
{
	struct field_options fields = option_fields_of(run->verb);
	json_t *record = json_object();
	bool good = read_options(run, argc, argv, record, &fields, help, fault) &&
		    csv_read_style(&run->settings, fault) && report_check_columns(run, fault) &&
		    option_amounts_read(record, &fields, fault) &&
		    check_record(run->verb, record, fault);

	if (good && json_object_size(record) > 0) {
		run->record_text = json_dumps(record, JSON_COMPACT);
		run->record_name = "options";
		if (run->record_text == NULL)
			memory_exhausted();
	}
	json_decref(record);
	return good;
}
