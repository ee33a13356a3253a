#include "base/local.h"
#include "client/tools.h"
#include "speakers/speakers.h"

/* Whether an invited speaker should have answered before TODAY. */
static bool is_overdue(const struct speaker_state *speaker, const char *today)
{
	return speaker->state == SPEAKER_INVITED && speaker->answer_by != NULL &&
	       strcmp(today, speaker->answer_by) > 0;
}

/* Returns what an unanswered invitation waits for; NULL: SPEAKER has answered. */
static const char *next_step(struct run *run, const struct speaker_state *speaker)
{
	const struct clock *clock = &run->settings.clock;
	char today[LOCAL_DATE_TEXT];

	if (speaker->state != SPEAKER_INVITED)
		return NULL;
	if (speaker->answer_by == NULL)
		return "their answer";
	local_date(clock_now(clock), clock->offset, today);
	return arena_printf(&run->arena,
		is_overdue(speaker, today) ? "nothing: the deadline %s has passed without an answer"
					   : "their answer, by %s",
		speaker->answer_by);
}

static void add_speaker_row(struct run *run, struct store *store, const char *beneficiary,
	const struct booking_status *bookings)
{
	const struct invitation *invitation;
	struct speaker_state speaker;
	struct speaker_status_row row;

	if (!speaker_find(store, beneficiary, &run->arena, &speaker))
		return;
	invitation = speaker_invitation(store, &speaker, &run->arena);
	if (invitation == NULL)
		return;
	row = (struct speaker_status_row){
		.speaker = speaker.speaker,
		.name = speaker.name,
		.email = speaker.email,
		.roles = invitation->roles,
		.talks = integer((int64_t)invitation->talks.count),
		.state = enumeration_text(&invitation_status_enum, speaker.state),
		.entitled = bookings->entitled,
		.booked = bookings->booked,
		.because = bookings->because,
		.awaits = bookings->awaits != NULL ? bookings->awaits : next_step(run, &speaker),
	};
	run_row(run, &row);
}

static void add_tasks(struct task_list *tasks)
{
	struct speaker_state speaker;

	if (speaker_find(tasks->store, tasks->beneficiary, tasks->arena, &speaker) &&
		is_overdue(&speaker, tasks->today))
		task_list_add(tasks, "answer_overdue", speaker.answer_by,
			arena_printf(tasks->arena, "no answer by %s", speaker.answer_by));
}

int main(int argc, char **argv)
{
	static const struct client_report report = {
		.row = &speaker_status_row_message, .add = add_speaker_row, .add_tasks = add_tasks};

	return client_status(&speakers, "speaker-status", &report, argc, argv);
}
