/*
 * Payments of invoices, in full or in part, and reversals of payments.
 */
#include "base/money.h"
#include "sponsorship/contract.h"
#include "sponsorship/internal.h"
#include "sponsorship/invoice.h"

struct payment_state {
	int64_t amount;
	int64_t surplus;  /* what was paid beyond the invoice */
	int64_t returned; /* the event by which that was paid back; 0: none */
	const char *paid_on;
	int64_t position;
	int64_t reversed; /* the event that reversed it; 0: none */
};

/* Fills STATE of INVOICE's payment PAYMENT (NULL: without reference); false: there is none. */
static bool find_payment(struct store *store, const char *invoice, const char *payment,
	struct arena *arena, struct payment_state *state)
{
	struct query *query = QUERY(store,
		"SELECT amount, paid_on, seq, reversed, surplus, returned FROM payments "
		"WHERE invoice = :invoice AND payment = :payment",
		invoice, payment != NULL ? payment : "");
	bool found = false;

	while (query_row(query)) {
		found = true;
		*state = (struct payment_state){
			.amount = query_integer_within_at(query, 0, 0, AMOUNT_LIMIT),
			.paid_on = query_copy_at(query, 1, arena),
			.position = query_position_at(query, 2),
			.reversed = query_position_at(query, 3),
			.surplus = query_integer_within_at(query, 4, 0, AMOUNT_LIMIT),
			.returned = query_position_at(query, 5),
		};
	}
	return found;
}

/* Whether SETTLE can pay INVOICE, of which UNPAID is unpaid, in full or in part; else denies it. */
static bool check_amount(struct decision *decision, const struct settle_invoice *settle,
	const struct invoice_state *invoice, int64_t unpaid)
{
	char paid[MONEY_TEXT], owed[MONEY_TEXT];

	money_format(unpaid, invoice->currency, owed);
	if (settle->currency != NULL && strcmp(settle->currency, invoice->currency) != 0) {
		decision_deny(decision, DENY_CONTRADICTION, "/currency",
			"\"%s\" is owed in %s, not in %s", settle->invoice, invoice->currency,
			settle->currency);
		return false;
	}
	if (!settle->amount.present || settle->amount.value == unpaid)
		return true;
	money_format(settle->amount.value, invoice->currency, paid);
	if (settle->amount.value > unpaid && settle->overpaid == BOOLEAN_TRUE &&
		settle->payment != NULL)
		return true;
	if (settle->amount.value > unpaid)
		decision_deny(decision, DENY_CONTRADICTION, "/amount",
			"%s is more than is owed of \"%s\": %s; overpaid, with the payment's "
			"reference, records a surplus",
			paid, settle->invoice, owed);
	else if (settle->payment == NULL)
		decision_deny(decision, DENY_CONTRADICTION, "/amount",
			"%s does not settle \"%s\", of which %s is owed: a part requires the "
			"payment's reference",
			paid, settle->invoice, owed);
	else if (settle->amount.value == 0)
		decision_deny(decision, DENY_CONTRADICTION, "/amount", "nothing was paid");
	return decision->denied == DENY_NONE;
}

static void decide_part(struct decision *decision, const struct settle_invoice *settle,
	const struct invoice_state *invoice, int64_t left)
{
	struct invoice_partially_paid *part = arena_take(decision->arena, sizeof(*part));

	*part = (struct invoice_partially_paid){
		.sponsor = invoice->sponsor,
		.invoice = settle->invoice,
		.paid_on = settle->settled_on,
		.payment = settle->payment,
		.amount = settle->amount,
		.left = integer(left),
		.currency = invoice->currency,
	};
	decision_event(decision, &invoice_partially_paid_message, invoice->sponsor, part);
}

static void decide_settled(struct decision *decision, const struct settle_invoice *settle,
	const struct invoice_state *invoice, int64_t unpaid)
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
	if (settle->amount.present && settle->amount.value > unpaid)
		settled->surplus = integer(settle->amount.value - unpaid);
	decision_event(decision, &invoice_settled_message, invoice->sponsor, settled);
}

/* Another payment of a settled INVOICE, all of which is a surplus. */
static void decide_overpaid(struct decision *decision, const struct settle_invoice *settle,
	const struct invoice_state *invoice)
{
	struct invoice_overpaid *overpaid = arena_take(decision->arena, sizeof(*overpaid));

	*overpaid = (struct invoice_overpaid){
		.sponsor = invoice->sponsor,
		.invoice = settle->invoice,
		.paid_on = settle->settled_on,
		.payment = settle->payment,
		.surplus = settle->amount,
		.currency = invoice->currency,
	};
	if (check_amount(decision, settle, invoice, 0))
		decision_event(decision, &invoice_overpaid_message, invoice->sponsor, overpaid);
}

/*
 * Decides on a payment that is recorded already: a repetition is a no-op, even of a reversed one;
 * other data is denied, or if it was reversed it is a new payment, on which nothing is decided
 * here.
 */
