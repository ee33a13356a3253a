#include "sponsorship/entitlement.h"

#include "base/clock.h"
#include "sponsorship/allocation.h"
#include "sponsorship/messages.h"
#include "sponsorship/onboarding.h"
#include "store/feed.h"
#include "store/query.h"

/* The position of the event that set SPONSOR's TYPE, by a query for it; 0 where there is none. */
static int64_t position_of(struct query *query, const char *sponsor, const char *type)
{
	query_text(query, sponsor);
	query_text(query, type);
	return query_number(query);
}

static int64_t overridden_at(struct store *store, const char *sponsor, const char *type)
{
	return position_of(query_of(store,
				   "SELECT seq FROM overrides WHERE sponsor = :sponsor "
				   "AND type = :type AND quantity IS NOT NULL"),
		sponsor, type);
}

static int64_t taken_back_at(struct store *store, const char *sponsor, const char *type)
{
	return position_of(query_of(store,
				   "SELECT seq FROM overrides WHERE sponsor = :sponsor "
				   "AND type = :type AND quantity IS NULL"),
		sponsor, type);
}

static int64_t provisioned_at(struct store *store, const char *sponsor, const char *type)
{
	return position_of(query_of(store,
				   "SELECT seq FROM provisions WHERE sponsor = :sponsor "
				   "AND type = :type"),
		sponsor, type);
}

/* Whether one type more is within what a sponsor may have; else the decision is refused. */
static bool check_count(struct decision *decision, struct query *query, const char *sponsor)
{
	query_text(query, sponsor);
	if (query_number(query) < OVERRIDES_LIMIT)
		return true;
	decision_refuse(decision, REFUSAL_CONTRADICTION, "/type",
		"it has %d types already: no sponsor may have more", OVERRIDES_LIMIT);
	return false;
}

void entitlement_override(struct decision *decision, const void *command)
{
	const struct override_entitlement *override = command;
	struct sponsor_state sponsor;
	int64_t good, position;

	if (!sponsor_expect(decision, override->sponsor, &sponsor))
		return;
	position = overridden_at(decision->store, override->sponsor, override->type);
	if (position == 0 &&
		!check_count(decision,
			query_of(decision->store,
				"SELECT count(*) FROM overrides WHERE sponsor = :sponsor "
				"AND quantity IS NOT NULL"),
			override->sponsor))
		return;
	good = booking_good(decision->store, override->sponsor, override->type);
	if (override->quantity.value < good)
		decision_warn(decision,
			"%s: has %lld of \"%s\": sponsor-reclaim asks back what nobody holds",
			override->sponsor, (long long)good, override->type);
	decision_event_if_new(
		decision, &entitlement_overridden_message, override->sponsor, override, position);
}

void entitlement_withdraw(struct decision *decision, const void *command)
{
	const struct withdraw_override *withdraw = command;
	struct sponsor_state sponsor;
	int64_t before;

	if (!sponsor_expect(decision, withdraw->sponsor, &sponsor))
		return;
	if (overridden_at(decision->store, withdraw->sponsor, withdraw->type) > 0) {
		decision_event(decision, &override_withdrawn_message, withdraw->sponsor, withdraw);
		return;
	}
	before = taken_back_at(decision->store, withdraw->sponsor, withdraw->type);
	if (before > 0)
		decision_again(decision, before);
	else
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/type",
			"\"%s\" has no override of \"%s\"", withdraw->sponsor, withdraw->type);
}

