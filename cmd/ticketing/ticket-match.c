#include "bank/matching.h"
#include "published/ticketing.h"
#include "ticketing/context.h"
#include "ticketing/payment.h"
#include "tool/tool.h"

static bool inexact;

static void *begin(struct run *run, struct store *store)
{
	return matching_new(&payment_receivables, store, clock_now(&run->settings.clock),
		(struct matching_terms){.parts = inexact, .surplus = inexact});
}

static const struct filter filter = {begin, matching_convert, matching_free};

static const struct tool_option options[] = {
	{0, "inexact", NULL, "match another amount than is due, too, for the only purchase named",
		OPTION_FLAG, 0, &inexact},
	{.doc = NULL},
};

static const struct verb verbs[] = {
	{
		.run = run_filter,
		.takes = TAKES_FILTER,
		.command = &transfer_message,
		.filter = &filter,
		.options = options,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {&pay_ticket_purchase_message, NULL};

static const struct tool ticket_match = {
	.name = "ticket-match",
	.doc = "Finds the purchases that bank transfers pay, and prints records for ticket-pay.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_match, argc, argv);
}
