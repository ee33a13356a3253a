#include "sponsorship/status.h"

#include "base/money.h"
#include "sponsorship/contract.h"
#include "sponsorship/entitlement.h"
#include "sponsorship/invoice.h"
#include "sponsorship/onboarding.h"
#include "sponsorship/policy.h"
#include "store/feed.h"
#include "store/query.h"

enum { TYPES_LIMIT = 40 };

/* What is booked for SPONSOR, by type. */
static struct list booked_of(struct store *store, const char *sponsor, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT type, sum(quantity) FROM bookings WHERE beneficiary = :sponsor "
		"AND state = 'booked' GROUP BY type ORDER BY type");
	struct grant *grants = arena_take(arena, TYPES_LIMIT * sizeof(*grants));
	struct list list = {0, grants};

	query_text(query, sponsor);
	while (query_row(query) && list.count < TYPES_LIMIT)
		grants[list.count++] = (struct grant){
			query_copy_at(query, 0, arena), integer(query_integer_at(query, 1))};
	query_end(query);
	return list;
}

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
	query = query_of(store, "SELECT max(seq) FROM overrides WHERE sponsor = :sponsor");
	query_text(query, sponsor->sponsor);
	while (query_row(query))
		override = query_integer_at(query, 0);
	if (override > 0) {
		const struct override_entitlement *event =
			feed_event(store, override, &override_entitlement_shape, &envelope, arena);

		if (event != NULL)
			text = arena_printf(arena, "%s%s%s: %s", text != NULL ? text : "",
				text != NULL ? "; " : "", event->by, event->reason);
	}
	return text;
}

/* The requests of SPONSOR that are in STATE, in words; NULL where there is none. */
static const char *requests_in(
	struct store *store, const char *sponsor, const char *state, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT type, quantity, code, message FROM bookings "
		"WHERE beneficiary = :sponsor AND state = :state ORDER BY requested LIMIT 5");
	const char *text = NULL;

	query_text(query, sponsor);
	query_text(query, state);
	while (query_row(query)) {
		const char *type = query_copy_at(query, 0, arena);
		const char *code = query_copy_at(query, 2, arena);
		const char *message = query_copy_at(query, 3, arena);

		text = arena_printf(arena, "%s%s%s=%lld%s%s%s%s", text != NULL ? text : "",
			text != NULL ? ", " : "", type, (long long)query_integer_at(query, 1),
			code != NULL ? ": " : "", code != NULL ? code : "",
			message != NULL ? ": " : "", message != NULL ? message : "");
	}
	return text;
}

/* Whether something is owed that nobody has asked for. */
static bool is_short(struct store *store, const char *sponsor, const struct list *entitled)
{
	const struct grant *grants = entitled->items;
	size_t i;

	for (i = 0; i < entitled->count; i++)
		if (grants[i].quantity.value > booking_granted(store, sponsor, grants[i].type))
			return true;
	return false;
}

/* What has to happen next; NULL where nothing has. */
static const char *awaits(struct store *store, const struct sponsor_state *sponsor,
	const struct list *entitled, struct arena *arena)
{
	const char *missing = onboarding_missing(store, sponsor->sponsor, arena);
	const char *text;
	struct policy_match match;

	if (sponsor->onboarded > 0 && missing != NULL &&
		contract_of(store, sponsor->sponsor, arena).voided)
		return arena_printf(arena, "%s: a person decides about its tickets", missing);
	if (sponsor->onboarded == 0)
		return missing != NULL ? missing : "sponsor-onboard";
	text = is_short(store, sponsor->sponsor, entitled)
		       ? requests_in(store, sponsor->sponsor, "refused", arena)
		       : NULL;
	if (text != NULL)
		return arena_printf(arena, "refused: %s", text);
	text = requests_in(store, sponsor->sponsor, "requested", arena);
	if (text != NULL)
		return arena_printf(arena, "asked for, not answered: %s", text);
	if (sponsor->entitled == 0) {
		match = policy_find(
			store, sponsor->level, sponsor->signed_up_on, sponsor->onboarded, arena);
		if (match.policy == 0)
			return arena_printf(
				arena, "a policy with a rule for the level %s", sponsor->level);
		return "sponsor-allocate";
	}
	return is_short(store, sponsor->sponsor, entitled) ? "sponsor-allocate" : NULL;
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
		.entitled = entitlement_of(store, sponsor->sponsor, arena),
		.booked = booked_of(store, sponsor->sponsor, arena),
		.because = source_of(store, sponsor, arena),
	};
	row->awaits = awaits(store, sponsor, &row->entitled, arena);
}

