#include "booking/reconcile.h"

#include "booking/entitlement.h"
#include "booking/internal.h"

/*
 * Purchases in the feed of ticketing, with the command of the ledger that each answers, or else
 * was created by; whose request it is, NULL if none of ours, and whether they are KNOWN here;
 * assigned tickets.
 */
static void make_tables(struct store *store)
{
	query_run(query_of(store,
		"CREATE TEMP TABLE IF NOT EXISTS seen (purchase TEXT PRIMARY KEY, "
		"id BLOB NOT NULL, reference TEXT NOT NULL, client TEXT NOT NULL, command BLOB, "
		"beneficiary TEXT, known INTEGER NOT NULL, source_time TEXT NOT NULL, "
		"valid INTEGER NOT NULL) STRICT, WITHOUT ROWID"));
	query_run(query_of(store,
		"CREATE TEMP TABLE IF NOT EXISTS seen_rejections (command BLOB PRIMARY KEY, "
		"client TEXT NOT NULL) STRICT, WITHOUT ROWID"));
	query_run(query_of(
		store, "CREATE INDEX IF NOT EXISTS temp.seen_by_command ON seen (command)"));
	query_run(query_of(store,
		"CREATE TEMP TABLE IF NOT EXISTS seen_assigned (ticket TEXT PRIMARY KEY, "
		"purchase TEXT NOT NULL) STRICT, WITHOUT ROWID"));
	query_run(query_of(store,
		"CREATE INDEX IF NOT EXISTS temp.seen_assigned_by_purchase "
		"ON seen_assigned (purchase)"));
}

static void on_created(struct decision *decision, const void *event)
{
	const struct ticket_purchase_created *created = event;
	const char *owner = booking_owner(decision, created);
	struct recipient recipient;
	struct uuid id;

	if (!uuid_parse(created->purchase, &id))
		return;
	make_tables(decision->store);
	query_run(QUERY(decision->store,
		"INSERT INTO seen (purchase, id, reference, client, command, beneficiary, known, "
		"source_time, valid) VALUES (:purchase, :id, :reference, :client, "
		"coalesce((SELECT command FROM bookings WHERE reference = :own), :command), "
		":beneficiary, :known, :source_time, :valid) ON CONFLICT (purchase) DO NOTHING",
		created->purchase, &id, created->reference, created->client,
		owner != NULL ? created->reference : NULL, decision->envelope->cause, owner,
		owner != NULL &&
			booking_client_of(decision->store)
				->find(decision->store, owner, decision->arena, &recipient),
		booking_source_time(decision), (int64_t)created->tickets.count));
}

static void on_rejected(struct decision *decision, const void *event)
{
	const struct ticket_purchase_rejected *rejected = event;

	if (decision->envelope->cause == NULL)
		return;
	make_tables(decision->store);
	query_run(QUERY(decision->store,
		"INSERT INTO seen_rejections (command, client) VALUES (:command, :client) "
		"ON CONFLICT (command) DO NOTHING",
		decision->envelope->cause, rejected->client));
}

static void set_valid(struct store *store, const char *purchase, int64_t valid)
{

	make_tables(store);
	query_run(QUERY(store,
		"UPDATE seen SET valid = min(valid, :valid) WHERE purchase = :purchase", valid,
		purchase));
}

static void remove_assigned(struct store *store, const char *ticket)
{

	make_tables(store);
	query_run(QUERY(store, "DELETE FROM seen_assigned WHERE ticket = :ticket", ticket));
}

static void on_cancelled(struct decision *decision, const void *event)
{
	const struct tickets_cancelled *cancelled = event;
	const struct ticket *tickets = cancelled->tickets.items;
	size_t i;

	set_valid(decision->store, cancelled->purchase, cancelled->left.value);
	for (i = 0; i < cancelled->tickets.count; i++)
		remove_assigned(decision->store, tickets[i].id);
}

static void on_assigned(struct decision *decision, const void *event)
{
	const struct ticket_assigned *assigned = event;

	make_tables(decision->store);
	query_run(QUERY(decision->store,
		"INSERT INTO seen_assigned (ticket, purchase) VALUES (:ticket, :purchase) "
		"ON CONFLICT (ticket) DO NOTHING",
		assigned->ticket, assigned->purchase));
}

static void on_unassigned(struct decision *decision, const void *event)
{
	remove_assigned(decision->store, ((const struct ticket_unassigned *)event)->ticket);
}

static void on_expired(struct decision *decision, const void *event)
{
	set_valid(decision->store, ((const struct ticket_purchase_expired *)event)->purchase, 0);
}

