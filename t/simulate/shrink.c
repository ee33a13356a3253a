#include "shrink.h"

#include <string.h>

/* What a failure says up to its first number: a shorter season has to fail in the same way. */
static size_t kind_of(const char *failure, const char **kind)
{
	const char *after = strstr(failure, ": ");

	*kind = after != NULL ? after + 2 : failure;
	return strcspn(*kind, "0123456789\n");
}

static bool is_alike(const char *one, const char *other)
{
	const char *first, *second;
	size_t length = kind_of(one, &first);

	return kind_of(other, &second) == length && memcmp(first, second, length) == 0;
}

static bool fails(uint64_t seed, unsigned without, const struct choice_of_steps *steps, int *runs,
	struct season *season)
{
	bool well;

	*season = (struct season){.seed = seed,
		.without = without,
		.steps = steps->steps,
		.left_out = steps->left_out,
		.calm = steps->calm};
	well = season_run(season);
	season_release(season);
	++*runs;
	return !well;
}

/* Tries to set LIST at steps, from runs of half of them to single ones, while the season fails. */
static void reduce(uint64_t seed, unsigned without, struct choice_of_steps *steps, bool *list,
	int *runs, char *failure)
{
	struct choice_of_steps saved;
	struct season season;
	bool changes;
	int width, from, i;

	for (width = steps->steps; width > 0; width /= 2)
		for (from = 1; from <= steps->steps; from += width) {
			saved = *steps;
			changes = false;
			for (i = from; i < from + width && i <= steps->steps; i++) {
				changes = changes || !list[i];
				list[i] = true;
			}
			if (!changes)
				continue;
			if (fails(seed, without, steps, runs, &season) &&
				is_alike(failure, season.failure))
				memcpy(failure, season.failure, sizeof(season.failure));
			else
				*steps = saved;
		}
}

int shrink(uint64_t seed, unsigned without, struct choice_of_steps *steps, char *failure)
{
	int runs = 0, before;

	do {
		before = runs;
		reduce(seed, without, steps, steps->left_out, &runs, failure);
		reduce(seed, without, steps, steps->calm, &runs, failure);
		while (steps->steps > 1 && steps->left_out[steps->steps])
			steps->steps--;
	} while (runs - before > 60 && runs < 600);
	return runs;
}

void shrink_describe(const struct choice_of_steps *steps, unsigned without, struct buffer *options)
{
	const char *between = " -k ";
	int i;

	for (i = 1; i < FAULT_COUNT; i++)
		if (without >> i & 1)
			buffer_add_format(options, " -w %d", i);
	buffer_add_format(options, " -s %d", steps->steps);

	for (i = 1; i <= steps->steps; i++)
		if (!steps->left_out[i]) {
			buffer_add_format(options, "%s%d", between, i);
			between = ",";
		}
	between = " -c ";
	for (i = 1; i <= steps->steps; i++)
		if (!steps->left_out[i] && steps->calm[i]) {
			buffer_add_format(options, "%s%d", between, i);
			between = ",";
		}
}

bool shrink_read(const char *text, bool list[STEPS_LIMIT + 1])
{
	char *end;
	unsigned long number;

	for (;; text = end + 1) {
		number = strtoul(text, &end, 10);
		if (end == text || number == 0 || number > STEPS_LIMIT)
			return false;
		list[number] = true;
		if (*end != ',')
			return *end == '\0';
	}
}
