/*
 * Allocation: process managers. What a sponsor shall have is decided upon each event
 * that may change it, and compared with what it has: target minus granted is asked
 * for, one all-or-nothing command for each ticket type; what is beyond the target is
 * asked back, as far as nobody holds it.
 *
 * Three processes share that. One prints what asks, one what asks back, one asks
 * again for what was refused. Whichever comes first decides. The cause of each
 * command is the event that made it due, so a pipe and -a come to the same ids.
 */
#include "sponsorship/allocation.h"

#include "base/clock.h"
#include "sponsorship/crm.h"
#include "sponsorship/entitlement.h"
#include "sponsorship/messages.h"
#include "sponsorship/onboarding.h"
#include "store/feed.h"
#include "store/query.h"

static struct booking_party party_of(const struct sponsor_state *sponsor)
{
	return (struct booking_party){
		.beneficiary = sponsor->sponsor,
		.purchaser = {sponsor->name, sponsor->email},
		.reason = "complimentary",
	};
}

/*
 * Fixes what SPONSOR is owed by the policy, where it is not yet; false where no rule
 * of any policy matches: it stays open, and is looked at again.
 */
static bool fix(struct decision *decision, const struct sponsor_state *sponsor,
	const struct entitlement_fixed **fixed)
{
	struct entitlement_fixed *event = arena_take(decision->arena, sizeof(*event));
	struct onboarding_basis basis;
	struct policy_match match;

	if (!onboarding_basis(decision->store, sponsor, decision->arena, &basis) ||
		sponsor->entitled > basis.position)
		return true;
	match = policy_find(decision->store, &basis.facts, basis.position, decision->arena);
	if (match.version == NULL) {
		decision_warn(decision,
			"%s: no rule of any policy is for %s; adopt one that has it, "
			"then run sponsor-allocate -a",
			sponsor->sponsor, policy_say_facts(&basis.facts, decision->arena));
		return false;
	}
	*event = (struct entitlement_fixed){
		.sponsor = sponsor->sponsor,
		.policy = match.version,
		.rule = integer(match.number),
		.grants = policy_targets(match.rule, &basis.facts, decision->arena),
	};
	decision_event_as(decision, &entitlement_fixed_message, sponsor->sponsor, event,
		uuid_derived(
			decision->now, &decision->envelope->id, entitlement_fixed_message.type, 0),
		&decision->envelope->id);
	*fixed = event;
	return true;
}

static void decide_targets(
	struct decision *decision, const struct sponsor_state *sponsor, const struct list *targets)
{
	struct allocation_decided *decided = arena_take(decision->arena, sizeof(*decided));

	*decided = (struct allocation_decided){sponsor->sponsor, *targets};
	decision_event_as(decision, &allocation_decided_message, sponsor->sponsor, decided,
		uuid_derived(
			decision->now, &decision->envelope->id, allocation_decided_message.type, 0),
		&decision->envelope->id);
}

/* While nobody knows what the policy will say, nothing is too much. */
static void ask_only(
	struct decision *decision, const struct booking_party *party, const struct list *targets)
{
	size_t i;

	for (i = 0; i < targets->count; i++)
		booking_request(decision, &sponsorship_bookings, party,
			(const struct target *)targets->items + i);
}

/*
 * Decides what SPONSOR shall have, where the event at the door is the last that may
 * have changed it, and nobody has decided upon that yet.
 */
static void settle(struct decision *decision, const char *id)
{
	const struct entitlement_fixed *fixed = NULL;
	struct sponsor_state sponsor;
	struct booking_party party;
	struct list targets;
	bool open = false;

	if (!sponsor_find(decision->store, id, decision->arena, &sponsor) ||
		sponsor.due != decision->envelope->sequence || sponsor.decided >= sponsor.due)
		return;
	if (onboarding_stands(decision->store, &sponsor, decision->arena))
		open = !fix(decision, &sponsor, &fixed);
	targets = entitlement_targets(decision->store, &sponsor, decision->arena);
	/* Nothing of what was just fixed is in the store yet. */
	if (fixed != NULL)
		targets = entitlement_by(decision->store, id, &fixed->grants, decision->arena);
	party = party_of(&sponsor);
	if (open) {
		ask_only(decision, &party, &targets);
		return;
	}
	decide_targets(decision, &sponsor, &targets);
	booking_settle(decision, &sponsorship_bookings, &party, &targets);
}

/* Borrows: what was decided that the sponsor ID shall have of TYPE. */
static struct target decided_target(struct decision *decision, const char *id, const char *type)
{
	struct target target = {.type = type, .quantity = integer(0)};
	struct query *query = query_of(decision->store,
		"SELECT t.quantity, e.pool FROM targets t LEFT JOIN entitlements e "
		"USING (sponsor, type) WHERE t.sponsor = :sponsor AND t.type = :type");

