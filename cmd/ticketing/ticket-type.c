#include "store/outcome.h"
#include "ticketing/catalogue.h"
#include "ticketing/messages.h"
#include "ticketing/context.h"
#include "tool/tool.h"

/* A page of one row. */
static const char *next_row(struct run *run, struct store *store, const char *after)
{
	struct ticket_type_row row;

	if (!catalogue_next(store, after, &row, &run->arena))
		return NULL;
	run_row(run, &row);
	return row.type;
}

static const struct report list = {&ticket_type_row_message, next_row};

static const struct verb verbs[] = {
	{
		.name = "add",
		.doc = "adds a ticket type; creates the store",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &add_ticket_type_message,
		.creates = true,
	},
	{
		.name = "amend",
		.doc = "changes a ticket type; other fields stay as they are",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &amend_ticket_type_message,
	},
	{
		.name = "remove",
		.doc = "removes a ticket type that nothing was sold of",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &remove_ticket_type_message,
	},
	{
		.name = "list",
		.doc = "lists the ticket types and the number sold",
		.run = run_report,
		.takes = TAKES_QUERY,
		.report = &list,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&ticket_type_added_message,
	&ticket_type_amended_message,
	&ticket_type_removed_message,
	&ticket_type_row_message,
	&command_answered_message,
	NULL,
};

static const struct tool ticket_type_tool = {
	.name = "ticket-type",
	.doc = "Adds, amends, removes and lists ticket types.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_type_tool, argc, argv);
}
