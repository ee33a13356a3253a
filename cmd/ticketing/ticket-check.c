#include <sysexits.h>

#include "ticketing/invariants.h"
#include "ticketing/messages.h"
#include "ticketing/context.h"
#include "tool/tool.h"

static void add_row(void *run, const struct broken_invariant_row *row)
{
	run_row(run, row);
	run_raise_status(run, EX_SOFTWARE);
}

/* A page is one invariant. */
static const char *page(struct run *run, struct store *store, const char *after)
{
	unsigned number = after != NULL ? (unsigned)strtonum(after, 0, UINT32_MAX, NULL) + 1 : 0;

	if (!invariants_check(store, number, &run->arena, add_row, run))
		return NULL;
	return arena_printf(&run->arena, "%010u", number);
}

static const struct report broken = {&broken_invariant_row_message, page};

static const struct verb verbs[] = {
	{
		.run = run_report,
		.takes = TAKES_QUERY,
		.report = &broken,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&broken_invariant_row_message,
	NULL,
};

static const struct tool ticket_check = {
	.name = "ticket-check",
	.doc = "Reports inconsistencies in ticketing's store; exits 70 if there are any.",
	.context = &ticketing,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&ticket_check, argc, argv);
}
