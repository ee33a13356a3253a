#include "sponsorship/invoice.h"

#include "base/money.h"
#include "sponsorship/messages.h"
#include "sponsorship/onboarding.h"
#include "sponsorship/sponsor.h"
#include "store/query.h"

struct invoice_state {
	const char *sponsor;
	const char *currency;
	const char *state;
	int64_t amount;
	int64_t paid;
};

/* As the table has them. */
static const char *const state_texts[] = {NULL, "raised", "settled", "cancelled", "refunded"};
static const struct words states = {state_texts, COUNT_OF(state_texts)};

/* The invoice as it stands; false where there is none. */
static bool find_invoice(
	struct store *store, const char *invoice, struct arena *arena, struct invoice_state *state)
{
	struct query *query = query_of(store,
		"SELECT sponsor, amount, currency, state, paid FROM invoices "
		"WHERE invoice = :invoice");
	bool found = false;

	query_text(query, invoice);
	while (query_row(query)) {
		found = true;
		*state = (struct invoice_state){
			.sponsor = query_copy_at(query, 0, arena),
			.amount = query_integer_within_at(query, 1, 0, AMOUNT_LIMIT),
			.currency = query_copy_at(query, 2, arena),
			.state = query_word_at(query, 3, &states),
			.paid = query_integer_within_at(query, 4, 0, AMOUNT_LIMIT),
		};
	}
	return found;
}

/* The same; refuses the decision where there is none. */
static bool expect_invoice(
	struct decision *decision, const char *invoice, struct invoice_state *state)
{
	bool found = find_invoice(decision->store, invoice, decision->arena, state);

	if (!found)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/invoice",
			"no invoice \"%s\" was raised", invoice);
	return found;
}

/* Whether it is owed no more: cancelled, or refunded. */
static bool is_over(const struct invoice_state *state)
{
	return strcmp(state->state, "cancelled") == 0 || strcmp(state->state, "refunded") == 0;
}

const char *invoice_undone(struct store *store, const void *command, struct arena *arena)
{
	const char *id = ((const struct invoice *)command)->invoice;
	struct invoice_state invoice;

	if (!find_invoice(store, id, arena, &invoice) || !is_over(&invoice))
		return NULL;
	return arena_printf(arena,
		"the invoice \"%s\" was raised before, and was %s since: raise it under another "
		"number",
		id, invoice.state);
}

/*
 * Whether AMOUNT more is a sum that an event can tell, beside what QUERY finds of
 * SPONSOR's in CURRENCY; else the decision is refused, at POINTER.
 */
static bool check_sum(struct decision *decision, struct query *query, const char *sponsor,
	const char *currency, int64_t amount, const char *pointer)
{
	char sum[MONEY_TEXT], most[MONEY_TEXT];
	int64_t before;

	query_text(query, sponsor);
	query_text(query, currency);
	before = query_number(query);
	if (before <= AMOUNT_LIMIT - amount)
		return true;
	money_format(before, currency, sum);
	money_format(AMOUNT_LIMIT, currency, most);
	decision_refuse(decision, REFUSAL_CONTRADICTION, pointer,
		"%s of \"%s\" came before: with this the sum is above %s, the most that can be "
		"told",
		sum, sponsor, most);
	return false;
}

void invoice_raise(struct decision *decision, const void *command)
{
	const struct invoice *invoice = command;
	struct sponsor_state sponsor;

	/* All that it can come to have paid is what it owes. */
	if (sponsor_expect(decision, invoice->sponsor, &sponsor) &&
		check_sum(decision,
			query_of(decision->store,
				"SELECT coalesce(sum(amount), 0) FROM invoices "
				"WHERE sponsor = :sponsor AND currency = :currency "
				"AND state IN ('raised', 'settled')"),
			invoice->sponsor, invoice->currency, invoice->amount.value, "/amount"))
		decision_event(decision, &invoice_raised_message, invoice->sponsor, invoice);
}

/* Whether the invoice is still owed, or was paid; else the decision is refused. */
static bool expect_open(
	struct decision *decision, const char *invoice, const struct invoice_state *state)
{
	if (!is_over(state))
		return true;
	decision_refuse(decision, REFUSAL_CONTRADICTION, "/invoice", "the invoice \"%s\" was %s",
		invoice, state->state);
	return false;
}

