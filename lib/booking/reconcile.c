#include "booking/reconcile.h"

#include "booking/entitlement.h"
#include "booking/internal.h"

/*
 * What ticketing's feed has: purchases, with the command of the ledger that each answers, or
 * else was created by, the beneficiary whose request it is (NULL: none of this ledger), and
 * whether they are registered, and persons; rejected commands; assigned tickets, with the address if
 * it was the purchaser's when it was assigned, and so is a person's own ticket. The views add what
 * can be cancelled, and what the ledger has.
 */
static const char *const tables[] = {
	"CREATE TEMP TABLE seen (purchase TEXT PRIMARY KEY, id BLOB NOT NULL, "
	"reference TEXT NOT NULL, client TEXT NOT NULL, command BLOB, beneficiary TEXT, "
	"registered INTEGER NOT NULL, person INTEGER NOT NULL, time TEXT NOT NULL, "
	"valid INTEGER NOT NULL, "
	"name TEXT NOT NULL, email TEXT NOT NULL) "
	"STRICT, WITHOUT ROWID",
	"CREATE INDEX temp.seen_by_command ON seen (command)",
	"CREATE TEMP TABLE seen_rejections (command BLOB PRIMARY KEY, client TEXT NOT NULL) "
	"STRICT, WITHOUT ROWID",
	"CREATE TEMP TABLE seen_assigned (purchase TEXT, ticket TEXT, own TEXT COLLATE NOCASE, "
	"PRIMARY KEY (purchase, ticket)) STRICT, WITHOUT ROWID",
	"CREATE TEMP VIEW found AS SELECT *, "
	"CASE WHEN valid > assigned THEN purchase END AS cancellable, "
	"CASE WHEN valid > assigned THEN '' ELSE ', and all are assigned' END AS all_assigned "
	"FROM (SELECT *, (SELECT count(*) FROM seen_assigned a WHERE a.purchase = s.purchase) "
	"AS assigned FROM seen s)",
	"CREATE TEMP VIEW compared AS SELECT b.*, f.valid AS found, f.id AS found_id, "
	"f.purchase AS found_purchase, f.time AS found_time, f.name AS found_name, "
	"f.email AS found_email, f.client, f.cancellable, "
	"f.all_assigned, b.id IN (SELECT command FROM seen_rejections) AS rejected "
	"FROM bookings b LEFT JOIN found f ON f.command = b.id",
};

void reconcile_begin(struct store *store)
{
	size_t i;

	for (i = 0; i < COUNT_OF(tables); i++)
		query_run(query_of(store, tables[i]));
}

static void on_created(struct decision *decision, const void *event)
{
	const struct ticket_purchase_created *created = event;
	const char *owner = booking_owner(decision, created);
	struct recipient recipient = {.person = false};
	struct uuid id;
	bool registered;

	if (!uuid_parse(created->purchase, &id))
		return;
	registered = owner != NULL &&
		     booking_client_of(decision->store)
			     ->find(decision->store, owner, decision->arena, &recipient);
	query_run(QUERY(decision->store,
		"INSERT INTO seen (purchase, id, reference, client, command, beneficiary, "
		"registered, person, time, valid, name, email) VALUES (:purchase, :id, :reference, :client, "
		"coalesce((SELECT id FROM bookings WHERE reference = :own), :command), "
		":beneficiary, :registered, :person, :time, :valid, :name, :email) "
		"ON CONFLICT (purchase) DO NOTHING",
		created->purchase, &id, created->reference, created->client,
		owner != NULL ? created->reference : NULL, decision->envelope->cause, owner,
		registered, registered && recipient.person, booking_source_time(decision),
		(int64_t)created->tickets.count, created->purchaser->name,
		created->purchaser->email));
}

static void on_rejected(struct decision *decision, const void *event)
{
	const struct ticket_purchase_rejected *rejected = event;

	if (decision->envelope->cause == NULL)
		return;
	query_run(QUERY(decision->store,
		"INSERT INTO seen_rejections (command, client) VALUES (:command, :client) "
		"ON CONFLICT (command) DO NOTHING",
		decision->envelope->cause, rejected->client));
}

static void set_valid(struct store *store, const char *purchase, int64_t valid)
{
	query_run(QUERY(store,
		"UPDATE seen SET valid = min(valid, :valid) WHERE purchase = :purchase", valid,
		purchase));
}

static void remove_assigned(struct store *store, const char *purchase, const char *ticket)
{
	query_run(QUERY(store,
		"DELETE FROM seen_assigned WHERE purchase = :purchase AND ticket = :ticket",
		purchase, ticket));
}

