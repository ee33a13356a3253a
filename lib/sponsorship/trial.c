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

/* Whether the event at POSITION was recorded at the time SINCE or later. */
static bool is_since(struct store *store, int64_t position, const char *since, struct arena *arena)
{
	const char *type = since != NULL ? feed_type(store, position, arena) : NULL;
	const struct effect *effect =
		type != NULL ? context_effect(store_context(store), type) : NULL;
	struct envelope envelope;

	return since == NULL ||
	       (effect != NULL &&
		       feed_event(store, position, effect->event->layout, &envelope, arena) !=
			       NULL &&
		       strcmp(envelope.time, since) >= 0);
}

/* Borrows: ALL of SPONSOR's contracts as if each valid one were on board; else with a plain one. */
static struct list onboard_all(
	const struct sponsor_state *sponsor, const struct list *all, struct arena *arena)
{
	struct contract_state *contracts = arena_take(arena, (all->count + 1) * sizeof(*contracts));
	size_t i, valid = 0;

	if (all->count > 0)
		memcpy(contracts, all->items, all->count * sizeof(*contracts));
	contracts[all->count] = (struct contract_state){
		.contract = "", .sponsor = sponsor->sponsor, .is_default = true};
	for (i = 0; i <= all->count; i++) {
		struct contract_state *contract = &contracts[i];

		if (contract->voided > 0 || (i == all->count && valid > 0))
			continue;
		valid++;
		contract->in_kind = true;
		contract->onboarded = 1;
		contract->level_in_force =
			contract->level != NULL ? contract->level : sponsor->level;
	}
	valid = all->count + (contracts[all->count].onboarded > 0);
	contract_set_counts(contracts, valid);
	return (struct list){valid, contracts};
}

bool trial_of(struct store *store, const char *id, const struct list *rules, const char *since,
	struct arena *arena, struct trial_row *row)
{
	struct entitlement now = {.standing = STANDING_PROSPECT}, then = now;
	struct sponsor_state sponsor;
	struct list all;
	int64_t position = INT64_MAX; /* by the newest policy */
	enum standing standing;
	bool onboard;

	if (!sponsor_find(store, id, arena, &sponsor) || sponsor.withdrawn > 0)
		return false;
	all = contract_list(store, id, arena);
	standing = contract_standing(&all, &sponsor);
	onboard = standing == STANDING_ACTIVE;
	if (standing == STANDING_ENDED ||
		(onboard && !is_since(store, sponsor_onboarded_at(&all), since, arena)))
		return false;
	if (onboard) {
		entitlement_of(store, id, arena, &now);
	} else {
		all = onboard_all(&sponsor, &all, arena);
		sponsor_entitle_by(store, &sponsor, &all, NULL, position, arena, &now);
		entitlement_override(store, id, arena, &now);
	}
	sponsor_entitle_by(store, &sponsor, &all, rules, position, arena, &then);
	entitlement_override(store, id, arena, &then);
	*row = (struct trial_row){
		.sponsor = id,
		.level = sponsor.level,
		.onboarded = boolean(onboard),
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
