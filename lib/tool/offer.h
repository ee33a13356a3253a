/* The options of a verb, or of a tool, besides those for fields: the common ones, and its own. */
#ifndef TOOL_OFFER_H
#define TOOL_OFFER_H

#include "tool/tool.h"

enum { OFFER_LIMIT = 48 };

/* A common option: its value is a member of the settings. */
struct common {
	unsigned takes; /* 0: every verb has it: it prints help */
	size_t member;
	struct tool_option option;
};

/* In the order of the help. */
struct offers {
	size_t count;
	struct offer {
		const struct tool_option *option;
		const struct common *common; /* NULL: it is the tool's own */
	} items[OFFER_LIMIT];
};

struct offers offers_of_verb(const struct verb *verb);

/* Those of all verbs of TOOL. */
struct offers offers_of_tool(const struct tool *tool);

/* Whether the option prints information instead of running the verb: --help, --version, ... */
static inline bool offer_is_help(const struct offer *offer)
{
	return offer->common != NULL && offer->common->takes == 0;
}

#endif
