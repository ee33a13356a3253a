#include "published/ticketing.h"
#include "store/outcome.h"
#include "ticketing/context.h"
#include "ticketing/delegate.h"
#include "ticketing/messages.h"
#include "ticketing/purchase.h"
#include "tool/roster.h"
#include "tool/tool.h"

static int64_t expected;

/* Where those are added who have a ticket and are not on the list. */
struct adding {
	struct list *missing;
	struct arena *arena;
};

static void add_missing(void *to, const struct purchased_ticket *ticket)
{
	const struct adding *adding = to;
	struct unassign_ticket *unassign = arena_take(adding->arena, sizeof(*unassign));

	unassign->ticket = purchase_text(&ticket->id, adding->arena);
	*(struct missing *)list_grow(
		adding->missing, sizeof(struct missing), adding->arena) = (struct missing){
		.command = unassign,
		.text = ticket->name == NULL
				? arena_printf(adding->arena, "ticket %s", unassign->ticket)
				: arena_printf(adding->arena, "%s (%s), ticket %s", ticket->email,
					  ticket->name, unassign->ticket),
	};
}

static void find_missing(struct store *store, int64_t now, const char *client, const void *common,
	const struct list *keys, struct list *missing, struct arena *arena)
{
	struct adding adding = {missing, arena};

	delegate_visit_others(store, now, client, common, keys, arena, add_missing, &adding);
}

static const struct roster names = {
	.common = &ticket_selector_layout,
	.key = "email",
	.removal = &unassign_ticket_message,
	.expected = &expected,
	.find_missing = find_missing,
};

static const struct tool_option options[] = {
	{0, "remove-missing", "count",
		"remove delegates who are not on the list, if it has that many lines and none is bad",
		OPTION_NUMBER, 1, &expected},
	{.doc = NULL},
};

static const struct verb verbs[] = {
	{
		.name = "names",
		.doc = "all delegates of the purchases that options name, a line for each",
		.run = run_commands,
		.takes = TAKES_COMMANDS | TAKES_CLIENT | TAKES_ERRORS,
		.command = &assign_ticket_message,
		.roster = &names,
		.options = options,
	},
	{
		.run = run_commands,
		.takes = TAKES_COMMANDS | TAKES_CLIENT | TAKES_ERRORS,
		.command = &assign_ticket_message,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&ticket_assigned_message,
	&ticket_unassigned_message,
	&ticket_command_rejected_message,
	&command_refused_message,
	&command_answered_message,
	NULL,
};

static const struct tool ticket_assign = {
	.name = "ticket-assign",
	.doc = "Assigns tickets to delegates; the last assignment counts.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_assign, argc, argv);
}
