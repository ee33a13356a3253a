/* Which fault happens to a process, and where. */
#include <string.h>

#include "season.h"

/* Of a tool that has not run yet, a number of calls below 2 to this. */
static const int orders[FAULT_COUNT] = {
	[FAULT_KILL] = 9,
	[FAULT_KILL_TORN] = 7,
	[FAULT_KILL_PRINTING] = 13,
	[FAULT_POWER] = 9,
	[FAULT_POWER_TORN] = 7,
	[FAULT_POWER_PRINTING] = 13,
	[FAULT_READ] = 7,
	[FAULT_WRITE] = 7,
	[FAULT_SYNC] = 3,
	[FAULT_FULL] = 7,
	[FAULT_OPEN] = 4,
	[FAULT_LOCK] = 6,
	[FAULT_PIPE] = 13,
	[FAULT_INPUT] = 3,
	[FAULT_MEMORY] = 12,
	[FAULT_NO_MEMORY] = 12,
};

/* What is known of a tool; the last one of the table is for all that have no other. */
static struct reach *reach_of(struct season *season, const char *tool)
{
	struct reach *reach = season->reach, *last = reach + REACHES - 1;

	while (reach < last && reach->tool[0] != '\0' && strcmp(reach->tool, tool) != 0)
		reach++;
	strlcpy(reach->tool, tool, sizeof(reach->tool));
	return reach;
}

void plan_note(struct season *season, const char *tool)
{
	struct reach *reach = reach_of(season, tool);
	int fault;

	reach->whole = !season->result.fault;
	memcpy(reach->last, season->result.calls, sizeof(reach->last));
	for (fault = 0; fault < FAULT_COUNT; fault++)
		if (reach->most[fault] < season->result.calls[fault])
			reach->most[fault] = season->result.calls[fault];
}

static uint64_t choose_place(uint64_t limit, int order, struct random *random)
{
	uint64_t place =
		chance_below(random, UINT64_C(1) << (1 + chance_below(random, (uint64_t)order)));

	return limit > 0 && (place >= limit || chance_once(random, 2))
		       ? chance_below(random, limit)
		       : place;
}

struct plan plan_choose(
	struct season *season, const char *tool, bool same_call, struct random *random)
{
	const struct reach *reach = reach_of(season, tool);
	const uint64_t *calls = same_call && reach->whole ? reach->last : reach->most;
	enum fault fault = 1 + chance_below(random, FAULT_COUNT - 1);
	int tries;

	for (tries = 0; calls[fault] == 0 && tries < 8; tries++)
		fault = 1 + chance_below(random, FAULT_COUNT - 1);
	if (season_is_calm(season) || (season->without >> fault & 1))
		return (struct plan){FAULT_NONE, 0};
	return (struct plan){fault, choose_place(calls[fault], orders[fault], random)};
}
