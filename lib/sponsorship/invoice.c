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
};

/* The invoice as it stands; refuses the decision where there is none. */
static bool expect_invoice(
	struct decision *decision, const char *invoice, struct invoice_state *state)
{
	struct query *query = query_of(decision->store,
		"SELECT sponsor, amount, currency, state FROM invoices WHERE invoice = :invoice");
	bool found = false;

	query_text(query, invoice);
	while (query_row(query)) {
		found = true;
		*state = (struct invoice_state){
			.sponsor = query_copy_at(query, 0, decision->arena),
			.amount = query_integer_at(query, 1),
			.currency = query_copy_at(query, 2, decision->arena),
			.state = query_copy_at(query, 3, decision->arena),
		};
	}
	if (!found)
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/invoice",
			"no invoice \"%s\" was raised", invoice);
	return found;
}

void invoice_raise(struct decision *decision, const void *command)
{
	const struct invoice *invoice = command;
	struct sponsor_state sponsor;

	if (sponsor_expect(decision, invoice->sponsor, &sponsor))
		decision_event(decision, &invoice_raised_message, invoice->sponsor, invoice);
}

void invoice_cancel(struct decision *decision, const void *command)
{
	const struct cancel_invoice *cancel = command;
	struct invoice_cancelled *cancelled;
	struct invoice_state invoice;

	if (!expect_invoice(decision, cancel->invoice, &invoice))
		return;
	if (strcmp(invoice.state, "settled") == 0) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/invoice",
			"the invoice \"%s\" is settled", cancel->invoice);
		return;
	}
	cancelled = arena_take(decision->arena, sizeof(*cancelled));
	*cancelled = (struct invoice_cancelled){invoice.sponsor, cancel->invoice, cancel->reason};
	decision_event(decision, &invoice_cancelled_message, invoice.sponsor, cancelled);
}

/* Whether the payment, as far as it says what was paid, covers the invoice. */
static bool check_payment(struct decision *decision, const struct settle_invoice *settle,
	const struct invoice_state *invoice)
{
	char paid[MONEY_TEXT], owed[MONEY_TEXT];

	money_format(invoice->amount, invoice->currency, owed);
	if (settle->currency != NULL && strcmp(settle->currency, invoice->currency) != 0) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/currency",
			"\"%s\" is owed in %s, not in %s", settle->invoice, invoice->currency,
			settle->currency);
		return false;
	}
	if (settle->amount.present && settle->amount.value != invoice->amount) {
		money_format(settle->amount.value, invoice->currency, paid);
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/amount",
			"%s does not settle \"%s\": %s is owed", paid, settle->invoice, owed);
		return false;
	}
	return true;
}

void invoice_settle(struct decision *decision, const void *command)
{
	const struct settle_invoice *settle = command;
	struct invoice_settled *settled;
	struct invoice_state invoice;

	if (!expect_invoice(decision, settle->invoice, &invoice))
		return;
	if (strcmp(invoice.state, "cancelled") == 0) {
		decision_refuse(decision, REFUSAL_CONTRADICTION, "/invoice",
			"the invoice \"%s\" was cancelled", settle->invoice);
		return;
	}
	if (!check_payment(decision, settle, &invoice))
		return;
	settled = arena_take(decision->arena, sizeof(*settled));
	*settled = (struct invoice_settled){
		.sponsor = invoice.sponsor,
		.invoice = settle->invoice,
		.settled_on = settle->settled_on,
		.payment = settle->payment,
		.amount = integer(invoice.amount),
		.currency = invoice.currency,
	};
	decision_event(decision, &invoice_settled_message, invoice.sponsor, settled);
}

void invoice_apply_raised(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct invoice *invoice = event;
	struct query *query = query_of(store,
		"INSERT INTO invoices (invoice, sponsor, amount, currency, state, seq) "
		"VALUES (:invoice, :sponsor, :amount, :currency, 'raised', :seq)");

	(void)state;
	query_text(query, invoice->invoice);
	query_text(query, invoice->sponsor);
	query_integer(query, invoice->amount.value);
	query_text(query, invoice->currency);
	query_integer(query, envelope->sequence);
	query_run(query);
	onboarding_refresh(store, invoice->sponsor, envelope->sequence);
}

static void set_state(struct store *store, const char *invoice, const char *state,
	const char *settled_on, int64_t sequence)
{
	struct query *query = query_of(store,
		"UPDATE invoices SET state = :state, settled_on = :settled_on, seq = :seq "
		"WHERE invoice = :invoice");

	query_text(query, state);
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
	set_state(store, cancelled->invoice, "cancelled", NULL, envelope->sequence);
	onboarding_refresh(store, cancelled->sponsor, envelope->sequence);
}

void invoice_apply_settled(
	struct store *store, void *state, const struct envelope *envelope, const void *event)
{
	const struct invoice_settled *settled = event;

	(void)state;
	set_state(store, settled->invoice, "settled", settled->settled_on, envelope->sequence);
	onboarding_refresh(store, settled->sponsor, envelope->sequence);
}

void invoice_count(struct store *store, const char *sponsor, int64_t *raised, int64_t *settled)
{
	struct query *query = query_of(store,
		"SELECT count(*), coalesce(sum(state = 'settled'), 0) FROM invoices "
		"WHERE sponsor = :sponsor AND state <> 'cancelled'");

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
