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
	int64_t raised = 0, settled = 0;

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

void onboarding_refresh(struct store *store, const char *sponsor, int64_t sequence)
{
	struct arena arena = {0};
	bool complete = onboarding_missing(store, sponsor, &arena) == NULL;
	struct query *query = query_of(store,
		"UPDATE sponsors SET completed = CASE WHEN :complete THEN "
		"coalesce(completed, :sequence) END WHERE sponsor = :sponsor AND onboarded IS NULL");

	query_integer(query, complete);
	query_integer(query, sequence);
	query_text(query, sponsor);
	query_run(query);
	arena_release(&arena);
}

/* The process */

static void onboard(struct decision *decision, const char *id)
{
	struct sponsor_onboarded *onboarded;
	struct sponsor_state sponsor;
	int64_t time = decision->now;

	if (!sponsor_find(decision->store, id, decision->arena, &sponsor) ||
		sponsor.onboarded > 0 || sponsor.completed != decision->envelope->sequence)
		return;
	clock_parse(decision->envelope->time, &time);
	onboarded = arena_take(decision->arena, sizeof(*onboarded));
	*onboarded = (struct sponsor_onboarded){
		.sponsor = sponsor.sponsor,
		.level = sponsor.level,
		.contract = contract_of(decision->store, id, decision->arena).contract,
		.signed_up_on = sponsor.signed_up_on,
	};
	decision_event_as(decision, &sponsor_onboarded_message, sponsor.sponsor, onboarded,
		uuid_derived(time, &decision->envelope->id, sponsor_onboarded_message.type, 0),
		&decision->envelope->id);
}

/* The onboarding answers the event that completed the sponsor, and no other. */
static void answer(struct decision *decision, const char *id, struct buffer *out)
{
	struct sponsor_state sponsor;

	if (sponsor_find(decision->store, id, decision->arena, &sponsor) && sponsor.onboarded > 0 &&
		sponsor.completed == decision->envelope->sequence)
		feed_copy(decision->store, sponsor.onboarded, 1, out);
}

static void on_contract_signed(struct decision *decision, const void *event)
{
	onboard(decision, ((const struct contract *)event)->sponsor);
}

static void answer_contract_signed(struct decision *decision, const void *event, struct buffer *out)
{
	answer(decision, ((const struct contract *)event)->sponsor, out);
}

static void on_invoice_settled(struct decision *decision, const void *event)
{
	onboard(decision, ((const struct invoice_settled *)event)->sponsor);
}

static void answer_invoice_settled(struct decision *decision, const void *event, struct buffer *out)
{
	answer(decision, ((const struct invoice_settled *)event)->sponsor, out);
}

static void on_invoice_cancelled(struct decision *decision, const void *event)
{
	onboard(decision, ((const struct invoice_cancelled *)event)->sponsor);
}

static void answer_invoice_cancelled(
	struct decision *decision, const void *event, struct buffer *out)
{
	answer(decision, ((const struct invoice_cancelled *)event)->sponsor, out);
}

static const struct reaction reactions[] = {
	{&contract_signed_message, on_contract_signed, answer_contract_signed},
	{&invoice_settled_message, on_invoice_settled, answer_invoice_settled},
	{&invoice_cancelled_message, on_invoice_cancelled, answer_invoice_cancelled},
	{.event = NULL},
};

/* Those complete and not onboarded, and those onboarded whose tickets nobody decided. */
static int outstanding(
	struct store *store, int64_t now, int64_t after, int64_t *positions, int limit)
{
	struct query *query = query_of(store,
		"SELECT completed FROM sponsors WHERE completed > :after "
		"AND entitled IS NULL ORDER BY completed LIMIT :limit");

	(void)now; /* who awaits it does not come with time */
	query_integer(query, after);
	query_integer(query, limit);
	return query_numbers(query, positions, limit);
}

const struct process onboarding = {
	.name = "sponsor-onboard",
	.reactions = reactions,
	.own_events = true,
	.outstanding = outstanding,
};

void onboarding_apply(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct sponsor_onboarded *onboarded = event;
	struct query *query = query_of(
		store, "UPDATE sponsors SET onboarded = :sequence WHERE sponsor = :sponsor");

	(void)state;
	query_integer(query, envelope->sequence);
	query_text(query, onboarded->sponsor);
	query_run(query);
}
