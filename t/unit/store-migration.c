/* A migration: tables that a later version changes are filled from the feed. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "message/json.h"
#include "message/message.h"
#include "store/feed.h"
#include "store/query.h"
#include "store/rebuild.h"
#include "scratch.h"
#include "tap.h"

#define VISIT(X, S)                                                                                \
	STRING(X, S, guest, REQUIRED | KEY, 20, "who came")                                        \
	INTEGER(X, S, hours, REQUIRED, 0, 99, "for how long")
MESSAGE_DECLARE(visited, VISIT);
MESSAGE_DEFINE(visited, VISIT, MESSAGE_EVENT, "lanyard.house.visited.v1", "Somebody came.");

static int applied;

/* Called once, before the next event of version 2 is applied. */
static void (*meanwhile)(void);

/* Each visit refers to a guest. */
static void add_visit(const struct applying *of)
{
	const struct visited *visit = of->event;

	query_run(QUERY(of->store, "INSERT INTO visits (seq, guest) VALUES (:seq, :guest)",
		of->envelope->sequence, visit->guest));
}

/* Version 1 records the guests; version 2 records the hours as well. */
static void apply_first(const struct applying *of)
{
	const struct visited *visit = of->event;

	query_run(
		QUERY(of->store, "INSERT OR IGNORE INTO guests (guest) VALUES (:g)", visit->guest));
	add_visit(of);
}

static void apply_second(const struct applying *of)
{
	const struct visited *visit = of->event;
	void (*now)(void) = meanwhile;

	meanwhile = NULL;
	if (now != NULL)
		now();
	applied++;
	query_run(QUERY(of->store,
		"INSERT INTO guests (guest, called, hours, seq) "
		"VALUES (:guest, :called, :hours, :seq) "
		"ON CONFLICT (guest) DO UPDATE SET hours = hours + excluded.hours, "
		"seq = excluded.seq",
		visit->guest, visit->guest, visit->hours.value, of->envelope->sequence));
	add_visit(of);
}

static void apply_failing(const struct applying *of)
{
	apply_second(of);
	if (of->envelope->sequence == 3)
		fault_set(store_fault(of->store), EX_SOFTWARE, "this one can't be applied");
}

static const struct migration migrations[] = {
	{1, "first",
		"CREATE TABLE guests (guest TEXT PRIMARY KEY) STRICT, WITHOUT ROWID; "
		"CREATE TABLE visits (seq INTEGER PRIMARY KEY, "
		"guest TEXT NOT NULL REFERENCES guests) STRICT"},
	{2, "second",
		"DROP TABLE guests; CREATE TABLE guests (guest TEXT PRIMARY KEY, "
		"called TEXT NOT NULL COLLATE NOCASE, "
		"hours INTEGER NOT NULL, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID"},
};
static const struct schema house_1 = {.name = "house", .migrations = migrations, .count = 1};
static const struct schema house_2 = {.name = "house", .migrations = migrations, .count = 2};
static const struct schema other = {.name = "other", .migrations = migrations, .count = 1};
static const struct rule no_rules[] = {{.command = NULL}};
static const struct effect first[] = {
	{.event = &visited_message, .apply = apply_first}, {.event = NULL}};
static const struct effect second[] = {
	{.event = &visited_message, .apply = apply_second}, {.event = NULL}};
static const struct effect failing[] = {
	{.event = &visited_message, .apply = apply_failing}, {.event = NULL}};

