#include "ticketing/refused.h"

#include "base/money.h"
#include "store/feed.h"
#include "store/query.h"
#include "ticketing/choice.h"
#include "ticketing/grant.h"
#include "ticketing/messages.h"
#include "ticketing/purchase.h"
#include "ticketing/reports.h"

enum { PAGE = 100 };

/* What was refused for a purchase, of one amount; possibly several times. */
struct refused {
	const char *client;
	const char *reference; /* "": unknown */
	int64_t amount;
	const char *currency;
	int64_t refunded; /* position of the event by which it was paid back; 0: it was not */
};

/*
 * In SQL: the client and the reference of the first purchase for which :payment was refused because
 * there is none, though the same :amount of it is recorded for a purchase of :client by :sender.
 */
#define REFUSED_ELSEWHERE                                                                          \
	"SELECT r.client, r.reference FROM refused_payments r JOIN events e ON e.seq = r.seq "     \
	"WHERE r.payment = :payment AND r.amount = :amount AND r.currency = :currency "            \
	"AND coalesce(r.refunded, r.recorded) IS NULL "                                            \
	"AND json_extract(e.line, '$.data.code') = 'unknown_purchase' "                            \
	"AND (r.client = :client OR json_extract(e.line, '$.client') = :sender) "                  \
	"ORDER BY r.seq LIMIT 1"

void refused_warn(struct decision *decision, const struct ticket_purchase_paid *paid)
{
	struct query *query = QUERY(decision->store, REFUSED_ELSEWHERE, paid->payment,
		paid->amount.value, paid->currency, paid->client, decision->client);
	const char *reference = NULL;

	while (query_row(query))
		reference = query_copy_at(query, 1, decision->arena);
	if (reference != NULL && strcmp(reference, paid->reference) != 0)
		decision_warn(decision,
			"%s: the payment \"%s\" was refused for \"%s\": taken as the same money",
			paid->reference, paid->payment, reference);
}

void refused_apply_paid(const struct applying *of)
{
	const struct ticket_purchase_paid *paid = of->event;

	query_run(QUERY(of->store,
		"UPDATE refused_payments SET recorded = :seq WHERE payment = :payment "
		"AND coalesce(refunded, recorded) IS NULL AND "
		"((client = :client AND reference = :reference) OR (amount = :amount AND "
		"currency = :currency AND (client, reference) = (" REFUSED_ELSEWHERE ")))",
		of->envelope->sequence, paid->payment, paid->client, paid->reference,
		paid->amount.value, paid->currency, of->envelope->client));
}

/* The refused payments that a refund may be of. */
struct refusals {
	struct decision *decision;
	const struct refund_ticket_purchase *refund;
	struct refused open;  /* the last one that is not paid back */
	struct refused match; /* the last one of these with the refund's amount */
	int opened, matched;
};

#define REJECT(refusals, code, ...)                                                                \
	purchase_reject_command((refusals)->decision, &refund_ticket_purchase_message, code,       \
		(struct rejection_subject){                                                        \
			.reference = (refusals)->refund->reference,                                \
			.of_client = (refusals)->refund->of_client,                                \
			.payment = (refusals)->refund->payment,                                    \
			.refund = (refusals)->refund->refund,                                      \
			.amount = (refusals)->refund->amount,                                      \
			.currency = (refusals)->refund->currency,                                  \
		},                                                                                 \
		__VA_ARGS__)

static bool has_amount(const struct refusals *refusals, const struct refused *refused)
{
	return refused->amount == refusals->refund->amount.value &&
	       strcmp(refused->currency, refusals->refund->currency) == 0;
}

/* REFUSED was paid back: if by this refund, a repetition is a no-op, and other data is denied. */
static void record_again(const struct refusals *refusals, const struct refused *refused)
{
	struct decision *decision = refusals->decision;
	struct envelope envelope;
	const struct ticket_payment_refunded *refunded = feed_event(decision->store,
		refused->refunded, &ticket_payment_refunded_layout, &envelope, decision->arena);

	if (refunded == NULL || strcmp(refunded->refund, refusals->refund->refund) != 0)
		return;
	if (has_amount(refusals, refused))
		decision_existing(decision, refused->refunded);
	else
		decision_deny(decision, DENY_CONFLICT, "/refund",
			"this refund of the payment was recorded already, with another amount");
}

