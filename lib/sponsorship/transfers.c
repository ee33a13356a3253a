/*
 * Invoices as receivables, which transfers pay.
 */
#include "message/encode.h"
#include "sponsorship/internal.h"
#include "sponsorship/invoice.h"

static void each_invoice(struct store *store, struct receivables *to)
{
	struct query *query = query_of(store, "SELECT DISTINCT invoice FROM invoices");

	while (query_row(query)) {
		const char *invoice = query_text_at(query, 0, NULL);

		receivables_add(to, invoice, invoice);
	}
}

/* Sets what TRANSFER has paid for INVOICE. Returns whether that was reversed since. */
static bool read_recorded(struct store *store, const char *invoice, const char *transfer,
	struct receivable *receivable)
{
	struct query *query = QUERY(store,
		"SELECT amount, surplus, reversed IS NOT NULL FROM payments "
		"WHERE invoice = :invoice AND payment = :payment",
		invoice, transfer);
	bool reversed = false;

	while (query_row(query)) {
		reversed = query_integer_at(query, 2) != 0;
		if (reversed)
			continue;
		receivable->surplus = query_integer_within_at(query, 1, 0, AMOUNT_LIMIT);
		receivable->recorded =
			query_integer_within_at(query, 0, 0, AMOUNT_LIMIT) + receivable->surplus;
	}
	return reversed;
}

/* Borrows from ARENA: by which payment INVOICE was settled. */
static const char *settled_by(struct store *store, const char *invoice, struct arena *arena)
{
	const char *payment = query_copy(
		QUERY(store,
			"SELECT payment FROM payments WHERE invoice = "
			":invoice AND amount > 0 AND reversed IS NULL "
			"ORDER BY seq DESC LIMIT 1",
			invoice),
		arena);

	if (payment == NULL)
		return "is of 0, and was settled when it was raised";
	if (*payment == '\0')
		return "was settled already, by a payment without reference";
	return arena_printf(arena, "was settled already, by the payment \"%s\"", payment);
}

static bool read_invoice(struct store *store, int64_t now, const char *key, const char *transfer,
	struct arena *arena, struct receivable *receivable)
{
	struct invoice_state invoice;

	(void)now;
	if (!invoice_find(store, key, arena, &invoice))
		return false;
	*receivable = (struct receivable){
		.key = key,
		.reference = key,
		.currency = invoice.currency,
	};
	if (read_recorded(store, key, transfer, receivable))
		receivable->closed =
			"had this payment, which was reversed since: record it under another id";
	else if (invoice_is_ended(&invoice))
		receivable->closed = arena_printf(
			arena, "was %s", enumeration_text(&invoice_status_enum, invoice.state));
	else if (invoice.state == INVOICE_SETTLED) {
		receivable->closed = settled_by(store, key, arena);
		receivable->settled = true;
	} else
		receivable->open = invoice.amount - invoice.paid;
	return true;
}

static void write_settlement(const struct receivable *receivable, const struct transfer *transfer,
	const char *id, int64_t amount, bool surplus, struct buffer *out)
{
	const struct settle_invoice settle = {
		.invoice = receivable->key,
		.settled_on = transfer->received_on,
		.payment = id,
		.amount = integer(amount),
		.currency = transfer->currency,
		.overpaid = surplus ? BOOLEAN_TRUE : BOOLEAN_ABSENT,
	};

	encode(settle_invoice_message.layout, &settle, AS_DECLARED, out);
	buffer_add(out, "\n", 1);
}

const struct receivables_source invoice_receivables = {
	.noun = "invoice",
	.each = each_invoice,
	.read = read_invoice,
	.write = write_settlement,
};
