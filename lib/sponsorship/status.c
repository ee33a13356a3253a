#include "sponsorship/status.h"

#include "base/clock.h"
#include "base/money.h"
#include "message/template.h"
#include "sponsorship/entitlement.h"
#include "sponsorship/invoice.h"
#include "store/query.h"

static enum sponsor_standing standing_of(struct store *store, const struct sponsor_state *sponsor,
	const struct list *all, struct arena *arena)
{
	const struct contract_state *items = all->items;
	struct entitlement entitlement = {.standing = STANDING_PROSPECT};
	size_t i;

	if (sponsor->withdrawn > 0)
		return SPONSOR_WITHDRAWN;
	if (contract_standing(all, sponsor) == STANDING_ACTIVE) {
		sponsor_entitle(store, sponsor->sponsor, arena, &entitlement);
		return entitlement.undecided != NULL ? SPONSOR_WITHOUT_RULE : SPONSOR_ONBOARD;
	}
	for (i = 0; i < all->count; i++)
		if (items[i].voided == 0)
			return SPONSOR_SIGNED;
	return all->count > 0 ? SPONSOR_VOID : SPONSOR_PROSPECT;
}

/* Borrows: the numbers of contracts that are not void. */
static struct list numbers_of(const struct list *all, struct arena *arena)
{
	const struct contract_state *items = all->items;
	const char **numbers = arena_take(arena, (all->count + 1) * sizeof(*numbers));
	struct list list = {0, numbers};
	size_t i;

	for (i = 0; i < all->count; i++)
		if (items[i].voided == 0)
			numbers[list.count++] = items[i].contract;
	return list;
}

/* Borrows: what has to happen next; BOOKINGS: the same of its tickets. NULL: nothing. */
static const char *awaits(struct store *store, const struct sponsor_state *sponsor,
	const struct list *all, const char *bookings, struct arena *arena)
{
	const struct contract_state *items = all->items;
	const char *missing;
	size_t i;

	if (sponsor->withdrawn > 0)
		return bookings;
	for (i = 0; i < all->count; i++)
		if (items[i].voided == 0 && items[i].level_in_force != NULL &&
			!items[i].level_is_published)
			return "sponsor-onboard";
	missing = contract_missing(store, all, sponsor, arena);
	if (bookings == NULL || missing == NULL)
		return bookings != NULL ? bookings : missing;
	return arena_printf(arena, "%s; %s", bookings, missing);
}

bool sponsor_status_of(struct store *store, const char *id, const struct booking_status *bookings,
	struct arena *arena, struct sponsor_status_row *row)
{
	struct sponsor_state sponsor;
	int64_t invoices, settled;
	struct list all;

	if (!sponsor_find(store, id, arena, &sponsor))
		return false;
	all = contract_list(store, id, arena);
	invoice_count(store, id, &invoices, &settled);
	*row = (struct sponsor_status_row){
		.sponsor = sponsor.sponsor,
		.name = sponsor.name,
		.email = sponsor.email,
		.level = sponsor.level,
		.state = standing_of(store, &sponsor, &all, arena),
		.contracts = numbers_of(&all, arena),
		.invoices = integer(invoices),
		.settled = integer(settled),
		.entitled = bookings->entitled,
		.booked = bookings->booked,
		.because = bookings->because,
		.awaits = awaits(store, &sponsor, &all, bookings->awaits, arena),
	};
	return true;
}

/* Tasks */

static void add_unsigned(
	struct task_list *tasks, const struct sponsor_state *sponsor, const struct list *all)
{
	const char *since =
		sponsor->signed_up_on != NULL ? sponsor->signed_up_on : sponsor->registered_at;

	if (all->count == 0 && task_list_is_late(tasks, since))
		task_list_add(tasks, "contract_unsigned", since, "the contract is not signed");
}

/* Adds invoices that are unpaid after their due date or, without one, for too long. */
static void add_overdue(struct task_list *tasks)
{
	struct query *query = QUERY(tasks->store,
		"SELECT invoice, coalesce(due_on, raised_at), due_on IS NOT NULL, amount - paid, "
		"currency FROM invoices WHERE sponsor = :sponsor AND state = 'raised' "
		"ORDER BY raised_at, invoice",
		tasks->beneficiary);
	char today[CLOCK_TEXT], money[MONEY_TEXT];

	clock_format(tasks->now, today);
	while (query_row(query)) {
		const char *invoice = query_copy_at(query, 0, tasks->arena);
		const char *since = query_copy_at(query, 1, tasks->arena);
		bool dated = query_integer_at(query, 2) != 0;

		if (dated ? strncmp(since, today, strlen(since)) >= 0
			  : !task_list_is_late(tasks, since))
			continue;
		money_format(
			query_integer_at(query, 3), query_copy_at(query, 4, tasks->arena), money);
		task_list_add(tasks, "invoice_overdue", since,
			arena_printf(tasks->arena, "%s of invoice %s is not paid", money, invoice));
	}
}

