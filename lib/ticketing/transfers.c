/*
 * Purchases as receivables, which transfers pay.
 */
#include "message/encode.h"
#include "store/feed.h"
#include "store/query.h"
#include "ticketing/payment.h"
#include "ticketing/purchase.h"

/* Only those that were to be paid: nobody pays for a waived one. */
static void each_purchase(struct store *store, struct receivables *to)
{
	struct query *query =
		query_of(store, "SELECT purchase, reference FROM purchases WHERE payment = 'due'");
	char key[UUID_TEXT];
	struct uuid id;

	while (query_row(query)) {
		memcpy(id.bytes, query_bytes_at(query, 0, UUID_SIZE), UUID_SIZE);
		uuid_format(&id, key);
		receivables_add(to, query_text_at(query, 1, NULL), key);
	}
}

/* Sets what TRANSFER has paid of PURCHASE, or that another payment has paid it. */
static void read_payment(struct store *store, const struct purchase *purchase, const char *transfer,
	struct arena *arena, struct receivable *receivable)
{
	const struct ticket_purchase_paid *paid;
	struct envelope envelope;

	paid = feed_event(store, purchase->paid, &ticket_purchase_paid_layout, &envelope, arena);
	if (paid == NULL)
		return;
	receivable->closed =
		arena_printf(arena, "was paid already, by the payment \"%s\"", paid->payment);
	if (strcmp(paid->payment, transfer) == 0)
		receivable->recorded = paid->amount.value;
}

static bool read_purchase(struct store *store, int64_t now, const char *key, const char *transfer,
	struct arena *arena, struct receivable *receivable)
{
	struct purchase purchase;
	struct uuid id = uuid_of(key);

	if (!purchase_read(store, &id, &purchase, arena))
		return false;
	*receivable = (struct receivable){
		.key = key,
		.reference = purchase.reference,
		.currency = purchase.currency,
	};
	if (purchase.paid > 0)
		read_payment(store, &purchase, transfer, arena, receivable);
	else if (purchase_has_timed_out(&purchase, now))
		receivable->closed = arena_printf(
			arena, "has expired: its payment deadline was %s", purchase.deadline);
	else if (purchase.state == PURCHASE_CANCELLED)
		receivable->closed = "was cancelled";
	else if (purchase.state == PURCHASE_DUE)
		receivable->open = purchase.amount;
	else
		receivable->closed = "is free of charge";
	return true;
}

static void write_payment(const struct receivable *receivable, const struct transfer *transfer,
	const char *id, int64_t amount, bool surplus, struct buffer *out)
{
	const struct pay_ticket_purchase pay = {
		.payment = id,
		.purchase = receivable->key,
		.amount = integer(amount),
		.currency = transfer->currency,
	};

	(void)surplus;
	encode(pay_ticket_purchase_message.layout, &pay, AS_DECLARED, out);
	buffer_add(out, "\n", 1);
}

const struct receivables_source payment_receivables = {
	.noun = "purchase",
	.whole = true,
	.each = each_purchase,
	.read = read_purchase,
	.write = write_payment,
};
