#include "sponsorship/crm.h"
#include "sponsorship/messages.h"
#include "sponsorship/onboarding.h"
#include "sponsorship/sponsor.h"
#include "tool/tool.h"

/* With --why: what each sponsor lacks, or the one that is named. */
static const char *page(struct run *run, struct store *store, const char *after)
{
	struct sponsor_state sponsor;
	struct missing_row row;

	if (!sponsor_next(store, run->operands[0], after, &run->arena, &sponsor))
		return NULL;
	row = (struct missing_row){
		.sponsor = sponsor.sponsor,
		.onboarded = truth(sponsor.onboarded > 0),
		.missing = onboarding_missing(store, sponsor.sponsor, &run->arena),
	};
	run_row(run, &row);
	return sponsor.sponsor;
}

static const struct report missing = {&missing_row_message, page};

static const struct verb verbs[] = {
	{
		.run = run_process,
		.takes = (TAKES_EVENTS | TAKES_TABLE | TAKES_WHY),
		.operands = "[sponsor]",
		.process = &onboarding,
		.why = &missing,
	},
	{.run = NULL},
};

static const struct message *const emits[] = {
	&sponsor_onboarded_message,
	&sponsor_level_changed_message,
	&missing_row_message,
	NULL,
};

static const struct tool sponsor_onboard_tool = {
	.name = "sponsor-onboard",
	.doc = "Onboards sponsors: contract signed, invoices settled.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_onboard_tool, argc, argv);
}
