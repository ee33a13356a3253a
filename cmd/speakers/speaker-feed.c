#include "speakers/crm.h"
#include "speakers/messages.h"
#include "store/outcome.h"
#include "tool/tool.h"

static const struct verb verbs[] = {
	{
		.name = "--consumers",
		.doc = "shows who consumes the feed, and how far it has come",
		.run = run_report,
		.takes = TAKES_QUERY,
		.report = &consumers,
	},
	{.run = run_feed, .takes = TAKES_FEED, .operands = "[command ...]"},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&speaker_invited_message,
	&speaker_amended_message,
	&invitation_accepted_message,
	&invitation_declined_message,
	&speaker_withdrawn_message,
	&speaker_policy_adopted_message,
	&speaker_entitled_message,
	&speaker_allotment_decided_message,
	&speaker_tickets_requested_message,
	&speaker_tickets_booked_message,
	&speaker_booking_refused_message,
	&speaker_reclaim_requested_message,
	&speaker_tickets_reclaimed_message,
	&speaker_reclaim_refused_message,
	&speaker_ticket_held_message,
	&command_answered_message,
	NULL,
};

static const struct tool speaker_feed_tool = {
	.name = "speaker-feed",
	.doc = "Prints the speaker CRM's events in their order.",
	.context = &speakers,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&speaker_feed_tool, argc, argv);
}
