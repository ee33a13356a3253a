/*
 * The schema of a component: its numbered migrations, embedded from its
 * schema/NNNN-*.sql at build time and frozen once released, and the tables,
 * indexes, triggers and views that they make. Each component of a store has a
 * schema version of its own.
 *
 * A store is untrusted input, and its schema is SQL. So it is compared with what
 * the migrations make before anything else is read, and no text of it is run.
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
	const struct schema_object *objects; /* in the order in which they are made */
	int object_count;                    /* 0: not known at build time */
};

enum schema_state {
	SCHEMA_REFUSED, /* see store_fault() */
	SCHEMA_CURRENT,
	SCHEMA_OLDER, /* of an older version: to be migrated */
};

/*
 * Compares the schema of STORE, a store of CONTEXT, with what the migrations up to its
 * versions make. Refused (78): anything else in it, a newer version, another context's.
 */
enum schema_state schema_verify(struct store *store, const struct context *context);

/* Whether NAME is a table of STORE as any version of the store's own migrations makes it. */
bool schema_has_own_table(struct store *store, const char *name);

/* Runs the missing migrations, within a transaction; true where tables changed. */
bool schema_migrate(struct store *store, const struct context *context);

/*
 * Borrows from ARENA: the objects of a current store of CONTEXT, in the order in which
 * they are made, COUNT of them; NULL with STORE's fault set.
 */
const struct schema_object **schema_objects(
	struct store *store, const struct context *context, struct arena *arena, int *count);

#endif
