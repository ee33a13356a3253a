#include "sponsorship/status.h"

#include "base/clock.h"
#include "base/money.h"
#include "message/template.h"
#include "sponsorship/entitlement.h"
#include "sponsorship/invoice.h"
#include "store/query.h"

static enum sponsor_stage state_of(struct store *store, const struct sponsor_state *sponsor,
	const struct list *contracts, struct arena *arena)
{
	const struct contract_state *items = contracts->items;
	struct entitlement entitlement = {.standing = STANDING_PROSPECT};
	size_t i;

	if (sponsor->withdrawn > 0)
		return SPONSOR_WITHDRAWN;
	if (contract_standing(contracts, sponsor) == STANDING_ACTIVE) {
		sponsor_entitle(store, sponsor->sponsor, arena, &entitlement);
		return entitlement.undecided != NULL ? SPONSOR_WITHOUT_RULE : SPONSOR_ONBOARD;
	}
	for (i = 0; i < contracts->count; i++)
		if (items[i].voided == 0)
			return SPONSOR_SIGNED;
	return contracts->count > 0 ? SPONSOR_VOID : SPONSOR_PROSPECT;
}

/*
 * Borrows: the numbers of contracts that are not void. Without any, the list is empty, not absent.
 */
static struct list numbers_of(const struct list *contracts, struct arena *arena)
{
	const struct contract_state *items = contracts->items;
	const char **numbers = arena_take(arena, (contracts->count + 1) * sizeof(*numbers));
	struct list list = {0, numbers};
	size_t i;

	for (i = 0; i < contracts->count; i++)
		if (items[i].voided == 0)
			numbers[list.count++] = items[i].contract;
	return list;
}

/*
 * Borrows: what has to happen next; TICKETS: the same of its tickets; NULL: nothing. While a level
 * is not published, what follows from it is not known.
 */
static const char *awaits(struct store *store, const struct sponsor_state *sponsor,
	const struct list *contracts, const char *tickets, struct arena *arena)
{
	const struct contract_state *items = contracts->items;
	const char *missing;
	size_t i;

	if (sponsor->withdrawn > 0)
		return tickets;
	for (i = 0; i < contracts->count; i++)
		if (items[i].voided == 0 && items[i].level_in_force != NULL &&
			!items[i].level_is_published)
			return "sponsor-onboard";
	missing = contract_missing(store, contracts, sponsor, arena);
	if (tickets == NULL || missing == NULL)
		return tickets != NULL ? tickets : missing;
	return arena_printf(arena, "%s; %s", tickets, missing);
}

bool sponsor_status_of(struct store *store, const char *id, const struct booking_status *bookings,
	struct arena *arena, struct sponsor_status_row *row)
{
	struct sponsor_state sponsor;
	int64_t invoices, settled;
	struct list contracts;

	if (!sponsor_find(store, id, arena, &sponsor))
		return false;
	contracts = contract_list(store, id, arena);
	invoice_count(store, id, &invoices, &settled);
	*row = (struct sponsor_status_row){
		.sponsor = sponsor.sponsor,
		.name = sponsor.name,
		.email = sponsor.email,
		.level = sponsor.level,
		.state = state_of(store, &sponsor, &contracts, arena),
		.contracts = numbers_of(&contracts, arena),
		.invoices = integer(invoices),
		.settled = integer(settled),
		.entitled = bookings->entitled,
		.booked = bookings->booked,
		.because = bookings->because,
		.awaits = awaits(store, &sponsor, &contracts, bookings->awaits, arena),
	};
	return true;
}

/* Tasks */

static void add_unsigned(
	struct task_list *tasks, const struct sponsor_state *sponsor, const struct list *contracts)
{
	const char *since =
		sponsor->signed_up_on != NULL ? sponsor->signed_up_on : sponsor->registered_at;

	if (contracts->count == 0 && task_list_is_late(tasks, since))
		task_list_add(tasks, "contract_unsigned", since, "the contract is not signed");
}

