#include "published/ticketing.h"
#include "store/outcome.h"
#include "ticketing/messages.h"
#include "ticketing/office.h"
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
	&ticket_purchase_created_message,
	&ticket_purchase_rejected_message,
	&ticket_purchase_paid_message,
	&ticket_purchase_expired_message,
	&tickets_cancelled_message,
	&ticket_assigned_message,
	&ticket_unassigned_message,
	&ticket_command_rejected_message,
	&ticket_type_added_message,
	&ticket_type_amended_message,
	&ticket_pool_added_message,
	&ticket_pool_amended_message,
	&ticket_pool_moved_message,
	&ticket_pool_removed_message,
	&ticket_discount_added_message,
	&ticket_discount_amended_message,
	&client_added_message,
	&client_amended_message,
	&client_revoked_message,
	&command_answered_message,
	NULL,
};

static const struct tool ticket_feed = {
	.name = "ticket-feed",
	.doc = "Prints ticketing's events in their order.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_feed, argc, argv);
}
