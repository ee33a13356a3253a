#include "base/distance.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { LENGTH_LIMIT = 255 };

static int least(int a, int b)
{
	return a < b ? a : b;
}

static bool same_byte(char a, char b)
{
	return tolower((unsigned char)a) == tolower((unsigned char)b);
}

/* Whether the two bytes that end at LEFT[i - 1] and RIGHT[j - 1] are exchanged. */
static bool are_exchanged(const char *left, int i, const char *right, int j)
{
	return i > 1 && j > 1 && same_byte(left[i - 1], right[j - 2]) &&
	       same_byte(left[i - 2], right[j - 1]);
}

int distance_between(const char *left, const char *right, int limit)
{
	/* The rows of the matrix for the current byte of LEFT and the two before. */
	int rows[3][LENGTH_LIMIT + 1], *row = rows[0], *before = rows[1], *earlier = rows[2];
	size_t left_length = strlen(left), right_length = strlen(right);
	int i, j;

	if (left_length > LENGTH_LIMIT || right_length > LENGTH_LIMIT ||
		abs((int)left_length - (int)right_length) > limit)
		return limit + 1;
	for (j = 0; j <= (int)right_length; j++)
		row[j] = j;
	for (i = 1; i <= (int)left_length; i++) {
		int *last = earlier, lowest = i;

		earlier = before;
		before = row;
		row = last;
		row[0] = i;
		for (j = 1; j <= (int)right_length; j++) {
			row[j] = least(before[j] + 1, row[j - 1] + 1);
			row[j] = least(
				row[j], before[j - 1] + !same_byte(left[i - 1], right[j - 1]));
			if (are_exchanged(left, i, right, j))
				row[j] = least(row[j], earlier[j - 2] + 1);
			lowest = least(lowest, row[j]);
		}
		if (lowest > limit + 1)
			break;
	}
	return least(i > (int)left_length ? row[right_length] : limit + 1, limit + 1);
}

static int limit_for(const char *text)
{
	return strlen(text) < 4 ? 1 : 2;
}

struct nearest nearest_to(const char *wanted)
{
	return (struct nearest){wanted, NULL, limit_for(wanted) + 1};
}

void nearest_offer(struct nearest *nearest, const char *text)
{
	int distance = distance_between(nearest->wanted, text, limit_for(nearest->wanted));

	if (distance >= nearest->distance)
		return;
	nearest->distance = distance;
	nearest->text = text;
}
