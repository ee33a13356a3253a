#include "store/outcome.h"
#include "ticketing/messages.h"
#include "ticketing/context.h"
#include "ticketing/pool.h"
#include "tool/tool.h"

/* A page of one row. */
static const char *next_row(struct run *run, struct store *store, const char *after)
{
	struct ticket_pool_row row;

	if (!pool_next(store, after, &row, &run->arena))
		return NULL;
	run_row(run, &row);
	return row.pool;
}

static const struct report list = {&ticket_pool_row_message, next_row};

static const struct verb verbs[] = {
	{
		.name = "add",
		.doc = "sets aside places that the type has left",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &add_ticket_pool_message,
	},
	{
		.name = "amend",
		.doc = "changes a pool; other fields stay as they are",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &amend_ticket_pool_message,
	},
	{
		.name = "move",
		.doc = "moves unsold places from one pool to another",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &move_ticket_pool_message,
	},
	{
		.name = "remove",
		.doc = "removes a pool and releases its unsold places",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &remove_ticket_pool_message,
	},
	{
		.name = "list",
		.doc = "lists the pools and the number of sold places",
		.run = run_report,
		.takes = TAKES_QUERY,
		.report = &list,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&ticket_pool_added_message,
	&ticket_pool_amended_message,
	&ticket_pool_moved_message,
	&ticket_pool_removed_message,
	&ticket_pool_row_message,
	&command_answered_message,
	NULL,
};

static const struct tool ticket_pool_tool = {
	.name = "ticket-pool",
	.doc = "Sets places of a ticket type aside for clients or purposes.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_pool_tool, argc, argv);
}
