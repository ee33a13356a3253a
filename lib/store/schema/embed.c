/*
 * Generates C with the migrations of one component, and the schema that results:
 *
 *     embed COMPONENT LEVEL... -- FILE...
 *
 * Each FILE is NNNN-name.sql, which migrates to schema version NNNN. The LEVELs are
 * the migrations of lib/store, on which FILEs may depend. Both are run in memory, and
 * FILEs' objects are read from sqlite_schema.
 */
#include <err.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/internal.h"

static sqlite3 *db;

static char *read_file(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = NULL;
	size_t size = 0;

	if (file == NULL)
		err(1, "%s", path);
	if (getdelim(&text, &size, '\0', file) < 0) {
		if (ferror(file))
			err(1, "%s", path);
		errx(1, "%s: is empty", path);
	}
	fclose(file);
	return text;
}

static void run(const char *path, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) != SQLITE_OK)
		errx(1, "%s: %s", path, sqlite3_errmsg(db));
}

static void run_file(const char *path)
{
	char *sql = read_file(path);

	run(path, sql);
	free(sql);
}

/* Prints TEXT as a C string literal, one line of text per line; NULL as NULL. */
static void write_literal(const char *text)
{
	if (text == NULL) {
		printf("NULL");
		return;
	}
	putchar('"');
	for (; *text != '\0'; text++) {
		if (*text == '\n' && text[1] != '\0')
			printf("\\n\"\n\t\t\"");
		else if (*text == '\n')
			printf("\\n");
		else if (*text == '\t')
			printf("\\t");
		else if (*text == '"' || *text == '\\')
			printf("\\%c", *text);
		else
			putchar(*text);
	}
	putchar('"');
}

static void write_migration(const char *path)
{
	const char *base = strrchr(path, '/') != NULL ? strrchr(path, '/') + 1 : path;
	char *sql = read_file(path);

	printf("\t{%ld, \"%.*s\",\n\t\t", strtol(base, NULL, 10), (int)strcspn(base, "."), base);
	write_literal(sql);
	printf("},\n");
	free(sql);
}

/* Prints the objects after row LAST of the schema; returns how many. */
static int write_objects(sqlite3_int64 last)
{
	sqlite3_stmt *row = NULL;
	int count = 0;
	int code, column;

	if (sqlite3_prepare_v2(db,
		    "SELECT type, name, tbl_name, sql FROM sqlite_schema WHERE rowid > ? "
		    "ORDER BY rowid",
		    -1, &row, NULL) != SQLITE_OK ||
		sqlite3_bind_int64(row, 1, last) != SQLITE_OK)
		errx(1, "%s", sqlite3_errmsg(db));
	printf("};\n\nstatic const struct schema_object objects[] = {\n");
	for (; (code = sqlite3_step(row)) == SQLITE_ROW; count++) {
		printf("\t{");
		for (column = 0; column < 4; column++) {
			write_literal((const char *)sqlite3_column_text(row, column));
			printf(column < 3 ? ", " : "},\n");
		}
	}
	if (code != SQLITE_DONE)
		errx(1, "%s", sqlite3_errmsg(db));
	sqlite3_finalize(row);
	return count;
}

/* The rowid of the schema's last object. */
static sqlite3_int64 last_object(void)
{
	sqlite3_stmt *row = NULL;
	sqlite3_int64 last;

	if (sqlite3_prepare_v2(db, "SELECT max(rowid) FROM sqlite_schema", -1, &row, NULL) !=
			SQLITE_OK ||
		sqlite3_step(row) != SQLITE_ROW)
		errx(1, "%s", sqlite3_errmsg(db));
	last = sqlite3_column_int64(row, 0);
	sqlite3_finalize(row);
	return last;
}

int main(int argc, char **argv)
{
	sqlite3_int64 last = 0;
	int i = 2;
	int count, first;

	if (sqlite3_open(":memory:", &db) != SQLITE_OK)
		errx(1, "%s", sqlite3_errmsg(db));
	run("components", COMPONENTS_TABLE);
	for (; i < argc && strcmp(argv[i], "--") != 0; i++) {
		run_file(argv[i]);
		last = last_object();
	}
	if (i >= argc)
		errx(64, "usage: embed COMPONENT LEVEL... -- FILE...");
	first = ++i;
	printf("#include \"store/schema.h\"\n\nstatic const struct migration migrations[] = {\n");
	for (; i < argc; i++) {
		write_migration(argv[i]);
		run_file(argv[i]);
	}
	count = write_objects(last);
	printf("};\n\nconst struct schema %s_schema = {\"%s\", migrations, %d, objects, %d};\n",
		argv[1], argv[1], argc - first, count);
	sqlite3_close(db);
	if (fflush(stdout) != 0 || ferror(stdout))
		err(1, "standard output");
	return 0;
}
