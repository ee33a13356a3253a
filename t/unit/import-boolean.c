/* Yes and no as people write them. */
#include "import/boolean.h"
#include "tap.h"

static struct arena arena;

static void is(const char *text, bool wanted)
{
	char name[100];
	bool value;

	snprintf(name, sizeof(name), "\"%s\" is %s", text, wanted ? "true" : "false");
	tap_ok(boolean_parse(text, &value, &arena) && value == wanted, name);
}

static void fails(const char *text)
{
	char name[100];
	bool value;

	snprintf(name, sizeof(name), "\"%s\" is neither a yes nor a no", text);
	tap_ok(!boolean_parse(text, &value, &arena), name);
}

int main(void)
{
	static const char *const yes[] = {"yes", "Yes", "YES", "y", "true", "TRUE", "1", "x", "on",
		"ja", "oui", "s\u00ed", "S\u00cd", "\uff59\uff45\uff53", "WAHR", "\u2713"};
	static const char *const no[] = {"no", "No", "n", "false", "FALSE", "0", "off", "nein",
		"FA\u0141SZ", "non", "FALSCH"};
	size_t i;

	for (i = 0; i < sizeof(yes) / sizeof(*yes); i++)
		is(yes[i], true);
	for (i = 0; i < sizeof(no) / sizeof(*no); i++)
		is(no[i], false);
	tap_ok(boolean_is_absent("-", &arena) && boolean_is_absent("N/A", &arena) &&
			boolean_is_absent("\u2013", &arena),
		"a dash and n/a are neither a yes nor a no, but no value");
	tap_ok(!boolean_is_absent("maybe", &arena) && !boolean_is_absent("no", &arena),
		"other texts and a no are values");
	fails("");
	fails("maybe");
	fails("2");
	fails("yes and no");
	arena_release(&arena);
	return tap_end();
}
