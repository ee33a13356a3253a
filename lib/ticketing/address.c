#include "ticketing/address.h"

#include "store/query.h"

/* Events in a transaction. More of them are fewer writes of the same pages, after a rebuild. */
enum { BATCH = 100000 };

#define POSITION "coalesce((SELECT seq FROM purchasers_position), 0)"

#define OF_EVENT(attribute) "json_extract(e.line, '$." attribute "')"

/* In SQL: the address in the event e, which sets a purchaser, and the position of its purchase. */
#define ADDRESS OF_EVENT("data.purchaser.email")
#define PURCHASE                                                                                   \
	"CASE " OF_EVENT("type") " WHEN 'lanyard.ticketing.ticket-purchase-created.v1' THEN e.seq "\
	"ELSE (SELECT p.seq FROM purchases p WHERE p.purchase = uuid(" OF_EVENT("data.purchase")   \
	")) END"
#define SETS_PURCHASER                                                                             \
	OF_EVENT("type")                                                                           \
	" IN ('lanyard.ticketing.ticket-purchase-created.v1', "                                    \
	"'lanyard.ticketing.purchaser-amended.v1')"

bool address_catch_up(struct store *store)
{
	int64_t last = store_last_sequence(store);
	int64_t before = query_number(query_of(store, "SELECT seq FROM purchasers_position"));
	int64_t position = last - before > BATCH ? before + BATCH : last;

	if (position <= before)
		return false;
	/* In the order of the key, so that each page is changed once. */
	query_run(QUERY(store,
		"INSERT OR IGNORE INTO purchasers (address, seq) "
		"SELECT key(" ADDRESS "), " PURCHASE
		" FROM events e "
		"WHERE e.seq > :before AND e.seq <= :position AND " SETS_PURCHASER " ORDER BY 1, 2",
		before, position));
	query_run(QUERY(store,
		"INSERT INTO purchasers_position (one, seq) VALUES (1, :position) "
		"ON CONFLICT (one) DO UPDATE SET seq = excluded.seq",
		position));
	return position < last;
}

int address_page(
	struct store *store, const char *email, int64_t after, int64_t *positions, int limit)
{
	return query_numbers_page(store,
		"INSERT INTO result_set (number) "
		"SELECT seq FROM purchasers WHERE address = key(:email) AND seq > :after "
		"UNION SELECT p.seq FROM tickets t JOIN purchases p USING (purchase) "
		"WHERE t.email = :email AND p.seq > :after "
		"UNION SELECT seq FROM (SELECT " PURCHASE
		" AS seq FROM events e "
		"WHERE e.seq > " POSITION " AND " SETS_PURCHASER " AND " ADDRESS
		" = :email COLLATE NOCASE) WHERE seq > :after",
		QUERY_BINDING(email, after), after, positions, limit);
}
