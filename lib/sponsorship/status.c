#include "sponsorship/status.h"

#include "booking/words.h"
#include "sponsorship/contract.h"
#include "sponsorship/entitlement.h"
#include "sponsorship/invoice.h"
#include "sponsorship/onboarding.h"
#include "sponsorship/policy.h"
#include "store/feed.h"
#include "store/query.h"

/* What the numbers come from: the rule that fixed them, and who decided otherwise. */
static const char *source_of(
	struct store *store, const struct sponsor_state *sponsor, struct arena *arena)
{
	struct query *query;
	struct envelope envelope;
	const char *text = NULL;
	int64_t override = 0;

	if (sponsor->entitled > 0) {
		const struct entitlement_fixed *fixed = feed_event(
			store, sponsor->entitled, &entitlement_fixed_shape, &envelope, arena);

		if (fixed != NULL)
			text = policy_describe(store, fixed->policy, fixed->rule.value, arena);
	}
	query = query_of(store,
		"SELECT max(seq) FROM overrides WHERE sponsor = :sponsor AND quantity IS NOT NULL");
	query_text(query, sponsor->sponsor);
	while (query_row(query))
		override = query_position_at(query, 0);
	if (override > 0) {
		const struct override_entitlement *event =
			feed_event(store, override, &override_entitlement_shape, &envelope, arena);

		if (event != NULL)
			text = arena_printf(arena, "%s%s%s: %s", text != NULL ? text : "",
				text != NULL ? "; " : "", event->by, event->reason);
	}
	return text;
}

const char *status_refused(struct store *store, const char *sponsor, struct arena *arena)
{
	return booking_say_rows(query_of(store,
					"SELECT type, quantity, code, message "
					"FROM refused_and_lacking WHERE sponsor = :sponsor "
					"ORDER BY answered LIMIT 5"),
		sponsor, arena);
}

const char *status_lacking(struct store *store, const char *sponsor, struct arena *arena)
{
	return booking_say_rows(
		query_of(store,
			"SELECT type, lack, NULL, NULL FROM lacking l WHERE sponsor = :sponsor "
			"AND NOT EXISTS (SELECT 1 FROM refused_and_lacking r "
			"WHERE r.sponsor = l.sponsor AND r.type = l.type) ORDER BY type LIMIT 5"),
		sponsor, arena);
}

const char *status_exceeded(struct store *store, const char *sponsor, struct arena *arena)
{
	return booking_say_rows(
		query_of(store,
			"SELECT b.type, sum(b.good) - coalesce(t.quantity, 0), NULL, NULL "
			"FROM bookings b LEFT JOIN targets t ON t.sponsor = b.beneficiary "
			"AND t.type = b.type WHERE b.beneficiary = :sponsor "
			"AND b.state <> 'refused' AND NOT EXISTS (SELECT 1 FROM reclaimable r "
			"WHERE r.sponsor = b.beneficiary AND r.type = b.type) GROUP BY b.type "
			"HAVING sum(b.good) > coalesce(t.quantity, 0) ORDER BY b.type LIMIT 5"),
		sponsor, arena);
}

/*
 * Whether sponsor-reclaim has something to ask back of SPONSOR by itself. While it has
 * asked for some of a type it is ticketing that is awaited.
 */
static bool is_reclaimable(struct store *store, const char *sponsor)
{
	struct query *query = query_of(store,
		"SELECT EXISTS (SELECT 1 FROM reclaimable m WHERE sponsor = :sponsor "
		"AND NOT EXISTS (SELECT 1 FROM bookings b JOIN reclaims r ON r.booking = b.command "
		"WHERE b.beneficiary = m.sponsor AND b.type = m.type AND r.state = 'requested'))");

	query_text(query, sponsor);
	return query_number(query) != 0;
}

enum undecided status_undecided(struct store *store, const struct sponsor_state *sponsor,
	struct arena *arena, const char **facts)
{
	struct onboarding_basis basis;