	query_text(query, id);
	query_text(query, type);
	while (query_row(query)) {
		target.quantity = integer(query_integer_within_at(query, 0, 0, TICKETS_LIMIT));
		target.pool = query_optional_copy_at(query, 1, decision->arena);
	}
	return target;
}

/* The sponsor ID, where what it shall have is decided upon since the last change. */
static bool find_decided(struct decision *decision, const char *id, struct sponsor_state *sponsor)
{
	return sponsor_find(decision->store, id, decision->arena, sponsor) &&
	       sponsor->decided >= sponsor->due;
}

/* Whether the event at the door is the one by which a booking of TYPE of ID is asked back. */
static bool is_reclaimable(struct decision *decision, const char *id, const char *type)
{
	struct query *query = query_of(decision->store,
		"SELECT 1 FROM reclaimable WHERE sponsor = :sponsor AND type = :type "
		"AND cause = :position");

	query_text(query, id);
	query_text(query, type);
	query_integer(query, decision->envelope->sequence);
	return query_number(query) != 0;
}

static void give_back(struct decision *decision, const char *id, const char *type)
{
	struct target target = decided_target(decision, id, type);
	struct sponsor_state sponsor;
	struct booking_party party;

	if (!find_decided(decision, id, &sponsor))
		return;
	party = party_of(&sponsor);
	booking_give_back(decision, &sponsorship_bookings, &party, &target);
}

static void tell_by_hand(struct decision *decision, const char *id, const char *type)
{
	struct target target = decided_target(decision, id, type);
	struct sponsor_state sponsor;

	if (find_decided(decision, id, &sponsor))
		booking_tell_by_hand(decision, id, &target);
}

/*
 * A booking that was answered when less was wanted already. By hand, a person is told: no
 * -a would ever come to such an event, so that a pipe must ask nothing back by it.
 */
static void on_booked(struct decision *decision, const void *event)
{
	const struct tickets_booked *booked = event;

	if (booked->purchase == NULL)
		tell_by_hand(decision, booked->beneficiary, booked->type);
	else if (is_reclaimable(decision, booked->beneficiary, booked->type))
		give_back(decision, booked->beneficiary, booked->type);
}

/* A ticket that somebody has given up, when less is wanted. */
static void on_held(struct decision *decision, const void *event)
{
	const struct ticket_holder *holder = event;

	if (is_reclaimable(decision, holder->beneficiary, holder->type))
		give_back(decision, holder->beneficiary, holder->type);
}

/* Asks again for what was refused. */
static void on_booking_refused(struct decision *decision, const void *event)
{
	const struct booking_refused *refused = event;
	struct target target = decided_target(decision, refused->beneficiary, refused->type);
	struct sponsor_state sponsor;
	struct booking_party party;

	if (!find_decided(decision, refused->beneficiary, &sponsor))
		return;
	party = party_of(&sponsor);
	booking_request(decision, &sponsorship_bookings, &party, &target);
}

/* What is held for a sponsor until a moment that has passed is held no more. */
static void on_provisioned(struct decision *decision, const void *event)
{
	const struct provision_tickets *provisioned = event;
	struct provision_ended *ended;
	struct query *query =
		query_of(decision->store, "SELECT until <= :now FROM provisions WHERE seq = :seq");

	query_text(query, decision->time);
	query_integer(query, decision->envelope->sequence);
	if (query_number(query) == 0) {
		settle(decision, provisioned->sponsor);
		return;
	}
	ended = arena_take(decision->arena, sizeof(*ended));
	*ended = (struct provision_ended){
		provisioned->sponsor, provisioned->type, provisioned->until};
	decision_event_as(decision, &provision_ended_message, provisioned->sponsor, ended,
		uuid_derived(
			decision->now, &decision->envelope->id, provision_ended_message.type, 0),
		&decision->envelope->id);
}

/* All that may change what a sponsor shall have; each names the sponsor. */
#define ON(event, of)                                                                              \
	static void on_##of(struct decision *decision, const void *data)                           \
	{                                                                                          \
		settle(decision, ((const struct event *)data)->sponsor);                           \
	}
ON(sponsor_onboarded, onboarding)
ON(sponsor, amended)
ON(withdraw_sponsor, withdrawn)
ON(contract, signed)
ON(contract_voided, voided)
ON(invoice_settled, settled)
ON(invoice_refunded, refunded)
ON(override_entitlement, overridden)
ON(withdraw_override, override_withdrawn)
ON(provision_ended, provision_ended)