static void record_again(struct decision *decision, const struct settle_invoice *settle,
	const struct payment_state *payment)
{
	bool same = strcmp(payment->paid_on, settle->settled_on) == 0 &&
		    (!settle->amount.present ||
			    settle->amount.value == payment->amount + payment->surplus);

	if (same) {
		decision_existing(decision, payment->position);
		if (payment->reversed > 0)
			decision_warn(decision,
				"this payment of \"%s\" was reversed since: record it under another "
				"reference",
				settle->invoice);
	} else if (payment->reversed == 0) {
		decision_deny(decision, DENY_CONFLICT,
			settle->payment != NULL ? "/payment" : "/invoice",
			"this payment was recorded already, with other data: reverse it first");
	}
}

/* Denies the command if INVOICE is cancelled or refunded. */
static void deny_ended(
	struct decision *decision, const char *id, const struct invoice_state *invoice)
{
	if (invoice_is_ended(invoice))
		decision_deny(decision, DENY_CONTRADICTION, "/invoice", "the invoice \"%s\" was %s",
			id, enumeration_text(&invoice_status_enum, invoice->state));
}

/* Whether INVOICE is open; else denies the command. */
static bool check_open(
	struct decision *decision, const char *id, const struct invoice_state *invoice)
{
	if (invoice->state == INVOICE_SETTLED)
		decision_deny(decision, DENY_CONFLICT, "/invoice",
			invoice->amount == 0
				? "nothing is owed of the invoice \"%s\""
				: "the invoice \"%s\" was settled already, by another payment; "
				  "overpaid, with this payment's reference and amount, records a "
				  "surplus",
			id);
	deny_ended(decision, id, invoice);
	return invoice->state == INVOICE_RAISED;
}

/*
 * Whether the payments of INVOICE's sponsor in its currency stay within the limit; else denies it.
 */
static bool check_paid_sum(struct decision *decision, const struct settle_invoice *settle,
	const struct invoice_state *invoice, int64_t unpaid)
{
	int64_t paid = query_number(QUERY(decision->store,
		"SELECT coalesce(sum(paid), 0) FROM invoices "
		"WHERE sponsor = :sponsor AND currency = :currency",
		invoice->sponsor, invoice->currency));

	return invoice_check_sum(decision, paid, invoice->sponsor, invoice->currency,
		settle->amount.present && settle->amount.value < unpaid ? settle->amount.value
									: unpaid,
		settle->amount.present ? "/amount" : "/invoice");
}

/* Whether SETTLE says that it may be beyond what is owed, and all that such a record needs. */
static bool is_overpayment(const struct settle_invoice *settle)
{
	return settle->overpaid == BOOLEAN_TRUE && settle->payment != NULL &&
	       settle->amount.present && settle->amount.value > 0;
}

void invoice_settle(struct decision *decision, const void *command)
{
	const struct settle_invoice *settle = command;
	struct payment_state payment;
	struct invoice_state invoice;
	int64_t unpaid;

	if (!invoice_expect(decision, settle->invoice, &invoice))
		return;
	if (find_payment(
		    decision->store, settle->invoice, settle->payment, decision->arena, &payment))
		record_again(decision, settle, &payment);
	if (decision->existing > 0 || decision->denied != DENY_NONE)
		return;
	if (invoice.state == INVOICE_SETTLED && is_overpayment(settle)) {
		decide_overpaid(decision, settle, &invoice);
		return;
	}
	if (!check_open(decision, settle->invoice, &invoice))
		return;
	unpaid = invoice.amount - invoice.paid;
	if (!check_amount(decision, settle, &invoice, unpaid) ||
		!check_paid_sum(decision, settle, &invoice, unpaid))
		return;
	if (settle->amount.present && settle->amount.value < unpaid)
		decide_part(decision, settle, &invoice, unpaid - settle->amount.value);
	else
		decide_settled(decision, settle, &invoice, unpaid);
}

/* Records that PAYMENT of INVOICE was recorded by mistake, unless that is recorded already. */
static void decide_reversed(struct decision *decision, const struct reverse_payment *reverse,
	const struct invoice_state *invoice, const struct payment_state *payment)
{
	struct payment_reversed *reversed = arena_take(decision->arena, sizeof(*reversed));

	*reversed = (struct payment_reversed){
		.sponsor = invoice->sponsor,
		.invoice = reverse->invoice,
		.payment = reverse->payment,
		.amount = integer(payment->amount),
		.currency = invoice->currency,
		.reason = reverse->reason,
	};
	decision_event_if_new(
		decision, &payment_reversed_message, invoice->sponsor, reversed, payment->reversed);
}