static void on_cancelled(struct decision *decision, const void *event)
{
	const struct tickets_cancelled *cancelled = event;
	const struct ticket *tickets = cancelled->tickets.items;
	size_t i;

	set_valid(decision->store, cancelled->purchase, cancelled->left.value);
	for (i = 0; i < cancelled->tickets.count; i++)
		remove_assigned(decision->store, cancelled->purchase, tickets[i].id);
}

static void on_amended(struct decision *decision, const void *event)
{
	const struct purchaser_amended *amended = event;

	query_run(QUERY(decision->store,
		"UPDATE seen SET name = :name, email = :email WHERE purchase = :purchase",
		amended->purchaser->name, amended->purchaser->email, amended->purchase));
}

static void on_assigned(struct decision *decision, const void *event)
{
	const struct ticket_assigned *assigned = event;

	query_run(QUERY(decision->store,
		"INSERT INTO seen_assigned (purchase, ticket, own) VALUES (:purchase, :ticket, "
		"(SELECT :email FROM seen WHERE purchase = :of AND person "
		"AND email = :address COLLATE NOCASE)) "
		"ON CONFLICT DO UPDATE SET own = excluded.own",
		assigned->purchase, assigned->ticket, assigned->delegate->email, assigned->purchase,
		assigned->delegate->email));
}

static void on_unassigned(struct decision *decision, const void *event)
{
	const struct ticket_unassigned *unassigned = event;

	remove_assigned(decision->store, unassigned->purchase, unassigned->ticket);
}

static void on_expired(struct decision *decision, const void *event)
{
	set_valid(decision->store, ((const struct ticket_purchase_expired *)event)->purchase, 0);
}

static const struct reaction reactions[] = {
	{&ticket_purchase_created_message, on_created, NULL},
	{&ticket_purchase_rejected_message, on_rejected, NULL},
	{&tickets_cancelled_message, on_cancelled, NULL},
	{&purchaser_amended_message, on_amended, NULL},
	{&ticket_assigned_message, on_assigned, NULL},
	{&ticket_unassigned_message, on_unassigned, NULL},
	{&ticket_purchase_expired_message, on_expired, NULL},
	{.event = NULL},
};

const struct process booking_reconcile_process = {.reactions = reactions};

const char *reconcile_client(struct store *store, const char *given, struct arena *arena)
{
	struct query *query;
	const char *client = NULL;

	query = QUERY(store,
		"SELECT client FROM (SELECT s.client FROM seen s WHERE s.beneficiary IS NOT NULL "
		"UNION ALL SELECT r.client FROM seen_rejections r JOIN bookings b "
		"ON b.id = r.command) ORDER BY client IS :given DESC LIMIT 1",
		given);
	while (query_row(query))
		client = query_copy_at(query, 0, arena);
	return client;
}

bool reconcile_is_empty(struct store *store)
{
	return query_number(query_of(store,
		       "SELECT EXISTS (SELECT 1 FROM seen) OR EXISTS (SELECT 1 FROM bookings) "
		       "OR EXISTS (SELECT 1 FROM beneficiaries WHERE decision < due)")) == 0;
}

/*
 * Repairs: command lines for the shell. repair_of() replaces %n by the client's noun, %c by
 * its name at ticketing, %r by the reference, %p by the purchase, if any of its tickets can
 * be cancelled, %l by how many of it the ledger has, %N and %E by the beneficiary's name and
 * address, %d by the option for a person's own tickets.
 */
#define RECORD "ticket-feed | %n-book"
#define CREATE "ticket-create -c %c | %n-book"
#define REQUEST "%n-allocate -a | " CREATE
#define RETRY "%n-allocate --retry | " CREATE
#define REPEAT "%n-feed | %n-allocate | " CREATE
#define RENAME "%n-book --manual --by \"$(id -un)\" --refused conflict -- %r && " RETRY
#define RECLAIM "%n-reclaim -a | ticket-cancel -c %c | %n-book"
#define DECIDE REQUEST "; " RECLAIM
#define ADOPT "%n-policy adopt policy.json && " REQUEST
#define CANCEL "ticket-cancel -c %c --unassigned %p"
#define CONTACT "%n-contact -a | ticket-amend -c %c | %n-book"
#define AMEND "ticket-amend -c %c --name %N --email %E%d %p | %n-book"
#define REDUCE "ticket-cancel -c %c --unassigned --keep %l %p | %n-book"

