#include "sponsorship/reconciliation.h"

#include "sponsorship/messages.h"
#include "sponsorship/status.h"
#include "store/query.h"

/* What ticketing's feed says of purchases; command: that asked for it. */
static void make_tables(struct store *store)
{
	query_run(query_of(store,
		"CREATE TEMP TABLE IF NOT EXISTS purchases_seen (purchase TEXT PRIMARY KEY, "
		"reference TEXT NOT NULL, client TEXT NOT NULL, command BLOB, "
		"good INTEGER NOT NULL) STRICT, WITHOUT ROWID"));
	query_run(query_of(store,
		"CREATE TEMP TABLE IF NOT EXISTS rejections_seen (command BLOB PRIMARY KEY, "
		"client TEXT NOT NULL) STRICT, WITHOUT ROWID"));
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
	const struct ticket_purchase_rejected *rejected = event;
	struct query *query;

	if (decision->envelope->cause == NULL)
		return;
	make_tables(decision->store);
	query = query_of(decision->store,
		"INSERT INTO rejections_seen (command, client) VALUES (:command, :client) "
		"ON CONFLICT (command) DO NOTHING");
	query_uuid(query, decision->envelope->cause);
	query_text(query, rejected->client);
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

/* Who we are at ticketing: whoever asked for what the ledger has. */
const char *reconciliation_client(struct store *store, struct arena *arena)
{
	struct query *query;
	const char *client = NULL;

	make_tables(store);
	query = query_of(store,
		"SELECT p.client FROM purchases_seen p JOIN bookings b ON b.command = p.command "
		"UNION ALL SELECT r.client FROM rejections_seen r JOIN bookings b "
		"ON b.command = r.command LIMIT 1");
	while (query_row(query))
		client = query_copy_at(query, 0, arena);
	return client;
}

bool reconciliation_is_empty(struct store *store)
{
	make_tables(store);
	return query_number(query_of(store,
		       "SELECT EXISTS (SELECT 1 FROM purchases_seen) "
		       "OR EXISTS (SELECT 1 FROM bookings) "
		       "OR EXISTS (SELECT 1 FROM sponsors WHERE decided < due)")) == 0;
}

/* The rows */

/* What repairs a difference: words in braces are put in, quoted for the shell. */
#define ASK "sponsor-allocate -a | ticket-create -c {client} | sponsor-book"
#define ASK_BACK "sponsor-reclaim -a | ticket-cancel -c {client} | sponsor-book"
#define BRING_IN "ticket-feed | sponsor-book"
#define CANCEL "ticket-cancel -c {client} --unassigned {purchase}"
#define CANCEL_ALL_BUT                                                                             \
	"ticket-cancel -c {client} --unassigned --keep {quantity} {purchase} | sponsor-book"

/* Another override is another decision, so that it is asked for again; its reason has to be new. */
#define ASK_ANEW                                                                                   \
	"sponsor-override -q --sponsor={sponsor} --type={type} --quantity={quantity} "             \
	"--by=\"$(id -un)\" --reason='asked for again, as of event {position}' | "                 \
	"sponsor-allocate | ticket-create -c {client} | sponsor-book"

#define NO_WORDS ", NULL, NULL, NULL, NULL "

/* How many of a booking b people hold, as far as the ledger knows. */
#define HELD "(SELECT count(*) FROM holders h WHERE h.booking = b.command AND h.email IS NOT NULL)"

/* What ticketing has more of than the ledger; MORE: what else is said of it. */
#define MORE_THAN_RECORDED(more)                                                                   \
	"SELECT b.beneficiary, b.reference, 'ticketing has ' || p.good || ', of which by the "     \
	"ledger ' || b.good || ' are left'" more                                                   \
	", p.client, p.purchase, NULL, b.good "                                                    \
	"FROM bookings b JOIN purchases_seen p ON p.command = b.command "                          \
	"WHERE b.state = 'booked' AND b.purchase IS NOT NULL AND p.good > b.good "

/*
 * Who has too many, WHY, where EXISTS what a tool would ask back by itself. Where an answer is not in the ledger,
 * or to come, nobody knows yet what is too much.
 */
#define TOO_MANY(why, exists)                                                                      \
	"SELECT b.beneficiary, NULL, 'has ' || sum(b.good) || ' of ' || b.type || "                \
	"', shall have ' || coalesce(t.quantity, 0) || ': " why "'" NO_WORDS                       \
	"FROM bookings b LEFT JOIN targets t "                                                     \
	"ON t.sponsor = b.beneficiary AND t.type = b.type WHERE b.state <> 'refused' "             \
	"AND b.beneficiary NOT IN (SELECT sponsor FROM sponsors WHERE decided < due) "             \
	"AND NOT EXISTS (SELECT 1 FROM bookings o LEFT JOIN purchases_seen p "                     \
	"ON p.command = o.command WHERE o.beneficiary = b.beneficiary "                            \
	"AND o.type = b.type AND (o.state = 'requested' "                                          \
	"OR (o.state = 'booked' AND o.purchase IS NOT NULL AND p.good <> o.good) "                 \
	"OR EXISTS (SELECT 1 FROM reclaims r WHERE r.booking = o.command "                         \
	"AND r.state = 'requested'))) "                                                            \
	"AND " exists                                                                              \
	" (SELECT 1 FROM reclaimable m WHERE m.sponsor = b.beneficiary "                           \
	"AND m.type = b.type) "                                                                    \
	"GROUP BY b.beneficiary, b.type HAVING sum(b.good) > coalesce(t.quantity, 0)"

/* What is compared. */
struct comparison {
	enum difference difference;
	/* Its rows: sponsor, reference, message; client, purchase, type, quantity, for the repair. */
	const char *sql;
	const char *repair; /* NULL: a person decides */
};

static const struct comparison comparisons[] = {
	{DIFFERENCE_NOT_BROUGHT_IN,
		"SELECT b.beneficiary, b.reference, CASE WHEN p.purchase IS NULL THEN "
		"'ticketing has refused it, the ledger does not know' ELSE "
		"'ticketing has booked ' || p.good || ', the ledger does not know' END" NO_WORDS
		"FROM bookings b LEFT JOIN purchases_seen p ON p.command = b.command "
		"WHERE b.state = 'requested' AND (p.purchase IS NOT NULL OR b.command IN "
		"(SELECT command FROM rejections_seen)) ORDER BY b.requested",
		BRING_IN},
	/* A person was mistaken; what ticketing itself has refused it can't have booked. */
	{DIFFERENCE_NOT_BROUGHT_IN,
		"SELECT b.beneficiary, b.reference, 'refused by hand, and ticketing has booked ' "
		"|| p.good" NO_WORDS
		"FROM bookings b JOIN purchases_seen p ON p.command = b.command "
		"WHERE b.state = 'refused' AND b.code = 'by_hand' AND p.good > 0 "
		"ORDER BY b.requested",
		BRING_IN},
	{DIFFERENCE_NOT_IN_LEDGER,
		"SELECT b.beneficiary, b.reference, 'refused by ticketing (' || b.code || "
		"'), which has ' || p.good || ' of it', p.client, p.purchase, NULL, NULL "
		"FROM bookings b JOIN purchases_seen p ON p.command = b.command "
		"WHERE b.state = 'refused' AND b.code <> 'by_hand' AND p.good > 0 "
		"ORDER BY b.requested",
		CANCEL},
	{DIFFERENCE_NOT_ASKED,
		"SELECT beneficiary, reference, 'decided upon, and ticketing has never answered'" NO_WORDS
		"FROM bookings WHERE state = 'requested' "
		"AND command NOT IN (SELECT command FROM purchases_seen WHERE command IS NOT NULL) "
		"AND command NOT IN (SELECT command FROM rejections_seen) ORDER BY requested",
		ASK},
	{DIFFERENCE_NOT_AT_TICKETING,
		"SELECT b.beneficiary, b.reference, 'the ledger has ' || b.good || ' booked, "
		"the feed knows nothing of it'" NO_WORDS
		"FROM bookings b LEFT JOIN purchases_seen p "
		"ON p.command = b.command WHERE b.state = 'booked' AND b.purchase IS NOT NULL "
		"AND p.purchase IS NULL ORDER BY b.requested",
		NULL},
	{DIFFERENCE_NOT_BROUGHT_IN,
		"SELECT b.beneficiary, b.reference, 'ticketing has ' || p.good || ', the ledger ' "
		"|| b.good" NO_WORDS
		"FROM bookings b JOIN purchases_seen p ON p.command = b.command "
		"WHERE b.state = 'booked' AND b.purchase IS NOT NULL AND p.good < b.good "
		"ORDER BY b.requested",
		BRING_IN},
	/* Tickets become fewer and never more: a person has said that fewer are left. */
	{DIFFERENCE_NOT_IN_LEDGER,
		MORE_THAN_RECORDED("") "AND p.good > " HELD " ORDER BY b.requested",
		CANCEL_ALL_BUT},
	{DIFFERENCE_NOT_IN_LEDGER,
		MORE_THAN_RECORDED(" || ', which are held by people'") "AND p.good <= " HELD
								       " ORDER BY b.requested",
		NULL},
	{DIFFERENCE_NOT_ASKED,
		"SELECT b.beneficiary, b.reference, 'asked back, and ticketing has never answered'" NO_WORDS
		"FROM bookings b LEFT JOIN purchases_seen p ON p.command = b.command "
		"WHERE b.command IN (SELECT booking FROM reclaims WHERE state = 'requested') "
		"AND (p.good IS NULL OR p.good = b.good) ORDER BY b.requested",
		ASK_BACK},
	{DIFFERENCE_NOT_IN_LEDGER,
		"SELECT b.beneficiary, b.reference, 'booked by hand, and ticketing has ' || "
		"p.good || ' as well', p.client, p.purchase, NULL, NULL "
		"FROM bookings b JOIN purchases_seen p "
		"ON p.command = b.command WHERE b.state = 'booked' AND b.purchase IS NULL "
		"AND p.good > 0 ORDER BY b.requested",
		CANCEL},
	/* Asked for again, what is booked and not brought in would be booked twice. */
	{DIFFERENCE_REFUSED,
		"SELECT sponsor, reference, code || ': ' || message" NO_WORDS
		"FROM refused_and_lacking WHERE reference NOT IN (SELECT b.reference FROM bookings b "
		"JOIN purchases_seen p ON p.command = b.command WHERE p.good > 0) ORDER BY answered",
		"sponsor-allocate --retry | ticket-create -c {client} | sponsor-book"},
	{DIFFERENCE_LACKING,
		"SELECT l.sponsor, NULL, 'shall have ' || l.quantity || ' of ' || l.type || "
		"', has ' || (l.quantity - l.lack), NULL, NULL, l.type, l.quantity FROM lacking l "
		"WHERE NOT EXISTS (SELECT 1 FROM refused_and_lacking r "
		"WHERE r.sponsor = l.sponsor AND r.type = l.type)",
		ASK_ANEW},
	{DIFFERENCE_NOT_ASKED, TOO_MANY("nobody has asked the others back", "EXISTS"), ASK_BACK},
	{DIFFERENCE_EXCEEDED,
		TOO_MANY("the others are held by people, or were booked by hand", "NOT EXISTS"),
		NULL},
};

struct comparing {
	struct store *store;
	const char *client;
	const char *position; /* the last in our feed */
	struct arena *arena;
	void (*each)(void *to, const void *row);
	void *to;
};

/* Borrows: TEXT as one word of the shell, whatever is in it. */
static const char *shell_word(const char *text, struct arena *arena)
{
	static const char plain[] =
		"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
		"0123456789_-./:@%+,";
	const char *word = "";
	const char *quote;

	if (*text != '\0' && text[strspn(text, plain)] == '\0')
		return text;
	while ((quote = strchr(text, '\'')) != NULL) {
		word = arena_printf(arena, "%s%.*s'\\''", word, (int)(quote - text), text);
		text = quote + 1;
	}
	return arena_printf(arena, "'%s%s'", word, text);
}

/* What a repair names; NULL where its row has none. */
enum word { WORD_CLIENT, WORD_PURCHASE, WORD_TYPE, WORD_QUANTITY, WORD_SPONSOR, WORD_POSITION };
static const char *const words[] = {
	[WORD_CLIENT] = "{client}",
	[WORD_PURCHASE] = "{purchase}",
	[WORD_TYPE] = "{type}",
	[WORD_QUANTITY] = "{quantity}",
	[WORD_SPONSOR] = "{sponsor}",
	[WORD_POSITION] = "{position}",
};

/* Borrows: the repair TEXT, with VALUES in the place of words. What is put in is not read again. */
static const char *repair_of(
	const char *text, const char *const values[COUNT_OF(words)], struct arena *arena)
{
	const char *done = "";
	size_t i;

	while (*text != '\0') {
		size_t plain = strcspn(text, "{");

		done = arena_printf(arena, "%s%.*s", done, (int)plain, text);
		text += plain;
		for (i = 0; i < COUNT_OF(words); i++) {
			size_t length = strlen(words[i]);

			if (strncmp(text, words[i], length) != 0)
				continue;
			if (values[i] != NULL)
				done = arena_printf(
					arena, "%s%s", done, shell_word(values[i], arena));
			text += length;
			break;
		}
	}
	return done;
}

/* Hands on a row of QUERY, whose columns are: sponsor, reference, message, and the first words. */
static void add_row(struct comparing *comparing, struct query *query, enum difference difference,
	const char *repair)
{
	enum { MESSAGE_COLUMN = 2, QUANTITY_COLUMN = MESSAGE_COLUMN + 1 + WORD_QUANTITY };
	struct arena *arena = comparing->arena;
	const char *values[COUNT_OF(words)] = {NULL};
	struct difference_row row = {
		.difference = difference,
		.sponsor = query_optional_copy_at(query, 0, arena),
		.reference = query_optional_copy_at(query, 1, arena),
		.message = query_copy_at(query, MESSAGE_COLUMN, arena),
	};
	int i;

	for (i = WORD_CLIENT; i < WORD_QUANTITY; i++)
		values[i] = query_optional_copy_at(query, MESSAGE_COLUMN + 1 + i, arena);
	if (!query_is_null_at(query, QUANTITY_COLUMN))
		values[WORD_QUANTITY] = arena_printf(
			arena, "%lld", (long long)query_integer_at(query, QUANTITY_COLUMN));
	if (values[WORD_CLIENT] == NULL)
		values[WORD_CLIENT] = comparing->client;
	values[WORD_SPONSOR] = row.sponsor;
	values[WORD_POSITION] = comparing->position;
	if (repair != NULL)
		row.repair = repair_of(repair, values, arena);
	comparing->each(comparing->to, &row);
}

/* What SPONSOR lacks of what its overrides want, where no rule says what it is owed. */
static void add_overrides(struct comparing *comparing, const char *sponsor)
{
	struct query *query = query_of(comparing->store,
		"SELECT sponsor, NULL, 'an override wants ' || quantity || ' of ' || type || "
		"', it has ' || good, NULL, NULL, type, quantity FROM (SELECT *, "
		"(SELECT coalesce(sum(good), 0) FROM bookings b WHERE b.beneficiary = o.sponsor "
		"AND b.type = o.type AND b.state <> 'refused') AS good FROM overrides o) "
		"WHERE sponsor = :sponsor AND quantity > good ORDER BY type");

	query_text(query, sponsor);
	while (query_row(query))
		add_row(comparing, query, DIFFERENCE_LACKING, ASK_ANEW);
}

/* Whoever nobody has decided upon: whether a tool can, is not for a query to say. */
static void add_undecided(struct comparing *comparing, const struct sponsor_state *sponsor)
{
	const char *values[COUNT_OF(words)] = {[WORD_CLIENT] = comparing->client};
	struct difference_row row = {.sponsor = sponsor->sponsor};
	const char *repair = ASK "; " ASK_BACK;
	const char *facts;

	switch (status_undecided(comparing->store, sponsor, comparing->arena, &facts)) {
	case UNDECIDED_NOT:
		return;
	case UNDECIDED_LACKING:
		add_overrides(comparing, sponsor->sponsor);
		return;
	case UNDECIDED_RULE:
		row.difference = DIFFERENCE_WITHOUT_RULE;
		row.message =
			arena_printf(comparing->arena, "no rule of any policy is for %s", facts);
		repair = "sponsor-policy adopt policy.json && " ASK;
		break;
	case UNDECIDED_YET:
		row.difference = DIFFERENCE_NOT_DECIDED;
		row.message = "nobody has decided what it shall have since the last change";
		break;
	}
	row.repair = repair_of(repair, values, comparing->arena);
	comparing->each(comparing->to, &row);
}

static void compare_decisions(struct comparing *comparing)
{
	struct query *query = query_of(comparing->store,
		"SELECT sponsor FROM sponsors WHERE decided < due ORDER BY sponsor");
	struct sponsor_state sponsor;

	while (query_row(query))
		if (sponsor_find(comparing->store, query_copy_at(query, 0, comparing->arena),
			    comparing->arena, &sponsor))
			add_undecided(comparing, &sponsor);
}

/*
 * What ticketing has for us, and the ledger does not. Where it knows nothing of ours at
 * all it is more likely that it was lost: then cancelling would be no repair.
 */
static void compare_unasked(struct comparing *comparing)
{
	const char *repair = CANCEL;
	struct query *query = query_of(comparing->store,
		"SELECT NULL, p.reference, 'ticketing has ' || p.good || ' for us that ' "
		"|| CASE WHEN :known THEN 'we never asked for' ELSE 'are not in the ledger, "
		"which has nothing of ours: was it lost?' END, p.client, p.purchase, NULL, NULL "
		"FROM purchases_seen p WHERE p.good > 0 AND (p.client = :client OR p.client IN "
		"(SELECT client FROM purchases_seen s JOIN bookings b ON b.command = s.command)) "
		"AND NOT EXISTS (SELECT 1 FROM bookings b WHERE b.command = p.command) "
		"ORDER BY p.reference");
	bool known = query_number(query_of(comparing->store,
			     "SELECT EXISTS (SELECT 1 FROM purchases_seen p JOIN bookings b "
			     "ON b.command = p.command)")) != 0;

	if (!known)
		repair = NULL;
	query_integer(query, known);
	query_text(query, comparing->client);
	while (query_row(query))
		add_row(comparing, query, DIFFERENCE_NOT_IN_LEDGER, repair);
}

void reconciliation_rows(struct store *store, const char *client, struct arena *arena,
	void (*each)(void *to, const void *row), void *to)
{
	struct comparing comparing = {store, client, "", arena, each, to};
	size_t i;

	make_tables(store);
	comparing.position = arena_printf(arena, "%lld",
		(long long)query_number(query_of(store, "SELECT max(seq) FROM events")));
	compare_decisions(&comparing);
	compare_unasked(&comparing);
	for (i = 0; i < COUNT_OF(comparisons); i++) {
		struct query *query = query_of(store, comparisons[i].sql);

		while (query_row(query))
			add_row(&comparing, query, comparisons[i].difference,
				comparisons[i].repair);
	}
}
