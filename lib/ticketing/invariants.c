#include "ticketing/invariants.h"

#include "store/query.h"
#include "ticketing/messages.h"
#include "ticketing/purchase.h"

/* A ticket with its purchase; good: it has not ended. */
#define GOOD_TICKETS                                                                               \
	"(SELECT t.ticket, t.type, p.client, p.pool, p.seq FROM " TICKETS_WITH_PURCHASES           \
	" WHERE t.ended IS NULL)"

/* An id as it is written. */
#define UUID_TEXT_OF(id)                                                                           \
	"lower(substr(hex(" id "), 1, 8) || '-' || substr(hex(" id                                 \
	"), 9, 4) || '-' || "                                                                      \
	"substr(hex(" id "), 13, 4) || '-' || substr(hex(" id                                      \
	"), 17, 4) || '-' || "                                                                     \
	"substr(hex(" id "), 21))"

/* Each selects what is broken: whom it is about, and a sentence. */
static const char *const invariants[] = {
	/* SQLite's own. */
	"SELECT 'the file', integrity_check FROM pragma_integrity_check "
	"WHERE integrity_check <> 'ok'",

	/* Types */
	"SELECT 'type ' || type, printf('%lld are counted as sold, there are %lld good tickets', "
	"sold, tickets) FROM (SELECT y.type, y.sold, (SELECT count(*) FROM tickets t "
	"WHERE t.type = y.type AND t.ended IS NULL) AS tickets FROM ticket_types y) "
	"WHERE sold <> tickets",
	"SELECT 'type ' || type, printf('%lld are sold and %lld in pools, its capacity is %lld', "
	"sold, held, capacity) FROM (SELECT y.type, y.sold, y.capacity, (SELECT "
	"coalesce(sum(q.places - q.sold), 0) FROM ticket_pools q WHERE q.type = y.type "
	"AND NOT q.removed) AS held FROM ticket_types y) WHERE sold + held > capacity",
	"SELECT 'type ' || type, printf('%lld tickets are of this type, which is none', count(*)) "
	"FROM tickets WHERE type NOT IN (SELECT type FROM ticket_types) GROUP BY type",

	/* Pools */
	"SELECT 'pool ' || pool, printf('%lld are counted as sold, there are %lld good tickets', "
	"sold, tickets) FROM (SELECT q.pool, q.sold, (SELECT count(*) FROM " GOOD_TICKETS " g "
	"WHERE g.pool = q.pool) AS tickets FROM ticket_pools q WHERE NOT q.removed) "
	"WHERE sold <> tickets",
	"SELECT 'pool ' || pool, printf('%lld are sold, it holds %lld', sold, places) "
	"FROM ticket_pools WHERE sold > places",
	"SELECT 'pool ' || q.pool, printf('it has tickets of the type %s, and is of %s', g.type, "
	"q.type) FROM ticket_pools q JOIN " GOOD_TICKETS " g ON g.pool = q.pool "
	"WHERE g.type <> q.type GROUP BY q.pool, g.type",

	/* Clients and their budgets */
	"SELECT 'client ' || client, printf('%lld tickets are counted, it has %lld good ones', "
	"booked, tickets) FROM (SELECT c.client, c.booked, (SELECT count(*) FROM " GOOD_TICKETS
	" g WHERE g.client = c.client) AS tickets FROM clients c) WHERE booked <> tickets",
	"SELECT 'client ' || client, printf('it has %lld tickets, and booked some of them beyond "
	"its budget of %lld', booked, budget) FROM (SELECT c.client, c.booked, c.seq, "
	"json_extract(e.line, '$.data.budget') AS budget FROM clients c "
	"JOIN events e ON e.seq = c.seq) b WHERE booked > budget AND EXISTS (SELECT 1 FROM "
	GOOD_TICKETS " g WHERE g.client = b.client AND g.seq > b.seq)",

	/* Discount codes */
	"SELECT 'discount ' || code, printf('%lld uses are counted, %lld purchases use it', used, "
	"purchases) FROM (SELECT d.code, d.used, (SELECT count(*) FROM purchases p "
	"WHERE p.discount = d.code AND p.state IN ('due', 'complete')) AS purchases "
	"FROM ticket_discounts d) WHERE used <> purchases",
	"SELECT 'discount ' || code, printf('%lld purchases use it, it is for %lld', used, uses) "
	"FROM (SELECT d.code, d.used, d.seq, json_extract(e.line, '$.data.uses') AS uses "
	"FROM ticket_discounts d JOIN events e ON e.seq = d.seq) b WHERE used > uses AND EXISTS "
	"(SELECT 1 FROM purchases p WHERE p.discount = b.code AND p.seq > b.seq "
	"AND p.state IN ('due', 'complete'))",

	/* Tickets and purchases */
	"SELECT 'ticket ' || " UUID_TEXT_OF("t.ticket") ", 'it is of no purchase' FROM tickets t "
	"WHERE " PURCHASE_OF("t.ticket") " NOT IN (SELECT purchase FROM purchases)",
	"SELECT 'purchase ' || " UUID_TEXT_OF("purchase") ", 'it never had a ticket' FROM purchases "
	"WHERE purchase NOT IN (SELECT " PURCHASE_OF("t.ticket") " FROM tickets t)",
	"SELECT 'purchase ' || " UUID_TEXT_OF("p.purchase") ", "
	"printf('it is %s, and has good tickets', p.state) FROM purchases p WHERE p.state IN "
	"('expired', 'cancelled') AND p.purchase IN (SELECT " PURCHASE_OF("t.ticket")
	" FROM tickets t WHERE t.ended IS NULL)",
	"SELECT 'purchase ' || " UUID_TEXT_OF("p.purchase") ", "
	"printf('it is %s, and has no good ticket', p.state) FROM purchases p WHERE p.state IN "
	"('due', 'complete') AND p.purchase NOT IN (SELECT " PURCHASE_OF("t.ticket")
	" FROM tickets t WHERE t.ended IS NULL)",
	"SELECT 'purchase ' || " UUID_TEXT_OF("p.purchase") ", printf('it comes to %lld, its good "
	"tickets to %lld', p.amount, s.total) FROM purchases p JOIN (SELECT " PURCHASE_OF("t.ticket")
	" AS purchase, sum(CASE WHEN t.ended IS NULL THEN t.price ELSE 0 END) AS total "
	"FROM tickets t GROUP BY 1) s USING (purchase) WHERE p.amount <> s.total",
	"SELECT 'purchase ' || " UUID_TEXT_OF("purchase") ", 'it is due, and nothing is to be paid' "
	"FROM purchases WHERE state = 'due' AND (amount = 0 OR paid > 0 OR payment = 'waived')",

	/* Delegates */
	"SELECT 'ticket ' || " UUID_TEXT_OF("ticket") ", printf('it is held by %s, and is no good "
	"ticket', name) FROM delegates WHERE ticket NOT IN (SELECT t.ticket FROM tickets t "
	"WHERE t.ended IS NULL AND t.assignment > 0)",
};

bool invariant_check(struct store *store, unsigned number, struct arena *arena,
	void (*each)(void *to, const struct broken_invariant_row *row), void *to)
{
	struct query *query;

	if (number >= COUNT_OF(invariants))
		return false;
	query = query_of(store, invariants[number]);
	while (query_row(query)) {
		struct broken_invariant_row row = {
			.about = query_copy_at(query, 0, arena),
			.message = query_copy_at(query, 1, arena),
		};

		each(to, &row);
	}
	return true;
}
