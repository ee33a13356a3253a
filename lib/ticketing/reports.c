#include "ticketing/reports.h"

#include "base/local.h"
#include "store/feed.h"
#include "store/handler.h"
#include "store/query.h"
#include "ticketing/items.h"
#include "ticketing/messages.h"
#include "ticketing/purchase.h"

/* The rows of a page. */
enum { PAGE = 100 };

/* Assigned tickets, page by page */

/* A page of assigned tickets; VISIT gets each with its purchase and its delegate. */
struct walk {
	struct store *store;
	struct arena *arena;
	reports_row *each;
	void *to;
	void (*visit)(struct walk *walk, const struct purchase *purchase,
		const struct ticket_assigned *assigned);
};

/* A ticket with a delegate. */
struct place {
	struct uuid ticket;
	int64_t assignment;
};

/* The ticket of the row: purchase, number, assignment. */
static struct place place_at(struct query *query)
{
	struct uuid root;

	memcpy(root.bytes, query_bytes_at(query, 0, UUID_SIZE), UUID_SIZE);
	return (struct place){
		.ticket = uuid_member(
			&root, (unsigned)query_integer_within_at(query, 1, 1, TICKETS_LIMIT)),
		.assignment = query_position_at(query, 2),
	};
}

static size_t read_page(struct store *store, const char *after, struct place page[PAGE])
{
	struct uuid last = uuid_of(after);
	struct uuid purchase = purchase_of_ticket(&last);
	struct query *query = QUERY(store,
		"SELECT purchase, number, assignment FROM tickets "
		"WHERE (purchase, number) > (:purchase, :number) AND name IS NOT NULL "
		"ORDER BY purchase, number LIMIT :page",
		&purchase, (int64_t)uuid_ordinal(&last), PAGE);
	size_t count = 0;

	while (count < PAGE && query_row(query))
		page[count++] = place_at(query);
	query_end(query);
	return count;
}

static void walk_places(struct walk *walk, const struct place *places, size_t count)
{
	size_t i;

	for (i = 0; i < count; i++) {
		struct uuid id = purchase_of_ticket(&places[i].ticket);
		const struct ticket_assigned *assigned;
		struct envelope envelope;
		struct purchase purchase;

		if (!purchase_read(walk->store, &id, &purchase, walk->arena))
			continue;
		assigned = feed_event(walk->store, places[i].assignment, &ticket_assigned_layout,
			&envelope, walk->arena);
		if (assigned != NULL)
			walk->visit(walk, &purchase, assigned);
	}
}

static const char *walk_assigned(struct walk *walk, const char *after)
{
	struct place page[PAGE];
	size_t count = read_page(walk->store, after, page);

	walk_places(walk, page, count);
	return count > 0 ? purchase_text(&page[count - 1].ticket, walk->arena) : NULL;
}

static void visit_delegate(
	struct walk *walk, const struct purchase *purchase, const struct ticket_assigned *assigned)
{
	struct delegate_row row = {
		.type = assigned->type,
		.client = purchase->client,
		.reference = purchase->reference,
		.complete = boolean(purchase->state == PURCHASE_COMPLETE),
		.ticket = assigned->ticket,
		.purchase = purchase->text,
	};

	layout_overlay(&delegate_row_layout, &row, &delegate_layout, assigned->delegate);
	walk->each(walk->to, &row);
}

const char *reports_delegates(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to)
{
	struct walk walk = {store, arena, each, to, visit_delegate};

	return walk_assigned(&walk, after);
}

static void visit_badge(
	struct walk *walk, const struct purchase *purchase, const struct ticket_assigned *assigned)
{
	struct badge_row row = {.type = assigned->type, .ticket = assigned->ticket};

	(void)purchase;
	layout_overlay(&badge_row_layout, &row, &delegate_layout, assigned->delegate);
	walk->each(walk->to, &row);
}

/* By name, as badges are handed out: all are sorted, and so on one page. */
const char *reports_badges(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to)
{
	struct arena row = {0};
	struct walk walk = {store, &row, each, to, visit_badge};
	struct query *query;

	(void)arena;
	if (after != NULL)
		return NULL;
	query = query_of(store,
		"SELECT t.purchase, t.number, t.assignment FROM tickets t "
		"JOIN purchases p USING (purchase) "
		"WHERE t.name IS NOT NULL AND p.state = 'complete' "
		"ORDER BY fold(t.name), t.name, t.purchase, t.number");
	while (query_row(query)) {
		struct place place = place_at(query);

		walk_places(&walk, &place, 1);
		arena_reset(&row);
	}
	arena_release(&row);
	return NULL;
}