void entitlement_provision(struct decision *decision, const void *command)
{
	const struct provision_tickets *provision = command;
	struct sponsor_state sponsor;
	int64_t until, position;

	if (!sponsor_expect(decision, provision->sponsor, &sponsor))
		return;
	position = provisioned_at(decision->store, provision->sponsor, provision->type);
	if (sponsor.onboarded > 0)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/sponsor",
			"\"%s\" is on board: override what it is owed", provision->sponsor);
	else if (sponsor.withdrawn > 0)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/sponsor", "\"%s\" has withdrawn",
			provision->sponsor);
	else if (clock_parse(provision->until, &until) && until <= decision->now)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/until", "%s has passed",
			provision->until);
	else if (position > 0 ||
		 check_count(decision,
			 query_of(decision->store,
				 "SELECT count(*) FROM provisions WHERE sponsor = :sponsor"),
			 provision->sponsor))
		decision_event_if_new(decision, &tickets_provisioned_message, provision->sponsor,
			provision, position);
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
	onboarding_set_due(store, override->sponsor, envelope->sequence);
}

static void delete_of(struct query *query, const char *sponsor, const char *type)
{
	query_text(query, sponsor);
	query_text(query, type);
	query_run(query);
}

void entitlement_apply_withdrawn(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct withdraw_override *withdrawn = event;
	struct query *query = query_of(store,
		"UPDATE overrides SET quantity = NULL, seq = :seq WHERE sponsor = :sponsor "
		"AND type = :type");

	(void)state;
	query_integer(query, envelope->sequence);
	query_text(query, withdrawn->sponsor);
	query_text(query, withdrawn->type);
	query_run(query);
	onboarding_set_due(store, withdrawn->sponsor, envelope->sequence);
}

void entitlement_apply_provisioned(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct provision_tickets *provisioned = event;
	struct query *query = query_of(store,
		"INSERT INTO provisions (sponsor, type, quantity, until, seq) "
		"VALUES (:sponsor, :type, :quantity, :until, :seq) ON CONFLICT (sponsor, type) "
		"DO UPDATE SET quantity = excluded.quantity, until = excluded.until, "
		"seq = excluded.seq");

	(void)state;
	query_text(query, provisioned->sponsor);
	query_text(query, provisioned->type);
	query_integer(query, provisioned->quantity.value);
	query_text(query, provisioned->until);
	query_integer(query, envelope->sequence);
	query_run(query);
	sponsor_set_due(store, provisioned->sponsor, envelope->sequence);
}

void entitlement_apply_provision_ended(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct provision_ended *ended = event;

	(void)state;
	delete_of(
		query_of(store, "DELETE FROM provisions WHERE sponsor = :sponsor AND type = :type"),
		ended->sponsor, ended->type);
	sponsor_set_due(store, ended->sponsor, envelope->sequence);
}

void entitlement_apply_fixed(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct entitlement_fixed *fixed = event;
	const struct target *grants = fixed->grants.items;
	struct query *query = query_of(
		store, "UPDATE sponsors SET entitled = :sequence WHERE sponsor = :sponsor");
	struct arena arena;
	struct list targets;
	size_t i;

	(void)state;
	query_integer(query, envelope->sequence);
	query_text(query, fixed->sponsor);
	query_run(query);
	query = query_of(store, "DELETE FROM entitlements WHERE sponsor = :sponsor");
	query_text(query, fixed->sponsor);
	query_run(query);
	for (i = 0; i < fixed->grants.count; i++) {
		query = query_of(store,
			"INSERT INTO entitlements (sponsor, type, quantity, pool) "
			"VALUES (:sponsor, :type, :quantity, :pool)");
		query_text(query, fixed->sponsor);
		query_text(query, grants[i].type);
		query_integer(query, grants[i].quantity.value);
		query_text(query, grants[i].pool);
		query_run(query);
	}
	/* Feeds of the time before have no allocation-decided: this was it. */
	arena = (struct arena){0};
	targets = entitlement_of(store, fixed->sponsor, &arena);
	allocation_set_targets(
		store, fixed->sponsor, &targets, feed_position(store, envelope->cause));
	arena_release(&arena);
}

/* Borrows: the rows of a query for SPONSOR's types, numbers and pools. */
static struct list read_targets(struct query *query, const char *sponsor, struct arena *arena)
{
	struct target *targets = arena_take(arena, TARGETS_LIMIT * sizeof(*targets));
	struct list list = {0, targets};

