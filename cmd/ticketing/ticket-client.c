#include "store/outcome.h"
#include "ticketing/grant.h"
#include "ticketing/messages.h"
#include "ticketing/context.h"
#include "tool/tool.h"

/* A page of one row. */
static const char *next_row(struct run *run, struct store *store, const char *after)
{
	struct client_row row;

	if (!grant_next(store, after, &row, &run->arena))
		return NULL;
	run_row(run, &row);
	return row.client;
}

static const struct report list = {&client_row_message, next_row};

static const struct verb verbs[] = {
	{
		.name = "add",
		.doc = "adds a client with its grants; creates the store",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &add_client_message,
		.creates = true,
	},
	{
		.name = "amend",
		.doc = "changes a client's grants; other fields stay as they are",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &amend_client_message,
	},
	{
		.name = "revoke",
		.doc = "revokes all grants of a client",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &revoke_client_message,
	},
	{
		.name = "list",
		.doc = "lists the clients, their grants and the number of booked tickets",
		.run = run_report,
		.takes = TAKES_QUERY,
		.report = &list,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&client_added_message,
	&client_amended_message,
	&client_revoked_message,
	&client_row_message,
	&command_answered_message,
	NULL,
};

static const struct tool ticket_client = {
	.name = "ticket-client",
	.doc = "Adds, amends, revokes and lists ticketing's clients and their grants.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_client, argc, argv);
}
