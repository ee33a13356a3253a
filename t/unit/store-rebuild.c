/* Rebuilding a store in place: what is appended meanwhile, and what is damaged. */
#include <sqlite3.h>
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "message/message.h"
#include "message/json.h"
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

static void apply_visit(const struct applying *of)
{
	const struct visited *visit = of->event;

	query_run(QUERY(of->store,
		"INSERT INTO guests (guest, hours) VALUES (:guest, :hours) "
		"ON CONFLICT (guest) DO UPDATE SET hours = hours + excluded.hours",
		visit->guest, visit->hours.value));
}

static const struct migration migrations[] = {
	{1, "first",
		"CREATE TABLE guests (guest TEXT PRIMARY KEY, hours INTEGER NOT NULL) "
		"STRICT, WITHOUT ROWID; CREATE INDEX guests_hours ON guests (hours)"},
};
static const struct schema schema = {.name = "house", .migrations = migrations, .count = 1};
static const struct rule no_rules[] = {{.command = NULL}};
static const struct effect effects[] = {
	{.event = &visited_message, .apply = apply_visit}, {.event = NULL}};
static const struct component component = {&schema, no_rules, effects, NULL, NULL};
static const struct component *const components[] = {&component, NULL, NULL};
static const struct context house = {"house", components, .write_denial = NULL};

static const struct replay_watch nobody = {.progress = NULL};
static char directory[] = "/tmp/store-rebuild-XXXXXX";
static char file[64];

static struct store *open_house(enum store_access access)
{
	struct fault fault = {0};
	struct store_place place = {
		.path = file,
		.conference = "test",
		.context = &house,
		.rebuild = rebuild_in_place,
		.wait_milliseconds = 100,
	};

	return store_open(&place, access, &fault);
}

static void visit(struct store *store, const char *guest)
{
	struct visited visited = {guest, integer(1)};
	struct envelope envelope = {
		.time = "2025-03-01T12:00:00.000Z", .subject = guest, .id = uuid_new(0)};
	struct buffer line = {0};

	feed_append(store, &envelope, &visited_message, &visited, &line);
	apply_visit(&(struct applying){store, &envelope, &visited});
	buffer_release(&line);
}

/* In one transaction COUNT visits of GUEST. False if it can't be written. */
static bool append(struct store *store, const char *guest, int count)
{
	if (!store_begin(store))
		return false;
	while (count-- > 0)
		visit(store, guest);
	return store_commit(store);
}

static int64_t number(struct store *store, const char *sql)
{
	return query_number(query_of(store, sql));
}

static int64_t differences(struct store *store)
{
	return rebuild_check(&house, store, &nobody);
}

/* Another process's connection, which appends while the store is rebuilt. */
struct writer {
	int left; /* so many times */
	int refused;
};

static void append_meanwhile(void *of, int64_t position)
{
	struct writer *writer = of;
	struct store *store;

	if (writer->left == 0)
		return;
	writer->left--;
	(void)position;
	store = open_house(STORE_WRITE);
	if (store == NULL || !append(store, "cay", 1200))
		writer->refused++;
	store_close(store);
}

static void try_appending(struct store *store)
{
	struct writer writer = {.left = 3};
	struct replay_watch watch = {.progress = append_meanwhile, .watcher = &writer};

	store_begin(store);
	query_run(query_of(store, "UPDATE guests SET hours = 7 WHERE guest = 'bob'"));
	query_run(query_of(store, "INSERT INTO guests (guest, hours) VALUES ('dee', 1)"));
	query_run(query_of(store, "DELETE FROM guests WHERE guest = 'ann'"));
	store_commit(store);
	tap_ok(differences(store) == 3,
		"a changed, an added and a deleted row are three differences");
	tap_ok(rebuild_in_place(&house, store, &watch),
		"a store is rebuilt while another process writes");
	tap_ok(writer.left == 0 && writer.refused == 0,
		"a process gets the store's lock while another one rebuilds the store");
	tap_ok(number(store, "SELECT max(seq) FROM events") == 2603 + 3600,
		"events that are appended during a rebuild are kept");
	tap_ok(number(store, "SELECT hours FROM guests WHERE guest = 'cay'") == 3600,
		"a rebuild applies the events that are appended meanwhile");
	tap_ok(number(store, "SELECT hours FROM guests WHERE guest = 'bob'") == 2 &&
			number(store, "SELECT hours FROM guests WHERE guest = 'ann'") == 2601 &&
			number(store, "SELECT count(*) FROM guests") == 3,
		"a rebuild corrects a changed, an added and a deleted row");
	tap_ok(differences(store) == 0,
		"a store that was rebuilt during writing agrees with its feed");
	tap_ok(append(store, "bob", 1) && differences(store) == 0,
		"a connection that has rebuilt the store writes to the store's tables");
}