/* Adds payments for void contracts, and those of a sponsor that has withdrawn. */
static void add_money_to_return(
	struct task_list *tasks, const struct sponsor_state *sponsor, const struct list *all)
{
	const struct contract_state *items = all->items;
	bool has_default = all->count == 0; /* a contract may still be signed */
	struct query *query;
	char money[MONEY_TEXT];
	size_t i;

	for (i = 0; i < all->count; i++)
		has_default = has_default || (items[i].voided == 0 && items[i].is_default);
	query = QUERY(tasks->store,
		"SELECT i.invoice, i.paid, i.currency FROM invoices i "
		"LEFT JOIN contracts c ON c.contract = i.contract AND c.voided IS NOT NULL "
		"WHERE i.sponsor = :sponsor AND i.paid > 0 AND i.state IN ('raised', 'settled') "
		"AND (:withdrawn OR c.contract IS NOT NULL OR (i.contract IS NULL AND :void)) "
		"ORDER BY i.invoice",
		sponsor->sponsor, sponsor->withdrawn > 0, !has_default);
	while (query_row(query)) {
		const char *invoice = query_copy_at(query, 0, tasks->arena);

		money_format(
			query_integer_at(query, 1), query_copy_at(query, 2, tasks->arena), money);
		task_list_add(tasks, "money_to_return", NULL,
			arena_printf(tasks->arena, "%s was paid of invoice %s, and %s: pay it back",
				money, invoice,
				sponsor->withdrawn > 0 ? "the sponsor has withdrawn"
						       : "the contract is void"));
	}
}

/* Adds contracts whose level in force is not the paid one, without an open invoice. */
static void add_unpaid_level(struct task_list *tasks, const struct sponsor_state *sponsor,
	const struct contract_state *contract)
{
	const char *paid = invoice_paid_level(tasks->store, contract, tasks->arena);

	if (contract->level == NULL && contract->open == 0 && paid != NULL &&
		strcmp(paid, sponsor->level) != 0)
		task_list_add(tasks, "level_not_invoiced", NULL,
			arena_printf(tasks->arena,
				"the level is %s, %s was for %s, and no invoice is open",
				sponsor->level,
				contract->settled > 0 ? "the last payment" : "the contract in kind",
				paid));
}

static void add_other_currency(struct task_list *tasks, const struct sponsor_state *sponsor,
	const struct contract_state *contract, const struct list *all)
{
	struct sponsor_facts facts =
		sponsor_facts_of(tasks->store, sponsor, contract, tasks->arena);
	const char *currency = sponsor_policy_mismatched_currency(
		tasks->store, sponsor_onboarded_at(all), &facts, tasks->arena);

	if (currency != NULL)
		task_list_add(tasks, "other_currency", NULL,
			arena_printf(tasks->arena,
				"the policy counts amounts in %s; the facts are %s", currency,
				template_fill(NULL, &sponsor_facts_layout, &facts, tasks->arena)));
}

/*
 * Adds levels without a rule in the newest policy: of a contract that is not on board yet, or of a
 * sponsor none of whose contracts counts yet.
 */
static void add_without_rule(
	struct task_list *tasks, const struct sponsor_state *sponsor, const struct list *all)
{
	const struct contract_state *items = all->items;
	bool own = contract_standing(all, sponsor) == STANDING_PROSPECT;
	size_t i;

	if (own && !sponsor_policy_has_level(tasks->store, sponsor->level))
		task_list_add(tasks, "without_rule", NULL,
			arena_printf(tasks->arena, "no rule of the policy is for the level %s",
				sponsor->level));
	for (i = 0; i < all->count; i++)
		if (items[i].level != NULL && items[i].voided == 0 && items[i].onboarded == 0 &&
			!sponsor_policy_has_level(tasks->store, items[i].level))
			task_list_add(tasks, "without_rule", NULL,
				arena_printf(tasks->arena,
					"no rule of the policy is for the level %s of the contract "
					"%s",
					items[i].level, items[i].contract));
}

void sponsor_add_tasks(struct task_list *tasks)
{
	const struct contract_state *items;
	struct sponsor_state sponsor;
	struct list all;
	size_t i;

	if (!sponsor_find(tasks->store, tasks->beneficiary, tasks->arena, &sponsor))
		return;
	all = contract_list(tasks->store, tasks->beneficiary, tasks->arena);
	items = all.items;
	add_money_to_return(tasks, &sponsor, &all);
	if (sponsor.withdrawn > 0)
		return;
	add_unsigned(tasks, &sponsor, &all);
	add_overdue(tasks);
	add_without_rule(tasks, &sponsor, &all);
	for (i = 0; i < all.count; i++)
		if (items[i].counts) {
			add_unpaid_level(tasks, &sponsor, &items[i]);
			add_other_currency(tasks, &sponsor, &items[i], &all);
		}
}
