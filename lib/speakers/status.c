#include "speakers/status.h"

#include "speakers/policy.h"
#include "store/feed.h"

/* The rule that fixed what is owed; NULL where none has, or nothing is. */
static const char *source_of(
	struct store *store, const struct speaker_state *speaker, struct arena *arena)
{
	const struct speaker_entitled *entitled;
	struct envelope envelope;

	if (speaker->entitled == 0 || !speaker_comes(speaker))
		return NULL;
	entitled = feed_event(store, speaker->entitled, &speaker_entitled_shape, &envelope, arena);
	return entitled != NULL ? speaker_policy_describe(
					  store, entitled->policy, entitled->rule.value, arena)
				: NULL;
}

/* What is due and nobody has decided upon: a person has to adopt a policy, or a tool to run. */
static const char *undecided(
	struct store *store, const struct speaker_state *speaker, int64_t due, struct arena *arena)
{
	struct speaker_facts facts = {speaker->role, speaker->talks};

	if (!speaker_comes(speaker))
		return "speaker-reclaim";
	if (speaker_policy_find(store, &facts, due, arena).version == NULL)
		return arena_printf(arena, "a policy with a rule for the role %s", speaker->role);
	return "speaker-allocate";
}

/* What their tickets await: a tool to run, ticketing, or a person; NULL: nothing. */
static const char *awaits_tickets(
	struct store *store, const struct speaker_state *speaker, struct arena *arena)
{
	int64_t due = allotment_due(store, speaker->speaker);

	if (due > 0)
		return undecided(store, speaker, due, arena);
	if (allotment_awaits_reclaim(store, speaker->speaker))
		return "speaker-reclaim";
	return allotment_awaits(store, speaker->speaker, arena);
}

/* What they are to do themselves; NULL where they have. */
static const char *awaits_answer(
	const struct speaker_state *speaker, const char *today, struct arena *arena)
{
	if (strcmp(speaker->state, "invited") != 0)
		return NULL;
	if (speaker->answer_by == NULL)
		return "their answer";
	if (strcmp(today, speaker->answer_by) > 0)
		return arena_printf(arena, "nothing more: no answer by %s", speaker->answer_by);
	return arena_printf(arena, "their answer, by %s", speaker->answer_by);
}

void speaker_status_of(struct store *store, const struct speaker_state *speaker, const char *today,
	struct arena *arena, struct speaker_status_row *row)
{
	*row = (struct speaker_status_row){
		.speaker = speaker->speaker,
		.name = speaker->name,
		.role = speaker->role,
		.talks = integer(speaker->talks),
		.state = speaker->state,
		.entitled = allotment_of(store, speaker->speaker, arena),
		.booked = booking_booked(store, speaker->speaker, arena),
		.because = source_of(store, speaker, arena),
		.awaits = awaits_tickets(store, speaker, arena),
	};
	if (row->awaits == NULL)
		row->awaits = awaits_answer(speaker, today, arena);
}
