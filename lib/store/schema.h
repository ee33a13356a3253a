/*
 * The schema of a component: its numbered migrations, embedded from schema/NNNN-*.sql at
 * build time and frozen once released, and the tables, indexes, triggers and views that
 * they create. Each component has its own schema version.
 *
 * A store is untrusted input, and its schema is SQL. So it is compared with the result of
 * the migrations before anything else is read, and SQL from a store is never run.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include <stdbool.h>

#include "base/arena.h"

struct context;
struct store;

struct migration {
	int version; /* from 1, without gaps */
	const char *name;
	const char *sql;
};

/* A row of sqlite_schema. */
struct schema_object {
	const char *type;
	const char *name;
	const char *table;
	const char *sql; /* NULL: an index that a constraint implies */
};

struct schema {
	const char *name; /* the component's */
	const struct migration *migrations;
	int count;
	const struct schema_object *objects; /* in the order of creation */
	int object_count;                    /* 0: not known at build time */
};

enum schema_state {
	SCHEMA_REFUSED, /* see store_fault() */
	SCHEMA_CURRENT,
	SCHEMA_OLDER, /* to be migrated */
};

/*
 * Compares the schema of STORE, a store of CONTEXT, with the result of the migrations up
 * to its versions. Refused (EX_CONFIG): any other object, a newer version, another context's
 * store.
 */
enum schema_state schema_verify(struct store *store, const struct context *context);

/*
 * Whether no other process has migrated STORE since schema_verify(). False with the store's fault
 * set (EX_CONFIG).
 */
bool schema_is_unchanged(struct store *store);

/* Whether this build reads STORE's feed as it is: its own tables are not older. */
bool schema_has_feed(struct store *store);

/* Whether NAME is a table of STORE as some version of the store's own migrations creates it. */
bool schema_has_own_table(struct store *store, const char *name);

/* Runs the missing migrations, within a transaction. False with the store's fault set. */
bool schema_migrate(struct store *store);

/*
 * Runs SQL that makes the tables as the missing migrations would, and records these, within a
 * transaction. False with the store's fault set.
 */
bool schema_make(struct store *store, const char *sql);

/*
 * Borrows from ARENA: the COUNT objects of a current store of CONTEXT, in the order of
 * creation; NULL with STORE's fault set.
 */
const struct schema_object **schema_objects(
	struct store *store, const struct context *context, struct arena *arena, int *count);

#endif
