#include "sponsorship/contract.h"

#include "booking/describe.h"
#include "booking/ledger.h"
#include "sponsorship/invoice.h"
#include "sponsorship/policy.h"
#include "store/query.h"

/* Whether CONTRACT counts unless another one replaces it. */
static bool is_in_force(const struct contract_state *contract)
{
	return contract->sponsor_withdrawn == 0 && contract->voided == 0 &&
	       contract->onboarded > 0 && (contract->in_kind || contract->settled > 0);
}

/* The one of the COUNT ITEMS that CONTRACT replaces, which was signed before it; NULL: none. */
static struct contract_state *replaced_of(
	const struct contract_state *contract, struct contract_state *items, size_t count)
{
	size_t i;

	for (i = 0; contract->replaces != NULL && i < count; i++)
		if (strcmp(items[i].contract, contract->replaces) == 0 &&
			items[i].position < contract->position)
			return &items[i];
	return NULL;
}

/*
 * A contract in force replaces all earlier ones of its chain, void ones included. The walk
 * ends at the next one in force, whose own walk continues.
 */
void contract_set_counts(struct contract_state *items, size_t count)
{
	struct contract_state *item;
	size_t i;

	for (i = 0; i < count; i++)
		items[i].counts = is_in_force(&items[i]);
	for (i = 0; i < count; i++) {
		if (!is_in_force(&items[i]))
			continue;
		item = replaced_of(&items[i], items, count);
		for (; item != NULL; item = replaced_of(item, items, count)) {
			item->counts = false;
			if (is_in_force(item))
				break;
		}
	}
}

/*
 * is_default: an invoice that names no contract is for the plain ones, of which all but one
 * are void. If the sponsor never signed a plain one, it is for the one with the earliest
 * signature, even if that is void.
 */
static struct query *select_all(struct store *store, const char *sponsor)
{
	return QUERY(store,
		"SELECT contract, level, replaces, level_in_force, in_kind, voided, seq, "
		"published_level IS level_in_force, changed, signed_level, published IS NOT NULL, "
		"(SELECT withdrawn FROM sponsors WHERE sponsor = :sponsor), "
		"CASE WHEN " CONTRACT_PLAIN
		" THEN 1 ELSE contract = "
		"(SELECT contract FROM contracts WHERE sponsor = :sponsor ORDER BY " CONTRACT_PLAIN
		" DESC, signed_on, contract LIMIT 1) END "
		"FROM contracts WHERE sponsor = :sponsor ORDER BY contract",
		sponsor);
}

struct list contract_list(struct store *store, const char *sponsor, struct arena *arena)
{
	struct query *query = select_all(store, sponsor);
	struct list list = {0, NULL};

	while (query_row(query)) {
		struct contract_state *contract = list_grow(&list, sizeof(*contract), arena);

		*contract = (struct contract_state){
			.contract = query_copy_at(query, 0, arena),
			.sponsor = sponsor,
			.level = query_optional_copy_at(query, 1, arena),
			.replaces = query_optional_copy_at(query, 2, arena),
			.level_in_force = query_optional_copy_at(query, 3, arena),
			.in_kind = query_integer_at(query, 4) != 0,
			.voided = query_position_at(query, 5),
			.position = query_position_at(query, 6),
			.level_is_published = query_integer_at(query, 7) != 0,
			.changed = query_position_at(query, 8),
			.signed_level = query_copy_at(query, 9, arena),
			.was_published = query_integer_at(query, 10) != 0,
			.sponsor_withdrawn = query_position_at(query, 11),
			.is_default = query_integer_at(query, 12) != 0,
		};
	}
	invoice_follow(store, sponsor, &list, arena);
	contract_set_counts((struct contract_state *)(uintptr_t)list.items, list.count);
	return list;
}

/* Whether CONTRACT, which does not count yet, will count once it is paid. */
static bool is_awaited(const struct contract_state *contract)
{
	return contract->voided == 0 && (contract->onboarded == 0 || contract->open > 0);
}

enum standing contract_standing(const struct list *all, const struct sponsor_state *sponsor)
{
	const struct contract_state *items = all->items;
	bool awaited = false, ended = false;
	size_t i;

