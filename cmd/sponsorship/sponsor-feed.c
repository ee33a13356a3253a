#include "sponsorship/crm.h"
#include "sponsorship/messages.h"
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
	&sponsor_registered_message,
	&sponsor_amended_message,
	&contract_signed_message,
	&contract_voided_message,
	&invoice_raised_message,
	&invoice_cancelled_message,
	&invoice_settled_message,
	&sponsor_onboarded_message,
	&policy_adopted_message,
	&entitlement_fixed_message,
	&entitlement_overridden_message,
	&sponsor_tickets_requested_message,
	&sponsor_tickets_booked_message,
	&sponsor_booking_refused_message,
	&command_answered_message,
	NULL,
};

static const struct tool sponsor_feed_tool = {
	.name = "sponsor-feed",
	.doc = "Prints sponsorship's events in their order.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_feed_tool, argc, argv);
}
