#include "ticketing/reports.h"

#include "store/feed.h"
#include "store/query.h"
#include "ticketing/messages.h"
#include "ticketing/purchase.h"

enum { PAGE = 100 };

/* Pages of purchases, ticket by ticket */

/* An iteration over purchases; VISIT gets each with its tickets. */
struct walk {
	struct store *store;
	struct arena *arena;
	reports_row *each;
	void *to;
	void (*visit)(struct walk *walk, const struct purchase *purchase,
		const struct purchased_ticket *tickets, size_t count);
};

static size_t read_ids(struct store *store, const char *after, struct uuid ids[PAGE])
{
	struct query *query = QUERY(store,
		"SELECT purchase FROM purchases WHERE purchase > :after ORDER BY purchase "
		"LIMIT 100",
		after != NULL ? uuid_of(after) : (struct uuid){{0}});
	size_t count = 0;

	while (count < PAGE && query_row(query))
		memcpy(ids[count++].bytes, query_bytes_at(query, 0, UUID_SIZE), UUID_SIZE);
	query_end(query);
	return count;
}

static const char *walk_purchases(struct walk *walk, const char *after)
{
	struct uuid ids[PAGE];
	size_t count = read_ids(walk->store, after, ids);
	size_t i;

	for (i = 0; i < count; i++) {
		struct purchased_ticket *tickets;
		struct purchase purchase;
		size_t ticket_count;

		if (!purchase_read(walk->store, &ids[i], &purchase, walk->arena))
			continue;
		tickets = purchase_tickets(walk->store, &ids[i], &ticket_count, walk->arena);
		walk->visit(walk, &purchase, tickets, ticket_count);
	}
	return count > 0 ? purchase_text(&ids[count - 1], walk->arena) : NULL;
}

/* Borrows from the page's arena: the delegate of TICKET, from the event; NULL if it is not assigned. */
static const struct delegate *delegate_of(struct walk *walk, const struct purchased_ticket *ticket)
{
	const struct ticket_assigned *assigned;
	struct envelope envelope;

	if (!ticket->assigned)
		return NULL;
	assigned = feed_event(
		walk->store, ticket->assignment, &ticket_assigned_layout, &envelope, walk->arena);
	return assigned != NULL ? assigned->delegate : NULL;
}

static void visit_delegates(struct walk *walk, const struct purchase *purchase,
	const struct purchased_ticket *tickets, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct delegate *delegate = delegate_of(walk, &tickets[i]);
		struct delegate_row row = {
			.type = tickets[i].type,
			.client = purchase->client,
			.reference = purchase->reference,
			.complete = boolean(purchase->state == PURCHASE_COMPLETE),
			.ticket = purchase_text(&tickets[i].id, walk->arena),
			.purchase = purchase->text,
		};

		if (delegate == NULL)
			continue;
		layout_overlay(&delegate_row_layout, &row, &delegate_layout, delegate);
		walk->each(walk->to, &row);
	}
}

const char *reports_delegates(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to)
{
	struct walk walk = {store, arena, each, to, visit_delegates};

	return walk_purchases(&walk, after);
}

static void visit_requirements(struct walk *walk, const struct purchase *purchase,
	const struct purchased_ticket *tickets, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		const struct delegate *delegate = delegate_of(walk, &tickets[i]);
		struct requirement_row row = {
			.type = tickets[i].type,
			.complete = boolean(purchase->state == PURCHASE_COMPLETE),
		};

		if (delegate == NULL || delegate->requirements == NULL)
			continue;
		row.ticket = purchase_text(&tickets[i].id, walk->arena);
		layout_overlay(&requirement_row_layout, &row, &delegate_layout, delegate);
		walk->each(walk->to, &row);
	}
}

const char *reports_requirements(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to)
{
	struct walk walk = {store, arena, each, to, visit_requirements};

	return walk_purchases(&walk, after);
}

static bool is_missing(const struct purchased_ticket *ticket)
{
	return ticket->ended == 0 && !ticket->assigned;
}

static void visit_missing(struct walk *walk, const struct purchase *purchase,
	const struct purchased_ticket *tickets, size_t count)
{
	size_t i, j;

	for (i = 0; i < count; i++) {
		int64_t missing = 0;

		/* One row per type, at its first ticket. */
		for (j = 0; j < i && strcmp(tickets[j].type, tickets[i].type) != 0; j++)
			;
		if (j < i)
			continue;
		for (; j < count; j++)
			missing += is_missing(&tickets[j]) &&
				   strcmp(tickets[j].type, tickets[i].type) == 0;
		if (missing == 0)
			continue;
		walk->each(walk->to,
			&(struct missing_delegates_row){
				.type = tickets[i].type,
				.missing = integer(missing),
				.name = purchase->name,
				.email = purchase->email,
				.client = purchase->client,
				.reference = purchase->reference,
				.complete = boolean(purchase->state == PURCHASE_COMPLETE),
				.purchase = purchase->text,
			});
	}
}

const char *reports_missing(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to)
{
	struct walk walk = {store, arena, each, to, visit_missing};

	return walk_purchases(&walk, after);
}

/* Aggregates in SQL */

