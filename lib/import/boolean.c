#include "import/boolean.h"

/* strcasecmp(3) knows the case of ASCII letters alone. */
static const char *const yes[] = {"yes", "y", "true", "t", "1", "on", "x", "ja", "j", "wahr", "oui",
	"o", "vrai", "si", "s", "s\u00ed", "S\u00cd", "s\u00ec", "S\u00cc", "verdadero", "vero",
	"sim", "verdadeiro", "tak", "prawda", "ano", "\u2713", "\u2714", "\u2611", "\u2705",
	"\u306f\u3044", "\u662f", NULL};
static const char *const no[] = {"no", "n", "false", "f", "0", "off", "nein", "falsch", "non",
	"faux", "falso", "n\u00e3o", "N\u00c3O", "nao", "nej", "nee", "nie", "fa\u0142sz",
	"FA\u0141SZ", "ne", "\u2717", "\u2718", "\u2610", "\u274c", "\u3044\u3044\u3048", "\u5426",
	NULL};

static bool is_among(const char *text, const char *const *words)
{
	for (; *words != NULL; words++)
		if (strcasecmp(text, *words) == 0)
			return true;
	return false;
}

bool boolean_is_absent(const char *text)
{
	static const char *const absent[] = {"-", "--", "\u2013", "\u2014", "n/a", "n.a.", NULL};

	return is_among(text, absent);
}

bool boolean_parse(const char *text, bool *value)
{
	*value = is_among(text, yes);
	return *value || is_among(text, no);
}
