#include "sponsorship/trial.h"

#include "booking/entitlement.h"
#include "sponsorship/entitlement.h"
#include "store/feed.h"

static int64_t total(const struct list *list)
{
	const struct ticket_count *counts = list->items;
	int64_t sum = 0;
	size_t i;

	for (i = 0; i < list->count; i++)
		sum += counts[i].quantity.value;
	return sum;
}

/* Whether the event at POSITION was recorded on the day SINCE or later. */
static bool is_since(struct store *store, int64_t position, const char *since, struct arena *arena)
{
	const char *type = since != NULL ? feed_type(store, position, arena) : NULL;
	const struct effect *effect =
		type != NULL ? context_effect(store_context(store), type) : NULL;
	struct envelope envelope;

	return since == NULL ||
	       (effect != NULL &&
		       feed_event(store, position, effect->event->shape, &envelope, arena) !=
			       NULL &&
		       strcmp(envelope.time, since) >= 0);
}

/* What SPONSOR would be owed by RULES; NULL: by the newest policy, if it came on board now. */
static void entitle(struct store *store, const struct sponsor_state *sponsor,
	const struct list *all, const struct list *rules, struct arena *arena,
	struct entitlement *entitlement)
{
	const struct contract_state *items = all->items;
	bool onboard = contract_standing(all, sponsor) == STANDING_ACTIVE;
	struct contract_state none = {.sponsor = sponsor->sponsor, .contract = "", .voided = 1};
	size_t count = onboard ? all->count : 1, i;

	for (i = 0; i < count; i++) {
		const struct contract_state *contract = onboard ? &items[i] : &none;
		struct sponsor_facts facts;
		const char *prefix = "";

		if (onboard && !contract_counts(contract, all, sponsor))
			continue;
		if (!onboard && all->count > 0)
			contract = &items[0];
		facts = sponsor_facts_of(store, sponsor, contract, all, arena);
		if (onboard && all->count > 1)
			prefix = arena_printf(arena, "contract %s: ", contract->contract);
		if (rules != NULL ? !sponsor_policy_grant(rules, &facts, prefix, arena, entitlement)
				  : !sponsor_policy_entitle(
					    store, INT64_MAX, &facts, prefix, arena, entitlement))
			entitlement->undecided = arena_printf(
				arena, "no rule matches %s", sponsor_policy_facts(&facts, arena));
	}
}

bool trial_of(struct store *store, const char *id, const struct list *rules, const char *since,
	struct arena *arena, struct trial_row *row)
{
	struct entitlement now = {.standing = STANDING_PROSPECT}, then = now;
	struct sponsor_state sponsor;
	struct list all, exact;
	bool onboard;

	if (!sponsor_find(store, id, arena, &sponsor) || sponsor.withdrawn > 0)
		return false;
	all = contract_list(store, id, arena);
	onboard = contract_standing(&all, &sponsor) == STANDING_ACTIVE;
	if (onboard && !is_since(store, sponsor_onboarded_at(&all), since, arena))
		return false;
	if (onboard)
		entitlement_of(store, id, arena, &now, &exact);
	else
		entitle(store, &sponsor, &all, NULL, arena, &now);
	if (!onboard)
		entitlement_override(store, id, arena, &now);
	entitle(store, &sponsor, &all, rules, arena, &then);
	entitlement_override(store, id, arena, &then);
	*row = (struct trial_row){
		.sponsor = id,
		.level = sponsor.level,
		.onboarded = truth(onboard),
		.now = now.counts,
		.then = then.counts,
		.because = then.because,
		.undecided = then.undecided,
		.difference = integer(total(&then.counts) - total(&now.counts)),
	};
	if (row->now.items == NULL)
		row->now.items = arena_take(arena, sizeof(struct ticket_count));
	if (row->then.items == NULL)
		row->then.items = arena_take(arena, sizeof(struct ticket_count));
	return true;
}
