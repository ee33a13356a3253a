#include "store/outcome.h"
#include "ticketing/discount.h"
#include "ticketing/messages.h"
#include "ticketing/context.h"
#include "tool/tool.h"

/* A page of one row. */
static const char *next_row(struct run *run, struct store *store, const char *after)
{
	struct ticket_discount_row row;

	if (!discount_next(store, after, &row, &run->arena))
		return NULL;
	run_row(run, &row);
	return row.code;
}

static const struct report list = {&ticket_discount_row_message, next_row};

static const struct verb verbs[] = {
	{
		.name = "add",
		.doc = "adds a discount code",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &add_ticket_discount_message,
	},
	{
		.name = "amend",
		.doc = "changes a discount code; other fields stay as they are",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &amend_ticket_discount_message,
	},
	{
		.name = "list",
		.doc = "lists the discount codes and the number of uses",
		.run = run_report,
		.takes = TAKES_QUERY,
		.report = &list,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&ticket_discount_added_message,
	&ticket_discount_amended_message,
	&ticket_discount_row_message,
	&command_answered_message,
	NULL,
};

static const struct tool ticket_discount_tool = {
	.name = "ticket-discount",
	.doc = "Adds, amends and lists discount codes.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_discount_tool, argc, argv);
}
