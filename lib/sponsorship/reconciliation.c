#include "sponsorship/reconciliation.h"

#include "sponsorship/messages.h"
#include "store/query.h"

/* What ticketing's feed says of purchases; command: that asked for it. */
static void make_tables(struct store *store)
{
	query_run(query_of(store,
		"CREATE TEMP TABLE IF NOT EXISTS purchases_seen (purchase TEXT PRIMARY KEY, "
		"reference TEXT NOT NULL, client TEXT NOT NULL, command BLOB, "
		"good INTEGER NOT NULL) STRICT, WITHOUT ROWID"));
	query_run(query_of(store,
		"CREATE TEMP TABLE IF NOT EXISTS rejections_seen (command BLOB PRIMARY KEY) "
		"STRICT, WITHOUT ROWID"));
	query_run(query_of(store,
		"CREATE INDEX IF NOT EXISTS temp.purchases_by_command "
		"ON purchases_seen (command)"));
}

static void on_created(struct decision *decision, const void *event)
{
	const struct ticket_purchase_created *created = event;
	struct query *query;

	make_tables(decision->store);
	query = query_of(decision->store,
		"INSERT INTO purchases_seen (purchase, reference, client, command, good) "
		"VALUES (:purchase, :reference, :client, :command, :good) "
		"ON CONFLICT (purchase) DO NOTHING");
	query_text(query, created->purchase);
	query_text(query, created->reference);
	query_text(query, created->client);
	query_uuid(query, decision->envelope->cause);
	query_integer(query, (int64_t)created->tickets.count);
	query_run(query);
}

static void on_rejected(struct decision *decision, const void *event)
{
	struct query *query;

	(void)event;
	if (decision->envelope->cause == NULL)
		return;
	make_tables(decision->store);
	query = query_of(decision->store,
		"INSERT INTO rejections_seen (command) VALUES (:command) "
		"ON CONFLICT (command) DO NOTHING");
	query_uuid(query, decision->envelope->cause);
	query_run(query);
}

static void set_good(struct store *store, const char *purchase, int64_t good)
{
	struct query *query;

	make_tables(store);
	query = query_of(store,
		"UPDATE purchases_seen SET good = min(good, :good) WHERE purchase = :purchase");
	query_integer(query, good);
	query_text(query, purchase);
	query_run(query);
}

static void on_cancelled(struct decision *decision, const void *event)
{
	const struct tickets_cancelled *cancelled = event;

	set_good(decision->store, cancelled->purchase, cancelled->left.value);
}

static void on_expired(struct decision *decision, const void *event)
{
	set_good(decision->store, ((const struct ticket_purchase_expired *)event)->purchase, 0);
}

static const struct reaction reactions[] = {
	{&ticket_purchase_created_message, on_created, NULL},
	{&ticket_purchase_rejected_message, on_rejected, NULL},
	{&tickets_cancelled_message, on_cancelled, NULL},
	{&ticket_purchase_expired_message, on_expired, NULL},
	{.event = NULL},
};

const struct process reconciling = {
	.name = "sponsor-reconcile",
	.reactions = reactions,
};

/* The rows */

/* Who we are at ticketing: the client of what we asked for. */
static const char *client_of(struct store *store, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT p.client FROM purchases_seen p JOIN bookings b "
		"ON b.command = p.command LIMIT 1");
	const char *client = "sponsorship";

	while (query_row(query))
		client = query_copy_at(query, 0, arena);
	return client;
}

/* What is compared: the rows of a query are sponsor, reference, message, and a purchase. */
struct comparison {
	enum difference difference;
	const char *sql;
	const char *repair; /* %s: the client, then the purchase; NULL: a person decides */
};

#define BRING_IN "ticket-feed | sponsor-book"