	for (i = 0; i < all->count; i++) {
		if (items[i].counts)
			return STANDING_ACTIVE;
		awaited = awaited || is_awaited(&items[i]);
		ended = ended || items[i].onboarded > 0;
	}
	return sponsor->withdrawn > 0 || (ended && !awaited) ? STANDING_ENDED : STANDING_PROSPECT;
}

/* Borrows: a description of what is missing for CONTRACT, one of ALL; NULL: nothing. */
static const char *missing_of(struct store *store, const struct contract_state *contract,
	const struct list *all, const struct sponsor_state *sponsor, struct arena *arena)
{
	bool upgrade = contract->level == NULL && is_in_force(contract) &&
		       strcmp(contract->level_in_force, sponsor->level) != 0;

	if (contract->voided > 0)
		return arena_printf(arena, "the contract %s is void", contract->contract);
	if (contract->open > 0)
		return arena_printf(arena, "%s%s%snot settled: %s", upgrade ? "level " : "",
			upgrade ? sponsor->level : "", upgrade ? ": " : "",
			invoice_open(store, contract, arena));
	if (contract->settled > 0 || contract->in_kind)
		return NULL;
	return arena_printf(arena, "%s%s%s",
		contract->onboarded > 0 ? "all invoices are cancelled or refunded"
					: "no invoice was raised",
		all->count == 1 ? "" : " for ", all->count == 1 ? "" : contract->contract);
}

const char *contract_missing(struct store *store, const struct list *all,
	const struct sponsor_state *sponsor, struct arena *arena)
{
	const struct contract_state *items = all->items;
	const char *text = NULL, *voided = NULL;
	bool all_void = true;
	size_t i;

	if (sponsor->withdrawn > 0)
		return "it has withdrawn";
	if (all->count == 0)
		return "the contract is not signed";
	for (i = 0; i < all->count; i++) {
		const char *missing = missing_of(store, &items[i], all, sponsor, arena);

		if (items[i].voided > 0) {
			voided = missing;
			continue;
		}
		all_void = false;
		text = describe_and(text, "; ", missing, arena);
	}
	return all_void ? voided : text;
}

/* Onboarding */

/* Borrows: the level in force for CONTRACT, of a sponsor whose level is LEVEL. */
static const char *level_of(struct store *store, const struct contract_state *contract,
	const char *level, struct arena *arena)
{
	const char *paid;

	if (contract->level != NULL)
		return contract->level;
	if (contract->open == 0)
		return level;
	paid = invoice_paid_level(store, contract, arena);
	return paid != NULL ? paid : contract->signed_level;
}

/* LEVEL: NULL: CONTRACT is not on board, and what was published of it no longer counts. */
static void set_level(struct store *store, const struct contract_state *contract, const char *level,
	int64_t position)
{
	query_run(QUERY(store,
		"UPDATE contracts SET level_in_force = :level, changed = :position, "
		"published = CASE WHEN :level IS NULL THEN NULL ELSE published END, "
		"published_level = CASE WHEN :level IS NULL THEN NULL ELSE published_level END "
		"WHERE contract = :contract AND level_in_force IS NOT :level",
		level, position, contract->contract));
}

void contract_refresh(struct store *store, const char *sponsor, int64_t position)
{
	struct arena arena = {0};
	struct list all = contract_list(store, sponsor, &arena);
	const struct contract_state *items = all.items;
	struct sponsor_state state;
	size_t i;

	if (all.count > 0 && sponsor_find(store, sponsor, &arena, &state))
		for (i = 0; i < all.count; i++)
			set_level(store, &items[i],
				items[i].onboarded > 0
					? level_of(store, &items[i], state.level, &arena)
					: NULL,
				position);
	arena_release(&arena);
}

/* Deciding */

/* Whether the sponsor has signed the contract that CONTRACT replaces; else denies it. */
static bool check_replaced(struct decision *decision, const struct contract *contract)
{
	if (contract->replaces == NULL ||
		query_number(QUERY(decision->store,
			"SELECT count(*) FROM contracts "
			"WHERE contract = :replaces AND sponsor = :sponsor",
			contract->replaces, contract->sponsor)) > 0)
		return true;
	decision_deny(decision, DENY_CONTRADICTION, "/replaces",
		"\"%s\" has signed no other contract \"%s\"", contract->sponsor,
		contract->replaces);
	return false;
}

