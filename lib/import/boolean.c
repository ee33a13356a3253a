#include "import/boolean.h"

#include <string.h>

#include "base/unicode.h"

/* As unicode_fold() has them. */
static const char *const yes[] = {"yes", "y", "true", "t", "1", "on", "x", "ja", "j", "wahr", "oui",
	"o", "vrai", "si", "s", "s\u00ed", "s\u00ec", "verdadero", "vero", "sim", "verdadeiro",
	"tak", "prawda", "ano", "\u2713", "\u2714", "\u2611", "\u2705", "\u306f\u3044", "\u662f",
	NULL};
static const char *const no[] = {"no", "n", "false", "f", "0", "off", "nein", "falsch", "non",
	"faux", "falso", "n\u00e3o", "nao", "nej", "nee", "nie", "fa\u0142sz", "ne", "\u2717",
	"\u2718", "\u2610", "\u274c", "\u3044\u3044\u3048", "\u5426", NULL};

static bool is_among(const char *folded, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcmp(folded, *words) == 0)
			return true;
	return false;
}

bool boolean_is_absent(const char *text, struct arena *arena)
{
	static const char *const absent[] = {"-", "--", "\u2013", "\u2014", "n/a", "n.a.", NULL};

	return is_among(unicode_fold(text, arena), absent);
}

bool boolean_parse(const char *text, bool *value, struct arena *arena)
{
	const char *folded = unicode_fold(text, arena);

	*value = is_among(folded, yes);
	return *value || is_among(folded, no);
}
