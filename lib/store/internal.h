/*
 * What the files of lib/store share, and nobody else includes.
 */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include <sqlite3.h>

#include "base/arena.h"
#include "store/store.h"

/* Statements are found by the address of their static text. */
enum { QUERY_SLOTS = 256 };

/* Events that define things, each decoded once, found by their positions. */
enum { DEFINITION_SLOTS = 1024 };

struct definition {
	int64_t position;
	const struct layout *layout; /* a corrupt store can name an event of another one */
	const void *event;           /* NULL: none */
};

struct definitions {
	struct arena arena;
	struct definition slots[DEFINITION_SLOTS];
};

struct store {
	sqlite3 *db;
	const struct context *context;
	int lock;
	int wait;
	int wal_pages;
	bool cut;       /* the WAL, by us: what is in it is ours */
	bool migrating; /* its schema may be changed */
	int64_t *ticks; /* how long the statement that runs has run: see connection.c */
	int64_t last;
	char *path;
	char *source;
	char *conference;
	struct fault fault;
	struct query *queries[QUERY_SLOTS];
	struct definitions definitions;
};

/* Sets the fault from what SQLite says last went wrong. */
void store_failed(struct store *store, const char *doing);

/*
 * Whether no file is there, or one that a killed first run has left empty. With the
 * fault set where that can't be known, or where what is there is not a file (78).
 */
bool store_is_missing(struct store *store);

/* Which version each component's tables are of: the one table that no migration makes. */
#define COMPONENTS_TABLE                                                                           \
	"CREATE TABLE IF NOT EXISTS components (name TEXT PRIMARY KEY, "                           \
	"version INTEGER NOT NULL) STRICT, WITHOUT ROWID"

extern const struct schema store_schema;

void query_free_all(struct store *store);

/* At the beginning of a transaction: nothing is borrowed. */
void definitions_trim(struct store *store);

/* Where events were undone: their positions will be other events'. */
void definitions_forget(struct store *store);

#endif