/* The history, event by event, in words */

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

static const char *say_grants(const struct list *list, struct arena *arena)
{
	const struct grant *grants = list->items;
	const char *text = NULL;
	size_t i;

	for (i = 0; i < list->count; i++)
		text = arena_printf(arena, "%s%s%s=%lld", text != NULL ? text : "",
			text != NULL ? ", " : "", grants[i].type,
			(long long)grants[i].quantity.value);
	return text != NULL ? text : "none";
}

static const char *say_fixed(struct store *store, const void *event, struct arena *arena)
{
	const struct entitlement_fixed *fixed = event;

	return arena_printf(arena, "owed %s, by %s", say_grants(&fixed->grants, arena),
		policy_describe(store, fixed->policy, fixed->rule.value, arena));
}

static const char *say_overridden(struct store *store, const void *event, struct arena *arena)
{
	const struct override_entitlement *override = event;

	(void)store;
	return arena_printf(arena, "owed %s=%lld, as %s decided: %s", override->type,
		(long long) override->quantity.value, override->by, override->reason);
}

static const char *say_requested(struct store *store, const void *event, struct arena *arena)
{
	const struct tickets_requested *requested = event;

	(void)store;
	return arena_printf(arena, "asked ticketing for %s=%lld, reference %s, command %s",
		requested->type, (long long)requested->quantity.value, requested->reference,
		requested->command);
}

static const char *say_booked(struct store *store, const void *event, struct arena *arena)
{
	const struct tickets_booked *booked = event;

	(void)store;
	return arena_printf(arena, "booked %s=%lld: ticketing's purchase %s", booked->type,
		(long long)booked->quantity.value, booked->purchase);
}

static const char *say_refused(struct store *store, const void *event, struct arena *arena)
{
	const struct booking_refused *refused = event;

	(void)store;
	return arena_printf(arena, "ticketing refused %s=%lld: %s: %s", refused->type,
		(long long)refused->quantity.value, refused->code, refused->message);
}

static const struct {
	const struct message *event;
	const char *(*say)(struct store *store, const void *event, struct arena *arena);
} sayings[] = {
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
	{&sponsor_tickets_requested_message, say_requested},
	{&sponsor_tickets_booked_message, say_booked},
	{&sponsor_booking_refused_message, say_refused},
};

static const char *say(
	struct store *store, int64_t position, struct envelope *envelope, struct arena *arena)
{
	const char *type = feed_type(store, position, arena);
	size_t i;

	for (i = 0; type != NULL && i < COUNT_OF(sayings); i++) {
		const void *event;

		if (strcmp(sayings[i].event->type, type) != 0)
			continue;
		event = feed_event(store, position, sayings[i].event->shape, envelope, arena);
		return event != NULL ? sayings[i].say(store, event, arena) : NULL;
	}
	return NULL;
}

bool status_why(struct store *store, const char *sponsor, int64_t after, struct arena *arena,
	struct why_row *row)
{
	struct envelope envelope = {0};
	const char *what = NULL;
	int64_t position;

	do {
		position = feed_next_about(store, sponsor, after);
		if (position == 0)
			return false;
		what = say(store, position, &envelope, arena);
		after = position;
	} while (what == NULL && store_fault(store)->status == 0);
	*row = (struct why_row){
		sponsor, arena_printf(arena, "%019lld", (long long)position), envelope.time, what};
	return what != NULL;
}