/*
 * SQL: the invoice i is for a void contract. One that names no contract is for the default
 * contract.
 */
#define IS_FOR_VOID                                                                                \
	"(EXISTS (SELECT 1 FROM contracts c WHERE c.contract = i.contract "                        \
	"AND c.voided IS NOT NULL) OR (i.contract IS NULL AND :default_void))"

/* False also if no contract was signed. */
static bool default_is_void(const struct list *contracts)
{
	const struct contract_state *items = contracts->items;
	size_t i;

	for (i = 0; i < contracts->count; i++)
		if (items[i].is_default && items[i].voided == 0)
			return false;
	return contracts->count > 0;
}

/* Adds an invoice of which PAID was paid, in part, and the rest is not overdue yet. */
static void add_partly_paid(struct task_list *tasks, const char *invoice, int64_t paid,
	const char *unpaid, const char *currency)
{
	const char *since = query_copy(
		QUERY(tasks->store,
			"SELECT max(paid_on) FROM payments WHERE "
			"invoice = :invoice AND reversed IS NULL",
			invoice),
		tasks->arena);
	char money[MONEY_TEXT];

	money_format(paid, currency, money);
	task_list_add(tasks, "invoice_partly_paid", since,
		arena_printf(tasks->arena, "%s of invoice %s was paid, and %s is not", money,
			invoice, unpaid));
}

/*
 * Adds invoices that are unpaid after their due date or, without one, for too long, and those that
 * were paid in part, unless they are for a void contract.
 */
static void add_unpaid(struct task_list *tasks, const struct list *contracts)
{
	struct query *query = QUERY(tasks->store,
		"SELECT i.invoice, coalesce(i.due_on, i.raised_at), i.due_on IS NOT NULL, "
		"i.amount - i.paid, i.currency, i.paid FROM invoices i WHERE i.sponsor = :sponsor "
		"AND i.state = 'raised' AND NOT " IS_FOR_VOID " ORDER BY i.raised_at, i.invoice",
		tasks->beneficiary, default_is_void(contracts));
	char money[MONEY_TEXT];

	while (query_row(query)) {
		const char *invoice = query_copy_at(query, 0, tasks->arena);
		const char *since = query_copy_at(query, 1, tasks->arena);
		const char *currency = query_copy_at(query, 4, tasks->arena);
		int64_t paid = query_integer_at(query, 5);
		bool dated = query_integer_at(query, 2) != 0;
		bool overdue =
			dated ? strcmp(since, tasks->today) < 0 : task_list_is_late(tasks, since);

		money_format(query_integer_at(query, 3), currency, money);
		if (overdue)
			task_list_add(tasks, "invoice_overdue", since,
				arena_printf(tasks->arena, "%s of invoice %s is not paid", money,
					invoice));
		else if (paid > 0)
			add_partly_paid(tasks, invoice, paid, money, currency);
	}
}

