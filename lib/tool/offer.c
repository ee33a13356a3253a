#include "tool/offer.h"

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
	FLAG(TAKES_ERRORS, 'e', "errors", errors,
		"exit 1 if a line is refused for a business reason"),
	HELP('h', NULL, "print the synopsis"),
	FLAG(TAKES_DRY_RUN, 'n', "dry-run", dry_run, "report what would happen; change nothing"),
	FLAG(TAKES_VERBOSITY, 'q', "quiet", quiet,
		"print no warnings, no progress, and no refusals of records"),
	ARGUMENT(TAKES_REJECTS, 'r', "rejects", "file", OPTION_TEXT, 0, rejects,
		"append rejected lines to file, byte for byte"),
	FLAG(TAKES_TABLE | TAKES_TEXT, 't', "table", table,
		"print what a terminal gets even if standard output is not one"),
	FLAG(TAKES_VERBOSITY, 'v', "verbose", verbose, "print a count of lines at the end"),
	ARGUMENT(TAKES_AFTER, 0, "after", "sequence", OPTION_PLACE, 0, after,
		"print lines after that sequence, or after the event with that id"),
	ARGUMENT(TAKES_AFTER, 0, "batch", "count", OPTION_NUMBER, 1, batch,
		"pass at most that many lines to the command at once; default 1000"),
	ARGUMENT(TAKES_AFTER, 0, "consumer", "name", OPTION_TEXT, 0, consumer,
		"pass the lines after that consumer's position to command"),
	FLAG(TAKES_CSV, 0, "bom", bom,
		"begin comma-separated values with a byte order mark, for Excel"),
	ARGUMENT(TAKES_TABLE, 0, "columns", "names", OPTION_TEXT, 0, columns,
		"print a table, or with --csv comma-separated values, of these columns: a,b,c"),
	ARGUMENT(TAKES_COPIES, 0, "copies", "number", OPTION_NUMBER, 1, copies,
		"the stream's replicas; default 1"),
	ARGUMENT(TAKES_AFTER, 0, "copy", "directory", OPTION_TEXT, 0, copy,
		"append what is new to the copy in directory, instead of printing"),
	FLAG(TAKES_CSV, 0, "csv", csv, "print comma-separated values, for a spreadsheet"),
	ARGUMENT(TAKES_CSV, 0, "decimal", "mark", OPTION_TEXT, 0, decimal,
		"print amounts with a decimal point or comma; default point, comma with ;"),
	ARGUMENT(TAKES_CSV, 0, "delimiter", "character", OPTION_TEXT, 0, delimiter,
		"separate values by that character instead of a comma: \";\", \"tab\""),
	FLAG(TAKES_AFTER | TAKES_FOLLOW, 0, "follow", follow, "wait for more at the end"),
	FLAG(TAKES_JSON, 0, "json", json, "print JSON even if standard output is a terminal"),
	ARGUMENT(TAKES_AFTER, 0, "last", "count", OPTION_NUMBER, 1, last,
		"print only what is among the last count events"),
	ARGUMENT(TAKES_AFTER | TAKES_LIMIT, 0, "limit", "count", OPTION_NUMBER, 1, limit,
		"print at most that many lines, or rows of a table"),
	FLAG(TAKES_WHY, 0, "why", why, "explain, step by step; change nothing"),
	HELP(0, "help", "this text"),
	HELP(0, "version", "the version"),
	ARGUMENT(0, 0, "values", "field", OPTION_TEXT, 0, values,
		"list what the store has for a field, a line each"),
	HELP(0, "describe", "what the tool consumes, emits, reads and writes, as JSON"),
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
		if (i == offers->count && i < OFFER_LIMIT)
			offers->items[offers->count++] = (struct offer){own, NULL};
	}
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
	if (offer_is_help(left) != offer_is_help(right))
		return offer_is_help(left) ? 1 : -1;
	return strcmp(left->option->name, right->option->name);
}

static void sort_offers(struct offers *offers)
{
	qsort(offers->items, offers->count, sizeof(*offers->items), compare_offers);
}

struct offers offers_of_verb(const struct verb *verb)
{
	struct offers offers = {.count = 0};

	offer_common(&offers, verb->takes);
	offer_own(&offers, verb->options);
	sort_offers(&offers);
	return offers;
}

struct offers offers_of_tool(const struct tool *tool)
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
