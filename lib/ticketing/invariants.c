#include "ticketing/invariants.h"

#include "store/query.h"
#include "ticketing/items.h"
#include "ticketing/messages.h"

/* The number of valid tickets by the column BY. */
#define VALID_TICKETS_BY(by)                                                                       \
	"(SELECT v." by ", sum(v.quantity) AS tickets FROM " PURCHASED_TICKETS                     \
	" v WHERE v.ended IS NULL GROUP BY v." by ")"

/* Of the purchase p: the sum of WHAT of its tickets, less that of those cancelled alone. */
#define OF_NOT_CANCELLED(all, one)                                                                 \
	"((SELECT coalesce(sum(" all "), 0) FROM " ITEMS ") - (SELECT coalesce(sum(" one           \
	"), 0) FROM tickets t JOIN " ITEMS " ON " TICKET_OF_ITEM                                   \
	" WHERE t.purchase = p.purchase AND t.cancelled IS NOT NULL))"
#define TICKETS_OF_ITEM "(" ITEM_LAST " - " ITEM_FIRST " + 1)"

/* The unsold places in pools by type. */
#define POOLED_BY_TYPE                                                                             \
	"(SELECT q.type, sum(q.places - q.sold) AS pooled FROM ticket_pools q "                    \
	"WHERE NOT q.removed GROUP BY q.type)"

/* What is sold and pooled of a room's types, by room. */
#define TAKEN_BY_ROOM                                                                              \
	"(SELECT j.value AS room, sum(y.sold) AS sold, sum(y.pooled) AS pooled "                   \
	"FROM ticket_types y JOIN json_each(y.rooms) j GROUP BY j.value)"

/* The number of purchases that are due or complete, by discount code. */
#define USES_BY_CODE                                                                               \
	"(SELECT p.discount AS code, count(*) AS purchases FROM purchases p "                      \
	"WHERE p.state IN ('due', 'complete') GROUP BY p.discount)"

/* The number of valid tickets that a code reduces, by discount code. */
#define REDUCED_BY_CODE                                                                            \
	"(SELECT p.discount AS code, sum(" ITEM_LAST " - " ITEM_FIRST                              \
	" + 1 - "                                                                                  \
	"(SELECT count(*) FROM tickets t WHERE t.purchase = p.purchase "                           \
	"AND t.cancelled IS NOT NULL AND " TICKET_OF_ITEM                                          \
	")) AS tickets "                                                                           \
	"FROM purchases p JOIN " ITEMS " WHERE p.closed IS NULL AND " ITEM_IS_REDUCED              \
	" GROUP BY p.discount)"

/* An attribute of the event e. */
#define OF_EVENT(attribute) "json_extract(e.line, '$." attribute "')"

/* Whether the event e at POSITION is of the type NAME; in the second form, with a CONDITION. */
#define IS_EVENT(position, name) IS_EVENT_WITH(position, name, "1")
#define IS_EVENT_WITH(position, name, condition)                                                   \
	"EXISTS (SELECT 1 FROM events e WHERE e.seq = " position                                   \
	" AND " OF_EVENT("type") " = 'lanyard.ticketing." name ".v1' AND " condition ")"

/* A UUID as text (RFC 9562, 4). */
#define UUID_TEXT_OF(id)                                                                           \
	"lower(substr(hex(" id "), 1, 8) || '-' || substr(hex(" id                                 \
	"), 9, 4) || '-' || "                                                                      \
	"substr(hex(" id "), 13, 4) || '-' || substr(hex(" id                                      \
	"), 17, 4) || '-' || "                                                                     \
	"substr(hex(" id "), 21))"

/* Whether the event e at POSITION is of the type NAME, and about the purchase ID. */
#define IS_EVENT_OF(position, name, id)                                                            \
	IS_EVENT_WITH(position, name, OF_EVENT("data.purchase") " = " UUID_TEXT_OF(id))

