#include "sponsorship/entitlement.h"

#include "sponsorship/messages.h"
#include "sponsorship/sponsor.h"
#include "store/query.h"

/* A rule's twenty types, and as many that may be overridden. */
enum { OVERRIDES_LIMIT = 20, TARGETS_LIMIT = 20 + OVERRIDES_LIMIT };

static int64_t count_overrides(struct store *store, const char *sponsor)
{
	struct query *query =
		query_of(store, "SELECT count(*) FROM overrides WHERE sponsor = :sponsor");

	query_text(query, sponsor);
	return query_number(query);
}

int64_t entitlement_overridden_at(struct store *store, const char *sponsor, const char *type)
{
	struct query *query = query_of(
		store, "SELECT seq FROM overrides WHERE sponsor = :sponsor AND type = :type");

	query_text(query, sponsor);
	query_text(query, type);
	return query_number(query);
}

void entitlement_override(struct decision *decision, const void *command)
{
	const struct override_entitlement *override = command;
	struct sponsor_state sponsor;
	int64_t granted, position;

	if (!sponsor_expect(decision, override->sponsor, &sponsor))
		return;
	position = entitlement_overridden_at(decision->store, override->sponsor, override->type);
	if (position == 0 &&
		count_overrides(decision->store, override->sponsor) == OVERRIDES_LIMIT) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/type",
			"%d types are overridden already: no sponsor may have more",
			OVERRIDES_LIMIT);
		return;
	}
	granted = booking_granted(decision->store, override->sponsor, override->type);
	if (override->quantity.value < granted)
		decision_warn(decision,
			"%s: %lld of \"%s\" are asked for or booked already; they stay so",
			override->sponsor, (long long)granted, override->type);
	decision_event_if_new(
		decision, &entitlement_overridden_message, override->sponsor, override, position);
}

void entitlement_apply_overridden(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct override_entitlement *override = event;
	struct query *query = query_of(store,
		"INSERT INTO overrides (sponsor, type, quantity, seq) "
		"VALUES (:sponsor, :type, :quantity, :seq) ON CONFLICT (sponsor, type) "
		"DO UPDATE SET quantity = excluded.quantity, seq = excluded.seq");

	(void)state;
	query_text(query, override->sponsor);
	query_text(query, override->type);
	query_integer(query, override->quantity.value);
	query_integer(query, envelope->sequence);
	query_run(query);
}

void entitlement_apply_fixed(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct entitlement_fixed *fixed = event;
	const struct grant *grants = fixed->grants.items;
	struct query *query = query_of(
		store, "UPDATE sponsors SET entitled = :sequence WHERE sponsor = :sponsor");
	size_t i;

	(void)state;
	query_integer(query, envelope->sequence);
	query_text(query, fixed->sponsor);
	query_run(query);
	for (i = 0; i < fixed->grants.count; i++) {
		query = query_of(store,
			"INSERT INTO entitlements (sponsor, type, quantity) "
			"VALUES (:sponsor, :type, :quantity)");
		query_text(query, fixed->sponsor);
		query_text(query, grants[i].type);
		query_integer(query, grants[i].quantity.value);
		query_run(query);
	}
}

struct list entitlement_of(struct store *store, const char *sponsor, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT type, quantity FROM overrides WHERE sponsor = :sponsor "
		"UNION ALL "
		"SELECT type, quantity FROM entitlements e WHERE sponsor = :sponsor AND NOT EXISTS "
		"(SELECT 1 FROM overrides o WHERE o.sponsor = e.sponsor AND o.type = e.type) "
		"ORDER BY type");
	struct grant *grants = arena_take(arena, TARGETS_LIMIT * sizeof(*grants));
	struct list list = {0, grants};

	query_text(query, sponsor);
	while (query_row(query) && list.count < TARGETS_LIMIT)
		grants[list.count++] = (struct grant){
			query_copy_at(query, 0, arena), integer(query_integer_at(query, 1))};
	query_end(query);
	return list;
}