#define CONTEXT_OF(variable, name, schema, effects)                                                \
	static const struct component variable##_component = {                                     \
		&(schema), no_rules, effects, NULL, NULL};                                         \
	static const struct component *const variable##_components[] = {                           \
		&variable##_component, NULL};                                                      \
	static const struct context variable = {name, variable##_components, .write_denial = NULL}
CONTEXT_OF(version_1, "house", house_1, first);
CONTEXT_OF(version_2, "house", house_2, second);
CONTEXT_OF(broken, "house", house_2, failing);
CONTEXT_OF(garden, "garden", other, first);

static char path[] = "/tmp/store-migration-XXXXXX";
static struct fault fault;

static struct store *open_as(const struct context *context, enum store_access access)
{
	char file[64];
	struct store_place place = {
		.path = file,
		.conference = "test",
		.context = context,
		.rebuild = rebuild_in_place,
		.wait_milliseconds = 100,
	};

	snprintf(file, sizeof(file), "%s/house.db", path);
	fault_clear(&fault);
	return store_open(&place, access, &fault);
}

static void visit(struct store *store, const char *guest, int64_t hours)
{
	struct visited visited = {guest, integer(hours)};
	struct envelope envelope = {
		.time = "2025-03-01T12:00:00.000Z", .subject = guest, .id = uuid_new(0)};
	struct buffer line = {0};

	feed_append(store, &envelope, &visited_message, &visited, &line);
	apply_first(&(struct applying){store, &envelope, &visited});
	buffer_release(&line);
}

static int64_t number(struct store *store, const char *sql)
{
	struct query *query = query_of(store, sql);

	return query_number(query);
}

static int64_t differences(const struct context *context, struct store *store)
{
	static const struct replay_watch nobody = {.progress = NULL};

	return rebuild_check(context, store, &nobody);
}

static void make_old(void)
{
	struct store *store = open_as(&version_1, STORE_CREATE);

	store_begin(store);
	visit(store, "ann", 2);
	visit(store, "bob", 1);
	visit(store, "ann", 3);
	tap_ok(store_commit(store), "a store of version 1 is made");
	store_close(store);
}

static void try_failing(void)
{
	struct store *store = open_as(&broken, STORE_WRITE);

	tap_ok(store == NULL && fault.status == EX_SOFTWARE,
		"an event that can't be applied stops the migration");
	tap_ok(strstr(fault.reason, ": position 3: can't be applied: this one can't be applied") !=
			NULL,
		"the event that stops a migration is reported with its position");
	store = open_as(&version_1, STORE_WRITE);
	tap_ok(store != NULL, "a store whose migration failed is still of version 1");
	tap_ok(number(store, "SELECT count(*) FROM guests") == 2,
		"a store whose migration failed has all its rows");
	store_close(store);
}

static void try_another(void)
{
	struct store *store = open_as(&garden, STORE_WRITE);

	tap_ok(store == NULL && fault.status == EX_CONFIG, "a store of another context is refused");
	store = open_as(&version_1, STORE_WRITE);
	tap_ok(number(store, "SELECT count(*) FROM components WHERE name = 'other'") == 0,
		"a store that another context opened has none of its tables");
	store_close(store);
}

static int written, status_of_another;

/* Another process's connections, while the store is migrated. */
static void open_both(void)
{
	struct store *store = open_as(&version_1, STORE_WRITE);

	if (store != NULL && store_begin(store)) {
		visit(store, "cay", 1);
		written += store_commit(store);
	}
	store_close(store);
	store = open_as(&version_2, STORE_READ);
	status_of_another = store == NULL ? fault.status : 0;
	store_close(store);
	fault_clear(&fault);
}

static void try_older(struct store *store)
{
	int64_t events = number(store, "SELECT count(*) FROM events");

	tap_ok(!store_begin(store) && store_fault(store)->status == EX_CONFIG,
		"a connection of version 1 does not write to a store that was migrated meanwhile");
	tap_text(strrchr(store_fault(store)->reason, ':'),
		": was migrated by a newer Lanyard meanwhile; start the newer tool",
		"a connection of version 1 reports that the store was migrated");
	store_close(store);
	store = open_as(&version_2, STORE_READ);
	tap_ok(number(store, "SELECT count(*) FROM events") == events,
		"a connection of version 1 appends nothing to a store that was migrated");
	store_close(store);
}

static void try_migrating(void)
{
	struct store *older = open_as(&version_1, STORE_WRITE);
	struct store *store;

	applied = 0;
	meanwhile = open_both;
	store = open_as(&version_2, STORE_READ);
	tap_ok(store != NULL, "opening a store of version 1 for reading migrates it to version 2");
	if (store == NULL)
		return;
	tap_ok(applied == 4, "a migration applies each event again");
	tap_ok(written == 1, "version 1 writes to a store while version 2 rebuilds its tables");
	tap_ok(status_of_another == EX_TEMPFAIL,
		"a second connection of version 2 waits while the first one migrates the store");
	tap_ok(number(store, "SELECT hours FROM guests WHERE guest = 'cay'") == 1,
		"a migration applies the events that version 1 appends meanwhile");
	tap_ok(number(store, "SELECT hours FROM guests WHERE guest = 'ann'") == 5,
		"a migration fills a new column from the feed");
	tap_ok(number(store, "SELECT seq FROM guests WHERE guest = 'ann'") == 3,
		"a migration applies events with their recorded positions");
	tap_ok(number(store, "SELECT count(*) FROM visits") == 4,
		"a migration fills a table that refers to a dropped one again");
	tap_ok(number(store, "SELECT max(seq) FROM events") == 4,
		"a migration appends nothing to the feed");
	store_close(store);
	try_older(older);
	store = open_as(&version_2, STORE_WRITE);
	tap_ok(store != NULL && applied == 4, "a store of version 2 is opened without a migration");
	tap_ok(differences(&version_2, store) == 0, "a migrated store agrees with its feed");
	store_begin(store);
	query_run(query_of(store, "UPDATE guests SET called = 'Ann' WHERE guest = 'ann'"));
	store_commit(store);
	tap_ok(differences(&version_2, store) == 1,
		"a store in which the case of a letter differs does not agree with its feed");
	store_close(store);
	tap_ok(open_as(&version_1, STORE_READ) == NULL && fault.status == EX_CONFIG,
		"version 1 refuses a store of version 2");
}

int main(void)
{
	message_json_init();
	if (mkdtemp(path) == NULL)
		return 1;
	make_old();
	try_another();
	try_failing();
	try_migrating();
	tap_ok(scratch_remove(path, "house.db"),
		"a store's directory has no files but the store's own");
	return tap_end();
}
