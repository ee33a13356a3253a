#include "speakers/crm.h"
#include "speakers/messages.h"
#include "store/outcome.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.name = "--manual",
		.doc = "records what an organiser has booked or given back by hand elsewhere",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &record_speaker_booking_message,
	},
	{
		.run = run_process,
		.takes = TAKES_COMMANDS,
		.process = &speaker_booking,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&speaker_tickets_booked_message,
	&speaker_booking_refused_message,
	&speaker_booking_turned_away_message,
	&speaker_tickets_reclaimed_message,
	&speaker_reclaim_refused_message,
	&speaker_reclaim_turned_away_message,
	&speaker_ticket_held_message,
	&command_answered_message,
	NULL,
};

static const struct tool speaker_book_tool = {
	.name = "speaker-book",
	.doc = "Keeps the ledger of bookings, from ticketing's events.",
	.context = &speakers,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&speaker_book_tool, argc, argv);
}