void invoice_cancel(struct decision *decision, const void *command)
{
	const struct cancel_invoice *cancel = command;
	struct invoice_cancelled *cancelled;
	struct invoice_state invoice;
	char paid[MONEY_TEXT];

	if (!expect_invoice(decision, cancel->invoice, &invoice))
		return;
	if (invoice.paid > 0) {
		money_format(invoice.paid, invoice.currency, paid);
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/invoice",
			"%s of \"%s\" was paid: refund it instead", paid, cancel->invoice);
		return;
	}
	if (!expect_open(decision, cancel->invoice, &invoice))
		return;
	cancelled = arena_take(decision->arena, sizeof(*cancelled));
	*cancelled = (struct invoice_cancelled){invoice.sponsor, cancel->invoice, cancel->reason};
	decision_event(decision, &invoice_cancelled_message, invoice.sponsor, cancelled);
}

void invoice_refund(struct decision *decision, const void *command)
{
	const struct refund_invoice *refund = command;
	struct invoice_refunded *refunded;
	struct invoice_state invoice;

	if (!expect_invoice(decision, refund->invoice, &invoice) ||
		!expect_open(decision, refund->invoice, &invoice))
		return;
	if (invoice.paid == 0) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/invoice",
			"nothing of \"%s\" was paid: cancel it instead", refund->invoice);
		return;
	}
	refunded = arena_take(decision->arena, sizeof(*refunded));
	*refunded = (struct invoice_refunded){
		.sponsor = invoice.sponsor,
		.invoice = refund->invoice,
		.refunded_on = refund->refunded_on,
		.amount = integer(invoice.paid),
		.currency = invoice.currency,
		.reason = refund->reason,
	};
	decision_event(decision, &invoice_refunded_message, invoice.sponsor, refunded);
}

/* Whether the payment, as far as it says what was paid, can be of what is LEFT. */
static bool check_payment(struct decision *decision, const struct settle_invoice *settle,
	const struct invoice_state *invoice, int64_t left)
{
	char paid[MONEY_TEXT], owed[MONEY_TEXT];

	money_format(left, invoice->currency, owed);
	if (settle->currency != NULL && strcmp(settle->currency, invoice->currency) != 0) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/currency",
			"\"%s\" is owed in %s, not in %s", settle->invoice, invoice->currency,
			settle->currency);
		return false;
	}
	if (!settle->amount.present || settle->amount.value == left)
		return true;
	money_format(settle->amount.value, invoice->currency, paid);
	if (settle->amount.value > left)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/amount",
			"%s is more than \"%s\" wants: %s is owed", paid, settle->invoice, owed);
	else if (settle->payment == NULL)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/amount",
			"%s does not settle \"%s\": %s is owed; a part wants a payment's "
			"reference",
			paid, settle->invoice, owed);
	else if (settle->amount.value == 0)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/amount", "nothing was paid");
	return decision->refusal == REFUSAL_NONE;
}

static void decide_part(struct decision *decision, const struct settle_invoice *settle,
	const struct invoice_state *invoice, int64_t left)
{
	struct invoice_paid_in_part *part = arena_take(decision->arena, sizeof(*part));

	*part = (struct invoice_paid_in_part){
		.sponsor = invoice->sponsor,
		.invoice = settle->invoice,
		.paid_on = settle->settled_on,
		.payment = settle->payment,
		.amount = settle->amount,
		.left = integer(left),
		.currency = invoice->currency,
	};
	decision_event(decision, &invoice_paid_in_part_message, invoice->sponsor, part);
}

static void decide_settled(struct decision *decision, const struct settle_invoice *settle,
	const struct invoice_state *invoice)
{
	struct invoice_settled *settled = arena_take(decision->arena, sizeof(*settled));

	*settled = (struct invoice_settled){
		.sponsor = invoice->sponsor,
		.invoice = settle->invoice,
		.settled_on = settle->settled_on,
		.payment = settle->payment,
		.amount = integer(invoice->amount),
		.currency = invoice->currency,
	};
	decision_event(decision, &invoice_settled_message, invoice->sponsor, settled);
}

void invoice_settle(struct decision *decision, const void *command)
{
	const struct settle_invoice *settle = command;
	struct invoice_state invoice;
	int64_t left;

	if (!expect_invoice(decision, settle->invoice, &invoice) ||
		!expect_open(decision, settle->invoice, &invoice))
		return;
	if (strcmp(invoice.state, "settled") == 0) {
		decision_refuse(decision, REFUSAL_CONFLICT, "/invoice",
			"the invoice \"%s\" was settled already, by another payment",
			settle->invoice);
		return;
	}
	left = invoice.amount - invoice.paid;
	if (!check_payment(decision, settle, &invoice, left))
		return;
	/* Such invoices could be raised once. */
	if (!check_sum(decision,
		    query_of(decision->store,
			    "SELECT coalesce(sum(paid), 0) FROM invoices "
			    "WHERE sponsor = :sponsor AND currency = :currency"),
		    invoice.sponsor, invoice.currency,
		    settle->amount.present ? settle->amount.value : left,
		    settle->amount.present ? "/amount" : "/invoice"))
		return;
	if (settle->amount.present && settle->amount.value < left)
		decide_part(decision, settle, &invoice, left - settle->amount.value);
	else
		decide_settled(decision, settle, &invoice);
}