static const struct reaction reactions[] = {
	{&ticket_purchase_created_message, on_created, NULL},
	{&ticket_purchase_rejected_message, on_rejected, NULL},
	{&tickets_cancelled_message, on_cancelled, NULL},
	{&ticket_assigned_message, on_assigned, NULL},
	{&ticket_unassigned_message, on_unassigned, NULL},
	{&ticket_purchase_expired_message, on_expired, NULL},
	{.event = NULL},
};

const struct process booking_reconciling = {.reactions = reactions};

const char *reconcile_client(struct store *store, struct arena *arena)
{
	struct query *query;
	const char *client = NULL;

	make_tables(store);
	query = query_of(store,
		"SELECT s.client FROM seen s WHERE s.beneficiary IS NOT NULL "
		"UNION ALL SELECT r.client FROM seen_rejections r JOIN bookings b "
		"ON b.command = r.command LIMIT 1");
	while (query_row(query))
		client = query_copy_at(query, 0, arena);
	return client;
}

bool reconcile_is_empty(struct store *store)
{
	make_tables(store);
	return query_number(query_of(store,
		       "SELECT EXISTS (SELECT 1 FROM seen) OR EXISTS (SELECT 1 FROM bookings) "
		       "OR EXISTS (SELECT 1 FROM beneficiaries WHERE decision < due)")) == 0;
}

/* Repairs: command lines for the shell */

enum repair {
	REPAIR_NONE,    /* a person decides */
	REPAIR_DECIDE,  /* run the processes */
	REPAIR_ADOPT,   /* adopt a policy, then the same */
	REPAIR_REQUEST, /* send what is pending again */
	REPAIR_RECLAIM,
	REPAIR_REPEAT, /* send all requests again */
	REPAIR_RETRY,  /* request what is missing */
	REPAIR_RENAME, /* request it under another reference */
	REPAIR_RECORD, /* let the ledger read the feed */
	REPAIR_CANCEL, /* cancel the purchase */
	REPAIR_REDUCE, /* cancel all but what the ledger has of it */
};

/* What is compared, and where its rows go. */
struct comparing {
	struct store *store;
	const char *client;
	struct arena *arena; /* of one row: there may be as many as purchases */
	void (*each)(void *to, const void *row);
	void *to;
};

/* What a row has for its repair. */
struct subject {
	const char *client;
	const char *purchase; /* NULL, too: all of its tickets are assigned */
	const char *left;
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

/* Borrows: the repair for SUBJECT; NULL: a person decides. */
static const char *repair_of(
	struct comparing *comparing, enum repair repair, const struct subject *subject)
{
	const char *noun = booking_client_of(comparing->store)->noun;
	const char *client = subject->client != NULL ? subject->client : comparing->client;
	struct arena *arena = comparing->arena;
	const char *create, *cancel;

