/*
 * Floor C: SQLite alone stores the rows that ticket-create stores for COUNT commands of
 * three tickets each. No JSON, no checks: no tool that stores these rows in SQLite can be
 * faster.
 *
 *     floor-store FILE COUNT
 */
#include <err.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMMANDS_A_TRANSACTION = 1000, TICKETS = 3, LINE = 940 };

static sqlite3 *db;

static const char schema[] =
	"PRAGMA journal_mode = WAL;"
	"PRAGMA synchronous = FULL;"
	"PRAGMA cache_size = -8192;"
	"CREATE TABLE events (seq INTEGER PRIMARY KEY, id BLOB NOT NULL UNIQUE,"
	" type TEXT NOT NULL, subject TEXT NOT NULL, line TEXT NOT NULL) STRICT;"
	"CREATE TABLE outcomes (client TEXT NOT NULL, command BLOB NOT NULL,"
	" digest BLOB NOT NULL, first INTEGER NOT NULL, count INTEGER NOT NULL,"
	" PRIMARY KEY (client, command)) STRICT, WITHOUT ROWID;"
	"CREATE TABLE purchases (purchase BLOB PRIMARY KEY, client TEXT NOT NULL,"
	" reference TEXT NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL,"
	" payment TEXT NOT NULL, amount INTEGER NOT NULL, currency TEXT NOT NULL,"
	" reason TEXT) STRICT, WITHOUT ROWID;"
	"CREATE TABLE tickets (ticket BLOB PRIMARY KEY, type TEXT NOT NULL)"
	" STRICT, WITHOUT ROWID;";

static void check(int code)
{
	if (code != SQLITE_OK && code != SQLITE_DONE)
		errx(74, "%s", sqlite3_errmsg(db));
}

static void execute(const char *sql)
{
	check(sqlite3_exec(db, sql, NULL, NULL, NULL));
}

static sqlite3_stmt *prepare(const char *sql)
{
	sqlite3_stmt *statement;

	check(sqlite3_prepare_v3(db, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, NULL));
	return statement;
}

static void run(sqlite3_stmt *statement)
{
	check(sqlite3_step(statement));
	check(sqlite3_reset(statement));
}

static void bind_text(sqlite3_stmt *statement, int column, const char *text, int length)
{
	check(sqlite3_bind_text(statement, column, text, length, SQLITE_STATIC));
}

/* A time-ordered id: NUMBER big-endian, then MEMBER. */
static void bind_id(
	sqlite3_stmt *statement, int column, unsigned char *id, uint64_t number, unsigned member)
{
	int i;

	memset(id, 0x7b, 16);
	for (i = 7; i >= 0; i--, number >>= 8)
		id[i] = (unsigned char)number;
	id[14] = (unsigned char)(member >> 8);
	id[15] = (unsigned char)member;
	check(sqlite3_bind_blob(statement, column, id, 16, SQLITE_STATIC));
}

int main(int argc, char **argv)
{
	static const char client[] = "sponsorship", reference[] = "sponsor-000000000/full";
	static const char name[] = "Sponsor number 000000000 Limited";
	static const char email[] = "events@sponsor-000000000.example";
	static const char type[] = "lanyard.ticketing.ticket-purchase-created.v1";
	sqlite3_stmt *outcome, *purchase, *ticket, *event;
	unsigned char id[16], digest[32];
	char line[LINE];
	uint64_t count, number;
	unsigned member;

	if (argc != 3)
		errx(64, "usage: floor-store file count");
	count = strtoull(argv[2], NULL, 10);
	memset(line, 'x', sizeof(line));
	memset(digest, 0x5a, sizeof(digest));
	if (sqlite3_open(argv[1], &db) != SQLITE_OK)
		errx(73, "%s", argv[1]);
	execute(schema);
	outcome = prepare("INSERT INTO outcomes VALUES (?1, ?2, ?3, ?4, ?5)");
	purchase = prepare("INSERT INTO purchases VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)");
	ticket = prepare("INSERT INTO tickets VALUES (?1, ?2)");
	event = prepare("INSERT INTO events VALUES (?1, ?2, ?3, ?4, ?5)");

	for (number = 1; number <= count; number++) {
		if (number % COMMANDS_A_TRANSACTION == 1)
			execute("BEGIN IMMEDIATE");
		bind_text(outcome, 1, client, -1);
		bind_id(outcome, 2, id, number, 0);
		check(sqlite3_bind_blob(outcome, 3, digest, sizeof(digest), SQLITE_STATIC));
		check(sqlite3_bind_int64(outcome, 4, (sqlite3_int64)number));
		check(sqlite3_bind_int(outcome, 5, 1));
		run(outcome);
		bind_id(purchase, 1, id, number, 0);
		bind_text(purchase, 2, client, -1);
		bind_text(purchase, 3, reference, -1);
		bind_text(purchase, 4, name, -1);
		bind_text(purchase, 5, email, -1);
		bind_text(purchase, 6, "waived", -1);
		check(sqlite3_bind_int(purchase, 7, 0));
		bind_text(purchase, 8, "JPY", -1);
		bind_text(purchase, 9, "complimentary", -1);
		run(purchase);
		for (member = 1; member <= TICKETS; member++) {
			bind_id(ticket, 1, id, number, member);
			bind_text(ticket, 2, "full", -1);
			run(ticket);
		}
		check(sqlite3_bind_int64(event, 1, (sqlite3_int64)number));
		bind_id(event, 2, id, number, 0);
		bind_text(event, 3, type, -1);
		bind_text(event, 4, reference, -1);
		bind_text(event, 5, line, sizeof(line));
		run(event);
		if (number % COMMANDS_A_TRANSACTION == 0 || number == count)
			execute("COMMIT");
	}
	sqlite3_finalize(outcome);
	sqlite3_finalize(purchase);
	sqlite3_finalize(ticket);
	sqlite3_finalize(event);
	check(sqlite3_close(db));
	return 0;
}
