#include "booking/policy.h"
#include "client/tools.h"
#include "sponsorship/crm.h"
#include "sponsorship/messages.h"
#include "sponsorship/policy.h"
#include "sponsorship/sponsor.h"
#include "sponsorship/trial.h"
#include "store/outcome.h"
#include "tool/document.h"

static const struct report list = {&policy_row_message, client_policy_page};

static const struct lookup policy = {policy_position, "no such policy was adopted"};

/* The policy that is tried. */
static const struct adopt_policy *trial;
static struct arena trial_arena;

static const char *since; /* a day; NULL: all */

static const char *trial_page(struct run *run, struct store *store, const char *after)
{
	const char *sponsor = booking_next(store, after, &run->arena);
	struct trial_row row;

	if (sponsor != NULL && trial_of(store, sponsor, &trial->rules, since, &run->arena, &row))
		run_row(run, &row);
	return sponsor;
}

static const struct report trials = {&trial_row_message, trial_page};

/* Shows what the document would change, if it can be adopted at all. */
static int try(struct run *run)
{
	struct decision decision = {.arena = &trial_arena};
	struct fault fault = {0};

	trial = document_decode(run, &adopt_policy_layout, &trial_arena);
	if (trial == NULL)
		return run->status;
	if (policy_check(&decision, &trial->rules, &sponsor_policy_rules)) {
		run_report(run);
	} else {
		strlcpy(fault.pointer, decision.pointer, sizeof(fault.pointer));
		fault_set(&fault, EX_CONFIG, "%s", decision.reason);
		run_note(run, run_fail(run, &fault));
	}
	arena_release(&trial_arena);
	return run->status;
}

static const struct tool_option trial_options[] = {
	{0, "since", "date", "leave out those before that day", OPTION_DATE, 0, &since},
	{.doc = NULL},
};

static const struct verb verbs[] = {
	{
		.name = "try",
		.doc = "shows what a policy would change, before it is adopted",
		.run = try,
		.takes = TAKES_QUERY,
		.options = trial_options,
		.command = &adopt_policy_message,
		.operands = "[file]",
		.report = &trials,
		.document = true,
	},
	{
		.name = "adopt",
		.doc = "adopts a policy for those who come on board from now on; creates the store",
		.run = run_commands,
		.takes = TAKES_COMMANDS,
		.command = &adopt_policy_message,
		.operands = "[file]",
		.creates = true,
		.document = true,
	},
	{
		.name = "show",
		.doc = "prints a policy as it was adopted; by default the one in force",
		.run = run_show,
		.takes = TAKES_STORE,
		.operands = "[version]",
		.shows = &policy,
	},
	{
		.name = "list",
		.doc = "shows the policies that were adopted",
		.run = run_report,
		.takes = TAKES_QUERY,
		.report = &list,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&policy_adopted_message,
	&policy_row_message,
	&trial_row_message,
	&command_answered_message,
	NULL,
};

static const struct tool sponsor_policy_tool = {
	.name = "sponsor-policy",
	.doc = "Adopts, shows and lists policies: who is owed which tickets.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_policy_tool, argc, argv);
}
