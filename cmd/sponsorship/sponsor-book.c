#include "sponsorship/crm.h"
#include "sponsorship/messages.h"
#include "store/outcome.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.name = "--manual",
		.doc = "records what an organiser has booked or given back by hand elsewhere",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &record_sponsor_booking_message,
	},
	{
		.run = run_process,
		.takes = TAKES_COMMANDS,
		.process = &booking,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&sponsor_tickets_booked_message,
	&sponsor_booking_refused_message,
	&sponsor_booking_turned_away_message,
	&sponsor_tickets_reclaimed_message,
	&sponsor_reclaim_refused_message,
	&sponsor_reclaim_turned_away_message,
	&sponsor_ticket_held_message,
	&command_answered_message,
	NULL,
};

static const struct tool sponsor_book_tool = {
	.name = "sponsor-book",
	.doc = "Keeps the ledger of bookings, from ticketing's events.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_book_tool, argc, argv);
}