/* What is compared, and where its rows go. */
struct comparing {
	struct store *store;
	const char *client;
	struct arena *arena; /* of one row: there may be as many as purchases */
	void (*each)(void *to, const void *row);
	void *to;
};

/* A row, and what its repair names. */
struct compared {
	struct difference_row row;
	const char *client;
	const char *purchase;
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

/* Borrows: what the word %LETTER of a repair about a contact is. */
static const char *contact_word(
	const struct comparing *comparing, const struct compared *of, char letter)
{
	struct recipient recipient = {.name = "", .email = ""};

	booking_client_of(comparing->store)
		->find(comparing->store, of->row.beneficiary, comparing->arena, &recipient);
	if (letter == 'd')
		return recipient.person ? " --delegates" : "";
	return shell_word(letter == 'N' ? recipient.name : recipient.email, comparing->arena);
}

/* Borrows: what the word %LETTER of a repair is; NULL: OF has none. */
static const char *word_of(
	const struct comparing *comparing, const struct compared *of, char letter)
{
	const char *client = of->client != NULL ? of->client : comparing->client;
	const char *reference = of->row.reference;

	switch (letter) {
	case 'n':
		return booking_client_of(comparing->store)->noun;
	case 'c':
		return client != NULL ? shell_word(client, comparing->arena) : "CLIENT";
	case 'r':
		return reference != NULL ? shell_word(reference, comparing->arena) : NULL;
	case 'p':
		return of->purchase;
	case 'N':
	case 'E':
	case 'd':
		return contact_word(comparing, of, letter);
	default:
		return of->left;
	}
}

/* Borrows: REPAIR with its words; NULL: one is missing, and a person decides. */
static const char *repair_of(
	const struct comparing *comparing, const struct compared *of, const char *repair)
{
	const char *text = "", *word;

	for (; repair != NULL; repair += 2) {
		size_t length = strcspn(repair, "%");

		text = arena_printf(comparing->arena, "%s%.*s", text, (int)length, repair);
		repair += length;
		if (*repair == '\0')
			return text;
		word = word_of(comparing, of, repair[1]);
		if (word == NULL)
			return NULL;
		text = arena_printf(comparing->arena, "%s%s", text, word);
	}
	return NULL;
}

/* Comparisons */

struct comparison {
	enum difference difference;
	const char *repair; /* NULL: a person decides */
	const char *sql;    /* beneficiary, reference, message; client, purchase, left */
};

/* Of bookings, beside what ticketing has of them. */
#define BOOKINGS(message, condition)                                                               \
	"SELECT beneficiary, reference, " message                                                  \
	", client, cancellable, '' || valid "                                                      \
	"FROM compared WHERE " condition " ORDER BY requested"
#define BOOKED "state = 'booked' AND purchase IS NOT NULL AND "
#define UNANSWERED "state = 'requested' AND found IS NULL AND NOT rejected AND "
/* Denied, as its reference has a purchase that the ledger never requested. */
#define IS_TAKEN "(code IS 'conflict' AND reference IN (SELECT reference FROM seen))"

/* Of purchases that the ledger does not have. */
#define PURCHASES(message, condition)                                                              \
	"SELECT beneficiary, reference, " message                                                  \
	", client, cancellable, NULL "                                                             \
	"FROM found WHERE valid > 0 AND " condition " ORDER BY reference"

/* Of bookings whose purchaser, or a person's own ticket, does not have the beneficiary's contact. */
#define CONTACTS(message, condition)                                                               \
	"SELECT beneficiary, reference, " message                                                  \
	", client, found_purchase, NULL FROM (SELECT c.*, p.name AS contact_name, "                \
	"p.email AS contact_email, (c.id IN (SELECT id FROM outdated) OR c.id IN (SELECT booking " \
	"FROM amendments WHERE state = 'requested')) AS pending, (SELECT min(a.own) FROM "         \
	"seen_assigned a WHERE a.purchase = c.found_purchase AND a.own <> p.email) AS own "        \
	"FROM compared c "                                                                         \
	"JOIN beneficiaries p USING (beneficiary)) WHERE state = 'booked' AND found > 0 "          \
	"AND found_id = purchase AND " condition " ORDER BY requested"

/* Of types of tickets. */
#define TYPES(message, from)                                                                       \
	"SELECT beneficiary, NULL, " message ", NULL, NULL, NULL FROM " from                       \
	" ORDER BY beneficiary, type"
/* Where the ledger and ticketing agree about the type, and no answer is pending. */
#define SURPLUS                                                                                    \
	"surplus s WHERE NOT EXISTS (SELECT 1 FROM compared c "                                    \
	"WHERE c.beneficiary = s.beneficiary AND c.type = s.type AND (c.state = 'requested' "      \
	"OR (c.state = 'booked' AND c.purchase IS NOT NULL AND c.found <> c.valid) "               \
	"OR EXISTS (SELECT 1 FROM reclaims r WHERE r.booking = c.id "                              \
	"AND r.state = 'requested')))"
#define IS_RECLAIMABLE                                                                             \
	"EXISTS (SELECT 1 FROM reclaimable r WHERE r.beneficiary = s.beneficiary "                 \
	"AND r.type = s.type)"

static const struct comparison comparisons[] = {
	{DIFFERENCE_NOT_DECIDED, DECIDE,
		"SELECT beneficiary, NULL, 'a fact was recorded since the last decision', "
		"NULL, NULL, NULL FROM beneficiaries WHERE decision < due ORDER BY beneficiary"},
	{DIFFERENCE_NOT_RECORDED, RECORD,
		BOOKINGS("CASE WHEN found IS NULL THEN 'ticketing has refused it' "
			 "ELSE 'ticketing has booked ' || found END || "
			 "', the ledger has it pending'",
			"state = 'requested' AND (rejected OR found IS NOT NULL)")},
	{DIFFERENCE_NOT_RECORDED, RECORD,
		BOOKINGS("'recorded manually as refused, and ticketing has booked ' || found",
			"state = 'refused' AND code = '" MANUAL_CODE "' AND found > 0")},
	{DIFFERENCE_NOT_RECORDED, RECORD,
		BOOKINGS("'refused by ticketing (' || code || '), which has booked ' || found || "
			 "' of it since'",
			"state = 'refused' AND found > 0 AND found_time > source_time")},
	{DIFFERENCE_NOT_RECORDED, RECORD,
		BOOKINGS("'ticketing has another purchase of it than the ledger: ' || "
			 "found_purchase",
			BOOKED "found_id <> purchase")},
	{DIFFERENCE_NOT_RECORDED, RECORD,
		BOOKINGS("'ticketing has ' || found || ', the ledger ' || valid",
			BOOKED "found < valid")},
	{DIFFERENCE_NOT_RECORDED, RECORD,
		PURCHASES("'ticketing has booked ' || valid || ', the ledger does not have it'",
			"registered AND command NOT IN (SELECT id FROM bookings)")},
	{DIFFERENCE_NOT_IN_LEDGER, NULL,
		PURCHASES("'ticketing has ' || valid || ' for somebody who is not registered: "
			  "register them, then read the feed'",
			"beneficiary IS NOT NULL AND NOT registered")},
	{DIFFERENCE_NOT_REQUESTED, REQUEST,
		BOOKINGS("'ticketing has never answered it'", UNANSWERED "NOT " IS_TAKEN)},
	{DIFFERENCE_REFUSED, RENAME, BOOKINGS("code || ': ' || message", UNANSWERED IS_TAKEN)},
	{DIFFERENCE_NOT_REQUESTED, RECLAIM,
		BOOKINGS("'ticketing has never answered its reclaim'",
			"id IN (SELECT booking FROM reclaims WHERE state = 'requested') "
			"AND (found IS NULL OR found = valid)")},
	{DIFFERENCE_NOT_AT_TICKETING, REPEAT,
		BOOKINGS("'the ledger has ' || valid || ' booked that ticketing''s feed does not "
			 "have: was it restored from a backup?'",
			BOOKED "valid > 0 AND found IS NULL")},
	/* Valid tickets become fewer, never more: fewer were recorded manually. */
	{DIFFERENCE_NOT_IN_LEDGER, REDUCE,
		BOOKINGS("'ticketing has ' || found || ', the ledger ' || valid || ' of them' || "
			 "all_assigned",
			BOOKED "found > valid")},
	{DIFFERENCE_NOT_IN_LEDGER, CANCEL,
		BOOKINGS("'refused by ticketing (' || code || '), which has ' || found || "
			 "' of it' || all_assigned",
			"state = 'refused' AND found > 0 AND found_time <= source_time")},
	{DIFFERENCE_NOT_IN_LEDGER, CANCEL,
		BOOKINGS("'recorded manually as booked, and ticketing has ' || found || "
			 "' as well' || all_assigned",
			"state = 'booked' AND purchase IS NULL AND found > 0")},
	/* What is booked and not recorded yet must not be requested again. */
	{DIFFERENCE_REFUSED, RETRY,
		"SELECT beneficiary, reference, code || ': ' || message, NULL, NULL, NULL "
		"FROM refused WHERE reference NOT IN "
		"(SELECT reference FROM compared WHERE found > 0) ORDER BY answered"},
	{DIFFERENCE_MISSING, RETRY,
		TYPES("'is entitled to ' || desired || ' of ' || type || ', has ' || booked",
			"cancelled")},
	{DIFFERENCE_NOT_REQUESTED, RECLAIM,
		TYPES("'has ' || booked || ' of ' || type || ', is entitled to ' || desired || "
		      "': the surplus is not reclaimed'",
			SURPLUS " AND " IS_RECLAIMABLE)},
	{DIFFERENCE_SURPLUS, NULL,
		TYPES("'has ' || booked || ' of ' || type || ', is entitled to ' || desired || "
		      "': the surplus is assigned, or was recorded manually'",
			SURPLUS " AND NOT " IS_RECLAIMABLE)},
	{DIFFERENCE_NOT_REQUESTED, CONTACT,
		CONTACTS(
			"'the contact has changed, and ticketing has not answered it'", "pending")},
	{DIFFERENCE_CONTACT, AMEND,
		CONTACTS("'ticketing has the contact ' || found_name || ' <' || found_email || "
			 "'>, and not ' || contact_name || ' <' || contact_email || '>'",
			"NOT pending AND (found_name <> contact_name OR found_email <> contact_email)")},
	{DIFFERENCE_CONTACT, AMEND,
		CONTACTS("'a ticket of their own is assigned to ' || own || ', and not to ' || "
			 "contact_email",
			"NOT pending AND found_name = contact_name "
			"AND found_email = contact_email AND own IS NOT NULL")},
	{DIFFERENCE_OTHER_POOL, NULL,
		TYPES("'has ' || booked || ' of ' || type || ' from the pool ' || pool || "
		      "', is entitled to ' || desired || ' of it'",
			"other_pool")},
};

/* Passes the row OF on, and releases its texts. */
static void pass_on(struct comparing *comparing, struct compared *of, const char *repair)
{
	of->row.repair = repair_of(comparing, of, repair);
	comparing->each(comparing->to, &of->row);
	arena_reset(comparing->arena);
}

/* Passes on the rows of QUERY; see struct comparison. */
static void compare(struct comparing *comparing, struct query *query, enum difference difference,
	const char *repair)
{
	struct arena *arena = comparing->arena;

	while (query_row(query)) {
		struct compared of = {
			.row.difference = difference,
			.row.beneficiary = query_optional_copy_at(query, 0, arena),
			.row.reference = query_optional_copy_at(query, 1, arena),
			.row.message = query_copy_at(query, 2, arena),
			.client = query_optional_copy_at(query, 3, arena),
			.purchase = query_optional_copy_at(query, 4, arena),
			.left = query_optional_copy_at(query, 5, arena),
		};

		pass_on(comparing, &of, repair);
	}
}

static void compare_undecided(struct comparing *comparing)
{
	struct query *query = query_of(comparing->store,
		"SELECT beneficiary FROM beneficiaries WHERE undecided > 0 AND decision > due "
		"ORDER BY beneficiary");

	while (query_row(query)) {
		const char *beneficiary = query_copy_at(query, 0, comparing->arena);
		struct compared of = {
			.row.difference = DIFFERENCE_WITHOUT_RULE,
			.row.beneficiary = beneficiary,
			.row.message =
				entitlement_last(comparing->store, beneficiary, comparing->arena)
					->undecided,
		};

		pass_on(comparing, &of, ADOPT);
	}
}

/* Purchases by this client that the ledger never requested. */
static void compare_unrequested(struct comparing *comparing)
{
	compare(comparing,
		QUERY(comparing->store,
			PURCHASES("'ticketing has ' || valid || ' for us that were never "
				  "requested' || all_assigned",
				"beneficiary IS NULL AND (client = :client OR client IN "
				"(SELECT client FROM seen WHERE beneficiary IS NOT NULL))"),
			comparing->client),
		DIFFERENCE_NOT_IN_LEDGER, CANCEL);
}

void reconcile_rows(
	struct store *store, const char *client, void (*each)(void *to, const void *row), void *to)
{
	struct arena arena = {0};
	struct comparing comparing = {store, client, &arena, each, to};
	size_t i;
	compare_undecided(&comparing);
	compare_unrequested(&comparing);
	for (i = 0; i < COUNT_OF(comparisons); i++)
		compare(&comparing, query_of(store, comparisons[i].sql), comparisons[i].difference,
			comparisons[i].repair);
	arena_release(&arena);
}