static void visit_requirements(
	struct walk *walk, const struct purchase *purchase, const struct ticket_assigned *assigned)
{
	struct requirement_row row = {
		.type = assigned->type,
		.complete = boolean(purchase->state == PURCHASE_COMPLETE),
		.ticket = assigned->ticket,
	};

	if (assigned->delegate->requirements == NULL)
		return;
	layout_overlay(&requirement_row_layout, &row, &delegate_layout, assigned->delegate);
	walk->each(walk->to, &row);
}

const char *reports_requirements(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to)
{
	struct walk walk = {store, arena, each, to, visit_requirements};

	return walk_assigned(&walk, after);
}

static void visit_duplicate(
	struct walk *walk, const struct purchase *purchase, const struct ticket_assigned *assigned)
{
	walk->each(walk->to,
		&(struct duplicate_row){
			.email = assigned->delegate->email,
			.name = assigned->delegate->name,
			.type = assigned->type,
			.client = purchase->client,
			.reference = purchase->reference,
			.complete = boolean(purchase->state == PURCHASE_COMPLETE),
			.ticket = assigned->ticket,
			.purchase = purchase->text,
		});
}

/* Folding and sorting all addresses takes long, so it is done once, for all pages. */
static void find_duplicates(struct store *store)
{
	query_run(query_of(store,
		"CREATE TEMP TABLE duplicates (position INTEGER PRIMARY KEY, "
		"purchase BLOB NOT NULL, number INTEGER NOT NULL, assignment INTEGER NOT NULL) "
		"STRICT"));
	query_run(query_of(store,
		"INSERT INTO duplicates (purchase, number, assignment) "
		"SELECT purchase, number, assignment FROM (SELECT t.purchase, t.number, "
		"t.assignment, t.address, count(*) OVER (PARTITION BY t.address) AS alike "
		"FROM (SELECT *, fold(email) AS address FROM tickets WHERE email IS NOT NULL) t "
		"JOIN purchases p USING (purchase) WHERE p.closed IS NULL) WHERE alike > 1 "
		"ORDER BY address, purchase, number"));
}

/* AFTER is a position in the table of duplicates. */
const char *reports_duplicates(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to)
{
	struct walk walk = {store, arena, each, to, visit_duplicate};
	int64_t last = after != NULL ? strtonum(after, 0, INT64_MAX, NULL) : 0;
	struct place page[PAGE];
	struct query *query;
	size_t count = 0;

	if (after == NULL)
		find_duplicates(store);
	query = QUERY(store,
		"SELECT purchase, number, assignment, position FROM duplicates "
		"WHERE position > :after ORDER BY position LIMIT :page",
		last, PAGE);
	while (count < PAGE && query_row(query)) {
		page[count++] = place_at(query);
		last = query_position_at(query, 3);
	}
	query_end(query);
	walk_places(&walk, page, count);
	return count > 0 ? arena_printf(arena, "%019lld", (long long)last) : NULL;
}

/* Open purchases, page by page */

static bool is_missing(const struct purchased_ticket *ticket)
{
	return ticket->ended == 0 && !ticket->assigned;
}

/* Of the type of the FIRST, from it on. */
static int64_t count_missing(const struct purchased_ticket *tickets, size_t first, size_t count)
{
	int64_t missing = 0;
	size_t i;

	for (i = first; i < count; i++)
		missing += is_missing(&tickets[i]) &&
			   strcmp(tickets[i].type, tickets[first].type) == 0;
	return missing;
}

/* Whether an earlier ticket is of the same type as TICKETS[INDEX]. */
static bool is_repeated(const struct purchased_ticket *tickets, size_t index)
{
	size_t i;

	for (i = 0; i < index; i++)
		if (strcmp(tickets[i].type, tickets[index].type) == 0)
			return true;
	return false;
}

/* Calls EACH with ROW, completed, for each type of PURCHASE with missing delegates. */
static void report_missing(struct store *store, const struct purchase *purchase,
	struct missing_delegates_row *row, struct arena *arena, reports_row *each, void *to)
{
	size_t count, i;
	const struct purchased_ticket *tickets = purchase_tickets(store, purchase, &count, arena);