void invoice_apply_raised(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct invoice *invoice = event;
	struct query *query = query_of(store,
		"INSERT INTO invoices (invoice, sponsor, amount, currency, state, raised_at, "
		"due_on, seq) VALUES (:invoice, :sponsor, :amount, :currency, 'raised', "
		":raised_at, :due_on, :seq)");

	(void)state;
	query_text(query, invoice->invoice);
	query_text(query, invoice->sponsor);
	query_integer(query, invoice->amount.value);
	query_text(query, invoice->currency);
	query_text(query, envelope->time);
	query_text(query, invoice->due_on);
	query_integer(query, envelope->sequence);
	query_run(query);
	onboarding_refresh(store, invoice->sponsor, envelope->sequence);
}

/* PAID: what was paid of it by then. */
static void set_state(struct store *store, const char *invoice, const char *state, int64_t paid,
	const char *settled_on, int64_t sequence)
{
	struct query *query = query_of(store,
		"UPDATE invoices SET state = :state, paid = :paid, settled_on = :settled_on, "
		"seq = :seq WHERE invoice = :invoice");

	query_text(query, state);
	query_integer(query, paid);
	query_text(query, settled_on);
	query_integer(query, sequence);
	query_text(query, invoice);
	query_run(query);
}

void invoice_apply_cancelled(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct invoice_cancelled *cancelled = event;

	(void)state;
	set_state(store, cancelled->invoice, "cancelled", 0, NULL, envelope->sequence);
	onboarding_refresh(store, cancelled->sponsor, envelope->sequence);
}

void invoice_apply_settled(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct invoice_settled *settled = event;

	(void)state;
	set_state(store, settled->invoice, "settled", settled->amount.value, settled->settled_on,
		envelope->sequence);
	onboarding_refresh(store, settled->sponsor, envelope->sequence);
	onboarding_set_due(store, settled->sponsor, envelope->sequence);
}

void invoice_apply_paid_in_part(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct invoice_paid_in_part *part = event;
	struct query *query = query_of(store,
		"UPDATE invoices SET paid = amount - :left, seq = :seq WHERE invoice = :invoice");

	(void)state;
	query_integer(query, part->left.value);
	query_integer(query, envelope->sequence);
	query_text(query, part->invoice);
	query_run(query);
}

void invoice_apply_refunded(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct invoice_refunded *refunded = event;

	(void)state;
	set_state(store, refunded->invoice, "refunded", 0, NULL, envelope->sequence);
	onboarding_refresh(store, refunded->sponsor, envelope->sequence);
	onboarding_set_due(store, refunded->sponsor, envelope->sequence);
}

void invoice_count(struct store *store, const char *sponsor, int64_t *raised, int64_t *settled)
{
	struct query *query = query_of(store,
		"SELECT count(*), coalesce(sum(state = 'settled'), 0) FROM invoices "
		"WHERE sponsor = :sponsor AND state IN ('raised', 'settled')");

	query_text(query, sponsor);
	while (query_row(query)) {
		*raised = query_integer_at(query, 0);
		*settled = query_integer_at(query, 1);
	}
}

const char *invoice_unsettled(struct store *store, const char *sponsor, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT invoice FROM invoices WHERE sponsor = :sponsor AND state = 'raised' "
		"ORDER BY invoice LIMIT 10");
	const char *text = NULL;

	query_text(query, sponsor);
	while (query_row(query)) {
		const char *invoice = query_copy_at(query, 0, arena);

		text = text == NULL ? invoice : arena_printf(arena, "%s, %s", text, invoice);
	}
	return text;
}

struct list invoice_paid(struct store *store, const char *sponsor, struct arena *arena)
{
	enum { CURRENCIES = 20 };
	struct query *query = query_of(store,
		"SELECT currency, sum(paid) FROM invoices WHERE sponsor = :sponsor AND paid > 0 "
		"GROUP BY currency ORDER BY currency LIMIT 20");
	struct money *sums = arena_take(arena, CURRENCIES * sizeof(*sums));
	struct list list = {0, sums};

	query_text(query, sponsor);
	while (query_row(query))
		sums[list.count++] = (struct money){
			query_copy_at(query, 0, arena), integer(query_integer_at(query, 1))};
	return list;
}
