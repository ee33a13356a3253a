/*
 * Floor C: SQLite alone stores what the tools' promises require of COUNT commands: an event
 * of LINE bytes, the command's id, by which a repeated one is found, the purchase, and its
 * reference. 1,000 commands a transaction, each on disk when it ends. Nothing is parsed,
 * formatted or checked: no tool that keeps the promises in SQLite can be faster.
 *
 *     floor-store FILE COUNT PAGE LINE
 *
 * PAGE is the page's size in bytes.
 */
#include <err.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { COMMANDS_A_TRANSACTION = 1000, ID = 16, CLIENT = 1, COMPLETE = 1 };

static sqlite3 *db;

/* A time-ordered id is the event's and its command's; a reference belongs to a client. */
static const char schema[] =
	"PRAGMA journal_mode = WAL;"
	"PRAGMA synchronous = FULL;"
	"PRAGMA cache_size = -8192;"
	"CREATE TABLE events (seq INTEGER PRIMARY KEY, line TEXT NOT NULL);"
	"CREATE TABLE ids (id BLOB PRIMARY KEY, seq INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE purchases (purchase BLOB PRIMARY KEY, amount INTEGER NOT NULL,"
	" state INTEGER NOT NULL, seq INTEGER NOT NULL) WITHOUT ROWID;"
	"CREATE TABLE refs (client INTEGER NOT NULL, reference TEXT NOT NULL,"
	" seq INTEGER NOT NULL, PRIMARY KEY (client, reference)) WITHOUT ROWID;";

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

static void create_store(const char *file, const char *page)
{
	char sql[64];

	check(sqlite3_config(SQLITE_CONFIG_SINGLETHREAD));
	check(sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0));
	if (sqlite3_open(file, &db) != SQLITE_OK)
		errx(73, "%s", file);
	snprintf(sql, sizeof(sql), "PRAGMA page_size = %u", (unsigned)strtoul(page, NULL, 10));
	execute(sql);
	execute(schema);
}

/* Writes NUMBER's digits over the last ones of TEXT. */
static void set_digits(char *text, size_t length, uint64_t number)
{
	for (; number > 0; number /= 10)
		text[--length] = (char)('0' + number % 10);
}

static void set_id(unsigned char *id, uint64_t number)
{
	int i;

	for (i = 7; number > 0; number >>= 8)
		id[i--] = (unsigned char)number;
}

static void store_commands(uint64_t count, const char *line, size_t length)
{
	sqlite3_stmt *event = prepare("INSERT INTO events VALUES (?1, ?2)");
	sqlite3_stmt *command = prepare("INSERT INTO ids VALUES (?1, ?2)");
	sqlite3_stmt *purchase = prepare("INSERT INTO purchases VALUES (?1, 0, ?2, ?3)");
	sqlite3_stmt *natural = prepare("INSERT INTO refs VALUES (?1, ?2, ?3)");
	sqlite3_stmt *begin = prepare("BEGIN IMMEDIATE"), *commit = prepare("COMMIT");
	/* 9 digits are to come before the type. */
	char reference[] = "sponsor-000000000/full";
	unsigned char id[ID] = {0};
	uint64_t number;

	check(sqlite3_bind_text(event, 2, line, (int)length, SQLITE_STATIC));
	check(sqlite3_bind_blob(command, 1, id, ID, SQLITE_STATIC));
	check(sqlite3_bind_blob(purchase, 1, id, ID, SQLITE_STATIC));
	check(sqlite3_bind_int(purchase, 2, COMPLETE));
	check(sqlite3_bind_int(natural, 1, CLIENT));
	check(sqlite3_bind_text(natural, 2, reference, sizeof(reference) - 1, SQLITE_STATIC));
	for (number = 1; number <= count; number++) {
		if (number % COMMANDS_A_TRANSACTION == 1)
			run(begin);
		set_id(id, number);
		set_digits(reference, sizeof("sponsor-000000000") - 1, number);
		check(sqlite3_bind_int64(event, 1, (sqlite3_int64)number));
		check(sqlite3_bind_int64(command, 2, (sqlite3_int64)number));
		check(sqlite3_bind_int64(purchase, 3, (sqlite3_int64)number));
		check(sqlite3_bind_int64(natural, 3, (sqlite3_int64)number));
		run(event);
		run(command);
		run(purchase);
		run(natural);
		if (number % COMMANDS_A_TRANSACTION == 0 || number == count)
			run(commit);
	}
	sqlite3_finalize(event);
	sqlite3_finalize(command);
	sqlite3_finalize(purchase);
	sqlite3_finalize(natural);
	sqlite3_finalize(begin);
	sqlite3_finalize(commit);
}

int main(int argc, char **argv)
{
	size_t length;
	char *line;

	if (argc != 5)
		errx(64, "usage: floor-store file count page line");
	length = strtoul(argv[4], NULL, 10);
	line = malloc(length + 1);
	if (line == NULL)
		err(71, "%zu bytes", length);
	memset(line, 'x', length);
	create_store(argv[1], argv[3]);
	store_commands(strtoull(argv[2], NULL, 10), line, length);
	check(sqlite3_close(db));
	free(line);
	return 0;
}
