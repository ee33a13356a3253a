#include "sponsorship/onboarding.h"

#include "base/clock.h"
#include "sponsorship/contract.h"
#include "sponsorship/crm.h"
#include "sponsorship/invoice.h"
#include "sponsorship/messages.h"
#include "sponsorship/sponsor.h"
#include "store/feed.h"
#include "store/query.h"

const char *onboarding_missing(struct store *store, const char *sponsor, struct arena *arena)
{
	struct contract_state contract = contract_of(store, sponsor, arena);
	struct sponsor_state state;
	int64_t raised = 0, settled = 0;

	if (sponsor_find(store, sponsor, arena, &state) && state.withdrawn > 0)
		return "it has withdrawn";
	if (contract.contract == NULL)
		return "the contract is not signed";
	if (contract.voided)
		return arena_printf(arena, "the contract %s is void", contract.contract);
	if (contract.in_kind)
		return NULL;
	invoice_count(store, sponsor, &raised, &settled);
	if (raised == 0)
		return "no invoice was raised";
	if (settled < raised)
		return arena_printf(
			arena, "not settled: %s", invoice_unsettled(store, sponsor, arena));
	return NULL;
}

bool onboarding_stands(
	struct store *store, const struct sponsor_state *sponsor, struct arena *arena)
{
	struct contract_state contract = contract_of(store, sponsor->sponsor, arena);
	int64_t raised = 0, settled = 0;

	if (sponsor->onboarded == 0 || sponsor->withdrawn > 0 || contract.contract == NULL ||
		contract.voided)
		return false;
	invoice_count(store, sponsor->sponsor, &raised, &settled);
	return contract.in_kind || settled > 0;
}

bool onboarding_basis(struct store *store, const struct sponsor_state *sponsor, struct arena *arena,
	struct onboarding_basis *basis)
{
	int64_t position = sponsor->leveled > 0 ? sponsor->leveled : sponsor->onboarded;
	struct envelope envelope;
	const struct sponsor_onboarded *event =
		feed_event(store, position, &sponsor_onboarded_shape, &envelope, arena);

	if (event == NULL)
		return false;
	*basis = (struct onboarding_basis){
		.position = position,
		.time = envelope.time,
		.facts = {event->level, event->signed_up_on, event->paid},
	};
	/* Events of the time before said nothing of payments. */
	if (event->paid.items == NULL)
		basis->facts.paid = invoice_paid(store, sponsor->sponsor, arena);
	return true;
}

void onboarding_refresh(struct store *store, const char *sponsor, int64_t sequence)
{
	struct arena arena = {0};
	bool complete = onboarding_missing(store, sponsor, &arena) == NULL;
	struct query *query = query_of(store,
		"UPDATE sponsors SET completed = CASE WHEN onboarded IS NOT NULL THEN completed "
		"WHEN :complete THEN coalesce(completed, :sequence) END, "
		"level_completed = CASE WHEN :complete AND level <> onboarded_level "
		"THEN coalesce(level_completed, :sequence) END WHERE sponsor = :sponsor");

	query_integer(query, complete);
	query_integer(query, sequence);
	query_text(query, sponsor);
	query_run(query);
	arena_release(&arena);
}

void onboarding_set_due(struct store *store, const char *sponsor, int64_t sequence)
{
	struct query *query = query_of(store,
		"UPDATE sponsors SET due = :due WHERE sponsor = :sponsor "
		"AND onboarded IS NOT NULL");

	query_integer(query, sequence);
	query_text(query, sponsor);
	query_run(query);
}

/* The process */

/* What the event at the door completes comes once, under an id that follows from it. */
static struct uuid id_of(struct decision *decision, const struct message *event)
{
	int64_t time = decision->now;

	clock_parse(decision->envelope->time, &time);
	return uuid_derived(time, &decision->envelope->id, event->type, 0);
}

