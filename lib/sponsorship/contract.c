#include "sponsorship/contract.h"

#include "booking/describe.h"
#include "booking/ledger.h"
#include "sponsorship/invoice.h"
#include "sponsorship/policy.h"
#include "store/query.h"

#define COLUMNS                                                                                    \
	"contract, sponsor, level, replaces, level_in_force, in_kind, voided, seq, onboarded, "    \
	"published_level IS level_in_force, changed, signed_level, published IS NOT NULL, "        \
	"named_settled, signed_on, "                                                               \
	"(SELECT withdrawn FROM sponsors WHERE sponsors.sponsor = contracts.sponsor) "             \
	"FROM contracts "

static void read_row(struct query *query, struct arena *arena, struct contract_state *state)
{
	*state = (struct contract_state){
		.contract = query_copy_at(query, 0, arena),
		.sponsor = query_copy_at(query, 1, arena),
		.level = query_optional_copy_at(query, 2, arena),
		.replaces = query_optional_copy_at(query, 3, arena),
		.level_in_force = query_optional_copy_at(query, 4, arena),
		.in_kind = query_integer_at(query, 5) != 0,
		.voided = query_position_at(query, 6),
		.seq = query_position_at(query, 7),
		.onboarded = query_position_at(query, 8),
		.published = query_integer_at(query, 9) != 0,
		.changed = query_position_at(query, 10),
		.signed_level = query_copy_at(query, 11, arena),
		.announced = query_integer_at(query, 12) != 0,
		.named_settled = query_position_at(query, 13),
		.signed_on = query_copy_at(query, 14, arena),
		.sponsor_withdrawn = query_position_at(query, 15),
	};
}

/* Fills STATE of the contract ID, but what depends on others; false: there is none. */
static bool find(
	struct store *store, const char *id, struct arena *arena, struct contract_state *state)
{
	struct query *query = QUERY(store, "SELECT " COLUMNS "WHERE contract = :contract", id);
	bool found = false;

	while (query_row(query)) {
		found = true;
		read_row(query, arena, state);
	}
	return found;
}

bool contract_is_plain(const struct contract_state *contract)
{
	return contract->level == NULL && contract->replaces == NULL;
}

static bool is_signed_before(const struct contract_state *one, const struct contract_state *other)
{
	int order = strcmp(one->signed_on, other->signed_on);

	return order != 0 ? order < 0 : strcmp(one->contract, other->contract) < 0;
}

/*
 * Invoices that name no contract are for the valid plain one. If the sponsor never signed a
 * plain one, they are for the one with the earliest signature, even if it is void.
 */
static void set_default(struct contract_state *items, size_t count)
{
	struct contract_state *first = NULL;
	bool plain = false;
	size_t i;

	for (i = 0; i < count; i++) {
		items[i].is_default = contract_is_plain(&items[i]) && items[i].voided == 0;
		plain = plain || contract_is_plain(&items[i]);
	}
	for (i = 0; i < count && !plain; i++)
		if (first == NULL || is_signed_before(&items[i], first))
			first = &items[i];
	if (first != NULL)
		first->is_default = true;
}

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
			items[i].seq < contract->seq)
			return &items[i];
	return NULL;
}

/*
 * A contract in force replaces all earlier ones of its chain, void ones included. The walk
 * ends at the next one in force, whose own walk continues.
 */
static void set_counts(struct contract_state *items, size_t count)
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

void contract_relate(struct contract_state *items, size_t count)
{
	set_default(items, count);
	set_counts(items, count);
}

struct list contract_list(struct store *store, const char *sponsor, struct arena *arena)
{
	struct query *query = QUERY(
		store, "SELECT " COLUMNS "WHERE sponsor = :sponsor ORDER BY contract", sponsor);
	struct list list = {0, NULL};
	struct contract_state *items;
	size_t i;

	while (query_row(query))
		read_row(query, arena, list_grow(&list, sizeof(*items), arena));
	items = (struct contract_state *)(uintptr_t)list.items;
	set_default(items, list.count);
	for (i = 0; i < list.count; i++)
		invoice_count(
			store, &items[i], &items[i].invoices, &items[i].settled, &items[i].open);
	set_counts(items, list.count);
	return list;
}

/* Whether CONTRACT, which does not count, will once it is paid. */
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

/* Borrows: a description of what CONTRACT, one of ALL, lacks; NULL: nothing. */
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
	if (contract->invoices > 0 || contract->in_kind)
		return NULL;
	return arena_printf(arena, "%s%s%s",
		contract->onboarded > 0 ? "all invoices are cancelled or refunded"
					: "no invoice was raised",
		all->count == 1 ? "" : " for ", all->count == 1 ? "" : contract->contract);
}

const char *contract_missing(
	struct store *store, const struct sponsor_state *sponsor, struct arena *arena)
{
	struct list all = contract_list(store, sponsor->sponsor, arena);
	const struct contract_state *items = all.items;
	const char *text = NULL, *voided = NULL;
	bool all_void = true;
	size_t i;

