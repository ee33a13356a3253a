/*
 * A component's tables, and how they came about: numbered migrations, embedded
 * from its schema/NNNN-*.sql at build time and frozen once released.
 *
 * A store is made of components: the events themselves, what clients of the
 * open host share, the context's own. Each has a version of its own.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

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

#endif
