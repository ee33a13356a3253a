/*
 * Allocation: a process manager. It fixes what a sponsor that came on board is
 * owed, and asks ticketing for target minus granted: one all-or-nothing command
 * for each ticket type.
 *
 * The cause of each command is the event that made it due: the sponsor's
 * onboarding, or an override after it. So a pipe and -a come to the same ids.
 */
#include "sponsorship/contract.h"
#include "sponsorship/crm.h"
#include "sponsorship/entitlement.h"
#include "sponsorship/messages.h"
#include "sponsorship/policy.h"
#include "sponsorship/sponsor.h"
#include "store/query.h"

/* Asks for what is missing of TARGET. */
static void request(struct decision *decision, const struct sponsor_state *sponsor,
	const char *type, int64_t target)
{
	int64_t missing = target - booking_granted(decision->store, sponsor->sponsor, type);
	struct booking_wish wish = {
		.beneficiary = sponsor->sponsor,
		.purchaser = {sponsor->name, sponsor->email},
		.type = type,
		.quantity = missing,
		.reason = "complimentary",
	};

	if (missing > 0)
		booking_request(decision, &sponsorship_bookings, &wish);
}

/* Whether the sponsor is to be given tickets: on board, and its contract not voided since. */
static bool is_on_board(struct decision *decision, const char *id, struct sponsor_state *sponsor)
{
	struct contract_state contract;

	if (!sponsor_find(decision->store, id, decision->arena, sponsor) || sponsor->onboarded == 0)
		return false;
	contract = contract_of(decision->store, id, decision->arena);
	return contract.contract != NULL && !contract.voided;
}

/* The policy's part of what SPONSOR is owed, decided now; empty where no rule matches. */
static struct list fix(
	struct decision *decision, const struct sponsor_onboarded *onboarded, int64_t position)
{
	struct entitlement_fixed *fixed = arena_take(decision->arena, sizeof(*fixed));
	struct policy_match match = policy_find(decision->store, onboarded->level,
		onboarded->signed_up_on, position, decision->arena);

	if (match.policy == 0) {
		decision_warn(decision,
			"%s: no rule of any policy is for the level \"%s\"; adopt one that has it, "
			"then run sponsor-allocate -a",
			onboarded->sponsor, onboarded->level);
		return (struct list){0, NULL};
	}
	*fixed = (struct entitlement_fixed){
		.sponsor = onboarded->sponsor,
		.policy = match.version,
		.rule = integer(match.rule),
		.grants = policy_grants(decision->store, &match, decision->arena),
	};
	decision_event_as(decision, &entitlement_fixed_message, onboarded->sponsor, fixed,
		uuid_derived(
			decision->now, &decision->envelope->id, entitlement_fixed_message.type, 0),
		&decision->envelope->id);
	return fixed->grants;
}

static bool is_overridden(const struct list *targets, const char *type)
{
	const struct grant *grants = targets->items;
	size_t i;

	for (i = 0; i < targets->count; i++)
		if (strcmp(grants[i].type, type) == 0)
			return true;
	return false;
}

static void on_onboarded(struct decision *decision, const void *event)
{
	const struct sponsor_onboarded *onboarded = event;
	struct sponsor_state sponsor;
	struct list targets, grants;
	size_t i;

	if (!is_on_board(decision, onboarded->sponsor, &sponsor) || sponsor.entitled > 0)
		return;
	/*
	 * As nothing is fixed yet, these are the overrides: they stand above the
	 * policy. One that came after the onboarding asks for itself.
	 */
	targets = entitlement_of(decision->store, sponsor.sponsor, decision->arena);
	grants = fix(decision, onboarded, sponsor.onboarded);
	for (i = 0; i < targets.count; i++) {
		const struct grant *target = (const struct grant *)targets.items + i;

		if (entitlement_overridden_at(decision->store, sponsor.sponsor, target->type) <
			sponsor.onboarded)
			request(decision, &sponsor, target->type, target->quantity.value);
	}
	for (i = 0; i < grants.count; i++) {
		const struct grant *grant = (const struct grant *)grants.items + i;

		if (!is_overridden(&targets, grant->type))
			request(decision, &sponsor, grant->type, grant->quantity.value);
	}
}

/*
 * Only the override that is in force decides; one that was overridden does not.
 * What was decided before the onboarding is part of what that has fixed.
 */
static void on_overridden(struct decision *decision, const void *event)
{
	const struct override_entitlement *override = event;
	struct sponsor_state sponsor;
	struct query *query;

	if (!is_on_board(decision, override->sponsor, &sponsor) ||
		decision->envelope->sequence < sponsor.onboarded)
		return;
	query = query_of(decision->store, "SELECT quantity FROM overrides WHERE seq = :seq");
	query_integer(query, decision->envelope->sequence);
	request(decision, &sponsor, override->type, query_number(query));
}

static void answer(struct decision *decision, const void *event, struct buffer *out)
{
	(void)event;
	booking_commands(decision->store, decision->envelope->sequence, decision->arena, out);
}

static const struct reaction reactions[] = {
	{&sponsor_onboarded_message, on_onboarded, answer},
	{&entitlement_overridden_message, on_overridden, answer},
	{.event = NULL},
};

/*
 * Those on board whose tickets nobody has decided, overrides that nobody has
 * acted on, and what was asked for and never answered. Nothing of a sponsor
 * whose contract is void. What an override has asked for and was refused counts
 * as acted on: another attempt is another override.
 */
static int outstanding(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit)
{
	struct query *query = query_of(store,
		"WITH on_board AS (SELECT s.sponsor, s.onboarded, s.entitled FROM sponsors s "
		"WHERE s.onboarded IS NOT NULL AND EXISTS (SELECT 1 FROM contracts c "
		"WHERE c.sponsor = s.sponsor AND NOT c.voided)) "
		"SELECT onboarded FROM on_board WHERE entitled IS NULL AND onboarded > :after "
		"UNION "
		"SELECT o.seq FROM overrides o JOIN on_board s ON s.sponsor = o.sponsor "
		"WHERE o.seq > :after AND o.seq > s.onboarded "
		"AND o.quantity > (SELECT coalesce(sum(b.quantity), 0) FROM bookings b "
		"WHERE b.beneficiary = o.sponsor AND b.type = o.type "
		"AND (b.state <> 'refused' OR b.cause = o.seq)) "
		"UNION "
		"SELECT b.cause FROM bookings b JOIN on_board s ON s.sponsor = b.beneficiary "
		"WHERE b.state = 'requested' AND b.cause > :after "
		"ORDER BY 1 LIMIT :limit");

	(void)now; /* who awaits it does not come with time */
	query_integer(query, after);
	query_integer(query, limit);
	return query_numbers(query, positions, limit);
}

const struct process allocation = {
	.name = "sponsor-allocate",
	.reactions = reactions,
	.own_events = true,
	.outstanding = outstanding,
};