	client = client != NULL ? shell_word(client, arena) : "CLIENT";
	create = arena_printf(arena, "ticket-create -c %s | %s-book", client, noun);
	cancel = arena_printf(arena, "ticket-cancel -c %s", client);
	switch (repair) {
	case REPAIR_NONE:
		break;
	case REPAIR_DECIDE:
		return arena_printf(arena, "%s-allocate -a | %s; %s-reclaim -a | %s | %s-book",
			noun, create, noun, cancel, noun);
	case REPAIR_ADOPT:
		return arena_printf(arena, "%s-policy adopt policy.json && %s-allocate -a | %s",
			noun, noun, create);
	case REPAIR_REQUEST:
		return arena_printf(arena, "%s-allocate -a | %s", noun, create);
	case REPAIR_RECLAIM:
		return arena_printf(arena, "%s-reclaim -a | %s | %s-book", noun, cancel, noun);
	case REPAIR_REPEAT:
		return arena_printf(arena, "%s-feed | %s-allocate | %s", noun, noun, create);
	case REPAIR_RETRY:
		return arena_printf(arena, "%s-allocate --retry | %s", noun, create);
	case REPAIR_RENAME:
		return arena_printf(arena,
			"%s-book --manual --by \"$(id -un)\" --refused conflict -- %s && "
			"%s-allocate --retry | %s",
			noun, shell_word(subject->purchase, arena), noun, create);
	case REPAIR_RECORD:
		return arena_printf(arena, "ticket-feed | %s-book", noun);
	case REPAIR_CANCEL:
		if (subject->purchase == NULL)
			break;
		return arena_printf(
			arena, "%s --unassigned %s", cancel, shell_word(subject->purchase, arena));
	case REPAIR_REDUCE:
		if (subject->purchase == NULL)
			break;
		return arena_printf(arena, "%s --unassigned --keep %s %s | %s-book", cancel,
			subject->left, shell_word(subject->purchase, arena), noun);
	}
	return NULL;
}

/* Comparisons */

#define NO_SUBJECT ", NULL, NULL, NULL "

/* Of tickets that the ledger does not have only those can be cancelled that are unassigned. */
#define IS_CANCELLABLE                                                                             \
	"s.valid > (SELECT count(*) FROM seen_assigned a WHERE a.purchase = s.purchase) "
#define OR_ASSIGNED " || CASE WHEN " IS_CANCELLABLE "THEN '' ELSE ', and all are assigned' END"
#define TO_CANCEL ", s.client, CASE WHEN " IS_CANCELLABLE "THEN s.purchase END, "

/* The rows of a comparison: beneficiary, reference, message; client, purchase, left. */
struct comparison {
	enum difference difference;
	enum repair repair;
	const char *sql;
};

static const struct comparison comparisons[] = {
	{DIFFERENCE_NOT_DECIDED, REPAIR_DECIDE,
		"SELECT beneficiary, NULL, 'a fact was recorded since the last decision'" NO_SUBJECT
		"FROM beneficiaries WHERE decision < due ORDER BY beneficiary"},
	{DIFFERENCE_NOT_RECORDED, REPAIR_RECORD,
		"SELECT b.beneficiary, b.reference, CASE WHEN s.purchase IS NULL THEN "
		"'ticketing has refused it, the ledger has it pending' ELSE "
		"'ticketing has booked ' || s.valid || ', the ledger has it pending' END" NO_SUBJECT
		"FROM bookings b LEFT JOIN seen s ON s.command = b.command "
		"WHERE b.state = 'requested' AND (s.purchase IS NOT NULL OR b.command IN "
		"(SELECT command FROM seen_rejections)) ORDER BY b.requested"},
	{DIFFERENCE_NOT_RECORDED, REPAIR_RECORD,
		"SELECT b.beneficiary, b.reference, 'recorded manually as refused, and ticketing "
		"has booked ' || s.valid" NO_SUBJECT
		"FROM bookings b JOIN seen s ON s.command = b.command "
		"WHERE b.state = 'refused' AND b.code = '" MANUAL_CODE "' AND s.valid > 0 "
		"ORDER BY b.requested"},
	{DIFFERENCE_NOT_RECORDED, REPAIR_RECORD,
		"SELECT b.beneficiary, b.reference, 'refused by ticketing (' || b.code || "
		"'), which has booked ' || s.valid || ' of it since'" NO_SUBJECT
		"FROM bookings b JOIN seen s ON s.command = b.command WHERE b.state = 'refused' "
		"AND s.source_time > b.source_time AND s.valid > 0 ORDER BY b.requested"},
	{DIFFERENCE_NOT_RECORDED, REPAIR_RECORD,
		"SELECT b.beneficiary, b.reference, 'ticketing has another purchase of it than "
		"the ledger: ' || s.purchase" NO_SUBJECT
		"FROM bookings b JOIN seen s ON s.command = b.command "
		"WHERE b.state = 'booked' AND b.purchase IS NOT NULL "
		"AND b.purchase <> s.id ORDER BY b.requested"},
	{DIFFERENCE_NOT_RECORDED, REPAIR_RECORD,
		"SELECT b.beneficiary, b.reference, 'ticketing has ' || s.valid || ', the ledger ' "
		"|| b.valid" NO_SUBJECT "FROM bookings b JOIN seen s ON s.command = b.command "
		"WHERE b.state = 'booked' AND b.purchase IS NOT NULL AND s.valid < b.valid "
		"ORDER BY b.requested"},
	{DIFFERENCE_NOT_RECORDED, REPAIR_RECORD,
		"SELECT s.beneficiary, s.reference, 'ticketing has booked ' || s.valid || ', the "
		"ledger does not have it'" NO_SUBJECT "FROM seen s WHERE s.known AND s.valid > 0 "
		"AND s.command NOT IN (SELECT command FROM bookings) ORDER BY s.reference"},
	{DIFFERENCE_NOT_IN_LEDGER, REPAIR_NONE,
		"SELECT s.beneficiary, s.reference, 'ticketing has ' || s.valid || ' for somebody "
		"who is not registered: register them, then read the feed'" NO_SUBJECT
		"FROM seen s WHERE s.beneficiary IS NOT NULL AND NOT s.known AND s.valid > 0 "
		"ORDER BY s.reference"},
/* TAKEN: denied, as its reference has a purchase that the ledger never requested. */
#define UNANSWERED                                                                                 \
	"FROM bookings WHERE state = 'requested' "                                                 \
	"AND command NOT IN (SELECT command FROM seen WHERE command IS NOT NULL) "                 \
	"AND command NOT IN (SELECT command FROM seen_rejections) AND "
#define TAKEN "(code IS 'conflict' AND reference IN (SELECT reference FROM seen)) "
	{DIFFERENCE_NOT_REQUESTED, REPAIR_REQUEST,
		"SELECT beneficiary, reference, 'ticketing has never answered it'" NO_SUBJECT
			UNANSWERED "NOT " TAKEN "ORDER BY requested"},
	{DIFFERENCE_REFUSED, REPAIR_RENAME,
		"SELECT beneficiary, reference, code || ': ' || message, NULL, reference, NULL " UNANSWERED
			TAKEN "ORDER BY requested"},
	{DIFFERENCE_NOT_REQUESTED, REPAIR_RECLAIM,
		"SELECT b.beneficiary, b.reference, 'ticketing has never answered its "
		"reclaim'" NO_SUBJECT "FROM bookings b LEFT JOIN seen s ON s.command = b.command "
		"WHERE b.command IN (SELECT booking FROM reclaims WHERE state = 'requested') "
		"AND (s.valid IS NULL OR s.valid = b.valid) ORDER BY b.requested"},
	{DIFFERENCE_NOT_AT_TICKETING, REPAIR_REPEAT,
		"SELECT b.beneficiary, b.reference, 'the ledger has ' || b.valid || ' booked that "
		"ticketing''s feed does not have: was it restored from a backup?'" NO_SUBJECT
		"FROM bookings b LEFT JOIN seen s ON s.command = b.command "
		"WHERE b.state = 'booked' AND b.purchase IS NOT NULL AND b.valid > 0 "
		"AND s.purchase IS NULL "
		"ORDER BY b.requested"},
	/* Valid tickets become fewer, never more: fewer were recorded manually. */
	{DIFFERENCE_NOT_IN_LEDGER, REPAIR_REDUCE,
		"SELECT b.beneficiary, b.reference, 'ticketing has ' || s.valid || ', the ledger ' "
		"|| b.valid || ' of them'" OR_ASSIGNED TO_CANCEL "'' || b.valid "
		"FROM bookings b JOIN seen s ON s.command = b.command WHERE b.state = 'booked' "
		"AND b.purchase IS NOT NULL AND s.valid > b.valid ORDER BY b.requested"},
	{DIFFERENCE_NOT_IN_LEDGER, REPAIR_CANCEL,
		"SELECT b.beneficiary, b.reference, 'refused by ticketing (' || b.code || "
		"'), which has ' || s.valid || ' of it'" OR_ASSIGNED TO_CANCEL "NULL "
		"FROM bookings b JOIN seen s ON s.command = b.command "
		"WHERE b.state = 'refused' AND s.source_time <= b.source_time AND s.valid > 0 "
		"ORDER BY b.requested"},
	{DIFFERENCE_NOT_IN_LEDGER, REPAIR_CANCEL,
		"SELECT b.beneficiary, b.reference, 'recorded manually as booked, and ticketing "
		"has ' || s.valid || ' as well'" OR_ASSIGNED TO_CANCEL "NULL "
		"FROM bookings b JOIN seen s ON s.command = b.command WHERE b.state = 'booked' "
		"AND b.purchase IS NULL AND s.valid > 0 ORDER BY b.requested"},
	/* What is booked and not recorded yet must not be requested again. */
	{DIFFERENCE_REFUSED, REPAIR_RETRY,
		"SELECT beneficiary, reference, code || ': ' || message" NO_SUBJECT
		"FROM refused WHERE reference NOT IN (SELECT b.reference FROM bookings b "
		"JOIN seen s ON s.command = b.command WHERE s.valid > 0) ORDER BY answered"},
	{DIFFERENCE_MISSING, REPAIR_RETRY,
		"SELECT m.beneficiary, NULL, 'is entitled to ' || m.desired || ' of ' || m.type || "
		"', has ' || m.booked" NO_SUBJECT "FROM missing m WHERE NOT EXISTS "
		"(SELECT 1 FROM refused r WHERE r.beneficiary = m.beneficiary AND r.type = m.type) "
		"ORDER BY 1"},
/*
 * A surplus is compared only where the ledger and ticketing agree about the type, and no
 * answer is pending.
 */
#define SURPLUS                                                                                    \
	"FROM surplus s WHERE NOT EXISTS (SELECT 1 FROM bookings o LEFT JOIN seen p "              \
	"ON p.command = o.command WHERE o.beneficiary = s.beneficiary AND o.type = s.type "        \
	"AND (o.state = 'requested' "                                                              \
	"OR (o.state = 'booked' AND o.purchase IS NOT NULL AND p.valid <> o.valid) "               \
	"OR EXISTS (SELECT 1 FROM reclaims r WHERE r.booking = o.command "                         \
	"AND r.state = 'requested'))) "
#define RECLAIMABLE                                                                                \
	"EXISTS (SELECT 1 FROM reclaimable m WHERE m.beneficiary = s.beneficiary "                 \
	"AND m.type = s.type) "
	{DIFFERENCE_NOT_REQUESTED, REPAIR_RECLAIM,
		"SELECT s.beneficiary, NULL, 'has ' || s.booked || ' of ' || s.type || "
		"', is entitled to ' || s.desired || ': the surplus is not reclaimed'" NO_SUBJECT
			SURPLUS "AND " RECLAIMABLE "ORDER BY 1"},
	{DIFFERENCE_SURPLUS, REPAIR_NONE,
		"SELECT s.beneficiary, NULL, 'has ' || s.booked || ' of ' || s.type || "
		"', is entitled to ' || s.desired || ': the surplus is assigned, or was recorded "
		"manually'" NO_SUBJECT SURPLUS "AND NOT " RECLAIMABLE "ORDER BY 1"},
	{DIFFERENCE_OTHER_POOL, REPAIR_NONE,
		"SELECT beneficiary, NULL, 'has ' || booked || ' of ' || type || ' from the pool ' "
		"|| pool || ', is entitled to ' || desired || ' of it'" NO_SUBJECT
		"FROM other_pool ORDER BY beneficiary, type, pool"},
};

/* Hands on ROW, with which its texts go. */
static void hand_on(struct comparing *comparing, const struct difference_row *row)
{
	comparing->each(comparing->to, row);
	arena_reset(comparing->arena);
}

/* Hands on a row of QUERY; see struct comparison. */
static void add_row(struct comparing *comparing, struct query *query, enum difference difference,
	enum repair repair)
{
	struct arena *arena = comparing->arena;
	struct difference_row row = {
		.difference = difference,
		.beneficiary = query_optional_copy_at(query, 0, arena),
		.reference = query_optional_copy_at(query, 1, arena),
		.message = query_copy_at(query, 2, arena),
	};
	struct subject subject = {
		.client = query_optional_copy_at(query, 3, arena),
		.purchase = query_optional_copy_at(query, 4, arena),
		.left = query_optional_copy_at(query, 5, arena),
	};