static const struct comparison comparisons[] = {
	{DIFFERENCE_NOT_DECIDED,
		"SELECT sponsor, NULL, 'nobody has decided what it shall have since the last change', "
		"NULL FROM sponsors WHERE decided < due ORDER BY sponsor",
		"sponsor-allocate -a | ticket-create -c %s | sponsor-book; "
		"sponsor-reclaim -a | ticket-cancel -c %s | sponsor-book"},
	{DIFFERENCE_NOT_BROUGHT_IN,
		"SELECT b.beneficiary, b.reference, CASE WHEN p.purchase IS NULL THEN "
		"'ticketing has refused it, the ledger does not know' ELSE "
		"'ticketing has booked ' || p.good || ', the ledger does not know' END, NULL "
		"FROM bookings b LEFT JOIN purchases_seen p ON p.command = b.command "
		"WHERE b.state = 'requested' AND (p.purchase IS NOT NULL OR b.command IN "
		"(SELECT command FROM rejections_seen)) ORDER BY b.requested",
		BRING_IN},
	{DIFFERENCE_NOT_ASKED,
		"SELECT beneficiary, reference, 'decided upon, and ticketing has never answered', "
		"NULL FROM bookings WHERE state = 'requested' "
		"AND command NOT IN (SELECT command FROM purchases_seen WHERE command IS NOT NULL) "
		"AND command NOT IN (SELECT command FROM rejections_seen) ORDER BY requested",
		"sponsor-allocate -a | ticket-create -c %s | sponsor-book"},
	{DIFFERENCE_NOT_AT_TICKETING,
		"SELECT b.beneficiary, b.reference, 'the ledger has ' || b.good || ' booked, "
		"the feed knows nothing of it', NULL FROM bookings b LEFT JOIN purchases_seen p "
		"ON p.command = b.command WHERE b.state = 'booked' AND b.purchase IS NOT NULL "
		"AND p.purchase IS NULL ORDER BY b.requested",
		NULL},
	{DIFFERENCE_NOT_BROUGHT_IN,
		"SELECT b.beneficiary, b.reference, 'ticketing has ' || p.good || ', the ledger ' "
		"|| b.good, NULL FROM bookings b JOIN purchases_seen p ON p.command = b.command "
		"WHERE b.state = 'booked' AND b.purchase IS NOT NULL AND b.good <> p.good "
		"ORDER BY b.requested",
		BRING_IN},
	{DIFFERENCE_NOT_IN_LEDGER,
		"SELECT NULL, p.reference, 'ticketing has ' || p.good || ' for us that we never "
		"asked for', p.purchase FROM purchases_seen p WHERE p.good > 0 AND p.client IN "
		"(SELECT client FROM purchases_seen s JOIN bookings b ON b.command = s.command) "
		"AND NOT EXISTS (SELECT 1 FROM bookings b WHERE b.command = p.command) "
		"ORDER BY p.reference",
		"ticket-cancel -c %s --unassigned %s"},
	{DIFFERENCE_NOT_IN_LEDGER,
		"SELECT b.beneficiary, b.reference, 'booked by hand, and ticketing has ' || "
		"p.good || ' as well', p.purchase FROM bookings b JOIN purchases_seen p "
		"ON p.command = b.command WHERE b.state = 'booked' AND b.purchase IS NULL "
		"AND p.good > 0 ORDER BY b.requested",
		"ticket-cancel -c %s --unassigned %s"},
	{DIFFERENCE_REFUSED,
		"SELECT sponsor, reference, code || ': ' || message, NULL "
		"FROM refused_and_lacking ORDER BY answered",
		"sponsor-allocate --retry | ticket-create -c %s | sponsor-book"},
	{DIFFERENCE_LACKING,
		"SELECT l.sponsor, NULL, 'shall have ' || l.quantity || ' of ' || l.type || "
		"', has ' || (l.quantity - l.lack), NULL FROM lacking l WHERE NOT EXISTS "
		"(SELECT 1 FROM refused_and_lacking r WHERE r.sponsor = l.sponsor "
		"AND r.type = l.type)",
		NULL},
	{DIFFERENCE_EXCEEDED,
		"SELECT b.beneficiary, NULL, 'has ' || sum(b.good) || ' of ' || b.type || "
		"', shall have ' || coalesce(t.quantity, 0) || ': the others are held by people, "
		"or were booked by hand', NULL FROM bookings b LEFT JOIN targets t "
		"ON t.sponsor = b.beneficiary AND t.type = b.type WHERE b.state <> 'refused' "
		"AND b.beneficiary NOT IN (SELECT sponsor FROM sponsors WHERE decided < due) "
		"GROUP BY b.beneficiary, b.type HAVING sum(b.good) > coalesce(t.quantity, 0)",
		NULL},
};

/* The repair, with the client, and the purchase, in place. */
static const char *repair_of(const struct comparison *comparison, const char *client,
	const char *purchase, struct arena *arena)
{
	const char *text = comparison->repair;
	const char *values[] = {client, purchase != NULL ? purchase : client};
	const char *done = "";
	size_t i;

	for (i = 0; text != NULL; i++) {
		const char *mark = strstr(text, "%s");

		if (mark == NULL || i == COUNT_OF(values))
			return arena_printf(arena, "%s%s", done, text);
		done = arena_printf(arena, "%s%.*s%s", done, (int)(mark - text), text, values[i]);
		text = mark + 2;
	}
	return NULL;
}

void reconciliation_rows(
	struct store *store, struct arena *arena, void (*each)(void *to, const void *row), void *to)
{
	const char *client;
	size_t i;

	make_tables(store);
	client = client_of(store, arena);
	for (i = 0; i < COUNT_OF(comparisons); i++) {
		struct query *query = query_of(store, comparisons[i].sql);

		while (query_row(query)) {
			const char *purchase = query_copy_at(query, 3, arena);
			struct difference_row row = {
				.difference = comparisons[i].difference,
				.sponsor = query_copy_at(query, 0, arena),
				.reference = query_copy_at(query, 1, arena),
				.message = query_copy_at(query, 2, arena),
				.repair = repair_of(&comparisons[i], client, purchase, arena),
			};

			each(to, &row);
		}
	}
}
