/* What the events of contracts say to people. */
#include "booking/describe.h"
#include "sponsorship/contract.h"

const char *contract_describe_signed(struct store *store, const void *event, struct arena *arena)
{
	const struct contract *contract = event;

	(void)store;
	return arena_printf(arena, "contract %s signed on %s%s%s%s%s%s", contract->contract,
		contract->signed_on, contract->level != NULL ? ", level " : "",
		contract->level != NULL ? contract->level : "",
		contract->replaces != NULL ? ", replacing " : "",
		contract->replaces != NULL ? contract->replaces : "",
		contract->in_kind == BOOLEAN_TRUE ? ", in kind: it needs no invoice" : "");
}

const char *contract_describe_voided(struct store *store, const void *event, struct arena *arena)
{
	const struct contract_voided *voided = event;

	(void)store;
	return arena_printf(arena, "contract %s is void%s", voided->contract,
		describe_suffix(voided->reason, arena));
}

const char *contract_describe_onboarded(struct store *store, const void *event, struct arena *arena)
{
	const struct sponsor_onboarded *onboarded = event;

	(void)store;
	return arena_printf(arena, "onboarded: contract %s, level %s, nothing unpaid",
		onboarded->contract, onboarded->level);
}

const char *contract_describe_level(struct store *store, const void *event, struct arena *arena)
{
	const struct sponsor_onboarded *changed = event;

	(void)store;
	return arena_printf(
		arena, "level %s in force for contract %s", changed->level, changed->contract);
}