	row.repair = repair_of(comparing, repair, &subject);
	hand_on(comparing, &row);
}

static void compare_undecided(struct comparing *comparing)
{
	struct query *query = query_of(comparing->store,
		"SELECT beneficiary FROM beneficiaries WHERE undecided > 0 AND decision > due "
		"ORDER BY beneficiary");

	while (query_row(query)) {
		const char *beneficiary = query_copy_at(query, 0, comparing->arena);
		struct difference_row row = {
			.difference = DIFFERENCE_WITHOUT_RULE,
			.beneficiary = beneficiary,
			.message = entitlement_last(comparing->store, beneficiary, comparing->arena)
					   ->undecided,
			.repair = repair_of(
				comparing, REPAIR_ADOPT, &(struct subject){.purchase = NULL}),
		};

		hand_on(comparing, &row);
	}
}

/* Purchases under our name that nobody requested from here. */
static void compare_unrequested(struct comparing *comparing)
{
	struct query *query = QUERY(comparing->store,
		"SELECT NULL, s.reference, 'ticketing has ' || s.valid || ' for us that were never "
		"requested'" OR_ASSIGNED TO_CANCEL
		"NULL FROM seen s WHERE s.valid > 0 "
		"AND s.beneficiary IS NULL AND (s.client = :client OR s.client IN "
		"(SELECT client FROM seen WHERE beneficiary IS NOT NULL)) ORDER BY s.reference",
		comparing->client);

	while (query_row(query))
		add_row(comparing, query, DIFFERENCE_NOT_IN_LEDGER, REPAIR_CANCEL);
}

void reconcile_rows(
	struct store *store, const char *client, void (*each)(void *to, const void *row), void *to)
{
	struct arena arena = {0};
	struct comparing comparing = {store, client, &arena, each, to};
	size_t i;

	make_tables(store);
	compare_undecided(&comparing);
	compare_unrequested(&comparing);
	for (i = 0; i < COUNT_OF(comparisons); i++) {
		struct query *query = query_of(store, comparisons[i].sql);

		while (query_row(query))
			add_row(&comparing, query, comparisons[i].difference,
				comparisons[i].repair);
	}
	arena_release(&arena);
}