static void add_refused(struct refusals *refusals, const struct refused *refused)
{
	if (refused->refunded > 0) {
		record_again(refusals, refused);
		return;
	}
	refusals->opened++;
	refusals->open = *refused;
	if (!has_amount(refusals, refused))
		return;
	refusals->matched++;
	refusals->match = *refused;
}

/*
 * Reads what was refused of the payment, for purchases that SENDER's commands may be for; REFERENCE
 * is NULL if the refund names none.
 */
static void read_refused(struct refusals *refusals, const struct client_state *sender,
	const char *client, const char *reference)
{
	struct decision *decision = refusals->decision;
	struct query *query = QUERY(decision->store,
		"SELECT client, reference, amount, currency, max(refunded) FROM refused_payments "
		"WHERE payment = :payment AND recorded IS NULL AND (:reference IS NULL OR "
		"(client = :client AND reference = :reference)) GROUP BY 1, 2, 3, 4",
		refusals->refund->payment, reference, client);

	while (query_row(query)) {
		struct refused refused = {
			.client = query_copy_at(query, 0, decision->arena),
			.reference = query_copy_at(query, 1, decision->arena),
			.amount = query_integer_at(query, 2),
			.currency = query_copy_at(query, 3, decision->arena),
			.refunded = query_is_null_at(query, 4) ? 0 : query_position_at(query, 4),
		};

		if (grant_has_purchase_of(sender, refused.client))
			add_refused(refusals, &refused);
	}
}

/* Whether there is one such payment to pay back; else the command is rejected. */
static bool check_match(struct refusals *refusals)
{
	const struct refund_ticket_purchase *refund = refusals->refund;
	char expected[MONEY_TEXT], given[MONEY_TEXT];

	if (refusals->opened == 0) {
		REJECT(refusals, REJECTION_NOTHING_TO_REFUND,
			"no refused payment \"%s\" is to be paid back", refund->payment);
	} else if (refusals->matched == 0) {
		money_format(refusals->open.amount, refusals->open.currency, expected);
		money_format(refund->amount.value, refund->currency, given);
		REJECT(refusals, REJECTION_WRONG_AMOUNT,
			"%s of the refused payment \"%s\" is to be paid back, not %s", expected,
			refund->payment, given);
	} else if (refusals->matched > 1) {
		REJECT(refusals, REJECTION_TOO_MANY,
			"the payment \"%s\" was refused for %d purchases: name one of them",
			refund->payment, refusals->matched);
	}
	return !refusals->decision->rejected;
}

static void decide_refunded(const struct refusals *refusals)
{
	struct decision *decision = refusals->decision;
	const struct refund_ticket_purchase *refund = refusals->refund;
	const struct refused *match = &refusals->match;
	struct ticket_payment_refunded *refunded = arena_take(decision->arena, sizeof(*refunded));

	*refunded = (struct ticket_payment_refunded){
		.client = match->client,
		.reference = match->reference != NULL && *match->reference != '\0'
				     ? match->reference
				     : NULL,
		.payment = refund->payment,
		.refund = refund->refund,
		.amount = refund->amount,
		.currency = refund->currency,
	};
	decision_event(decision, &ticket_payment_refunded_message, refund->payment, refunded);
}

void refused_refund(struct decision *decision, const struct refund_ticket_purchase *refund)
{
	struct refusals refusals = {.decision = decision, .refund = refund};
	const char *client = refund->of_client != NULL ? refund->of_client : decision->client;
	const char *reference = refund->reference;
	const struct client_state *sender;
	struct uuid id = uuid_of(refund->purchase);
	struct purchase purchase;

	if (!grant_check(decision, &refund_ticket_purchase_message, &sender))
		return;
	if (refund->purchase != NULL) {
		bool known = purchase_read(decision->store, &id, &purchase, decision->arena);

		client = known ? purchase.client : "";
		reference = known ? purchase.reference : "";
	}
	read_refused(&refusals, sender, client, reference);
	if (decision->existing == 0 && decision->denied == DENY_NONE && check_match(&refusals))
		decide_refunded(&refusals);
}

