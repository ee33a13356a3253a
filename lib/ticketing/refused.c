/*
 * Payments that were refused: money that came in, and is not for a purchase.
 */
#include "store/feed.h"
#include "store/query.h"
#include "ticketing/messages.h"
#include "ticketing/purchase.h"
#include "ticketing/reports.h"

enum { PAGE = 100 };

/* Whether the payment that ROW's event refused has paid the purchase that it named since. */
static bool is_paid(struct store *store, const struct ticket_command_rejected *rejected,
	struct refused_payment_row *row, struct arena *arena)
{
	const char *client = rejected->of_client != NULL ? rejected->of_client : rejected->client;
	const struct ticket_purchase_paid *paid;
	struct uuid id = uuid_of(rejected->purchase);
	struct envelope envelope;
	struct purchase purchase;

	if (rejected->purchase != NULL ? !purchase_read(store, &id, &purchase, arena)
				       : !purchase_read_named(store, client, rejected->reference,
						 &purchase, arena))
		return false;
	row->purchase = purchase.text;
	row->reference = purchase.reference;
	row->client = purchase.client;
	if (purchase.paid == 0)
		return false;
	paid = feed_event(store, purchase.paid, &ticket_purchase_paid_layout, &envelope, arena);
	return paid != NULL && strcmp(paid->payment, rejected->payment) == 0;
}

static void report_refused(
	struct store *store, int64_t position, struct arena *arena, reports_row *each, void *to)
{
	struct envelope envelope;
	const struct ticket_command_rejected *rejected =
		feed_event(store, position, &ticket_command_rejected_layout, &envelope, arena);
	struct refused_payment_row row;

	if (rejected == NULL || rejected->payment == NULL)
		return;
	row = (struct refused_payment_row){
		.time = envelope.time,
		.payment = rejected->payment,
		.reference = rejected->reference,
		.client = rejected->of_client,
		.amount = rejected->amount,
		.currency = rejected->currency,
		.code = rejected->code,
		.message = rejected->message,
		.purchase = rejected->purchase,
	};
	if (!is_paid(store, rejected, &row, arena))
		each(to, &row);
}

const char *reports_refused(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to)
{
	int64_t positions[PAGE];
	int64_t last = after != NULL ? strtonum(after, 0, INT64_MAX, NULL) : 0;
	int count, i;

	count = query_numbers(
		QUERY(store,
			"SELECT seq FROM events WHERE seq > :after "
			"AND json_extract(line, '$.type') = :type "
			"AND json_extract(line, '$.data.command') = :command ORDER BY seq LIMIT 100",
			last, ticket_command_rejected_message.type,
			pay_ticket_purchase_message.type),
		last, positions, PAGE);
	for (i = 0; i < count; i++)
		report_refused(store, positions[i], arena, each, to);
	return count > 0 ? arena_printf(arena, "%019lld", (long long)positions[count - 1]) : NULL;
}
