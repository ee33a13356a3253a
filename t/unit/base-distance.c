/* How near two texts are. */
#include "base/distance.h"
#include "tap.h"

static void is_distance(const char *left, const char *right, int limit, int wanted)
{
	char name[200];
	int got = distance_between(left, right, limit), back = distance_between(right, left, limit);

	snprintf(name, sizeof(name), "\"%.20s\" and \"%.20s\" have the distance %d, up to %d", left,
		right, wanted, limit);
	tap_ok(got == wanted && back == wanted, name);
	if (got != wanted || back != wanted)
		printf("# got %d and %d\n", got, back);
}

/* Of the texts "price", "prices" and "type". */
static void is_nearest(const char *wanted, const char *text)
{
	struct nearest nearest = nearest_to(wanted);
	char name[200];

	nearest_offer(&nearest, "prices");
	nearest_offer(&nearest, "price");
	nearest_offer(&nearest, "type");
	snprintf(name, sizeof(name), "\"%s\" may mean %s", wanted, text != NULL ? text : "nothing");
	tap_ok(text == NULL ? nearest.text == NULL
			    : nearest.text != NULL && strcmp(nearest.text, text) == 0,
		name);
}

int main(void)
{
	char longest[256], longer[257];

	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	memset(longer, 'a', sizeof(longer) - 1);
	longer[sizeof(longer) - 1] = '\0';
	is_distance("", "", 2, 0);
	is_distance("r-1", "r-1", 2, 0);
	is_distance("R-1", "r-1", 2, 0);
	is_distance("r-1", "r-2", 2, 1);
	is_distance("r-1", "r-12", 2, 1);
	is_distance("r-12", "r-21", 2, 1);
	is_distance("acme/full/1", "amce/ful/1", 2, 2);
	is_distance("acme/full/1", "acme/full/123", 2, 2);
	is_distance("acme", "bolt", 2, 3);
	is_distance("acme", "bolt", 9, 4);
	is_distance("", "abc", 2, 3);
	is_distance("", "ab", 2, 2);
	is_distance(longest, longest, 2, 0);
	is_distance(longest, longer, 2, 3);
	is_nearest("prise", "price");
	is_nearest("typ", "type");
	is_nearest("PRICE", "price");
	is_nearest("ty", NULL);
	is_nearest("", NULL);
	is_nearest("quantity", NULL);
	is_distance(longer, longer, 2, 3);
	return tap_end();
}
