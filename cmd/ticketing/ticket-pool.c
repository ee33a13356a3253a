#include "store/outcome.h"
#include "ticketing/messages.h"
#include "ticketing/context.h"
#include "ticketing/pool.h"
#include "tool/tool.h"

static const char *page(struct run *run, struct store *store, const char *after)
{
	struct ticket_pool_row row;

	if (!pool_next(store, after, &row, &run->arena))
		return NULL;
	run_row(run, &row);
	return row.pool;
}

static const struct report list = {&ticket_pool_row_message, page};

static const struct verb verbs[] = {
	{
		.name = "add",
		.doc = "sets aside places that are still left",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &add_ticket_pool_message,
	},
	{
		.name = "amend",
		.doc = "makes a pool bigger or smaller; what is not given stays",
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
		.doc = "gives a pool's unsold places back to its type",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &remove_ticket_pool_message,
	},
	{
		.name = "list",
		.doc = "shows the pools, and how many places are sold",
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