#define CAUSES(answer)                                                                             \
	{&sponsor_onboarded_message, on_onboarding, answer},                                       \
		{&sponsor_level_changed_message, on_onboarding, answer},                           \
		{&sponsor_amended_message, on_amended, answer},                                    \
		{&sponsor_withdrawn_message, on_withdrawn, answer},                                \
		{&contract_signed_message, on_signed, answer},                                     \
		{&contract_voided_message, on_voided, answer},                                     \
		{&invoice_settled_message, on_settled, answer},                                    \
		{&invoice_refunded_message, on_refunded, answer},                                  \
		{&entitlement_overridden_message, on_overridden, answer},                          \
		{&override_withdrawn_message, on_override_withdrawn, answer},                      \
		{&tickets_provisioned_message, on_provisioned, answer},                            \
	{                                                                                          \
		&provision_ended_message, on_provision_ended, answer                               \
	}

static void answer_asking(struct decision *decision, const void *event, struct buffer *out)
{
	(void)event;
	booking_commands(decision, out);
}

static void answer_asking_back(struct decision *decision, const void *event, struct buffer *out)
{
	(void)event;
	booking_reclaims(decision, out);
}

/* Sponsors that nobody has decided upon, and what was held long enough. */
#define UNDECIDED                                                                                  \
	"SELECT due FROM sponsors WHERE decided < due AND due > :after "                           \
	"UNION SELECT seq FROM provisions WHERE until <= :now AND seq > :after "

static int read_outstanding(
	struct query *query, int64_t after, int64_t now, int64_t *positions, int limit)
{
	char text[CLOCK_TEXT];

	clock_format(now, text);
	query_integer(query, after);
	query_text(query, text);
	query_integer(query, limit);
	return query_numbers(query, after, positions, limit);
}

/*
 * And what was asked for and never answered, though less is wanted by now: whether it
 * was booked nobody knows but ticketing, which answers the same command once. What it
 * says is too much is asked back then. What was refused is not asked for by itself.
 */
static int outstanding(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit)
{
	return read_outstanding(
		query_of(store, UNDECIDED
			"UNION SELECT cause FROM bookings WHERE state = 'requested' "
			"AND cause > :after ORDER BY 1 LIMIT :limit"),
		after, now, positions, limit);
}

static const struct reaction asking[] = {
	CAUSES(answer_asking),
	{&sponsor_booking_refused_message, NULL, answer_asking},
	{.event = NULL},
};

const struct process allocation = {
	.name = "sponsor-allocate",
	.reactions = asking,
	.own_events = true,
	.outstanding = outstanding,
};

/* And what was asked back and never answered; and what could be. */
static int outstanding_reclaims(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit)
{
	return read_outstanding(
		query_of(store, UNDECIDED
			"UNION SELECT cause FROM reclaims WHERE state = 'requested' "
			"AND cause > :after "
			"UNION SELECT cause FROM reclaimable WHERE cause > :after "
			"ORDER BY 1 LIMIT :limit"),
		after, now, positions, limit);
}

static const struct reaction asking_back[] = {
	CAUSES(answer_asking_back),
	{&sponsor_tickets_booked_message, on_booked, answer_asking_back},
	{&sponsor_ticket_held_message, on_held, answer_asking_back},
	{.event = NULL},
};

const struct process reclaiming = {
	.name = "sponsor-reclaim",
	.reactions = asking_back,
	.own_events = true,
	.outstanding = outstanding_reclaims,
};

/* The last refusals of those that still lack, where they were not taken up before. */
static int refused_attempts(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit)
{
	(void)now; /* who awaits it does not come with time */
	return query_kept_numbers(store,
		"INSERT INTO kept_numbers (number) SELECT answered FROM refused_and_lacking", after,
		positions, limit);
}

static const struct reaction asking_again[] = {
	{&sponsor_booking_refused_message, on_booking_refused, answer_asking},
	{.event = NULL},
};

const struct process retrying = {
	.name = "sponsor-allocate",
	.reactions = asking_again,
	.own_events = true,
	.outstanding = refused_attempts,
};

void allocation_set_targets(
	struct store *store, const char *sponsor, const struct list *list, int64_t cause)
{
	const struct target *targets = list->items;
	struct query *query =
		query_of(store, "UPDATE sponsors SET decided = :cause WHERE sponsor = :sponsor");
	size_t i;

	query_integer(query, cause);
	query_text(query, sponsor);
	query_run(query);
	query = query_of(store, "DELETE FROM targets WHERE sponsor = :sponsor");
	query_text(query, sponsor);
	query_run(query);
	for (i = 0; i < list->count; i++) {
		query = query_of(store,
			"INSERT INTO targets (sponsor, type, quantity) "
			"VALUES (:sponsor, :type, :quantity)");
		query_text(query, sponsor);
		query_text(query, targets[i].type);
		query_integer(query, targets[i].quantity.value);
		query_run(query);
	}
}

void allocation_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct allocation_decided *decided = event;

	(void)state;
	allocation_set_targets(
		store, decided->sponsor, &decided->targets, feed_position(store, envelope->cause));
}
