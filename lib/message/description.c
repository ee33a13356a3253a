#include "message/description.h"

ENUM_DEFINE(described_type, DESCRIBED_TYPE);
_Static_assert((int)DESCRIBED_STRINGS == (int)FIELD_STRINGS + 1,
	"the described types are those of fields, after the absent one");

STRUCT_DEFINE(described_field, DESCRIBED_FIELD);
STRUCT_DEFINE(described_verb, DESCRIBED_VERB);
STRUCT_DEFINE(described_word, DESCRIBED_WORD);
STRUCT_DEFINE(described_usage, DESCRIBED_USAGE);

/* clang-format off */
MESSAGE_DEFINE(description, DESCRIPTION, MESSAGE_RECORD,
	"lanyard.map.description.v1", "What a tool says of itself: --describe.");
/* clang-format on */

/* Whether WORD is the name of VERB: "reverse" is "--reverse", too. */
static bool is_named(const struct described_verb *verb, const char *word)
{
	return verb->name != NULL &&
	       (strcmp(verb->name, word) == 0 ||
		       (strncmp(verb->name, "--", 2) == 0 && strcmp(verb->name + 2, word) == 0));
}

const struct described_verb *description_verb(
	const struct description *description, const char *word, bool *named, struct fault *fault)
{
	const struct described_verb *verbs = description->verbs.items, *only = NULL;
	char names[200] = "";
	size_t i;

	*named = false;
	for (i = 0; i < description->verbs.count; i++) {
		if (word != NULL && is_named(&verbs[i], word)) {
			*named = true;
			return &verbs[i];
		}
		if (verbs[i].name == NULL || description->verbs.count == 1)
			only = &verbs[i];
		strlcat(names, i > 0 ? ", " : "", sizeof(names));
		strlcat(names, verbs[i].name != NULL ? verbs[i].name : "", sizeof(names));
	}
	if (only == NULL && description->verbs.count == 0)
		fault_set(fault, EX_USAGE, "%s reads no lines of commands", description->tool);
	else if (only == NULL)
		fault_set(fault, EX_USAGE, "%s is not a command of %s: %s",
			word != NULL ? word : "none", description->tool, names);
	return only;
}
