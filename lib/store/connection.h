/*
 * A connection: the one way in which a database is opened, and static SQL is run.
 *
 * A store is untrusted input: whoever made the file chose its pages, its schema, and
 * what lies beside it. So each connection is limited: SQLite's own defences are on,
 * an authorizer allows what Lanyard's statements do and nothing else (no other file can be
 * attached or written), and a statement that goes on for longer than the file's size
 * explains ends as damage (74).
 *
 * For the files of lib/store alone.
 */
#ifndef STORE_CONNECTION_H
#define STORE_CONNECTION_H

#include "store/store.h"

enum connection_access {
	CONNECTION_READ, /* the file stays as it is */
	CONNECTION_WRITE,
};

/* Opens STORE's file, which exists. False with the store's fault set: 74, 77, 78. */
bool connection_open(struct store *store, enum connection_access access);

/* Opens a database in memory, in which all of a schema may be made. */
bool connection_open_model(struct store *model);

/* Frees its queries and closes it, if it is open. */
void connection_close(struct store *store);

/*
 * Runs SQL: static text, or put together from it and from names that the migrations
 * have; never a text that a store holds. False with the store's fault set, which says
 * what was being done (DOING).
 */
bool connection_execute(struct store *store, const char *doing, const char *sql);

/* The same where the fault is set already, which stands: to end what was begun. */
void connection_execute_anyway(struct store *store, const char *doing, const char *sql);

/* Whether the changes are written ahead; once something has been read. */
bool connection_has_wal(const struct store *store);

/* The exit status for a result code of SQLite. */
int connection_status(int code);

#endif
