#include "tool/verb.h"

#include "base/buffer.h"
#include "base/distance.h"
#include "tool/option.h"

static bool is_option(const char *word)
{
	return word[0] == '-' && word[1] != '\0';
}

/* Removes ARGV[at]. */
static void remove_argument(int *argc, char **argv, int at)
{
	memmove(&argv[at], &argv[at + 1], (size_t)(*argc - at) * sizeof(*argv));
	--*argc;
}

/* Whether any verb of TOOL runs a command, whose options are its own. */
static bool starts_commands(const struct tool *tool)
{
	const struct verb *verb;

	for (verb = tool->verbs; verb->run != NULL; verb++)
		if (option_takes_many(verb))
			return true;
	return false;
}

/* The verb called NAME; NULL: none. */
static const struct verb *find_named(const struct tool *tool, const char *name)
{
	const struct verb *verb;

	for (verb = tool->verbs; verb->run != NULL; verb++)
		if (verb->name != NULL && strcmp(verb->name, name) == 0)
			return verb;
	return NULL;
}

/*
 * The index of the word that names a verb: an option anywhere before a command, or else the first
 * operand, which is in *OPERAND. 0: none.
 */
static int find_name(const struct tool *tool, int argc, char **argv, int *operand)
{
	bool commands = starts_commands(tool);
	int i;

	*operand = 0;
	for (i = 1; i < argc && strcmp(argv[i], "--") != 0; i++) {
		if (!is_option(argv[i]) && *operand == 0)
			*operand = i;
		if (!is_option(argv[i]) && commands)
			break;
		if (is_option(argv[i]) && find_named(tool, argv[i]) != NULL)
			return i;
		i += option_requires_argument(tool, argv[i]);
	}
	return *operand > 0 && find_named(tool, argv[*operand]) != NULL ? *operand : 0;
}

/* Whether an operand of VERB, the default one, can only be the name of another verb. */
static bool takes_none(const struct tool *tool, const struct verb *verb)
{
	return tool->verbs->name != NULL && *tool->verbs->name != '-' && verb->operands == NULL &&
	       verb->command == NULL;
}

/* Sets FAULT: WORD (NULL: no word) is none of the verbs. */
static void refuse(const struct tool *tool, const char *word, struct fault *fault)
{
	struct nearest nearest = nearest_to(word != NULL ? word : "");
	struct buffer names = {0};
	const struct verb *verb;
	size_t count = 0;

	for (verb = tool->verbs; verb->run != NULL && verb->name != NULL; verb++) {
		buffer_add_format(&names, "%s%s", names.length > 0 ? ", " : "", verb->name);
		nearest_offer(&nearest, verb->name);
		count++;
	}
	if (word == NULL)
		fault_set(fault, EX_USAGE, "requires a command: %s", buffer_text(&names));
	else
		fault_set(fault, EX_USAGE, "%s: unknown command; there %s %s%s%s%s", word,
			count == 1 ? "is" : "are", buffer_text(&names),
			nearest.text != NULL ? "; did you mean " : "",
			nearest.text != NULL ? nearest.text : "", nearest.text != NULL ? "?" : "");
	buffer_release(&names);
}

const struct verb *verb_find(
	const struct tool *tool, int *argc, char **argv, bool *named, struct fault *fault)
{
	int operand, at = find_name(tool, *argc, argv, &operand);
	const struct verb *verb = NULL;

	if (at > 0) {
		verb = find_named(tool, argv[at]);
		remove_argument(argc, argv, at);
		return verb;
	}
	*named = operand > 0;
	for (verb = tool->verbs; verb->run != NULL; verb++)
		if (verb->name == NULL && !(*named && takes_none(tool, verb)))
			return verb;
	refuse(tool, *named ? argv[operand] : NULL, fault);
	return NULL;
}