	if (sponsor->withdrawn > 0)
		return "it has withdrawn";
	if (all.count == 0)
		return "the contract is not signed";
	for (i = 0; i < all.count; i++) {
		const char *missing = missing_of(store, &items[i], &all, sponsor, arena);

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

/*
 * Whether CONTRACT, of SPONSOR, comes on board. Invoices that name no contract may have been
 * settled before it was signed.
 */
static bool is_complete(const struct contract_state *contract, const struct sponsor_state *sponsor)
{
	bool was_settled =
		contract->is_default ? sponsor->settled > 0 && sponsor->settled < contract->seq
				     : contract->named_settled > 0;

	return contract->in_kind || (contract->settled > 0 && (contract->open == 0 || was_settled));
}

/* SINCE: the position at which it came on board, unless it has one already. */
static void set_level(struct store *store, const struct contract_state *contract, const char *level,
	int64_t since, int64_t position)
{
	query_run(QUERY(store,
		"UPDATE contracts SET onboarded = coalesce(onboarded, :since), "
		"changed = CASE WHEN level_in_force IS :level THEN changed ELSE :position END, "
		"level_in_force = :level WHERE contract = :contract",
		since, level, position, contract->contract));
}

const char *contract_paid_level(
	struct store *store, const struct contract_state *contract, struct arena *arena)
{
	int64_t position;
	const char *settled = invoice_settled_level(store, contract, &position, arena);

	return contract->in_kind && position < contract->seq ? contract->signed_level : settled;
}

/* Borrows: the level in force for CONTRACT, of a sponsor whose level is LEVEL. */
static const char *level_of(struct store *store, const struct contract_state *contract,
	const char *level, struct arena *arena)
{
	const char *paid;

	if (contract->level != NULL)
		return contract->level;
	if (contract->open == 0)
		return level;
	paid = contract_paid_level(store, contract, arena);
	return paid != NULL ? paid : contract->signed_level;
}

/* When CONTRACT came on board: when the invoices that name it were settled, or at POSITION. */
static int64_t onboarded_at(const struct contract_state *contract, int64_t position)
{
	return contract->named_settled > 0 && !contract->is_default
		       ? contract->named_settled
		       : position;
}

/* Records, at POSITION, that invoices of SPONSOR that name no contract are settled. */
static void set_settled(struct store *store, const char *sponsor, int64_t position)
{
	int64_t invoices, settled, open;

	invoice_count(store,
		&(struct contract_state){.sponsor = sponsor, .contract = "", .is_default = true},
		&invoices, &settled, &open);
	if (settled == 0 || open > 0)
		return;
	query_run(QUERY(store,
		"UPDATE sponsors SET settled = coalesce(settled, :position) "
		"WHERE sponsor = :sponsor",
		position, sponsor));
}

/* Records, at POSITION, that the invoices that name CONTRACT are settled. */
static void set_named_settled(
	struct store *store, struct contract_state *contract, int64_t position)
{
	int64_t invoices, settled, open;

	invoice_count(store,
		&(struct contract_state){
			.sponsor = contract->sponsor, .contract = contract->contract},
		&invoices, &settled, &open);
	if (settled == 0 || open > 0 || contract->named_settled > 0)
		return;
	contract->named_settled = position;
	query_run(QUERY(store,
		"UPDATE contracts SET named_settled = :position WHERE contract = :contract",
		position, contract->contract));
}

void contract_refresh(struct store *store, const char *sponsor, int64_t position)
{
	struct arena arena = {0};
	struct list all = contract_list(store, sponsor, &arena);
	struct contract_state *items = (struct contract_state *)(uintptr_t)all.items;
	struct sponsor_state state;
	size_t i;

	set_settled(store, sponsor, position);
	for (i = 0; i < all.count; i++)
		if (items[i].voided == 0)
			set_named_settled(store, &items[i], position);
	if (all.count > 0 && sponsor_find(store, sponsor, &arena, &state))
		for (i = 0; i < all.count; i++)
			if (items[i].voided == 0 &&
				(items[i].onboarded > 0 || is_complete(&items[i], &state)))
				set_level(store, &items[i],
					level_of(store, &items[i], state.level, &arena),
					onboarded_at(&items[i], position), position);
	arena_release(&arena);
}

static void reopen(struct store *store, const char *contract)
{
	query_run(QUERY(store,
		"UPDATE contracts SET onboarded = NULL, level_in_force = NULL, changed = NULL, "
		"published = NULL, published_level = NULL WHERE contract = :contract",
		contract));
}

/* Whether CONTRACT came on board by invoices that name no contract. */
static bool by_unnamed(const struct contract_state *contract)
{
	return contract->onboarded > 0 && !contract->in_kind &&
	       contract->onboarded != contract->named_settled;
}

static void reset_named_settled(struct store *store, const char *contract, int64_t since)
{
	query_run(QUERY(store,
		"UPDATE contracts SET named_settled = NULL WHERE contract = :contract "
		"AND named_settled >= :since",
		contract, since));
}

/* Whether an invoice that names NAMED (NULL: none) is for CONTRACT, or was until that was void. */
static bool is_invoiced_by(const struct contract_state *contract, const char *named)
{
	if (named != NULL)
		return strcmp(contract->contract, named) == 0;
	return contract->is_default || (contract->voided > 0 && by_unnamed(contract));
}

void contract_reopen(struct store *store, const char *sponsor, const char *contract, int64_t since)
{
	struct arena arena = {0};
	const struct contract_state *items;
	struct sponsor_state state;
	struct list all;
	size_t i;

	if (contract != NULL)
		reset_named_settled(store, contract, since);
	all = contract_list(store, sponsor, &arena);
	items = all.items;
	if (sponsor_find(store, sponsor, &arena, &state))
		for (i = 0; i < all.count; i++)
			if (is_invoiced_by(&items[i], contract) && items[i].onboarded >= since &&
				!is_complete(&items[i], &state))
				reopen(store, items[i].contract);
	arena_release(&arena);
}

static bool is_plain(const struct contract *contract)
{
	return contract->level == NULL && contract->replaces == NULL;
}

/*
 * If CONTRACT, which was just signed, is plain, the invoices that name none are for it from
 * now on. Others that came on board by those are reopened, unless invoices name them.
 */
static void take_unnamed(struct store *store, const struct contract *contract)
{
	struct arena arena = {0};
	struct list all = contract_list(store, contract->sponsor, &arena);
	const struct contract_state *items = all.items;
	size_t i;

	for (i = 0; i < all.count && is_plain(contract); i++) {
		if (items[i].voided > 0 || !by_unnamed(&items[i]))
			continue;
		if (items[i].named_settled == 0) {
			reopen(store, items[i].contract);
			continue;
		}
		query_run(QUERY(store,
			"UPDATE contracts SET onboarded = named_settled WHERE contract = :contract",
			items[i].contract));
	}
	arena_release(&arena);
}

/* Deciding */

/* Whether the sponsor has signed the contract that CONTRACT replaces; else refuses. */
static bool check_replaced(struct decision *decision, const struct contract *contract)
{
	struct contract_state replaced;

	if (contract->replaces == NULL)
		return true;
	if (find(decision->store, contract->replaces, decision->arena, &replaced) &&
		strcmp(replaced.sponsor, contract->sponsor) == 0 &&
		strcmp(contract->replaces, contract->contract) != 0)
		return true;
	decision_refuse(decision, REFUSAL_CONTRADICTION, "/replaces",
		"\"%s\" has signed no other contract \"%s\"", contract->sponsor,
		contract->replaces);
	return false;
}

/* Whether CONTRACT is the only valid plain one of its sponsor, or not plain; else refuses. */
static bool check_plain(struct decision *decision, const struct contract *contract)
{
	struct list all = contract_list(decision->store, contract->sponsor, decision->arena);
	const struct contract_state *items = all.items;
	size_t i;

	for (i = 0; i < all.count; i++) {
		if (items[i].voided > 0 || !is_plain(contract) || !contract_is_plain(&items[i]))
			continue;
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/contract",
			"\"%s\" has signed the contract \"%s\": void it, or name the level that "
			"this one is about, or the contract that it replaces",
			contract->sponsor, items[i].contract);
		return false;
	}
	return true;
}

void contract_sign(struct decision *decision, const void *command)
{
	const struct contract *contract = command;
	struct sponsor_state sponsor;

	if (!sponsor_expect(decision, contract->sponsor, &sponsor) ||
		!check_replaced(decision, contract) || !check_plain(decision, contract))
		return;
	if (contract->level != NULL && !sponsor_policy_has_level(decision->store, contract->level))
		decision_warn(decision, "%s: no rule of the policy is for the level \"%s\"",
			contract->contract, contract->level);
	decision_event(decision, &contract_signed_message, contract->sponsor, contract);
}

const char *contract_superseded(struct store *store, const void *command, struct arena *arena)
{
	const char *id = ((const struct contract *)command)->contract;
	struct contract_state contract;

	if (!find(store, id, arena, &contract) || contract.voided == 0)
		return NULL;
	return arena_printf(arena,
		"the contract \"%s\" was signed before, and is void since: sign another, under "
		"another number",
		id);
}

void contract_void(struct decision *decision, const void *command)
{
	const struct void_contract *voiding = command;
	struct contract_voided *voided;
	struct contract_state contract;

	if (!find(decision->store, voiding->contract, decision->arena, &contract)) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/contract",
			"there is no contract \"%s\"", voiding->contract);
		return;
	}
	booking_warn_of_reclaim(decision, contract.sponsor);
	voided = arena_take(decision->arena, sizeof(*voided));
	*voided = (struct contract_voided){contract.sponsor, contract.contract, voiding->reason};
	decision_event(decision, &contract_voided_message, contract.sponsor, voided);
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
	take_unnamed(of->store, contract);
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