/* Adds paid invoices for void contracts, and those of a sponsor that has withdrawn. */
static void add_money_to_return(
	struct task_list *tasks, const struct sponsor_state *sponsor, const struct list *contracts)
{
	struct query *query = QUERY(tasks->store,
		"SELECT i.invoice, i.paid, i.currency FROM invoices i "
		"WHERE i.sponsor = :sponsor AND i.paid > 0 AND i.state IN ('raised', 'settled') "
		"AND (:withdrawn OR " IS_FOR_VOID ") ORDER BY i.invoice",
		sponsor->sponsor, sponsor->withdrawn > 0, default_is_void(contracts));
	char money[MONEY_TEXT];

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

/* Adds payments of the sponsor's invoices whose surplus was not paid back. */
static void add_surplus(struct task_list *tasks)
{
	struct query *query = QUERY(tasks->store,
		"SELECT p.invoice, p.payment, p.surplus, p.paid_on, i.currency FROM payments p "
		"JOIN invoices i ON i.invoice = p.invoice AND i.seq = (SELECT max(seq) FROM invoices "
		"WHERE invoice = p.invoice) WHERE i.sponsor = :sponsor AND p.surplus > 0 "
		"AND p.returned IS NULL AND p.reversed IS NULL ORDER BY p.invoice, p.payment",
		tasks->beneficiary);
	char money[MONEY_TEXT];

	while (query_row(query)) {
		const char *invoice = query_copy_at(query, 0, tasks->arena);
		const char *payment = query_copy_at(query, 1, tasks->arena);

		money_format(
			query_integer_at(query, 2), query_copy_at(query, 4, tasks->arena), money);
		task_list_add(tasks, "money_to_return", query_copy_at(query, 3, tasks->arena),
			arena_printf(tasks->arena,
				"%s was paid beyond invoice %s, by the payment %s: pay it back",
				money, invoice, payment));
	}
}

/* Adds CONTRACT if it has the sponsor's level, another one was paid, and no invoice is open. */
static void add_unpaid_level(struct task_list *tasks, const struct sponsor_state *sponsor,
	const struct contract_state *contract)
{
	const char *paid_level = invoice_paid_level(tasks->store, contract, tasks->arena);

	if (contract->level == NULL && contract->open == 0 && paid_level != NULL &&
		strcmp(paid_level, sponsor->level) != 0)
		task_list_add(tasks, "level_not_invoiced", NULL,
			arena_printf(tasks->arena,
				"the level is %s, %s was for %s, and no invoice is open",
				sponsor->level,
				contract->settled > 0 ? "the last payment" : "the contract in kind",
				paid_level));
}

static void add_other_currency(struct task_list *tasks, const struct sponsor_state *sponsor,
	const struct contract_state *contract, const struct list *contracts)
{
	struct sponsor_facts facts =
		sponsor_facts_of(tasks->store, sponsor, contract, tasks->arena);
	const char *currency = sponsor_policy_mismatched_currency(
		tasks->store, sponsor_onboarded_at(contracts), &facts, tasks->arena);

	if (currency != NULL)
		task_list_add(tasks, "other_currency", NULL,
			arena_printf(tasks->arena,
				"the policy counts amounts in %s; the facts are %s", currency,
				template_fill(
					NULL, &sponsor_facts_layout, &facts, NULL, tasks->arena)));
}

/*
 * Adds levels without a rule in the newest policy: of a contract that is not on board yet, or of a
 * sponsor none of whose contracts counts yet.
 */
static void add_without_rule(
	struct task_list *tasks, const struct sponsor_state *sponsor, const struct list *contracts)
{
	const struct contract_state *items = contracts->items;
	bool none_counts = contract_standing(contracts, sponsor) == STANDING_PROSPECT;
	size_t i;

	if (none_counts && !sponsor_policy_has_level(tasks->store, sponsor->level))
		task_list_add(tasks, "without_rule", NULL,
			arena_printf(tasks->arena, "no rule of the policy is for the level %s",
				sponsor->level));
	for (i = 0; i < contracts->count; i++)
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
	struct list contracts;
	size_t i;

	if (!sponsor_find(tasks->store, tasks->beneficiary, tasks->arena, &sponsor))
		return;
	contracts = contract_list(tasks->store, tasks->beneficiary, tasks->arena);
	items = contracts.items;
	add_money_to_return(tasks, &sponsor, &contracts);
	add_surplus(tasks);
	if (sponsor.withdrawn > 0)
		return;
	add_unsigned(tasks, &sponsor, &contracts);
	add_unpaid(tasks, &contracts);
	add_without_rule(tasks, &sponsor, &contracts);
	for (i = 0; i < contracts.count; i++)
		if (items[i].counts) {
			add_unpaid_level(tasks, &sponsor, &items[i]);
			add_other_currency(tasks, &sponsor, &items[i], &contracts);
		}
}