	query_text(query, sponsor);
	while (query_row(query) && list.count < TARGETS_LIMIT)
		targets[list.count++] = (struct target){
			.type = query_copy_at(query, 0, arena),
			.quantity = integer(query_integer_within_at(query, 1, 0, TICKETS_LIMIT)),
			.pool = query_optional_copy_at(query, 2, arena),
		};
	query_end(query);
	return list;
}

struct list entitlement_of(struct store *store, const char *sponsor, struct arena *arena)
{
	return read_targets(
		query_of(store,
			"SELECT o.type, o.quantity, e.pool FROM overrides o "
			"LEFT JOIN entitlements e USING (sponsor, type) WHERE o.sponsor = :sponsor "
			"AND o.quantity IS NOT NULL "
			"UNION ALL "
			"SELECT type, quantity, pool FROM entitlements e WHERE sponsor = :sponsor "
			"AND NOT EXISTS (SELECT 1 FROM overrides o WHERE o.sponsor = e.sponsor "
			"AND o.type = e.type AND o.quantity IS NOT NULL) ORDER BY 1"),
		sponsor, arena);
}

struct list entitlement_by(
	struct store *store, const char *sponsor, const struct list *grants, struct arena *arena)
{
	struct list list = read_targets(
		query_of(store,
			"SELECT type, quantity, NULL FROM overrides "
			"WHERE sponsor = :sponsor "
			"AND quantity IS NOT NULL ORDER BY type"),
		sponsor, arena);
	struct target *targets = (struct target *)(uintptr_t)list.items; /* has room */
	const struct target *granted = grants->items;
	size_t overrides = list.count;
	size_t i, j;

	for (i = 0; i < grants->count && list.count < TARGETS_LIMIT; i++) {
		for (j = 0; j < overrides; j++)
			if (strcmp(targets[j].type, granted[i].type) == 0)
				break;
		if (j == overrides)
			targets[list.count++] = granted[i];
		else
			targets[j].pool = granted[i].pool;
	}
	return list;
}

enum overrides entitlement_overrides(struct store *store, const struct sponsor_state *sponsor)
{
	struct query *query = query_of(store,
		"SELECT count(*), coalesce(sum(lacks), 0), coalesce(sum(lacks AND asked), 0) "
		"FROM (SELECT o.quantity > (SELECT coalesce(sum(good), 0) FROM bookings b "
		"WHERE b.beneficiary = o.sponsor AND b.type = o.type AND b.state <> 'refused') "
		"AS lacks, EXISTS (SELECT 1 FROM bookings b WHERE b.cause = :due "
		"AND b.beneficiary = o.sponsor AND b.type = o.type) AS asked "
		"FROM overrides o WHERE sponsor = :sponsor AND quantity IS NOT NULL)");
	int64_t count = 0, lacks = 0, asked = 0;

	query_integer(query, sponsor->due);
	query_text(query, sponsor->sponsor);
	while (query_row(query)) {
		count = query_integer_at(query, 0);
		lacks = query_integer_at(query, 1);
		asked = query_integer_at(query, 2);
	}
	if (count == 0)
		return OVERRIDES_NONE;
	if (lacks == 0)
		return OVERRIDES_MET;
	return asked < lacks ? OVERRIDES_UNASKED : OVERRIDES_LACKING;
}

struct list entitlement_targets(
	struct store *store, const struct sponsor_state *sponsor, struct arena *arena)
{
	if (onboarding_stands(store, sponsor, arena))
		return entitlement_of(store, sponsor->sponsor, arena);
	if (sponsor->onboarded > 0 || sponsor->withdrawn > 0)
		return (struct list){0, arena_take(arena, 1)};
	return read_targets(query_of(store,
				    "SELECT type, quantity, NULL FROM provisions "
				    "WHERE sponsor = :sponsor ORDER BY type"),
		sponsor->sponsor, arena);
}
