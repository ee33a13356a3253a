#include "bank/matching.h"
#include "sponsorship/invoice.h"
#include "sponsorship/sponsorship.h"
#include "tool/tool.h"

static struct matching_terms terms;

static void *begin(struct run *run, struct store *store)
{
	return matching_new(&invoice_receivables, store, clock_now(&run->settings.clock), terms);
}

static const struct filter filter = {begin, matching_convert, matching_free};

static const struct tool_option options[] = {
	{0, "parts", NULL, "match less than is due, too, as a part of the only invoice named",
		OPTION_FLAG, 0, &terms.parts},
	{0, "surplus", NULL, "match more than is due, too, of the only invoice named", OPTION_FLAG,
		0, &terms.surplus},
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

static const struct message *const emits[] = {&settle_invoice_message, NULL};

static const struct tool sponsor_match = {
	.name = "sponsor-match",
	.doc = "Finds the invoices that bank transfers pay, and prints records for sponsor-settle.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_match, argc, argv);
}
