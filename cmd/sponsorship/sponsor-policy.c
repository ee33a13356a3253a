#include "booking/policy.h"
#include "client/tools.h"
#include "sponsorship/sponsorship.h"
#include "sponsorship/messages.h"
#include "sponsorship/policy.h"
#include "sponsorship/sponsor.h"
#include "sponsorship/trial.h"
#include "tool/document.h"

/* The policy on trial. */
static const struct adopt_policy *trial;
static struct arena trial_arena;

static const char *since; /* a day; NULL: all */

static const char *trial_page(struct run *run, struct store *store, const char *after)
{
	const char *sponsor = booking_next(store, after, &run->arena);
	const char *begins = since != NULL ? run_beginning_of(run, since) : NULL;
	struct trial_row row;

	if (sponsor != NULL && trial_of(store, sponsor, &trial->rules, begins, &run->arena, &row))
		run_row(run, &row);
	return sponsor;
}

/* Prints what the document would change; refuses it if it could not be adopted. */
static int try(struct run *run)
{
	struct decision decision = {.arena = &trial_arena};
	struct fault fault = {0};

	trial = document_decode(run, &adopt_policy_layout, &trial_arena);
	if (trial == NULL)
		return run->status;
	if (policy_check(&decision, &trial->rules, &sponsor_policy_type)) {
		run_report(run);
	} else {
		strlcpy(fault.pointer, decision.pointer, sizeof(fault.pointer));
		fault_set(&fault, EX_CONFIG, "%s", decision.reason);
		run_fail(run, &fault);
	}
	arena_release(&trial_arena);
	return run->status;
}

int main(int argc, char **argv)
{
	static const struct tool_option options[] = {
		{0, "since", "date", "leave out those before that day", OPTION_DATE, 0, &since},
		{.doc = NULL},
	};
	static const struct report trials = {&trial_row_message, trial_page};
	static const struct verb verb = {
		.name = "try",
		.doc = "shows what a policy would change, before it is adopted",
		.run = try,
		.takes = TAKES_QUERY,
		.options = options,
		.command = &adopt_policy_message,
		.operands = "[file]",
		.report = &trials,
		.document = true,
	};

	return client_policy(&sponsorship, "sponsor-policy", &verb, &trial_row_message, argc, argv);
}
