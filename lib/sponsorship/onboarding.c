#include "sponsorship/onboarding.h"

#include "base/clock.h"
#include "sponsorship/contract.h"
#include "store/feed.h"
#include "store/query.h"

/* What the event of DECISION made true of CONTRACT is published once, under this id. */
static struct uuid id_of(struct decision *decision, const char *contract)
{
	int64_t time = decision->now;

	clock_parse(decision->envelope->time, &time);
	return uuid_derived(time, &decision->envelope->id, contract, 0);
}

/*
 * Publishes the contracts on board, or at another level, by the event of DECISION. A contract
 * that is void by now is not published, nor are those of a sponsor that has withdrawn.
 */
static void publish(struct decision *decision, const void *fact)
{
	struct list all =
		contract_list(decision->store, decision->envelope->subject, decision->arena);
	const struct contract_state *items = all.items;
	struct sponsor_state sponsor;
	size_t i;

	(void)fact;
	if (!sponsor_find(
		    decision->store, decision->envelope->subject, decision->arena, &sponsor) ||
		sponsor.withdrawn > 0)
		return;
	for (i = 0; i < all.count; i++) {
		struct sponsor_onboarded *onboarded;

		if (items[i].level_in_force == NULL || items[i].published || items[i].voided > 0 ||
			items[i].changed != decision->envelope->sequence)
			continue;
		onboarded = arena_take(decision->arena, sizeof(*onboarded));
		*onboarded = (struct sponsor_onboarded){
			.sponsor = items[i].sponsor,
			.contract = items[i].contract,
			.level = items[i].level_in_force,
		};
		decision_event_with_id(decision,
			items[i].announced ? &sponsor_level_changed_message
					   : &sponsor_onboarded_message,
			items[i].sponsor, onboarded, id_of(decision, items[i].contract),
			&decision->envelope->id);
	}
}

static void answer(struct decision *decision, const void *fact, struct buffer *out)
{
	struct list all =
		contract_list(decision->store, decision->envelope->subject, decision->arena);
	const struct contract_state *items = all.items;
	size_t i;

	(void)fact;
	for (i = 0; i < all.count; i++) {
		struct uuid id = id_of(decision, items[i].contract);
		int64_t position = feed_position(decision->store, &id);

		if (position > 0)
			feed_copy(decision->store, position, 1, out);
	}
}

/* Contracts to publish, and those published on which no decision was made since. */
static int outstanding(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit)
{
	struct query *query = query_of(store,
		"SELECT changed FROM contracts JOIN sponsors USING (sponsor) "
		"WHERE published_level IS NOT level_in_force AND changed > :after "
		"AND voided IS NULL AND withdrawn IS NULL "
		"UNION SELECT c.changed FROM beneficiaries b CROSS JOIN contracts c "
		"ON c.sponsor = b.beneficiary AND c.published = b.due "
		"WHERE b.decided < b.due AND c.changed > :after "
		"ORDER BY 1 LIMIT :limit");

	(void)now; /* nothing changes with time */
	query_integer(query, after);
	query_integer(query, limit);
	return query_numbers(query, after, positions, limit);
}

static const struct reaction fact = {.decide = publish, .answer = answer};
static const struct reaction none[] = {{.event = NULL}};

const struct process onboarding = {
	.reactions = none,
	.fact = &fact,
	.own_events = true,
	.outstanding = outstanding,
};
