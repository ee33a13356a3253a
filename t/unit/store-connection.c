/* What no statement of a store can do, whoever has put it there. */
#include "store/connection.h"
#include "store/internal.h"
#include "store/query.h"
#include "tap.h"

static struct store *open_model(void)
{
	static char path[] = "model";
	static struct store model;

	model = (struct store){.path = path, .lock = -1};
	connection_open_model(&model);
	connection_execute(&model, "making",
		"CREATE TABLE digits (digit INTEGER PRIMARY KEY) STRICT;"
		"INSERT INTO digits VALUES (0), (1), (2), (3), (4), (5), (6), (7), (8), (9)");
	model.migrating = false;
	return &model;
}

/* Runs SQL: its fault says WORDS. */
static void refuses(const char *sql, const char *words, const char *name)
{
	struct store *model = open_model();

	query_run(query_of(model, sql));
	tap_ok(model->fault.status == EX_SOFTWARE && strstr(model->fault.reason, words) != NULL,
		name);
	if (strstr(model->fault.reason, words) == NULL)
		printf("# %d: %s\n", model->fault.status, model->fault.reason);
	connection_close(model);
}

static void try_denied(void)
{
	refuses("ATTACH 'other.db' AS other", "not authorized", "no other file is attached");
	refuses("VACUUM INTO 'other.db'", "authorization denied", "none is written");
	refuses("DETACH other", "not authorized", "none is detached");
	refuses("SELECT load_extension('./other.so')", "not authorized to use function",
		"no extension is loaded");
	refuses("SELECT zeroblob(1000000000)", "not authorized to use function",
		"a function that no statement of ours calls is not called");
	refuses("PRAGMA writable_schema = ON", "not authorized", "the schema is not written");
	refuses("PRAGMA journal_size_limit", "not authorized",
		"a pragma that no statement of ours has does nothing");
	refuses("CREATE TABLE more (x)", "not authorized", "no table is made");
	refuses("CREATE TEMP TRIGGER more AFTER INSERT ON digits BEGIN SELECT 1; END",
		"not authorized", "no temporary trigger is made");
	refuses("CREATE VIRTUAL TABLE temp.more USING fts5 (x)", "not authorized",
		"no virtual table is made");
	refuses("DROP TABLE digits", "not authorized", "no table is dropped");
	refuses("ALTER TABLE digits RENAME TO more", "not authorized", "none is renamed");
	refuses("ANALYZE", "not authorized", "no statistics are kept");
	refuses("UPDATE sqlite_schema SET sql = NULL", "may not be modified",
		"the schema is not changed");
	refuses("WITH RECURSIVE n (x) AS (SELECT 1 UNION SELECT x + 1 FROM n) SELECT x FROM n",
		"not authorized", "nothing recurs");
	refuses("SELECT \"text\"", "no such column", "a name in double quotes is no text");
}

/* More rows than a file so small can hold: ten tables' product. */
static void try_endless(void)
{
	struct store *model = open_model();

	query_run(query_of(model,
		"SELECT count(*) FROM digits a, digits b, digits c, digits d, digits e, digits f, "
		"digits g, digits h, digits i, digits j, digits k, digits l"));
	tap_ok(model->fault.status == EX_IOERR, "a statement ends that seems to have no end");
	tap_text(model->fault.reason,
		"model: running a statement: is damaged: takes longer than its size explains",
		"  and says why");
	connection_close(model);
}

/* The same steps by many statements, and by one that is used again, end nothing. */
static void try_long(void)
{
	struct store *model = open_model();
	struct query *query;
	int64_t count = 0;
	int i;

	for (i = 0; i < 100; i++) {
		query = query_of(model,
			"SELECT count(*) FROM digits a, digits b, digits c, digits d, digits e, "
			"digits f");
		count += query_number(query);
	}
	tap_ok(count == 100000000 && model->fault.status == 0,
		"a statement that is used again has its time again");
	connection_close(model);
}

int main(void)
{
	try_denied();
	try_endless();
	try_long();
	return tap_end();
}