/* Each of these events is about the sponsor that it may have completed. */
static void onboard(struct decision *decision, const void *completing)
{
	const char *id = decision->envelope->subject;
	const struct message *event = &sponsor_onboarded_message;
	struct sponsor_onboarded *onboarded;
	struct sponsor_state sponsor;

	(void)completing;
	if (!sponsor_find(decision->store, id, decision->arena, &sponsor))
		return;
	if (sponsor.onboarded > 0)
		event = &sponsor_level_changed_message;
	if ((sponsor.onboarded > 0 ? sponsor.level_completed : sponsor.completed) !=
		decision->envelope->sequence)
		return;
	onboarded = arena_take(decision->arena, sizeof(*onboarded));
	*onboarded = (struct sponsor_onboarded){
		.sponsor = sponsor.sponsor,
		.level = sponsor.level,
		.contract = contract_of(decision->store, id, decision->arena).contract,
		.signed_up_on = sponsor.signed_up_on,
		.paid = invoice_paid(decision->store, id, decision->arena),
	};
	decision_event_as(decision, event, sponsor.sponsor, onboarded, id_of(decision, event),
		&decision->envelope->id);
}

/* The onboarding answers the event that completed the sponsor, and no other. */
static void answer(struct decision *decision, const void *completing, struct buffer *out)
{
	struct uuid onboarded = id_of(decision, &sponsor_onboarded_message);
	struct uuid changed = id_of(decision, &sponsor_level_changed_message);
	int64_t position = feed_position(decision->store, &onboarded);

	(void)completing;
	if (position == 0)
		position = feed_position(decision->store, &changed);
	if (position > 0)
		feed_copy(decision->store, position, 1, out);
}

static const struct reaction reactions[] = {
	{&sponsor_amended_message, onboard, answer},
	{&invoice_refunded_message, onboard, answer},
	{&contract_signed_message, onboard, answer},
	{&invoice_settled_message, onboard, answer},
	{&invoice_cancelled_message, onboard, answer},
	{.event = NULL},
};

/* Those complete and not onboarded, or with another level; and those not decided upon since. */
static int outstanding(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit)
{
	struct query *query = query_of(store,
		"SELECT completed FROM sponsors WHERE completed > :after AND onboarded IS NULL "
		"UNION SELECT completed FROM sponsors WHERE completed > :after "
		"AND decided < due AND due = onboarded "
		"UNION SELECT level_completed FROM sponsors WHERE level_completed > :after "
		"ORDER BY 1 LIMIT :limit");

	(void)now; /* who awaits it does not come with time */
	query_integer(query, after);
	query_integer(query, limit);
	return query_numbers(query, after, positions, limit);
}

const struct process onboarding = {
	.name = "sponsor-onboard",
	.reactions = reactions,
	.own_events = true,
	.outstanding = outstanding,
};

/* What was held for it until now is what it is owed, or is given back. */
static void end_provisions(struct store *store, const char *sponsor)
{
	struct query *query = query_of(store, "DELETE FROM provisions WHERE sponsor = :sponsor");

	query_text(query, sponsor);
	query_run(query);
}

void onboarding_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct sponsor_onboarded *onboarded = event;
	struct query *query = query_of(store,
		"UPDATE sponsors SET onboarded = :seq, onboarded_level = :level, due = :seq "
		"WHERE sponsor = :sponsor");

	(void)state;
	query_integer(query, envelope->sequence);
	query_text(query, onboarded->level);
	query_text(query, onboarded->sponsor);
	query_run(query);
	end_provisions(store, onboarded->sponsor);
}

void onboarding_apply_level(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct sponsor_onboarded *changed = event;
	struct query *query = query_of(store,
		"UPDATE sponsors SET leveled = :seq, onboarded_level = :level, "
		"level_completed = NULL, due = :seq WHERE sponsor = :sponsor");

	(void)state;
	query_integer(query, envelope->sequence);
	query_text(query, changed->level);
	query_text(query, changed->sponsor);
	query_run(query);
}
