#include "import/direction.h"

#include <string.h>
#include <strings.h>

static const struct direction directions[] = {
	{"H", "S"},
	{"Haben", "Soll"},
	{"C", "D"},
	{"CR", "DR"},
	{"CRDT", "DBIT"},
	{"Credit", "Debit"},
	{"Bij", "Af"},
	{"+", "-"},
};

enum { COUNT = sizeof(directions) / sizeof(*directions), SEEN = 1 << COUNT };

void direction_narrow(unsigned *mask, const char *text)
{
	unsigned found = SEEN;
	int i;

	for (i = 0; i < COUNT; i++)
		if (strcasecmp(text, directions[i].in) == 0 ||
			strcasecmp(text, directions[i].out) == 0)
			found |= 1U << i;
	*mask = *mask == DIRECTION_UNSEEN ? found : *mask & found;
}

const struct direction *direction_of(unsigned mask)
{
	int i;

	for (i = 0; i < COUNT; i++)
		if (mask & 1U << i)
			return &directions[i];
	return NULL;
}
