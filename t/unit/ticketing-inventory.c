/* Counters are read once in a transaction, counted in memory, and written at its end. */
#include <stdlib.h>
#include <sysexits.h>
#include <unistd.h>

#include "store/query.h"
#include "scratch.h"
#include "tap.h"
#include "ticketing/context.h"
#include "ticketing/inventory.h"

/* More than the inventory keeps in memory. */
enum { CLIENTS = 5000 };

static char path[] = "/tmp/ticketing-inventory-XXXXXX";

static struct store *open_store(void)
{
	struct fault fault = {0};
	char file[80];
	struct store_place place = {
		.path = file,
		.conference = "test",
		.context = &ticketing,
		.wait_milliseconds = 1000,
	};

	snprintf(file, sizeof(file), "%s/ticketing.db", path);
	return store_open(&place, STORE_CREATE, &fault);
}

/* Sets NAME to that of a client. */
static void name_client(int number, char name[16])
{
	snprintf(name, 16, "c%04d", number);
}

static void fill(struct store *store)
{
	char name[16];
	int i;

	store_begin(store);
	query_run(query_of(
		store, "INSERT INTO ticket_types (type, capacity, seq) VALUES ('full', 9000, 1)"));
	query_run(query_of(store,
		"INSERT INTO ticket_pools (pool, type, places, seq) VALUES ('press', 'full', 5, 2)"));
	query_run(query_of(store, "INSERT INTO ticket_discounts (code, seq) VALUES ('HALF', 3)"));
	for (i = 0; i < CLIENTS; i++) {
		name_client(i, name);
		query_run(QUERY(store, "INSERT INTO clients (client, seq) VALUES (:client, 4)",
			(const char *)name));
	}
	store_commit(store);
}

/* Sells a ticket for each client. */
static void sell_to_all(struct store *store, const char *type)
{
	char name[16];
	int i;

	for (i = 0; i < CLIENTS; i++) {
		name_client(i, name);
		inventory_add_sold(store, type, NULL, name, 1);
	}
}

static bool is(struct store *store, const char *sql, int64_t wanted)
{
	return query_number(query_of(store, sql)) == wanted && store_fault(store)->status == 0;
}

static void write_many(struct store *store)
{
	store_begin(store);
	sell_to_all(store, "full");
	tap_ok(!is(store, "SELECT sum(booked) FROM clients", 0) &&
			!is(store, "SELECT sum(booked) FROM clients", CLIENTS),
		"the inventory writes rows within a transaction when there are too many to keep");
	tap_ok(store_commit(store) &&
			is(store, "SELECT count(*) FROM clients WHERE booked = 1", CLIENTS) &&
			is(store, "SELECT sold FROM ticket_types", CLIENTS),
		"the counters of any number of clients are written, each once");
}

static void write_each_kind(struct store *store)
{
	store_begin(store);
	inventory_add_pooled(store, "full", 5);
	inventory_add_sold(store, "full", "press", "c0001", 2);
	inventory_add_uses(store, "HALF", 1, 2);
	inventory_add_refusals_changes(store, "c0001", 7, 1, 2);
	inventory_add_sold(store, "none", "none", "none", 1);
	tap_ok(store_commit(store) && is(store, "SELECT sold FROM ticket_pools", 2) &&
			is(store, "SELECT pooled FROM ticket_types", 3) &&
			is(store, "SELECT sold FROM ticket_types", CLIENTS + 2) &&
			is(store, "SELECT used * 10 + tickets FROM ticket_discounts", 12) &&
			is(store,
				"SELECT booked * 1000 + hour * 100 + refusals * 10 + changes "
				"FROM clients WHERE client = 'c0001'",
				3712),
		"a commit writes the counters of types, pools, discount codes and clients");
}

/* Whether ADD is refused as a broken invariant, for REASON, and changes no row. */
static bool is_refused(struct store *store, void (*add)(struct store *store), const char *reason)
{
	bool refused;

	store_begin(store);
	add(store);
	refused = store_fault(store)->status == EX_SOFTWARE &&
		  strcmp(store_fault(store)->reason, reason) == 0 && !store_commit(store);
	fault_clear(store_fault(store));
	return refused &&
	       is(store, "SELECT sold FROM ticket_types WHERE type = 'full'", CLIENTS + 2);
}

static void oversell(struct store *store)
{
	inventory_add_sold(store, "full", NULL, "c0001", 9000);
}

static void overfill(struct store *store)
{
	inventory_add_sold(store, "full", "press", "c0001", 4);
}

static void release_too_many(struct store *store)
{
	inventory_add_sold(store, "full", NULL, "c0001", -4);
}

/* A type in a room that exists and in one that does not. */
static void sell_in_room(struct store *store)
{
	store_begin(store);
	query_run(query_of(
		store, "INSERT INTO ticket_rooms (room, capacity, seq) VALUES ('hall', 5010, 5)"));
	query_run(query_of(store,
		"INSERT INTO ticket_types (type, capacity, rooms, seq) "
		"VALUES ('day', 9000, '[\"hall\",\"none\"]', 6)"));
	inventory_add_pooled(store, "day", 5);
	sell_to_all(store, "day");
	tap_ok(store_commit(store) &&
			is(store, "SELECT sold * 10 + pooled FROM ticket_rooms", CLIENTS * 10 + 5),
		"the counters of a room are written when its type is read again in a transaction");
}

static void overfill_room(struct store *store)
{
	inventory_add_sold(store, "day", NULL, "c0001", 6);
}

static void name_room_wrongly(struct store *store, const char *rooms, const char *name)
{
	store_begin(store);
	query_run(QUERY(store, "UPDATE ticket_types SET rooms = :rooms WHERE type = 'day'", rooms));
	inventory_add_sold(store, "day", NULL, "c0001", 1);
	tap_ok(store_fault(store)->status == EX_IOERR && !store_commit(store), name);
	fault_clear(store_fault(store));
}

int main(void)
{
	struct store *store;

	if (mkdtemp(path) == NULL)
		return 1;
	store = open_store();
	if (store == NULL)
		return 1;
	fill(store);
	write_many(store);
	write_each_kind(store);
	tap_ok(is_refused(store, oversell, "the type \"full\" would count 14002 of 0 to 9000"),
		"more sold tickets than the type's capacity are a broken invariant");
	tap_ok(is_refused(store, overfill, "the pool \"press\" would count 6 of 0 to 5"),
		"more sold tickets than the pool's places are a broken invariant");
	tap_ok(is_refused(store, release_too_many,
		       "the client \"c0001\" would count -1 of 0 to 9223372036854775807"),
		"fewer booked tickets than none are a broken invariant");
	sell_in_room(store);
	tap_ok(is_refused(store, overfill_room, "the room \"hall\" would count 5011 of 0 to 5010"),
		"more sold and pooled tickets than the room's capacity are a broken invariant");
	name_room_wrongly(store, "[\"hall\",1]", "a room that is no text is a corrupt store");
	name_room_wrongly(store, "\"hall\"", "rooms that are no list are a corrupt store");
	name_room_wrongly(store,
		"[\"a name of more than sixty-four bytes, which no room can have, is longer\"]",
		"a room with too long a name is a corrupt store");
	store_close(store);
	tap_ok(scratch_remove(path, "ticketing.db"), "a store leaves nothing but its four files");
	return tap_end();
}
