/* The report of purchases: what is due, was paid, and is to be paid back. */
#include "store/query.h"
#include "ticketing/messages.h"
#include "ticketing/purchase.h"
#include "ticketing/reports.h"

/* The rows of a page. */
enum { PAGE = 100 };

#define OF_EVENT(event, attribute) "json_extract(" event ".line, '$." attribute "')"

#define STATE                                                                                      \
	"CASE WHEN p.state = 'due' AND p.deadline <= :now THEN 'overdue' "                         \
	"WHEN p.state <> 'complete' THEN p.state "                                                 \
	"WHEN p.payment = 'waived' THEN 'waived' ELSE 'paid' END"

/* Items are runs in order, so that the last one has the number of tickets. */
#define VALID_TICKETS                                                                              \
	"CASE WHEN p.closed IS NOT NULL THEN 0 ELSE json_extract(p.items, '$[#-1][3]') - "         \
	"(SELECT count(*) FROM tickets t WHERE t.purchase = p.purchase "                           \
	"AND t.cancelled IS NOT NULL) END"

#define REFUNDED "(SELECT coalesce(sum(r.amount), 0) FROM refunds r WHERE r.purchase = p.purchase)"

/*
 * Whether tickets ended after they were paid for: only such a purchase can have money to pay back,
 * and the others are passed without a look at their events.
 */
#define ENDED_AFTER_PAYMENT                                                                        \
	"(p.closed > p.paid OR EXISTS (SELECT 1 FROM tickets t WHERE t.purchase = p.purchase "     \
	"AND t.cancelled > p.paid))"

/*
 * What was paid is the price of the tickets that were valid then, and none is added later: what is
 * not refunded of it and no price of a valid ticket is to be paid back.
 */
static const char rows[] =
	"SELECT p.seq, p.purchase, p.reference, p.client, " STATE ", " OF_EVENT("u",
		"data.purchaser.name") ", " OF_EVENT("u", "data.purchaser.email") ", " VALID_TICKETS
	", p.amount, p.state = 'due', p.deadline, " OF_EVENT("m", "data.amount") ", " OF_EVENT("m",
		"data.payment") ", " OF_EVENT("m", "time") ", " REFUNDED ", p.currency, p.discount, "
	OF_EVENT("c", "time") " FROM purchases p JOIN events c ON c.seq = p.seq "
	"JOIN events u ON u.seq = p.purchaser LEFT JOIN events m ON m.seq = p.paid "
	"WHERE p.seq > :after AND (:all OR (:due AND p.state = 'due') OR (:refund "
	"AND " ENDED_AFTER_PAYMENT ")) AND (NOT :refund OR p.state = 'due' "
	"OR " OF_EVENT("m", "data.amount") " > p.amount + " REFUNDED ") "
	"ORDER BY p.seq LIMIT :page";

static struct integer amount_unless_zero(int64_t amount)
{
	return (struct integer){amount != 0, amount};
}

/* Sets what ROW has of money from the row of QUERY. */
static void read_money(struct query *query, struct purchase_row *row, struct arena *arena)
{
	int64_t refunded = query_count_at(query, 14);

	row->amount = integer(query_count_at(query, 8));
	if (query_integer_at(query, 9) != 0) {
		row->due = row->amount;
		row->deadline = query_optional_copy_at(query, 10, arena);
	}
	row->refunded = amount_unless_zero(refunded);
	row->payment = query_optional_copy_at(query, 12, arena);
	if (row->payment == NULL)
		return;
	row->paid = integer(query_count_at(query, 11));
	row->paid_at = query_copy_at(query, 13, arena);
	row->refund = amount_unless_zero(row->paid.value - row->amount.value - refunded);
}

const char *reports_purchases(struct store *store, const char *now,
	const struct purchases_filter *filter, const char *after, struct arena *arena,
	reports_row *each, void *to)
{
	int64_t last = after != NULL ? strtonum(after, 0, INT64_MAX, NULL) : 0;
	struct query *query = QUERY(store, rows, now, last, !filter->due && !filter->refund,
		filter->due, filter->refund, PAGE);
	bool found = false;

	while (query_row(query)) {
		struct purchase_row row = {
			.reference = query_copy_at(query, 2, arena),
			.client = query_copy_at(query, 3, arena),
			.state = query_enum_at(query, 4, &purchase_row_state_enum),
			.name = query_copy_at(query, 5, arena),
			.email = query_copy_at(query, 6, arena),
			.tickets = integer(query_count_at(query, 7)),
			.currency = query_copy_at(query, 15, arena),
			.discount = query_optional_copy_at(query, 16, arena),
			.created_at = query_copy_at(query, 17, arena),
		};
		struct uuid id;

		memcpy(id.bytes, query_bytes_at(query, 1, UUID_SIZE), UUID_SIZE);
		row.purchase = purchase_text(&id, arena);
		read_money(query, &row, arena);
		last = query_position_at(query, 0);
		found = true;
		each(to, &row);
	}
	return found ? arena_printf(arena, "%019lld", (long long)last) : NULL;
}