void invoice_reverse_payment(struct decision *decision, const void *command)
{
	const struct reverse_payment *reverse = command;
	const char *pointer = reverse->payment != NULL ? "/payment" : "/invoice";
	struct payment_state payment;
	struct invoice_state invoice;

	if (!invoice_expect(decision, reverse->invoice, &invoice))
		return;
	if (!find_payment(decision->store, reverse->invoice, reverse->payment, decision->arena,
		    &payment)) {
		decision_deny(decision, DENY_CONTRADICTION, pointer,
			"no such payment of \"%s\" was recorded", reverse->invoice);
		return;
	}
	decide_reversed(decision, reverse, &invoice, &payment); /* a denial discards its event */
	if (decision->existing > 0)
		return;
	if (payment.reversed > 0)
		decision_deny(decision, DENY_CONFLICT, pointer,
			"this payment of \"%s\" was reversed already, for another reason",
			reverse->invoice);
	else
		deny_ended(decision, reverse->invoice, &invoice);
}

void invoice_return_surplus(struct decision *decision, const void *command)
{
	const struct return_surplus *back = command;
	struct surplus_returned *returned = arena_take(decision->arena, sizeof(*returned));
	struct payment_state payment;
	struct invoice_state invoice;

	if (!invoice_expect(decision, back->invoice, &invoice))
		return;
	if (!find_payment(
		    decision->store, back->invoice, back->payment, decision->arena, &payment) ||
		payment.surplus == 0 || payment.reversed > 0) {
		decision_deny(decision, DENY_CONTRADICTION, "/payment",
			"no such payment of \"%s\" has a surplus", back->invoice);
		return;
	}
	*returned = (struct surplus_returned){
		.sponsor = invoice.sponsor,
		.invoice = back->invoice,
		.payment = back->payment,
		.returned_on = back->returned_on,
		.amount = integer(payment.surplus),
		.currency = invoice.currency,
	};
	decision_event_if_new(
		decision, &surplus_returned_message, invoice.sponsor, returned, payment.returned);
	if (decision->existing == 0 && payment.returned > 0)
		decision_deny(decision, DENY_CONFLICT, "/returned_on",
			"the surplus of \"%s\" was paid back already, on another date",
			back->invoice);
}

/* Effects */

static void record_payment(struct store *store, const struct envelope *envelope,
	const char *invoice, const char *payment, int64_t amount, int64_t surplus,
	const char *paid_on)
{
	struct query *query = QUERY(store,
		"INSERT INTO payments (invoice, payment, amount, surplus, paid_on, seq) "
		"VALUES (:invoice, :payment, :amount, :surplus, :paid_on, :seq) "
		"ON CONFLICT (invoice, payment) DO UPDATE SET amount = excluded.amount, "
		"surplus = excluded.surplus, returned = NULL, "
		"paid_on = excluded.paid_on, seq = excluded.seq, reversed = NULL",
		invoice, payment != NULL ? payment : "", amount, surplus, paid_on,
		envelope->sequence);

	query_run(query);
	query_run(QUERY(store,
		"UPDATE invoices SET paid = paid + :amount WHERE invoice = :invoice AND ended IS NULL",
		amount, invoice));
}

/* The event has the invoice's amount; the payment's is that, less earlier payments. */
void invoice_apply_settled(const struct applying *of)
{
	const struct invoice_settled *settled = of->event;
	struct query *query = QUERY(of->store,
		"SELECT amount - paid FROM invoices WHERE invoice = :invoice AND ended IS NULL",
		settled->invoice);
	int64_t amount;

	amount = query_number(query);
	record_payment(of->store, of->envelope, settled->invoice, settled->payment, amount,
		settled->surplus.value, settled->settled_on);
	invoice_settle_if_paid(
		of->store, settled->invoice, settled->sponsor, of->envelope->sequence);
}

void invoice_apply_partially_paid(const struct applying *of)
{
	const struct invoice_partially_paid *part = of->event;

	record_payment(of->store, of->envelope, part->invoice, part->payment, part->amount.value, 0,
		part->paid_on);
}

void invoice_apply_overpaid(const struct applying *of)
{
	const struct invoice_overpaid *overpaid = of->event;

	record_payment(of->store, of->envelope, overpaid->invoice, overpaid->payment, 0,
		overpaid->surplus.value, overpaid->paid_on);
}

/* Of a payment that was a surplus alone, nothing is owed again. */
void invoice_apply_reversed(const struct applying *of)
{
	const struct payment_reversed *reversed = of->event;

	query_run(QUERY(of->store,
		"UPDATE payments SET reversed = :position "
		"WHERE invoice = :invoice AND payment = :payment",
		of->envelope->sequence, reversed->invoice,
		reversed->payment != NULL ? reversed->payment : ""));
	query_run(QUERY(of->store,
		"UPDATE invoices SET paid = paid - :amount, state = 'raised', settled = NULL, "
		"settled_level = NULL WHERE invoice = :invoice AND ended IS NULL AND :amount > 0",
		reversed->amount.value, reversed->invoice));
	contract_refresh(of->store, reversed->sponsor, of->envelope->sequence);
}

void invoice_apply_surplus_returned(const struct applying *of)
{
	const struct surplus_returned *returned = of->event;

	query_run(QUERY(of->store,
		"UPDATE payments SET returned = :position "
		"WHERE invoice = :invoice AND payment = :payment",
		of->envelope->sequence, returned->invoice, returned->payment));
}
