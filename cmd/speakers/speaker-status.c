#include "client/tools.h"
#include "speakers/speakers.h"

/* Borrows: what has to happen next to a speaker who has not answered; NULL: nothing. */
static const char *awaits(struct run *run, const struct speaker_state *speaker)
{
	char today[CLOCK_TEXT];

	if (speaker->state != SPEAKER_INVITED)
		return NULL;
	if (speaker->answer_by == NULL)
		return "their answer";
	clock_format(clock_now(&run->settings.clock), today);
	return arena_printf(&run->arena,
		strncmp(today, speaker->answer_by, strlen(speaker->answer_by)) > 0
			? "nothing more: no answer by %s"
			: "their answer, by %s",
		speaker->answer_by);
}

static void add(struct run *run, struct store *store, const char *beneficiary,
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
		.awaits = bookings->awaits != NULL ? bookings->awaits : awaits(run, &speaker),
	};
	run_row(run, &row);
}

static void add_tasks(struct task_list *tasks)
{
	struct speaker_state speaker;
	char today[CLOCK_TEXT];

	clock_format(tasks->now, today);
	if (speaker_find(tasks->store, tasks->beneficiary, tasks->arena, &speaker) &&
		speaker.state == SPEAKER_INVITED && speaker.answer_by != NULL &&
		strncmp(today, speaker.answer_by, strlen(speaker.answer_by)) > 0)
		task_list_add(tasks, "answer_overdue", speaker.answer_by,
			arena_printf(tasks->arena, "no answer by %s", speaker.answer_by));
}

int main(int argc, char **argv)
{
	static const struct client_report report = {
		.row = &speaker_status_row_message, .add = add, .add_tasks = add_tasks};

	return client_status(&speakers, "speaker-status", &report, argc, argv);
}
