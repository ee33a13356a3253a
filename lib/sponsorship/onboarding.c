#include "sponsorship/onboarding.h"

#include "booking/process.h"
#include "sponsorship/contract.h"
#include "store/feed.h"
#include "store/query.h"

/* The id of the event that publishes the incoming event's change of CONTRACT. */
static struct uuid id_of(const struct decision *decision, const char *contract)
{
	return uuid_derived(booking_time(decision), &decision->envelope->id, contract, 0);
}

/*
 * Publishes the contracts that the incoming event brought on board or to another level.
 * Void contracts and those of a sponsor that has withdrawn are not published.
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

		if (items[i].level_in_force == NULL || items[i].level_is_published ||
			items[i].voided > 0 || items[i].changed != decision->envelope->sequence)
			continue;
		onboarded = arena_take(decision->arena, sizeof(*onboarded));
		*onboarded = (struct sponsor_onboarded){
			.sponsor = items[i].sponsor,
			.contract = items[i].contract,
			.level = items[i].level_in_force,
		};
		decision_event_with_id(decision,
			items[i].was_published ? &sponsor_level_changed_message
					       : &sponsor_onboarded_message,
			items[i].sponsor, onboarded, id_of(decision, items[i].contract),
			&decision->envelope->id);
	}
}

static void write_published(struct decision *decision, const void *fact, struct buffer *out)
{
	struct query *query = QUERY(decision->store,
		"SELECT contract FROM contracts WHERE sponsor = :sponsor ORDER BY contract",
		decision->envelope->subject);

	(void)fact;
	while (query_row(query)) {
		struct uuid id = id_of(decision, query_copy_at(query, 0, decision->arena));
		int64_t position = feed_position(decision->store, &id);

		if (position > 0)
			feed_copy(decision->store, position, 1, out);
	}
}

/*
 * Positions of unpublished changes of a level, and of published ones without a decision. A
 * contract that is not on board has neither level: see contract_refresh().
 */
static int outstanding(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit)
{
	(void)now; /* nothing changes with time */
	return query_numbers_page(store,
		"INSERT INTO result_set (number) "
		"SELECT changed FROM contracts JOIN sponsors USING (sponsor) "
		"WHERE published_level IS NOT level_in_force AND changed > :after "
		"AND voided IS NULL AND withdrawn IS NULL "
		"UNION SELECT c.changed FROM beneficiaries b CROSS JOIN contracts c "
		"ON c.sponsor = b.beneficiary AND c.published = b.due "
		"WHERE b.decision < b.due AND c.changed > :after",
		QUERY_BINDING(after), after, positions, limit);
}

static const struct reaction fact_reaction = {.decide = publish, .write = write_published};
static const struct reaction no_reactions[] = {{.event = NULL}};

const struct process onboarding = {
	.reactions = no_reactions,
	.fact = &fact_reaction,
	.own_feed = true,
	.outstanding = outstanding,
};