	*facts = NULL;
	if (sponsor->decided >= sponsor->due)
		return UNDECIDED_NOT;
	if (!onboarding_stands(store, sponsor, arena) ||
		!onboarding_basis(store, sponsor, arena, &basis) ||
		sponsor->entitled > basis.position ||
		policy_find(store, &basis.facts, basis.position, arena).version != NULL)
		return UNDECIDED_YET;
	*facts = policy_say_facts(&basis.facts, arena);
	switch (entitlement_overrides(store, sponsor)) {
	case OVERRIDES_NONE:
		return UNDECIDED_RULE;
	case OVERRIDES_MET:
		return UNDECIDED_NOT;
	case OVERRIDES_UNASKED:
		return UNDECIDED_YET;
	case OVERRIDES_LACKING:
		return UNDECIDED_LACKING;
	}
	return UNDECIDED_YET;
}

/* What is owed and nobody has decided upon: a person has to, or a tool to run; NULL: it is. */
static const char *undecided(
	struct store *store, const struct sponsor_state *sponsor, struct arena *arena)
{
	const char *facts;

	switch (status_undecided(store, sponsor, arena, &facts)) {
	case UNDECIDED_NOT:
		return NULL;
	case UNDECIDED_RULE:
		return arena_printf(arena, "a policy with a rule for %s", facts);
	case UNDECIDED_LACKING:
		return "lacks what an override wants: set it again, for another reason";
	case UNDECIDED_YET:
		break;
	}
	return onboarding_stands(store, sponsor, arena) ||
			       (sponsor->onboarded == 0 && sponsor->withdrawn == 0)
		       ? "sponsor-allocate"
		       : "sponsor-reclaim";
}

/* What lacks before it is on board, or has its new level; NULL where nothing does. */
static const char *awaits_itself(
	struct store *store, const struct sponsor_state *sponsor, struct arena *arena)
{
	const char *missing = onboarding_missing(store, sponsor->sponsor, arena);

	if (sponsor->onboarded == 0)
		return missing != NULL ? missing : "sponsor-onboard";
	if (sponsor->withdrawn > 0 || strcmp(sponsor->level, sponsor->onboarded_level) == 0)
		return NULL;
	return missing != NULL ? arena_printf(arena, "level %s: %s", sponsor->level, missing)
			       : "sponsor-onboard";
}

/* What has to happen next; NULL where nothing has. */
static const char *awaits(
	struct store *store, const struct sponsor_state *sponsor, struct arena *arena)
{
	const char *id = sponsor->sponsor;
	const char *itself = awaits_itself(store, sponsor, arena);
	const char *text = undecided(store, sponsor, arena);

	if (text != NULL)
		return text;
	if (is_reclaimable(store, id))
		return "sponsor-reclaim";
	text = status_refused(store, id, arena);
	if (text != NULL)
		return arena_printf(arena, "refused: %s", text);
	text = booking_say_asked_in_vain(store, id, arena);
	if (text != NULL)
		return arena_printf(arena, "asked for, turned away: %s", text);
	text = booking_say_asked_back_in_vain(store, id, arena);
	if (text != NULL)
		return arena_printf(arena, "asked back, turned away: %s", text);
	text = booking_say_asked_back(store, id, arena);
	if (text != NULL)
		return arena_printf(arena, "asked back, not answered: %s", text);
	text = booking_say_unanswered(store, id, arena);
	if (text != NULL)
		return arena_printf(arena, "asked for, not answered: %s", text);
	text = status_lacking(store, id, arena);
	if (text != NULL)
		return arena_printf(arena, "lacks, a person decides: %s", text);
	text = status_exceeded(store, id, arena);
	if (text != NULL && sponsor->decided >= sponsor->due)
		return arena_printf(arena, "%stoo many, a person decides: %s",
			onboarding_stands(store, sponsor, arena) ? "" : "nothing is owed; ", text);
	return itself;
}

void status_of(struct store *store, const struct sponsor_state *sponsor, struct arena *arena,
	struct status_row *row)
{
	struct contract_state contract = contract_of(store, sponsor->sponsor, arena);
	int64_t raised = 0, settled = 0;

	invoice_count(store, sponsor->sponsor, &raised, &settled);
	*row = (struct status_row){
		.sponsor = sponsor->sponsor,
		.name = sponsor->name,
		.level = sponsor->level,
		.contract = contract.voided ? NULL : contract.contract,
		.invoices = integer(raised),
		.settled = integer(settled),
		.onboarded = truth(sponsor->onboarded > 0),
		.entitled = entitlement_targets(store, sponsor, arena),
		.booked = booking_booked(store, sponsor->sponsor, arena),
		.because = source_of(store, sponsor, arena),
	};
	row->awaits = awaits(store, sponsor, arena);
}
