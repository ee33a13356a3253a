/*
 * A component's tables, and how they came about: numbered migrations, embedded
 * from its schema/NNNN-*.sql at build time and frozen once released.
 *
 * A store is made of components: the events themselves, what clients of the
 * open host share, the context's own. Each has a version of its own.
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

struct component {
	const char *name;
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