/* A payment that is refused again after it was paid back, or recorded, is the same money. */
void refused_apply_rejected(const struct applying *of)
{
	const struct ticket_command_rejected *rejected = of->event;
	const char *client = rejected->of_client != NULL ? rejected->of_client : rejected->client;

	choice_note(of);
	if (rejected->payment == NULL ||
		strcmp(rejected->command, pay_ticket_purchase_message.type) != 0)
		return;
	query_run(QUERY(of->store,
		"INSERT INTO refused_payments SELECT :seq, :payment, r.client, r.reference, "
		":amount, :currency, max(o.refunded), max(o.recorded) FROM (SELECT "
		"coalesce(p.client, :client) AS client, "
		"coalesce(p.reference, :reference, '') AS reference "
		"FROM (SELECT 1) LEFT JOIN purchases p ON p.purchase = :purchase) r "
		"LEFT JOIN refused_payments o ON o.payment = :payment AND o.client = r.client "
		"AND o.reference = r.reference AND o.amount = :amount AND o.currency = :currency",
		of->envelope->sequence, rejected->payment, rejected->amount.value,
		rejected->currency, client, rejected->reference, uuid_of(rejected->purchase)));
}

void refused_apply_refunded(const struct applying *of)
{
	const struct ticket_payment_refunded *refunded = of->event;

	query_run(QUERY(of->store,
		"UPDATE refused_payments SET refunded = :seq WHERE payment = :payment "
		"AND client = :client AND reference = coalesce(:reference, '') "
		"AND amount = :amount AND currency = :currency AND refunded IS NULL",
		of->envelope->sequence, refunded->payment, refunded->client, refunded->reference,
		refunded->amount.value, refunded->currency));
}

/* The report */

static void report_refused(
	struct store *store, int64_t position, struct arena *arena, reports_row *each, void *to)
{
	struct envelope envelope;
	const struct ticket_command_rejected *rejected =
		feed_event(store, position, &ticket_command_rejected_layout, &envelope, arena);
	struct query *query;
	struct refused_payment_row row;
	const char *client = NULL, *reference = NULL;

	if (rejected == NULL)
		return;
	query = QUERY(
		store, "SELECT client, reference FROM refused_payments WHERE seq = :seq", position);
	while (query_row(query)) {
		client = query_copy_at(query, 0, arena);
		reference = query_copy_at(query, 1, arena);
	}
	if (client == NULL)
		return;
	row = (struct refused_payment_row){
		.time = envelope.time,
		.payment = rejected->payment,
		.reference = *reference != '\0' ? reference : NULL,
		.client = client,
		.amount = rejected->amount,
		.currency = rejected->currency,
		.code = rejected->code,
		.message = rejected->message,
		.purchase = rejected->purchase,
	};
	each(to, &row);
}

/* What was refused several times, for one purchase and of one amount, is the same money: one row. */
const char *reports_refused(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to)
{
	int64_t positions[PAGE];
	int64_t last = after != NULL ? strtonum(after, 0, INT64_MAX, NULL) : 0;
	int count, i;

	count = query_numbers(
		QUERY(store,
			"SELECT seq FROM refused_payments r WHERE seq > :after "
			"AND coalesce(refunded, recorded) IS NULL AND NOT EXISTS "
			"(SELECT 1 FROM refused_payments l WHERE l.payment = r.payment "
			"AND l.seq > r.seq AND l.client = r.client AND l.reference = r.reference "
			"AND l.amount = r.amount AND l.currency = r.currency) "
			"ORDER BY seq LIMIT 100",
			last),
		last, positions, PAGE);
	for (i = 0; i < count; i++)
		report_refused(store, positions[i], arena, each, to);
	return count > 0 ? arena_printf(arena, "%019lld", (long long)positions[count - 1]) : NULL;
}
