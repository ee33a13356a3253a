/* What SQLite's authorizer and progress handler deny to a statement of a store. */
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

/* Runs SQL, which fails with a fault that contains WORDS. */
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
	refuses("ATTACH 'other.db' AS other", "not authorized", "ATTACH of another file is denied");
	refuses("VACUUM INTO 'other.db'", "authorization denied",
		"VACUUM INTO another file is denied");
	refuses("DETACH other", "not authorized", "DETACH is denied");
	refuses("SELECT load_extension('./other.so')", "not authorized to use function",
		"loading an extension is denied");
	refuses("SELECT zeroblob(1000000000)", "not authorized to use function",
		"an SQL function that no statement of the tools calls is denied");
	refuses("PRAGMA writable_schema = ON", "not authorized", "a writable schema is denied");
	refuses("PRAGMA journal_size_limit", "not authorized",
		"a pragma that no statement of the tools has is denied");
	refuses("CREATE TABLE more (x)", "not authorized", "CREATE TABLE is denied");
	refuses("CREATE TEMP TRIGGER more AFTER INSERT ON digits BEGIN SELECT 1; END",
		"not authorized", "CREATE TEMP TRIGGER is denied");
	refuses("CREATE VIRTUAL TABLE temp.more USING fts5 (x)", "not authorized",
		"CREATE VIRTUAL TABLE is denied");
	refuses("DROP TABLE digits", "not authorized", "DROP TABLE is denied");
	refuses("ALTER TABLE digits RENAME TO more", "not authorized", "ALTER TABLE is denied");
	refuses("ANALYZE", "not authorized", "ANALYZE is denied");
	refuses("UPDATE sqlite_schema SET sql = NULL", "may not be modified",
		"UPDATE of the schema is denied");
	refuses("WITH RECURSIVE n (x) AS (SELECT 1 UNION SELECT x + 1 FROM n) SELECT x FROM n",
		"not authorized", "a recursive query is denied");
	refuses("SELECT \"text\"", "no such column",
		"a name in double quotes is not read as a text");
}

/* The product of twelve tables: more rows than a small file explains. */
static void try_endless(void)
{
	struct store *model = open_model();

	query_run(query_of(model,
		"SELECT count(*) FROM digits a, digits b, digits c, digits d, digits e, digits f, "
		"digits g, digits h, digits i, digits j, digits k, digits l"));
	tap_ok(model->fault.status == EX_IOERR,
		"a statement that takes longer than the store's size explains is interrupted");
	tap_text(model->fault.reason,
		"model: running a statement: is damaged: takes longer than its size explains",
		"the fault of an interrupted statement says that the store is damaged");
	connection_close(model);
}

/* As many steps in several runs of one statement are no reason to interrupt it. */
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
		"a statement that is run again gets its limit of steps again");
	connection_close(model);
}

int main(void)
{
	try_denied();
	try_endless();
	try_long();
	return tap_end();
}
