#include "client/tools.h"
#include "sponsorship/contract.h"
#include "sponsorship/sponsorship.h"
#include "sponsorship/onboarding.h"

/* With --why: a row per sponsor, or of the one that the operand names, with what is missing. */
static const char *page(struct run *run, struct store *store, const char *after)
{
	const char *id = client_next_beneficiary(run, store, after);
	struct sponsor_state sponsor;
	struct missing_row row;
	struct list all;

	if (id == NULL || !sponsor_find(store, id, &run->arena, &sponsor))
		return NULL;
	all = contract_list(store, id, &run->arena);
	row = (struct missing_row){
		.sponsor = id,
		.onboarded = boolean(contract_standing(&all, &sponsor) == STANDING_ACTIVE),
		.missing = contract_missing(store, &all, &sponsor, &run->arena),
	};
	run_row(run, &row);
	return id;
}

static const struct report missing = {&missing_row_message, page};

static const struct verb verbs[] = {
	{
		.run = run_process,
		.takes = TAKES_EVENTS | TAKES_TABLE | TAKES_CSV | TAKES_WHY,
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

static const struct tool sponsor_onboard = {
	.name = "sponsor-onboard",
	.doc = "Onboards sponsors: contract signed, invoices settled.",
	.context = &sponsorship,
	.verbs = verbs,
	.emits = emits,
};

int main(int argc, char **argv)
{
	return tool_main(&sponsor_onboard, argc, argv);
}
