/* Private to lib/store: the struct behind store.h. */
#ifndef STORE_INTERNAL_H
#define STORE_INTERNAL_H

#include <sqlite3.h>

#include "base/arena.h"
#include "store/store.h"

/* Prepared statements are found by the address of their static text. */
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

/* Adjacent events about one subject or client, not written to events_about yet. */
struct feed_run {
	char *about; /* NULL: none */
	int64_t first;
	int64_t last;
	bool is_first; /* of its transaction */
};

struct store {
	sqlite3 *db;
	const struct context *context;
	int lock;
	int wait;
	int wal_pages;
	bool wal_truncated;      /* this process truncated the WAL: all of it is ours */
	bool migrating;          /* the authorizer allows changing the schema */
	int64_t *progress_calls; /* of the running statement: see on_progress() in connection.c */
	int64_t last_sequence;
	int64_t acknowledged; /* as the lock file had it last */
	int64_t accepted;  /* a loss up to there is accepted: the next commit sets the mark back */
	uint64_t versions; /* the sum of the components' */
	char *path;
	char *source;
	char *conference;
	struct fault fault;
	struct query *queries[QUERY_SLOTS];
	struct definitions definitions;
	struct arena json;          /* of the line that feed_event() reads */
	struct arena folded;        /* of the text that is folded last */
	struct store_memory memory; /* of the transaction */
	struct feed_run feed_run;
};

/* Sets the fault from SQLite's last error. */
void store_failed(struct store *store, const char *doing);

/*
 * Whether the file is missing, or empty, as a killed first run leaves it. Sets the fault
 * if that can't be determined, or if it is not a regular file (EX_CONFIG).
 */
bool store_is_missing(struct store *store);

/* The schema version of each component: the one table that no migration creates. */
#define COMPONENTS_TABLE                                                                           \
	"CREATE TABLE IF NOT EXISTS components (name TEXT PRIMARY KEY, "                           \
	"version INTEGER NOT NULL) STRICT, WITHOUT ROWID"

extern const struct schema store_schema;

void query_free_all(struct store *store);

/* Empties the cache if it is large; at the beginning of a transaction, when none is in use. */
void definitions_trim(struct store *store);

/* Empties the cache, after a rollback: other events will have the positions. */
void definitions_forget(struct store *store);

#endif
