#include "sponsorship/entitlement.h"

#include "booking/describe.h"
#include "message/template.h"
#include "sponsorship/invoice.h"

int64_t sponsor_onboarded_at(const struct list *all)
{
	const struct contract_state *items = all->items;
	int64_t first = 0;
	size_t i;

	for (i = 0; i < all->count; i++)
		if (items[i].onboarded > 0 && (first == 0 || items[i].onboarded < first))
			first = items[i].onboarded;
	return first;
}

struct sponsor_facts sponsor_facts_of(struct store *store, const struct sponsor_state *sponsor,
	const struct contract_state *contract, struct arena *arena)
{
	return (struct sponsor_facts){
		.level = contract->level_in_force,
		.signed_up_on = sponsor->signed_up_on,
		.paid = invoice_paid(store, contract, arena),
	};
}

static size_t count_contracts(const struct list *all)
{
	const struct contract_state *items = all->items;
	size_t count = 0, i;

	for (i = 0; i < all->count; i++)
		count += items[i].counts;
	return count;
}

/* Adds the sponsor's level as a reason if it is not in force until open invoices are settled. */
static void add_awaited_level(struct store *store, const struct sponsor_state *sponsor,
	const struct contract_state *contract, const char *prefix, struct arena *arena,
	struct entitlement *entitlement)
{
	if (contract->level != NULL || contract->open == 0 ||
		strcmp(contract->level_in_force, sponsor->level) == 0)
		return;
	entitlement_add_reason(entitlement,
		arena_printf(arena, "%slevel %s counts when %s is settled", prefix, sponsor->level,
			invoice_open(store, contract, arena)),
		arena);
}

/* Adds what CONTRACT grants, or that no rule matches it. See sponsor_entitle_by(). */
static void add_contract(struct store *store, const struct sponsor_state *sponsor,
	const struct contract_state *contract, const struct list *all, const struct list *rules,
	int64_t position, struct arena *arena, struct entitlement *entitlement)
{
	struct sponsor_facts facts = sponsor_facts_of(store, sponsor, contract, arena);
	const char *prefix = "";
	const char *undecided;

	if (count_contracts(all) > 1)
		prefix = arena_printf(arena, "contract %s: ", contract->contract);
	if (policy_entitle(store, rules, position, &facts, prefix, arena, entitlement)) {
		add_awaited_level(store, sponsor, contract, prefix, arena, entitlement);
		return;
	}
	undecided = arena_printf(arena, "%sno rule %smatches %s", prefix,
		rules != NULL ? "" : "of any policy ",
		template_fill(NULL, &sponsor_facts_layout, &facts, NULL, arena));
	entitlement->undecided = describe_and(entitlement->undecided, "; ", undecided, arena);
}

void sponsor_entitle_by(struct store *store, const struct sponsor_state *sponsor,
	const struct list *all, const struct list *rules, int64_t position, struct arena *arena,
	struct entitlement *entitlement)
{
	const struct contract_state *items = all->items;
	size_t i;

	for (i = 0; i < all->count; i++)
		if (items[i].counts)
			add_contract(store, sponsor, &items[i], all, rules, position, arena,
				entitlement);
}

void sponsor_entitle(
	struct store *store, const char *id, struct arena *arena, struct entitlement *entitlement)
{
	struct sponsor_state sponsor;
	struct list all;

	if (!sponsor_find(store, id, arena, &sponsor))
		return;
	all = contract_list(store, id, arena);
	entitlement->standing = contract_standing(&all, &sponsor);
	sponsor_entitle_by(
		store, &sponsor, &all, NULL, sponsor_onboarded_at(&all), arena, entitlement);
}
