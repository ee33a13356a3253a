#include "sponsorship/history.h"

#include "base/money.h"
#include "booking/words.h"
#include "sponsorship/policy.h"
#include "store/feed.h"

static const char *say_sponsor(struct store *store, const void *event, struct arena *arena)
{
	const struct sponsor *sponsor = event;

	(void)store;
	return arena_printf(arena, "registered: %s, level %s%s%s", sponsor->name, sponsor->level,
		sponsor->signed_up_on != NULL ? ", signed up on " : "",
		sponsor->signed_up_on != NULL ? sponsor->signed_up_on : "");
}

static const char *say_signed(struct store *store, const void *event, struct arena *arena)
{
	const struct contract *contract = event;

	(void)store;
	return arena_printf(arena, "contract %s signed on %s%s", contract->contract,
		contract->signed_on,
		contract->in_kind == TRUTH_YES ? ", in kind: it needs no invoice" : "");
}

static const char *say_voided(struct store *store, const void *event, struct arena *arena)
{
	const struct contract_voided *voided = event;

	(void)store;
	return arena_printf(arena, "contract %s is void%s%s", voided->contract,
		voided->reason != NULL ? ": " : "", voided->reason != NULL ? voided->reason : "");
}

static const char *say_raised(struct store *store, const void *event, struct arena *arena)
{
	const struct invoice *invoice = event;
	char money[MONEY_TEXT];

	(void)store;
	money_format(invoice->amount.value, invoice->currency, money);
	return arena_printf(arena, "invoice %s raised over %s", invoice->invoice, money);
}

static const char *say_cancelled(struct store *store, const void *event, struct arena *arena)
{
	(void)store;
	return arena_printf(
		arena, "invoice %s cancelled", ((const struct invoice_cancelled *)event)->invoice);
}

static const char *say_settled(struct store *store, const void *event, struct arena *arena)
{
	const struct invoice_settled *settled = event;

	(void)store;
	return arena_printf(
		arena, "invoice %s settled on %s", settled->invoice, settled->settled_on);
}

static const char *say_onboarded(struct store *store, const void *event, struct arena *arena)
{
	(void)store;
	return arena_printf(arena, "onboarded at level %s: contract signed, nothing unpaid",
		((const struct sponsor_onboarded *)event)->level);
}

static const char *say_fixed(struct store *store, const void *event, struct arena *arena)
{
	const struct entitlement_fixed *fixed = event;

	return arena_printf(arena, "owed %s, by %s", booking_say_targets(&fixed->grants, arena),
		policy_describe(store, fixed->policy, fixed->rule.value, arena));
}

static const char *say_overridden(struct store *store, const void *event, struct arena *arena)
{
	const struct override_entitlement *override = event;

	(void)store;
	return arena_printf(arena, "owed %s=%lld, as %s decided: %s", override->type,
		(long long) override->quantity.value, override->by, override->reason);
}

static const char *say_withdrawn(struct store *store, const void *event, struct arena *arena)
{
	const struct withdraw_sponsor *withdrawn = event;

	(void)store;
	return arena_printf(arena, "withdrawn%s%s", withdrawn->reason != NULL ? ": " : "",
		withdrawn->reason != NULL ? withdrawn->reason : "");
}

static const char *say_part(struct store *store, const void *event, struct arena *arena)
{
	const struct invoice_paid_in_part *part = event;
	char paid[MONEY_TEXT], left[MONEY_TEXT];

	(void)store;
	money_format(part->amount.value, part->currency, paid);
	money_format(part->left.value, part->currency, left);
	return arena_printf(arena, "%s of invoice %s paid on %s, %s left", paid, part->invoice,
		part->paid_on, left);
}

static const char *say_refunded(struct store *store, const void *event, struct arena *arena)
{
	const struct invoice_refunded *refunded = event;
	char money[MONEY_TEXT];

	(void)store;
	money_format(refunded->amount.value, refunded->currency, money);
	return arena_printf(arena, "invoice %s refunded on %s: %s%s%s", refunded->invoice,
		refunded->refunded_on, money, refunded->reason != NULL ? ": " : "",
		refunded->reason != NULL ? refunded->reason : "");
}

static const char *say_level(struct store *store, const void *event, struct arena *arena)
{
	(void)store;
	return arena_printf(arena, "level %s from now on, nothing unpaid",
		((const struct sponsor_onboarded *)event)->level);
}

static const char *say_override_withdrawn(
	struct store *store, const void *event, struct arena *arena)
{
	const struct withdraw_override *withdrawn = event;

	(void)store;
	return arena_printf(arena, "the override of %s taken back, as %s decided: %s",
		withdrawn->type, withdrawn->by, withdrawn->reason);
}

static const char *say_provisioned(struct store *store, const void *event, struct arena *arena)
{
	const struct provision_tickets *provisioned = event;

	(void)store;
	return arena_printf(arena, "%s=%lld held until %s%s%s", provisioned->type,
		(long long)provisioned->quantity.value, provisioned->until,
		provisioned->reason != NULL ? ": " : "",
		provisioned->reason != NULL ? provisioned->reason : "");
}

static const char *say_provision_ended(struct store *store, const void *event, struct arena *arena)
{
	const struct provision_ended *ended = event;

	(void)store;
	return arena_printf(
		arena, "%s is held no more: not on board until %s", ended->type, ended->until);
}

static const char *say_decided(struct store *store, const void *event, struct arena *arena)
{
	(void)store;
	return arena_printf(arena, "shall have %s",
		booking_say_targets(&((const struct allocation_decided *)event)->targets, arena));
}

static const struct saying sayings[] = {
	{&sponsor_registered_message, say_sponsor},
	{&sponsor_amended_message, say_sponsor},
	{&contract_signed_message, say_signed},
	{&contract_voided_message, say_voided},
	{&invoice_raised_message, say_raised},
	{&invoice_cancelled_message, say_cancelled},
	{&invoice_settled_message, say_settled},
	{&sponsor_onboarded_message, say_onboarded},
	{&entitlement_fixed_message, say_fixed},
	{&entitlement_overridden_message, say_overridden},
	{&sponsor_tickets_requested_message, booking_say_requested},
	{&sponsor_tickets_booked_message, booking_say_booked},
	{&sponsor_booking_refused_message, booking_say_refused},
	{&sponsor_booking_turned_away_message, booking_say_turned_away},
	{&sponsor_reclaim_turned_away_message, booking_say_reclaim_turned_away},
	{&sponsor_withdrawn_message, say_withdrawn},
	{&invoice_paid_in_part_message, say_part},
	{&invoice_refunded_message, say_refunded},
	{&sponsor_level_changed_message, say_level},
	{&override_withdrawn_message, say_override_withdrawn},
	{&tickets_provisioned_message, say_provisioned},
	{&provision_ended_message, say_provision_ended},
	{&allocation_decided_message, say_decided},
	{&sponsor_reclaim_requested_message, booking_say_reclaiming},
	{&sponsor_tickets_reclaimed_message, booking_say_reclaimed},
	{&sponsor_reclaim_refused_message, booking_say_kept},
	{&sponsor_ticket_held_message, booking_say_held},
	{.event = NULL},
};

bool history_next(struct store *store, const char *sponsor, int64_t after, struct arena *arena,
	struct why_row *row)
{
	const char *time = NULL;
	const char *what = saying_next(store, sayings, sponsor, &after, &time, arena);

	*row = (struct why_row){
		sponsor, arena_printf(arena, "%019lld", (long long)after), time, what};
	return what != NULL;
}