/* Another process's connection, which takes the store's lock during a rebuild, and keeps it. */
static void lock_meanwhile(void *of, int64_t position)
{
	struct store **other = of;

	(void)position;
	if (*other == NULL)
		*other = open_house(STORE_WRITE);
	store_begin(*other);
}

static void try_locked(void)
{
	struct store *other = NULL;
	struct replay_watch watch = {.progress = lock_meanwhile, .watcher = &other};
	struct store *store = open_house(STORE_WRITE);

	store_begin(store);
	query_run(query_of(store, "UPDATE guests SET hours = 7 WHERE guest = 'bob'"));
	tap_ok(store_commit(store) && !rebuild_in_place(&house, store, &watch) &&
			store_fault(store)->status == EX_TEMPFAIL,
		"a rebuild fails with EX_TEMPFAIL if another process keeps the lock");
	store_rollback(other);
	store_close(other);
	store_close(store);
	store = open_house(STORE_WRITE);
	tap_ok(number(store, "SELECT hours FROM guests WHERE guest = 'bob'") == 7,
		"a rebuild that does not get the lock changes no row");
	tap_ok(rebuild_in_place(&house, store, &nobody) && differences(store) == 0,
		"a rebuild that did not get the lock is done by the next one");
	store_close(store);
}

static bool damage(const char *sql);

/* As a newer version does, whose migration changes no table. */
static void migrate_meanwhile(void *of, int64_t position)
{
	(void)position;
	*(bool *)of = damage("UPDATE components SET version = 2 WHERE name = 'house'");
}

static void try_migrated(void)
{
	bool migrated = false;
	struct replay_watch watch = {.progress = migrate_meanwhile, .watcher = &migrated};
	struct store *store = open_house(STORE_WRITE);

	tap_ok(damage("UPDATE guests SET hours = 9 WHERE guest = 'bob'"), "a row is changed");
	tap_ok(!rebuild_in_place(&house, store, &watch) && migrated &&
			store_fault(store)->status == EX_CONFIG,
		"a rebuild fails with EX_CONFIG if a newer version migrates the store meanwhile");
	store_close(store);
	tap_ok(damage("UPDATE components SET version = 1 WHERE name = 'house'"),
		"the migration is undone");
	store = open_house(STORE_WRITE);
	tap_ok(number(store, "SELECT hours FROM guests WHERE guest = 'bob'") == 9,
		"a rebuild during which the store is migrated changes no row");
	tap_ok(rebuild_in_place(&house, store, &nobody) && differences(store) == 0,
		"the same rebuild succeeds if the store is not migrated");
	store_close(store);
}

/* Runs SQL past the schema's protection, as a damaged disk might. */
static bool damage(const char *sql)
{
	sqlite3 *db = NULL;
	bool done = sqlite3_open(file, &db) == SQLITE_OK &&
		    sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK;

	return sqlite3_close(db) == SQLITE_OK && done;
}

static bool is_undamaged(struct store *store)
{
	struct arena arena = {0};
	bool undamaged =
		strcmp(query_copy(query_of(store, "PRAGMA integrity_check"), &arena), "ok") == 0;

	arena_release(&arena);
	return undamaged;
}

static void try_damaged(void)
{
	struct store *store;

	/* While the index is hidden, its entries do not follow the rows. */
	tap_ok(damage("PRAGMA writable_schema = ON; CREATE TABLE kept AS SELECT * FROM sqlite_schema "
		      "WHERE name = 'guests_hours'; "
		      "DELETE FROM sqlite_schema WHERE name = 'guests_hours'") &&
			damage("UPDATE guests SET hours = 1 WHERE guest = 'bob'; "
			       "UPDATE guests SET hours = 3 WHERE guest = 'bob'; "
			       "INSERT INTO guests (guest, hours) VALUES ('eve', 1); "
			       "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema "
			       "SELECT * FROM kept") &&
			damage("DELETE FROM guests WHERE guest = 'ann'; DROP TABLE kept"),
		"an index is damaged");
	store = open_house(STORE_WRITE);
	tap_ok(store != NULL && !is_undamaged(store), "a damaged index is found by SQLite");
	tap_ok(rebuild_in_place(&house, store, &nobody), "a store with a damaged index is rebuilt");
	tap_ok(is_undamaged(store) && differences(store) == 0,
		"a rebuild refills a table whose index is damaged");
	store_close(store);
}

int main(void)
{
	struct store *store;

	message_json_init();
	if (mkdtemp(directory) == NULL)
		return 1;
	snprintf(file, sizeof(file), "%s/house.db", directory);
	store = open_house(STORE_CREATE);
	tap_ok(append(store, "bob", 2) && append(store, "ann", 2601), "a store has 2603 events");
	try_appending(store);
	store_close(store);
	try_locked();
	try_migrated();
	try_damaged();
	tap_ok(scratch_remove(directory, "house.db"),
		"a rebuild leaves no file but the store's own");
	return tap_end();
}
