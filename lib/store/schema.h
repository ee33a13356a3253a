/*
 * The schema of a component: its numbered migrations, embedded from its
 * schema/NNNN-*.sql at build time and frozen once released. Each component of a
 * store has a schema version of its own.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

#include "base/arena.h"

struct context;
struct store;

struct migration {
	int version; /* from 1, without gaps */
	const char *name;
	const char *sql;
};

struct schema {
	const char *name; /* the component's */
	const struct migration *migrations;
	int count;
};

/*
 * Tells how the tables, indexes and triggers of STORE, which is of CONTEXT, differ from
 * what the migrations make: what it is about, and how, in words that live in ARENA.
 */
void schema_compare(struct store *store, const struct context *context, struct arena *arena,
	void (*each)(void *to, const char *about, const char *message), void *to);

#endif
