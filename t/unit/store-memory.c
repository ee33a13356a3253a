/*
 * What a context keeps in a transaction's memory is written before the commit, and never outlives
 * it.
 */
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/context.h"
#include "store/query.h"
#include "scratch.h"
#include "tap.h"

static const struct migration migrations[] = {
	{1, "first",
		"CREATE TABLE rooms (room TEXT PRIMARY KEY, guests INTEGER NOT NULL "
		"CHECK (guests BETWEEN 0 AND 9)) STRICT, WITHOUT ROWID;"
		"CREATE TABLE keys (room TEXT PRIMARY KEY REFERENCES rooms "
		"DEFERRABLE INITIALLY DEFERRED) STRICT, WITHOUT ROWID;"
		"INSERT INTO rooms VALUES ('red', 0)"},
};

static int flushed;

/* The root is the number of guests in the room. */
static void flush(struct store *store)
{
	const int64_t *guests = store_memory(store)->root;

	flushed++;
	query_run(QUERY(store, "UPDATE rooms SET guests = :guests", *guests));
}

static const struct schema house = {.name = "house", .migrations = migrations, .count = 1};
static const struct rule no_rules[] = {{.command = NULL}};
static const struct effect no_effects[] = {{.event = NULL}};
static const struct component component = {&house, no_rules, no_effects, NULL, NULL};
static const struct component *const components[] = {&component, NULL, NULL};
static const struct context context = {.name = "house", .components = components, .flush = flush};

static char path[] = "/tmp/store-memory-XXXXXX";

static struct store *open_house(void)
{
	struct fault fault = {0};
	char file[64];
	struct store_place place = {
		.path = file,
		.conference = "test",
		.context = &context,
		.wait_milliseconds = 1000,
	};

	snprintf(file, sizeof(file), "%s/house.db", path);
	return store_open(&place, STORE_CREATE, &fault);
}

/* Keeps COUNT in the transaction's memory. */
static void keep(struct store *store, int64_t count)
{
	struct store_memory *memory = store_memory(store);
	int64_t *guests = arena_take(&memory->arena, sizeof(*guests));

	*guests = count;
	memory->root = guests;
}

static int64_t guests(struct store *store)
{
	return query_number(query_of(store, "SELECT guests FROM rooms"));
}

static void commit(struct store *store)
{
	store_begin(store);
	keep(store, 3);
	tap_ok(guests(store) == 0, "what is kept in memory is not in the table before the commit");
	tap_ok(store_commit(store) && guests(store) == 3 && flushed == 1,
		"a commit has what is kept in memory written once");
	tap_ok(store_memory(store)->root == NULL, "nothing is kept after a commit");
	store_begin(store);
	tap_ok(store_commit(store) && flushed == 1, "a commit writes nothing if nothing is kept");
	store_begin(store);
	keep(store, 4);
	store_flush(store);
	tap_ok(guests(store) == 4 && store_memory(store)->root == NULL,
		"a flush within a transaction writes what is kept, and forgets it");
	store_commit(store);
}

static void fail(struct store *store)
{
	store_begin(store);
	keep(store, 5);
	store_rollback(store);
	tap_ok(guests(store) == 4 && store_memory(store)->root == NULL,
		"a rollback forgets what is kept, without writing it");
	store_begin(store);
	keep(store, 10);
	tap_ok(!store_commit(store) && store_fault(store)->status == EX_SOFTWARE,
		"a commit fails if what is kept violates a CHECK of its table");
	fault_clear(store_fault(store));
	tap_ok(guests(store) == 4 && store_memory(store)->root == NULL,
		"a failed flush leaves nothing in the table, nor in memory");
	store_begin(store);
	query_run(query_of(store, "INSERT INTO keys VALUES ('blue')"));
	keep(store, 6);
	tap_ok(!store_commit(store), "a commit that violates a deferred foreign key fails");
	fault_clear(store_fault(store));
	tap_ok(guests(store) == 4 && store_memory(store)->root == NULL,
		"a failed commit leaves nothing in the table, nor in memory");
}

static void read_only(struct store *store)
{
	int before = flushed;

	store_begin_reading(store);
	keep(store, 7);
	store_end_reading(store);
	tap_ok(guests(store) == 4 && flushed == before && store_memory(store)->root == NULL,
		"the end of a read transaction forgets what is kept, without writing it");
}

int main(void)
{
	struct store *store;

	if (mkdtemp(path) == NULL)
		return 1;
	store = open_house();
	if (store == NULL)
		return 1;
	commit(store);
	fail(store);
	read_only(store);
	store_close(store);
	tap_ok(scratch_remove(path, "house.db"), "a store leaves nothing but its four files");
	return tap_end();
}