/* Whether CONTRACT is the only valid plain one of its sponsor, or not plain; else denies it. */
static bool check_plain(struct decision *decision, const struct contract *contract)
{
	struct query *query = QUERY(decision->store,
		"SELECT contract FROM contracts WHERE sponsor = :sponsor AND voided IS NULL "
		"AND " CONTRACT_PLAIN,
		contract->sponsor);
	const char *other = query_copy(query, decision->arena);

	if (contract->level != NULL || contract->replaces != NULL || other == NULL)
		return true;
	decision_deny(decision, DENY_CONTRADICTION, "/contract",
		"\"%s\" has signed the contract \"%s\": void it, or name the level that "
		"this one is about, or the contract that it replaces",
		contract->sponsor, other);
	return false;
}

void contract_sign(struct decision *decision, const void *command)
{
	const struct contract *contract = command;
	struct sponsor_state sponsor;

	if (!sponsor_require(decision, contract->sponsor, &sponsor) ||
		!check_replaced(decision, contract) || !check_plain(decision, contract))
		return;
	if (contract->level != NULL && !sponsor_policy_has_level(decision->store, contract->level))
		decision_warn(decision, "%s: no rule of the policy is for the level \"%s\"%s",
			contract->contract, contract->level,
			sponsor_policy_levels(decision->store, contract->level, decision->arena));
	decision_event(decision, &contract_signed_message, contract->sponsor, contract);
}

const char *contract_superseded(struct store *store, const void *command, struct arena *arena)
{
	const char *id = ((const struct contract *)command)->contract;

	if (query_number(QUERY(
		    store, "SELECT voided FROM contracts WHERE contract = :contract", id)) == 0)
		return NULL;
	return arena_printf(arena,
		"the contract \"%s\" was signed before, and is void since: sign another, under "
		"another number",
		id);
}

void contract_void(struct decision *decision, const void *command)
{
	const struct void_contract *voiding = command;
	struct query *query = QUERY(decision->store,
		"SELECT sponsor FROM contracts WHERE contract = :contract", voiding->contract);
	const char *sponsor = query_copy(query, decision->arena);
	struct contract_voided *voided;

	if (sponsor == NULL) {
		decision_deny(decision, DENY_CONTRADICTION, "/contract",
			"there is no contract \"%s\"", voiding->contract);
		return;
	}
	booking_warn_of_reclaim(decision, sponsor);
	voided = arena_take(decision->arena, sizeof(*voided));
	*voided = (struct contract_voided){sponsor, voiding->contract, voiding->reason};
	decision_event(decision, &contract_voided_message, sponsor, voided);
}

/* Effects */

void contract_apply_signed(const struct applying *of)
{
	const struct contract *contract = of->event;

	query_run(QUERY(of->store,
		"INSERT INTO contracts (contract, sponsor, level, replaces, signed_on, "
		"signed_level, in_kind, seq) VALUES (:contract, :sponsor, :level, :replaces, "
		":signed_on, (SELECT level FROM sponsors WHERE sponsor = :sponsor), :in_kind, "
		":seq)",
		contract->contract, contract->sponsor, contract->level, contract->replaces,
		contract->signed_on, contract->in_kind == BOOLEAN_TRUE, of->envelope->sequence));
	contract_refresh(of->store, contract->sponsor, of->envelope->sequence);
}

void contract_apply_voided(const struct applying *of)
{
	const struct contract_voided *voided = of->event;

	query_run(QUERY(of->store, "UPDATE contracts SET voided = :seq WHERE contract = :contract",
		of->envelope->sequence, voided->contract));
	contract_refresh(of->store, voided->sponsor, of->envelope->sequence);
}

void contract_apply_published(const struct applying *of)
{
	const struct sponsor_onboarded *onboarded = of->event;

	query_run(QUERY(of->store,
		"UPDATE contracts SET published = :seq, published_level = :level "
		"WHERE contract = :contract",
		of->envelope->sequence, onboarded->level, onboarded->contract));
}
