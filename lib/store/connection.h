/*
 * A connection to a database: every file is opened, and all static SQL is run, here.
 *
 * A store is untrusted input: its pages, its schema and the files beside it may be forged.
 * So each connection is limited (see "Defense Against The Dark Arts" in SQLite's
 * documentation): an authorizer denies what Lanyard's statements don't need, such as
 * ATTACH; a statement that takes more steps than the file's size explains ends with EX_IOERR.
 *
 * Private to lib/store.
 */
#ifndef STORE_CONNECTION_H
#define STORE_CONNECTION_H

#include "store/store.h"

enum connection_access {
	CONNECTION_READ, /* the file stays as it is */
	CONNECTION_WRITE,
};

/*
 * Creates the file that SQLite then opens; SQLite gives its -wal and -shm the same
 * permissions. An existing file is not opened: closing it would drop this process's POSIX
 * locks on it (SQLite documentation, "How To Corrupt", 2.2). False with STORE's fault set.
 */
bool connection_make_file(struct store *store);

/* Opens STORE's existing file. False with its fault set: EX_IOERR, EX_NOPERM, EX_CONFIG. */
bool connection_open(struct store *store, enum connection_access access);

/* Opens an in-memory database in which any schema may be created. */
bool connection_open_model(struct store *model);

/* Frees the queries and closes the connection, if it is open. */
void connection_close(struct store *store);

/*
 * Runs SQL: static text, or text composed of it and of names from the migrations; never
 * text from a store. False with the store's fault set, whose message contains DOING.
 */
bool connection_execute(struct store *store, const char *doing, const char *sql);

/* The same even if the fault is set, which is kept: for rolling back. */
void connection_execute_anyway(struct store *store, const char *doing, const char *sql);

/* Turns the checking of references between tables off or ON; it is on at first. */
void connection_check_references(struct store *store, bool on);

/* Whether the database is in WAL mode. Valid after the first read. */
bool connection_has_wal(const struct store *store);

/* The exit status for a result code of SQLite. */
int connection_status(int code);

#endif