const char *reports_mailout(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to)
{
	struct query *query = QUERY(store,
		/* The key is lower case, which is how NOCASE compares. */
		"SELECT min(d.email), min(d.name), count(*), lower(d.email) FROM delegates d "
		"JOIN purchases p ON p.purchase = " PURCHASE_OF("d.ticket")
		" WHERE d.email > :after AND p.state = 'complete' "
		"GROUP BY d.email ORDER BY d.email LIMIT 100", after != NULL ? after : "");
	const char *key = NULL;

	while (query_row(query)) {
		key = query_copy_at(query, 3, arena);
		each(to, &(struct mailout_row){
				 .email = query_copy_at(query, 0, arena),
				 .name = query_copy_at(query, 1, arena),
				 .tickets = integer(query_integer_at(query, 2)),
			 });
	}
	return key;
}

/*
 * Revenue includes refunded tickets, but none that ended unpaid. A purchase past its deadline
 * at :now is overdue, not due.
 */
#define SUMS_OF_TICKETS                                                                            \
	"sum(CASE WHEN p.paid > 0 AND (t.ended IS NULL OR t.ended > p.paid) "                      \
	"THEN t.price ELSE 0 END), sum(t.refund), "                                                \
	"sum(CASE WHEN p.state = 'due' AND t.ended IS NULL "                                       \
	"AND (p.deadline IS NULL OR p.deadline > :now) THEN t.price ELSE 0 END), "                 \
	"sum(CASE WHEN p.state = 'due' AND t.ended IS NULL AND p.deadline <= :now "                \
	"THEN t.price ELSE 0 END) "

const char *reports_sales(struct store *store, const char *now, const char *after,
	struct arena *arena, reports_row *each, void *to)
{
	struct query *query;

	if (after != NULL)
		return NULL;
	query = QUERY(store,
		"SELECT t.type, p.client, p.payment = 'waived', p.reason, p.currency, "
		"sum(t.ended IS NULL), " SUMS_OF_TICKETS "FROM " TICKETS_WITH_PURCHASES
		" GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5",
		now);
	while (query_row(query))
		each(to, &(struct sales_row){
				 .type = query_copy_at(query, 0, arena),
				 .client = query_copy_at(query, 1, arena),
				 .payment = query_integer_at(query, 2) ? SALE_WAIVED : SALE_CHARGED,
				 .reason = query_optional_copy_at(query, 3, arena),
				 .currency = query_copy_at(query, 4, arena),
				 .tickets = integer(query_integer_at(query, 5)),
				 .revenue = integer(query_integer_at(query, 6)),
				 .refund = integer(query_integer_at(query, 7)),
				 .due = integer(query_integer_at(query, 8)),
				 .overdue = integer(query_integer_at(query, 9)),
			 });
	return NULL;
}

const char *reports_clients(struct store *store, const char *now, const char *after,
	struct arena *arena, reports_row *each, void *to)
{
	struct query *query;

	if (after != NULL)
		return NULL;
	query = QUERY(store,
		"SELECT p.client, p.currency, count(DISTINCT CASE WHEN t.ended IS NULL "
		"THEN p.purchase END), sum(t.ended IS NULL), "
		"sum(t.ended IS NULL AND p.payment = 'waived'), "
		"sum(EXISTS (SELECT 1 FROM delegates d WHERE d.ticket = t.ticket)), " SUMS_OF_TICKETS
		"FROM " TICKETS_WITH_PURCHASES
		" GROUP BY p.client, p.currency ORDER BY p.client, p.currency",
		now);
	while (query_row(query))
		each(to, &(struct client_sales_row){
				 .client = query_copy_at(query, 0, arena),
				 .currency = query_copy_at(query, 1, arena),
				 .purchases = integer(query_integer_at(query, 2)),
				 .tickets = integer(query_integer_at(query, 3)),
				 .waived = integer(query_integer_at(query, 4)),
				 .assigned = integer(query_integer_at(query, 5)),
				 .revenue = integer(query_integer_at(query, 6)),
				 .refund = integer(query_integer_at(query, 7)),
				 .due = integer(query_integer_at(query, 8)),
				 .overdue = integer(query_integer_at(query, 9)),
			 });
	return NULL;
}

const char *reports_discounts(struct store *store, const char *now, const char *after,
	struct arena *arena, reports_row *each, void *to)
{
	struct query *query;

	if (after != NULL)
		return NULL;
	query = QUERY(store,
		"SELECT p.discount, t.type, p.currency, count(DISTINCT CASE WHEN t.ended IS NULL "
		"THEN p.purchase END), sum(t.ended IS NULL), " SUMS_OF_TICKETS
		"FROM " TICKETS_WITH_PURCHASES
		" WHERE p.discount IS NOT NULL GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
		now);
	while (query_row(query))
		each(to, &(struct discount_sales_row){
				 .code = query_copy_at(query, 0, arena),
				 .type = query_copy_at(query, 1, arena),
				 .currency = query_copy_at(query, 2, arena),
				 .purchases = integer(query_integer_at(query, 3)),
				 .tickets = integer(query_integer_at(query, 4)),
				 .revenue = integer(query_integer_at(query, 5)),
				 .refund = integer(query_integer_at(query, 6)),
				 .due = integer(query_integer_at(query, 7)),
				 .overdue = integer(query_integer_at(query, 8)),
			 });
	return NULL;
}
