#include "store/outcome.h"
#include "ticketing/messages.h"
#include "ticketing/context.h"
#include "ticketing/room.h"
#include "tool/tool.h"

/* A page of one row. */
static const char *next_row(struct run *run, struct store *store, const char *after)
{
	struct ticket_room_row row;

	if (!room_next(store, after, &row, &run->arena))
		return NULL;
	run_row(run, &row);
	return row.room;
}

static const struct report list = {&ticket_room_row_message, next_row};

static const struct verb verbs[] = {
	{
		.name = "add",
		.doc = "adds a room, which ticket types name; creates the store",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &add_ticket_room_message,
		.creates = true,
	},
	{
		.name = "amend",
		.doc = "changes the capacity of a room",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &amend_ticket_room_message,
	},
	{
		.name = "remove",
		.doc = "removes a room that no type names",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &remove_ticket_room_message,
	},
	{
		.name = "list",
		.doc = "lists the rooms, and how many places are sold and left",
		.run = run_report,
		.takes = TAKES_QUERY,
		.report = &list,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&ticket_room_added_message,
	&ticket_room_amended_message,
	&ticket_room_removed_message,
	&ticket_room_row_message,
	&command_answered_message,
	NULL,
};

static const struct tool ticket_room_tool = {
	.name = "ticket-room",
	.doc = "Adds, amends, removes and lists rooms, whose places several ticket types share.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_room_tool, argc, argv);
}