	for (i = 0; i < count; i++) {
		int64_t missing = is_repeated(tickets, i) ? 0 : count_missing(tickets, i, count);

		if (missing == 0)
			continue;
		row->type = tickets[i].type;
		row->missing = integer(missing);
		each(to, row);
	}
}

/* The purchaser is read by SQL, because decoding the whole event takes ten times as long. */
const char *reports_missing(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to)
{
	struct query *query = QUERY(store,
		"SELECT p.purchase, p.items, p.client, p.reference, p.state = 'complete', "
		"json_extract(e.line, '$.data.purchaser.name'), "
		"json_extract(e.line, '$.data.purchaser.email') "
		"FROM purchases p JOIN events e ON e.seq = p.purchaser "
		"WHERE p.purchase > :after AND p.closed IS NULL ORDER BY p.purchase LIMIT :page",
		uuid_of(after), PAGE);
	const char *last = NULL;

	while (query_row(query)) {
		struct purchase purchase = {.items = query_copy_at(query, 1, arena)};
		struct missing_delegates_row row = {
			.client = query_copy_at(query, 2, arena),
			.reference = query_copy_at(query, 3, arena),
			.complete = boolean(query_integer_at(query, 4) != 0),
			.name = query_copy_at(query, 5, arena),
			.email = query_copy_at(query, 6, arena),
		};

		memcpy(purchase.id.bytes, query_bytes_at(query, 0, UUID_SIZE), UUID_SIZE);
		row.purchase = last = purchase_text(&purchase.id, arena);
		report_missing(store, &purchase, &row, arena, each, to);
	}
	return last;
}

/* Aggregates in SQL */

const char *reports_mailout(
	struct store *store, const char *after, struct arena *arena, reports_row *each, void *to)
{
	struct query *query = QUERY(store,
		/* The key is lower case, which is how NOCASE compares. */
		"SELECT min(t.email), min(t.name), count(*), lower(t.email) FROM tickets t "
		"JOIN purchases p USING (purchase) "
		"WHERE t.email > :after AND p.state = 'complete' "
		"GROUP BY t.email ORDER BY t.email LIMIT :page",
		after != NULL ? after : "", PAGE);
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
 * at :now is overdue, not due. G is a group of PURCHASED_TICKETS.
 */
#define SUMS_OF_TICKETS                                                                            \
	"sum(CASE WHEN g.ended IS NULL THEN g.quantity ELSE 0 END) AS tickets, "                   \
	"sum(CASE WHEN g.paid > 0 AND (g.ended IS NULL OR g.ended > g.paid) "                      \
	"THEN g.quantity * g.price ELSE 0 END) AS revenue, "                                       \
	"sum(CASE WHEN g.ended > g.paid THEN g.quantity * g.price ELSE 0 END) - sum(g.refunded) "  \
	"AS refund, sum(g.refunded) AS refunded, "                                                 \
	"sum(CASE WHEN g.state = 'due' AND g.ended IS NULL "                                       \
	"AND (g.deadline IS NULL OR g.deadline > :now) THEN g.quantity * g.price ELSE 0 END) "     \
	"AS due, "                                                                                 \
	"sum(CASE WHEN g.state = 'due' AND g.ended IS NULL AND g.deadline <= :now "                \
	"THEN g.quantity * g.price ELSE 0 END) AS overdue "

/* The members of SALES_AMOUNTS but the currency, from the column FIRST on. */
#define SALES_AMOUNTS_AT(query, first)                                                             \
	.revenue = integer(query_integer_at(query, first)),                                        \
	.refund = integer(query_integer_at(query, (first) + 1)),                                   \
	.refunded = integer(query_integer_at(query, (first) + 2)),                                 \
	.due = integer(query_integer_at(query, (first) + 3)),                                      \
	.overdue = integer(query_integer_at(query, (first) + 4))

const char *reports_sales(struct store *store, const char *now, const char *after,
	struct arena *arena, reports_row *each, void *to)
{
	struct query *query;