/* The same of the ticket t: its purchase's with its number. */
#define UUID_TEXT_OF_TICKET                                                                        \
	"substr(" UUID_TEXT_OF("t.purchase") ", 1, 32) || printf('%04x', t.number)"

/* Each selects violations: a subject and a sentence. */
static const char *const invariants[] = {
	/* SQLite's own check (PRAGMA integrity_check) */
	"SELECT 'the file', integrity_check FROM pragma_integrity_check "
	"WHERE integrity_check <> 'ok'",

	/* The feed */
	"SELECT 'the feed', printf('events missing before %lld: %lld', seq, seq - before - 1) "
	"FROM (SELECT seq, lag(seq, 1, 0) OVER (ORDER BY seq) AS before FROM events) "
	"WHERE seq <> before + 1",

	/* The conference */
	"SELECT 'the conference', printf('event %lld is not what it is set to', c.seq) "
	"FROM conference c LEFT JOIN events e ON e.seq = c.seq "
	"WHERE " OF_EVENT("type") " IS NOT 'lanyard.ticketing.conference-set.v1' "
	"OR " OF_EVENT("data.zone") " IS NOT c.zone "
	"OR " OF_EVENT("data.payment_within") " IS NOT c.payment_within",
	"SELECT 'the conference', printf('event %lld set it last, but it is set by another', last) "
	"FROM (SELECT max(e.seq) AS last FROM events e "
	"WHERE " OF_EVENT("type") " = 'lanyard.ticketing.conference-set.v1') "
	"LEFT JOIN conference c WHERE last IS NOT c.seq",

	/* Types */
	"SELECT 'type ' || type, printf('counted as sold: %lld, valid tickets: %lld', "
	"sold, tickets) FROM (SELECT y.type, y.sold, coalesce(g.tickets, 0) AS tickets "
	"FROM ticket_types y LEFT JOIN " VALID_TICKETS_BY("type") " g USING (type)) "
	"WHERE sold <> tickets",
	"SELECT 'type ' || type, printf('sold: %lld, in pools: %lld, its capacity: %lld', "
	"sold, pooled, capacity) FROM (SELECT y.type, y.sold, y.capacity, coalesce(h.pooled, 0) AS pooled "
	"FROM ticket_types y LEFT JOIN " POOLED_BY_TYPE " h USING (type)) WHERE sold + pooled > capacity",
	"SELECT 'type ' || type, printf('counted in pools: %lld, it should be %lld', "
	"counted, pooled) FROM (SELECT y.type, y.pooled AS counted, coalesce(h.pooled, 0) AS pooled "
	"FROM ticket_types y LEFT JOIN " POOLED_BY_TYPE " h USING (type)) WHERE counted <> pooled",
	"SELECT 'type ' || y.type, 'nothing is left, but it is not marked as sold out' "
	"FROM ticket_types y LEFT JOIN " POOLED_BY_TYPE " h USING (type) "
	"WHERE y.sold + coalesce(h.pooled, 0) = y.capacity AND NOT y.sold_out",
	"SELECT 'type ' || type, printf('tickets of this unknown type: %lld', sum(quantity)) "
	"FROM (SELECT " ITEM_TYPE " AS type, " TICKETS_OF_ITEM " AS quantity FROM purchases p JOIN " ITEMS
	") WHERE type NOT IN (SELECT type FROM ticket_types) GROUP BY type",

	/* Rooms */
	"SELECT 'room ' || room, printf('counted as sold: %lld, sold of its types: %lld', sold, "
	"tickets) FROM (SELECT r.room, r.sold, coalesce(t.sold, 0) AS tickets FROM ticket_rooms r "
	"LEFT JOIN " TAKEN_BY_ROOM " t USING (room)) WHERE sold <> tickets",
	"SELECT 'room ' || room, printf('counted in pools: %lld, it should be %lld', counted, "
	"pooled) FROM (SELECT r.room, r.pooled AS counted, coalesce(t.pooled, 0) AS pooled FROM "
	"ticket_rooms r LEFT JOIN " TAKEN_BY_ROOM " t USING (room)) WHERE counted <> pooled",
	"SELECT 'room ' || room, printf('sold: %lld, in pools: %lld, its capacity: %lld', "
	"sold, pooled, capacity) FROM (SELECT r.room, r.capacity, t.sold, t.pooled FROM "
	"ticket_rooms r JOIN " TAKEN_BY_ROOM " t USING (room)) WHERE sold + pooled > capacity",
	"SELECT 'room ' || room, 'nothing is left, but it is not marked as sold out' "
	"FROM ticket_rooms WHERE sold + pooled = capacity AND NOT sold_out",
	"SELECT 'type ' || y.type, printf('it is in the room %s, which does not exist', j.value) "
	"FROM ticket_types y JOIN json_each(y.rooms) j LEFT JOIN ticket_rooms r "
	"ON r.room = j.value AND NOT r.removed WHERE r.room IS NULL",
	"SELECT 'type ' || y.type, printf('its rooms are %s, in its event %s', "
	"coalesce(y.rooms, 'none'), coalesce(json_extract(e.line, '$.data.rooms'), 'none')) "
	"FROM ticket_types y JOIN events e USING (seq) "
	"WHERE y.rooms IS NOT json_extract(e.line, '$.data.rooms')",
	"SELECT 'room ' || room, 'it is marked as removed, but no event removed it' FROM ticket_rooms "
	"WHERE removed AND NOT " IS_EVENT("removed", "ticket-room-removed"),

	/* Pools */
	"SELECT 'pool ' || pool, printf('counted as sold: %lld, valid tickets: %lld', "
	"sold, tickets) FROM (SELECT q.pool, q.sold, coalesce(g.tickets, 0) AS tickets "
	"FROM ticket_pools q LEFT JOIN " VALID_TICKETS_BY("pool") " g USING (pool) "
	"WHERE NOT q.removed) WHERE sold <> tickets",
	"SELECT 'pool ' || pool, printf('sold: %lld, its places: %lld', sold, places) "
	"FROM ticket_pools WHERE sold > places",
	"SELECT 'pool ' || q.pool, printf('it has tickets of the type %s, but is of %s', g.type, "
	"q.type) FROM (SELECT DISTINCT p.pool, " ITEM_TYPE " AS type FROM purchases p "
	"JOIN " ITEMS " WHERE p.pool IS NOT NULL AND p.closed IS NULL) g JOIN ticket_pools q "
	"USING (pool) WHERE g.type <> q.type",
	"SELECT 'pool ' || q.pool, printf('event %lld removed it, but it is not marked as removed', e.seq) "
	"FROM events e JOIN ticket_pools q ON q.pool = " OF_EVENT("subject") " "
	"WHERE " OF_EVENT("type") " = 'lanyard.ticketing.ticket-pool-removed.v1' AND NOT q.removed",
	"SELECT 'pool ' || pool, 'it is marked as removed, but no event removed it' FROM ticket_pools "
	"WHERE removed AND NOT " IS_EVENT("removed", "ticket-pool-removed"),

	/* Clients and their budgets */
	"SELECT 'client ' || client, printf('tickets counted: %lld, valid: %lld', "
	"booked, tickets) FROM (SELECT c.client, c.booked, coalesce(g.tickets, 0) AS tickets "
	"FROM clients c LEFT JOIN " VALID_TICKETS_BY("client") " g USING (client)) "
	"WHERE booked <> tickets",
	"SELECT 'client ' || client, printf('its tickets: %lld, some of them booked beyond "
	"its budget of %lld', booked, budget) FROM (SELECT c.client, c.booked, c.seq, "
	"json_extract(e.line, '$.data.budget') AS budget FROM clients c "
	"JOIN events e ON e.seq = c.seq) b WHERE booked > budget AND EXISTS (SELECT 1 FROM "
	"purchases p WHERE p.client = b.client AND p.seq > b.seq AND p.closed IS NULL)",

	/* Discount codes */
	"SELECT 'discount ' || code, printf('uses counted: %lld, purchases with it: %lld', used, "
	"purchases) FROM (SELECT d.code, d.used, coalesce(u.purchases, 0) AS purchases "
	"FROM ticket_discounts d LEFT JOIN " USES_BY_CODE " u USING (code)) WHERE used <> purchases",
	"SELECT 'discount ' || code, printf('purchases with it: %lld, its limit: %lld', used, uses) "
	"FROM (SELECT d.code, d.used, d.seq, json_extract(e.line, '$.data.uses') AS uses "
	"FROM ticket_discounts d JOIN events e ON e.seq = d.seq) b WHERE used > uses AND EXISTS "
	"(SELECT 1 FROM purchases p WHERE p.discount = b.code AND p.seq > b.seq "
	"AND p.state IN ('due', 'complete'))",

	"SELECT 'discount ' || code, printf('reduced tickets counted: %lld, valid: %lld', counted, valid) FROM (SELECT d.code, d.tickets AS counted, "
	"coalesce(g.tickets, 0) AS valid FROM ticket_discounts d LEFT JOIN " REDUCED_BY_CODE
	" g USING (code)) WHERE counted <> valid",
	"SELECT 'discount ' || code, printf('tickets it reduces: %lld, its limit: %lld', reduced, most) "
	"FROM (SELECT d.code, d.tickets AS reduced, d.seq, json_extract(e.line, '$.data.tickets') AS most "
	"FROM ticket_discounts d JOIN events e ON e.seq = d.seq) b WHERE reduced > most AND EXISTS "
	"(SELECT 1 FROM purchases p WHERE p.discount = b.code AND p.seq > b.seq "
	"AND p.state IN ('due', 'complete'))",

	/* Tickets and purchases */
	"SELECT 'ticket ' || " UUID_TEXT_OF_TICKET ", 'its purchase has no such ticket' "
	"FROM tickets t LEFT JOIN purchases p USING (purchase) WHERE p.purchase IS NULL "
	"OR NOT EXISTS (SELECT 1 FROM " ITEMS " WHERE " TICKET_OF_ITEM ")",
	"SELECT 'purchase ' || " UUID_TEXT_OF("purchase") ", 'it has no tickets' FROM purchases p "
	"WHERE NOT EXISTS (SELECT 1 FROM " ITEMS ")",
	"SELECT 'purchase ' || " UUID_TEXT_OF("purchase") ", printf('it is %s, but has valid "
	"tickets', state) FROM purchases WHERE state IN ('expired', 'cancelled') AND closed IS NULL",
	"SELECT 'purchase ' || " UUID_TEXT_OF("p.purchase") ", "
	"printf('it is %s, but has no valid ticket', p.state) FROM purchases p "
	"WHERE p.state IN ('due', 'complete') AND (p.closed IS NOT NULL OR "
	OF_NOT_CANCELLED(TICKETS_OF_ITEM, "1") " <= 0)",
	"SELECT 'purchase ' || " UUID_TEXT_OF("p.purchase") ", printf('it is %s, but event %lld "
	"did not end it', p.state, p.closed) FROM purchases p WHERE p.closed IS NOT NULL AND NOT "
	"(" IS_EVENT_WITH("p.closed", "ticket-purchase-expired", OF_EVENT("subject") " = p.reference") " OR "
	IS_EVENT_WITH("p.closed", "tickets-cancelled", OF_EVENT("subject") " = p.reference") ")",
	"SELECT 'ticket ' || " UUID_TEXT_OF_TICKET ", printf('event %lld did not cancel it', "
	"t.cancelled) FROM tickets t JOIN purchases p USING (purchase) WHERE t.cancelled IS NOT NULL "
	"AND NOT " IS_EVENT_WITH("t.cancelled", "tickets-cancelled", OF_EVENT("subject") " = p.reference"),
	"SELECT 'purchase ' || " UUID_TEXT_OF("purchase") ", printf('its amount is %lld, its valid "
	"tickets cost %lld', amount, total) FROM (SELECT p.purchase, p.amount, "
	"CASE WHEN p.closed IS NULL THEN "
	OF_NOT_CANCELLED(TICKETS_OF_ITEM " * " ITEM_PRICE, ITEM_PRICE)
	" ELSE 0 END AS total FROM purchases p) WHERE amount <> total",
	"SELECT 'purchase ' || " UUID_TEXT_OF("purchase") ", 'it is due, but there is nothing to pay' "
	"FROM purchases WHERE state = 'due' AND (amount = 0 OR paid > 0 OR payment = 'waived')",

	"SELECT 'purchase ' || " UUID_TEXT_OF("purchase") ", printf('it is complete, but its "
	"amount of %lld %s was not paid', amount, currency) FROM purchases WHERE state = 'complete' "
	"AND payment <> 'waived' AND amount > 0 AND paid IS NULL",
	"SELECT 'purchase ' || " UUID_TEXT_OF("p.purchase") ", 'it is marked as paid, but no event paid it' "
	"FROM purchases p WHERE p.paid IS NOT NULL AND NOT "
	IS_EVENT_OF("p.paid", "ticket-purchase-paid", "p.purchase"),
	"SELECT 'purchase ' || " UUID_TEXT_OF("p.purchase") ", printf('its deadline is %s, in its "
	"event %s', coalesce(p.deadline, 'none'), coalesce(recorded, 'none')) FROM (SELECT *, "
	"json_extract(e.line, '$.data.deadline') AS recorded FROM purchases JOIN events e "
	"ON e.seq = coalesce(extended, opened) WHERE state = 'due') p WHERE p.deadline IS NOT recorded",

	"SELECT 'purchase ' || " UUID_TEXT_OF("p.purchase") ", 'it is not found by the address of its "
	"purchaser' FROM purchases p JOIN events e ON e.seq = p.purchaser "
	"WHERE p.purchaser <= (SELECT c.seq FROM purchasers_position c) AND NOT EXISTS (SELECT 1 FROM "
	"purchasers u WHERE u.address = key(" OF_EVENT("data.purchaser.email") ") AND u.seq = p.seq)",
	"SELECT 'the purchasers', printf('their position %lld is not of the feed', c.seq) "
	"FROM purchasers_position c WHERE c.seq NOT IN (SELECT e.seq FROM events e)",
	"SELECT 'purchase ' || " UUID_TEXT_OF("a.purchase") ", printf('event %lld did not amend its "
	"purchaser', a.seq) FROM purchaser_amendments a WHERE NOT "
	IS_EVENT_OF("a.seq", "purchaser-amended", "a.purchase"),
	"SELECT 'purchase ' || " UUID_TEXT_OF("p.purchase") ", printf('event %lld did not set its "
	"purchaser', p.purchaser) FROM purchases p WHERE p.purchaser <> coalesce((SELECT max(a.seq) "
	"FROM purchaser_amendments a WHERE a.purchase = p.purchase), p.seq)",

	"SELECT 'purchase ' || " UUID_TEXT_OF("r.purchase") ", printf('event %lld did not refund it', "
	"r.seq) FROM refunds r WHERE NOT "
	IS_EVENT_WITH("r.seq", "ticket-purchase-refunded", OF_EVENT("data.amount") " = r.amount AND "
		OF_EVENT("data.purchase") " = " UUID_TEXT_OF("r.purchase")),
	"SELECT 'purchase ' || " UUID_TEXT_OF("r.purchase") ", 'it was refunded, but not paid before' "
	"FROM refunds r LEFT JOIN purchases p USING (purchase) WHERE p.paid IS NULL OR p.paid > r.seq",
	"SELECT 'purchase ' || " UUID_TEXT_OF("purchase") ", printf('%lld were refunded, %lld were "
	"cancelled before', paid_back, cancelled) FROM (SELECT r.purchase, (SELECT sum(o.amount) "
	"FROM refunds o WHERE o.purchase = r.purchase AND o.seq <= r.seq) AS paid_back, "
	"(SELECT coalesce(sum(v.quantity * v.price), 0) FROM (" TICKETS_BY_END ") v "
	"WHERE v.purchase = r.purchase AND v.ended > v.paid AND v.ended < r.seq) AS cancelled "
	"FROM refunds r) WHERE paid_back > cancelled",

	"SELECT 'payment ' || r.payment, printf('event %lld did not refuse it', r.seq) "
	"FROM refused_payments r WHERE NOT "
	IS_EVENT_WITH("r.seq", "ticket-command-rejected", OF_EVENT("data.payment") " = r.payment"),
	"SELECT 'payment ' || r.payment, printf('event %lld did not record it', r.recorded) "
	"FROM refused_payments r WHERE r.recorded IS NOT NULL AND NOT "
	IS_EVENT_WITH("r.recorded", "ticket-purchase-paid", OF_EVENT("data.payment") " = r.payment"),
	"SELECT 'payment ' || r.payment, printf('event %lld did not refund it', r.refunded) "
	"FROM refused_payments r WHERE r.refunded IS NOT NULL AND NOT "
	IS_EVENT_WITH("r.refunded", "ticket-payment-refunded", OF_EVENT("data.payment") " = r.payment"),

	"SELECT 'purchase ' || " UUID_TEXT_OF("p.purchase") ", printf('event %lld did not reopen it', "
	"p.opened) FROM purchases p WHERE p.opened <> p.seq AND NOT "
	IS_EVENT_OF("p.opened", "ticket-purchase-reopened", "p.purchase"),
	"SELECT 'purchase ' || " UUID_TEXT_OF("o.purchase") ", printf('it did not expire by event %lld, "
	"or event %lld did not reopen it', o.expired, o.seq) FROM reopenings o WHERE o.seq < o.expired OR NOT "
	IS_EVENT_OF("o.expired", "ticket-purchase-expired", "o.purchase") " OR NOT "
	IS_EVENT_OF("o.seq", "ticket-purchase-reopened", "o.purchase"),
	"SELECT 'purchase ' || " UUID_TEXT_OF("p.purchase") ", printf('event %lld did not extend it', "
	"p.extended) FROM purchases p WHERE p.extended IS NOT NULL AND NOT (p.extended > p.opened AND "
	IS_EVENT_OF("p.extended", "ticket-purchase-extended", "p.purchase") ")",

	/* Delegates */
	"SELECT 'ticket ' || " UUID_TEXT_OF_TICKET ", printf('it is not found by the address %s', t.email) "
	"FROM tickets t WHERE t.folded IS NOT nullif(fold(t.email), lower(t.email))",
	"SELECT 'ticket ' || " UUID_TEXT_OF_TICKET ", printf('it has the delegate %s, but is not "
	"valid', t.name) FROM tickets t JOIN purchases p USING (purchase) "
	"WHERE t.name IS NOT NULL AND (t.cancelled IS NOT NULL OR p.closed IS NOT NULL)",
	"SELECT 'ticket ' || " UUID_TEXT_OF_TICKET ", printf('it has the delegate %s, but was "
	"not assigned', t.name) FROM tickets t WHERE t.name IS NOT NULL AND t.cancelled IS NULL "
	"AND NOT " IS_EVENT("t.assignment", "ticket-assigned"),
	"SELECT 'ticket ' || " UUID_TEXT_OF_TICKET ", printf('event %lld assigned it, "
	"but it has no delegate', t.assignment) FROM tickets t WHERE t.name IS NULL AND "
	IS_EVENT("t.assignment", "ticket-assigned"),
};

bool invariants_check(struct store *store, unsigned number, struct arena *arena,
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
