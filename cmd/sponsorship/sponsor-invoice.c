#include "client/tools.h"
#include "sponsorship/invoice.h"
#include "sponsorship/sponsorship.h"
#include "sponsorship/messages.h"
#include "store/outcome.h"

static bool only_open;
static const struct tool_option options[] = {
	{0, "open", NULL, "only invoices that are not settled, cancelled or refunded", OPTION_FLAG,
		0, &only_open},
	{.doc = NULL},
};

/* A page of one row. */
static const char *next_row(struct run *run, struct store *store, const char *after)
{
	const struct invoice_filter filter = {
		run->operands[0], only_open, run->settings.clock.offset};
	struct invoice_row row;

	/* An unknown sponsor is an error, not a sponsor without invoices. */
	if (after == NULL && filter.sponsor != NULL &&
		client_next_beneficiary(run, store, NULL) == NULL)
		return NULL;
	if (!invoice_next(store, after, &filter, &row, &run->arena))
		return NULL;
	run_row(run, &row);
	return row.invoice;
}

static const struct report list = {&invoice_row_message, next_row};

static const struct verb verbs[] = {
	{
		.name = "raise",
		.doc = "records an invoice, or amends one that is not settled",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &raise_invoice_message,
		.amend = &amend_invoice_message,
	},
	{
		.name = "cancel",
		.doc = "records that an invoice was cancelled",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &cancel_invoice_message,
	},
	{
		.name = "refund",
		.doc = "records that an invoice was refunded",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &refund_invoice_message,
	},
	{
		.name = "list",
		.doc = "lists the invoices, and what is paid and due",
		.run = run_report,
		.takes = TAKES_QUERY,
		.options = options,
		.operands = "[sponsor]",
		.report = &list,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&invoice_raised_message,
	&invoice_amended_message,
	&invoice_cancelled_message,
	&invoice_refunded_message,
	&invoice_row_message,
	&command_answered_message,
	NULL,
};

static const struct tool sponsor_invoice_tool = {
	.name = "sponsor-invoice",
	.doc = "Records and lists sponsors' invoices.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_invoice_tool, argc, argv);
}