	if (after != NULL)
		return NULL;
	query = QUERY(store,
		"SELECT g.type, g.client, g.payment = 'waived', g.reason, g.currency, " SUMS_OF_TICKETS
		"FROM " PURCHASED_TICKETS " g GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5",
		now);
	while (query_row(query))
		each(to, &(struct sales_row){
				 .type = query_copy_at(query, 0, arena),
				 .client = query_copy_at(query, 1, arena),
				 .payment = query_integer_at(query, 2) ? SALE_WAIVED : SALE_CHARGED,
				 .reason = query_optional_copy_at(query, 3, arena),
				 .currency = query_copy_at(query, 4, arena),
				 .tickets = integer(query_integer_at(query, 5)),
				 SALES_AMOUNTS_AT(query, 6),
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
		"SELECT client, currency, c.purchases, c.waived, coalesce(d.assigned, 0), "
		"c.tickets, c.revenue, c.refund, c.refunded, c.due, c.overdue FROM (SELECT g.client, g.currency, "
		"sum(g.ended IS NULL AND g.initial) AS purchases, sum(CASE WHEN g.ended IS NULL "
		"AND g.payment = 'waived' THEN g.quantity ELSE 0 END) AS waived, " SUMS_OF_TICKETS
		"FROM " PURCHASED_TICKETS
		" g GROUP BY 1, 2) c LEFT JOIN (SELECT p.client, "
		"p.currency, count(*) AS assigned FROM tickets t JOIN purchases p USING (purchase) "
		"WHERE t.name IS NOT NULL GROUP BY 1, 2) d USING (client, currency) ORDER BY 1, 2",
		now);
	while (query_row(query))
		each(to, &(struct client_sales_row){
				 .client = query_copy_at(query, 0, arena),
				 .currency = query_copy_at(query, 1, arena),
				 .purchases = integer(query_integer_at(query, 2)),
				 .waived = integer(query_integer_at(query, 3)),
				 .assigned = integer(query_integer_at(query, 4)),
				 .tickets = integer(query_integer_at(query, 5)),
				 SALES_AMOUNTS_AT(query, 6),
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
		"SELECT h.discount, h.type, h.currency, sum(h.tickets > 0), sum(h.tickets), "
		"sum(h.revenue), sum(h.refund), sum(h.refunded), sum(h.due), sum(h.overdue) FROM "
		"(SELECT g.discount, g.type, g.currency, " SUMS_OF_TICKETS "FROM " PURCHASED_TICKETS
		" g WHERE g.discount IS NOT NULL "
		"GROUP BY g.purchase, g.type) h GROUP BY 1, 2, 3 ORDER BY 1, 2, 3",
		now);
	while (query_row(query))
		each(to, &(struct discount_sales_row){
				 .code = query_copy_at(query, 0, arena),
				 .type = query_copy_at(query, 1, arena),
				 .currency = query_copy_at(query, 2, arena),
				 .purchases = integer(query_integer_at(query, 3)),
				 .tickets = integer(query_integer_at(query, 4)),
				 SALES_AMOUNTS_AT(query, 5),
			 });
	return NULL;
}

/* Days */

/* What happened to a type's tickets in a currency, on one day. */
struct day_sums {
	const char *type, *currency;
	int64_t sold, ended, charged, revenue, refund, refunded;
};

/* What happens to a group G of SOURCE at POSITION, if it is WHERE; nothing else does. */
#define FLOW(position, sold, ended, charged, revenue, refund, refunded, source, where)             \
	"SELECT " position " AS position, g.type, g.currency, " sold " AS sold, " ended            \
	" AS ended, " charged " AS charged, " revenue " AS revenue, " refund                       \
	" AS refund, " refunded " AS refunded FROM (" source ") g WHERE " where " "
#define PRICE_OF_GROUP "g.quantity * g.price"
#define IS_RECEIVED "g.paid > 0 AND (g.ended IS NULL OR g.ended > g.paid)"
#define REFUNDS_OF_TICKETS                                                                         \
	"SELECT f.refund AS position, f.type, p.currency, f.refunded "                             \
	"FROM (" REFUNDED_TICKETS ") f JOIN purchases p USING (purchase)"

/* All that happened, by time: of one type and currency, what one event did is one row. */
static const char flows[] =
	"SELECT json_extract(e.line, '$.time'), f.type, f.currency, sum(f.sold), sum(f.ended), "
	"sum(f.charged), sum(f.revenue), sum(f.refund), sum(f.refunded) FROM ("
	FLOW("g.seq", "g.quantity", "0", PRICE_OF_GROUP, "0", "0", "0", TICKETS_BY_END, "true")
	"UNION ALL " FLOW("g.ended", "0", "g.quantity", "0", "0",
		"CASE WHEN g.ended > g.paid THEN " PRICE_OF_GROUP " ELSE 0 END", "0",
		TICKETS_BY_END, "g.ended IS NOT NULL")
	"UNION ALL " FLOW("g.expired", "0", "g.quantity", "0", "0", "0", "0", REOPENED_TICKETS, "true")
	"UNION ALL " FLOW("g.reopened", "g.quantity", "0", PRICE_OF_GROUP, "0", "0", "0",
		REOPENED_TICKETS, "true")
	"UNION ALL " FLOW("g.paid", "0", "0", "0", PRICE_OF_GROUP, "0", "0", TICKETS_BY_END, IS_RECEIVED)
	"UNION ALL " FLOW("g.position", "0", "0", "0", "0", "0", "g.refunded", REFUNDS_OF_TICKETS,
		"g.refunded > 0")
	") f JOIN events e ON e.seq = f.position GROUP BY f.position, f.type, f.currency "
	"ORDER BY 1";

/* The sums of the type and the currency of the row of QUERY; new ones are in ARENA. */
static struct day_sums *find_sums(struct list *list, struct query *query, struct arena *arena)
{
	const char *type = query_text_at(query, 1, NULL);
	const char *currency = query_text_at(query, 2, NULL);
	struct day_sums *sums = list->items;
	size_t i;

	for (i = 0; i < list->count; i++)
		if (strcmp(sums[i].type, type) == 0 && strcmp(sums[i].currency, currency) == 0)
			return &sums[i];
	sums = list_grow(list, sizeof(*sums), arena);
	*sums = (struct day_sums){
		.type = query_copy_at(query, 1, arena), .currency = query_copy_at(query, 2, arena)};
	return sums;
}

static int compare_sums(const void *a, const void *b)
{
	const struct day_sums *left = a, *right = b;
	int order = strcmp(left->type, right->type);

	return order != 0 ? order : strcmp(left->currency, right->currency);
}

/* Calls EACH with the rows of DAY, and sets the sums to 0. */
static void end_day(const char *day, struct list *list, reports_row *each, void *to)
{
	struct day_sums *sums = list->items;
	size_t i;

	if (list->count > 0)
		qsort(sums, list->count, sizeof(*sums), compare_sums);
	for (i = 0; i < list->count; i++) {
		if (sums[i].sold + sums[i].ended + sums[i].revenue + sums[i].refunded == 0)
			continue;
		each(to, &(struct day_sales_row){
				 .day = day,
				 .type = sums[i].type,
				 .sold = integer(sums[i].sold),
				 .ended = integer(sums[i].ended),
				 .charged = integer(sums[i].charged),
				 .revenue = integer(sums[i].revenue),
				 .refund = integer(sums[i].refund),
				 .refunded = integer(sums[i].refunded),
				 .currency = sums[i].currency,
			 });
		sums[i] = (struct day_sums){.type = sums[i].type, .currency = sums[i].currency};
	}
}

const char *reports_days(struct store *store, zone_offset *zone, const char *after,
	struct arena *arena, reports_row *each, void *to)
{
	char day[LOCAL_DATE_TEXT] = "", date[LOCAL_DATE_TEXT];
	struct list list = {0};
	struct query *query;

	if (after != NULL)
		return NULL;
	query = query_of(store, flows);
	while (query_row(query)) {
		struct day_sums *sums;

		local_date(clock_parse_or(query_text_at(query, 0, NULL), 0), zone, date);
		if (strcmp(date, day) != 0) {
			end_day(day, &list, each, to);
			strlcpy(day, date, sizeof(day));
		}
		sums = find_sums(&list, query, arena);
		sums->sold += query_integer_at(query, 3);
		sums->ended += query_integer_at(query, 4);
		sums->charged += query_integer_at(query, 5);
		sums->revenue += query_integer_at(query, 6);
		sums->refund += query_integer_at(query, 7);
		sums->refunded += query_integer_at(query, 8);
	}
	end_day(day, &list, each, to);
	return NULL;
}
