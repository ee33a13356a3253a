#include "store/projection.h"

#include "base/memory.h"
#include "base/utf8.h"
#include "store/internal.h"
#include "store/query.h"

struct table {
	const char *name;
	const char **columns;
	bool *key; /* whether each is part of the primary key */
	int count; /* the key's come first */
};

/* All objects of the schema, in the order of creation. */
struct objects {
	struct arena arena;
	const struct schema_object **items;
	int count;
};

/* Without items, and with the store's fault set, if they can't be read. */
static struct objects objects_of(const struct context *context, struct store *store)
{
	struct objects objects = {.count = 0};

	objects.items = schema_objects(store, context, &objects.arena, &objects.count);
	return objects;
}

static bool is_projected(const struct schema_object *object)
{
	static const char *const own[] = {"identity", "components", "events", "positions"};
	size_t i;

	for (i = 0; i < COUNT_OF(own); i++)
		if (strcmp(object->table, own[i]) == 0)
			return false;
	return object->sql != NULL;
}

/* Whether OBJECT is of a table that is caught up when it is used: see struct context. */
static bool is_lagging(const struct context *context, const struct schema_object *object)
{
	const char *const *name;

	for (name = context->lagging; name != NULL && *name != NULL; name++)
		if (strcmp(object->table, *name) == 0)
			return true;
	return false;
}

static bool is_table(const struct schema_object *object)
{
	return strcmp(object->type, "table") == 0;
}

static bool is_index(const struct schema_object *object)
{
	return strcmp(object->type, "index") == 0;
}

/* Adds NAME as a quoted SQL identifier. */
static void add_name(struct buffer *sql, const char *name)
{
	char *quoted = sqlite3_mprintf("\"%w\"", name);

	if (quoted == NULL)
		memory_exhausted();
	buffer_add_text(sql, quoted);
	sqlite3_free(quoted);
}

/* Adds the text of OBJECT, such as CREATE UNIQUE INDEX name…, with the schema SCHEMA. */
static void add_creation(const struct schema_object *object, const char *schema, struct buffer *sql)
{
	const char *kind = strcasestr(object->sql, object->type);

	if (kind == NULL)
		return;
	kind += strlen(object->type);
	buffer_add(sql, object->sql, (size_t)(kind - object->sql));
	buffer_add_format(sql, " %s.%s;\n", schema, kind + strspn(kind, " "));
}

void projection_copy_sql(const struct context *context, struct store *store, struct buffer *sql)
{
	struct objects objects = objects_of(context, store);
	int i;

	for (i = 0; i < objects.count; i++)
		if (is_projected(objects.items[i]) && !is_lagging(context, objects.items[i]) &&
			(is_table(objects.items[i]) || is_index(objects.items[i])))
			add_creation(objects.items[i], "temp", sql);
	arena_release(&objects.arena);
}

/*
 * Reads the columns of TABLE from its temporary copy. False with the store's fault set if it has
 * no primary key.
 */
static bool read_columns(struct store *store, struct table *table, struct arena *arena)
{
	struct query *query =
		QUERY(store, "SELECT count(*) FROM pragma_table_info(:name, 'temp')", table->name);
	size_t count;

	count = (size_t)query_number(query);
	table->columns = arena_take(arena, count * sizeof(*table->columns));
	table->key = arena_take(arena, count * sizeof(*table->key));
	query = QUERY(store,
		"SELECT name, pk FROM pragma_table_info(:name, 'temp') ORDER BY pk = 0, cid",
		table->name);
	while (query_row(query)) {
		table->columns[table->count] = query_copy_at(query, 0, arena);
		table->key[table->count++] = query_integer_at(query, 1) > 0;
	}
	if (store_fault(store)->status == 0 && (table->count == 0 || !table->key[0]))
		fault_set(store_fault(store), EX_SOFTWARE, "%s has no primary key", table->name);
	return store_fault(store)->status == 0;
}

/* Adds, for each column that is part of the key (KEY) or not, both sides of the comparison. */
static void add_sides(const struct table *table, bool key, const char *lead, const char *separator,
	const char *operator, struct buffer * sql)
{
	int i;

	for (i = 0; i < table->count; i++) {
		if (table->key[i] != key)
			continue;
		buffer_add_format(sql, "%sa.", lead);
		add_name(sql, table->columns[i]);
		buffer_add_format(sql, " %s b.", operator);
		add_name(sql, table->columns[i]);
		lead = separator;
	}
}

/* Adds, for each column that is not part of the key, A's value, B's, and whether they differ. */
static void add_values(const struct table *table, struct buffer *sql)
{
	int i;

	for (i = 0; i < table->count; i++) {
		if (table->key[i])
			continue;
		buffer_add_text(sql, ", a.");
		add_name(sql, table->columns[i]);
		buffer_add_text(sql, ", b.");
		add_name(sql, table->columns[i]);
		buffer_add_text(sql, ", a.");
		add_name(sql, table->columns[i]);
		buffer_add_text(sql, " COLLATE BINARY IS NOT b.");
		add_name(sql, table->columns[i]);
	}
}

/*
 * Adds the join of A with B that has A's rows that differ in B or are missing there; with MISSING,
 * only the latter.
 */
static void add_join(
	const struct table *table, const char *a, const char *b, bool missing, struct buffer *sql)
{
	buffer_add_format(sql, "%s.", a);
	add_name(sql, table->name);
	buffer_add_format(sql, " a LEFT JOIN %s.", b);
	add_name(sql, table->name);
	buffer_add_text(sql, " b");
	add_sides(table, true, " ON ", " AND ", "=", sql);
	buffer_add_text(sql, " WHERE b.");
	add_name(sql, table->columns[0]);
	buffer_add_text(sql, " IS NULL");
	if (!missing)
		add_sides(table, false, " OR ", " OR ", "COLLATE BINARY IS NOT", sql);
}

/*
 * Adds a query of A's rows that differ in B or are missing there; with MISSING, only the
 * latter. Its columns: whether the row is missing, the key's, those of add_values().
 */
static void add_comparison(
	const struct table *table, const char *a, const char *b, bool missing, struct buffer *sql)
{
	int i;

	buffer_add_text(sql, "SELECT b.");
	add_name(sql, table->columns[0]);
	buffer_add_text(sql, " IS NULL");
	for (i = 0; i < table->count && table->key[i]; i++) {
		buffer_add_text(sql, ", a.");
		add_name(sql, table->columns[i]);
	}
	add_values(table, sql);
	buffer_add_text(sql, " FROM ");
	add_join(table, a, b, missing, sql);
}

/* Adds the bytes in COLUMN of ROW as a literal of SQL: x'00ff'. */
static void add_bytes(sqlite3_stmt *row, int column, struct buffer *text)
{
	const unsigned char *bytes = sqlite3_column_blob(row, column);

	buffer_add_text(text, "x'");
	buffer_add_hex(text, bytes, (size_t)sqlite3_column_bytes(row, column));
	buffer_add_text(text, "'");
}

static void add_string(sqlite3_stmt *row, int column, struct buffer *text)
{
	const char *string = (const char *)sqlite3_column_text(row, column);
	size_t size = (size_t)sqlite3_column_bytes(row, column);

	/* What was changed manually may contain a NUL, or be no UTF-8. */
	if (strlen(string) == size && utf8_is_valid(string, size))
		buffer_add_json(text, string);
	else
		add_bytes(row, column, text);
}

static void add_blob(sqlite3_stmt *row, int column, struct buffer *text)
{
	const void *bytes = sqlite3_column_blob(row, column);
	char uuid[UUID_TEXT];

	if (sqlite3_column_bytes(row, column) == UUID_SIZE) {
		uuid_format(bytes, uuid);
		buffer_add_text(text, uuid);
	} else {
		add_bytes(row, column, text);
	}
}

/* Adds the value in COLUMN of ROW as text. */
static void add_value(sqlite3_stmt *row, int column, struct buffer *text)
{
	switch (sqlite3_column_type(row, column)) {
	case SQLITE_NULL:
		buffer_add_text(text, "nothing");
		break;
	case SQLITE_TEXT:
		add_string(row, column, text);
		break;
	case SQLITE_BLOB:
		add_blob(row, column, text);
		break;
	default:
		buffer_add_text(text, (const char *)sqlite3_column_text(row, column));
		break;
	}
}

struct comparison {
	struct store *store;
	const struct replay_watch *watch;
	int64_t count; /* of the differences */
};

static void report(struct comparison *comparison, struct buffer *text)
{
	comparison->count++;
	if (comparison->watch->differs != NULL)
		comparison->watch->differs(comparison->watch->watcher, buffer_text(text));
}

/* Reports the differences in one row of a comparison. */
static void report_row(struct comparison *comparison, const struct table *table, sqlite3_stmt *row,
	const char *only_here)
{
	struct buffer text = {0};
	size_t length;
	int column = 1;
	int i;

	buffer_add_text(&text, table->name);
	for (i = 0; i < table->count && table->key[i]; i++) {
		buffer_add_text(&text, " ");
		add_value(row, column++, &text);
	}
	length = text.length;
	if (sqlite3_column_int(row, 0)) {
		buffer_add_format(&text, ": %s", only_here);
		report(comparison, &text);
	}
	for (; i < table->count && !sqlite3_column_int(row, 0); i++, column += 3) {
		if (!sqlite3_column_int(row, column + 2))
			continue;
		text.length = length;
		buffer_add_format(&text, ": %s: the store has ", table->columns[i]);
		add_value(row, column, &text);
		buffer_add_text(&text, ", its feed says ");
		add_value(row, column + 1, &text);
		report(comparison, &text);
	}
	buffer_release(&text);
}

static void run_comparison(struct comparison *comparison, const struct table *table,
	struct buffer *sql, const char *only_here)
{
	struct store *store = comparison->store;
	sqlite3_stmt *row = NULL;
	int64_t progress_calls = 0;
	int code = sqlite3_prepare_v2(store->db, buffer_text(sql), -1, &row, NULL);

	while (code == SQLITE_OK || code == SQLITE_ROW) {
		store->progress_calls = &progress_calls;
		code = sqlite3_step(row);
		if (code == SQLITE_ROW)
			report_row(comparison, table, row, only_here);
	}
	if (code != SQLITE_DONE)
		store_failed(store, "comparing");
	store->progress_calls = NULL;
	sqlite3_finalize(row);
}

static void compare_table(struct comparison *comparison, const char *name, struct arena *arena)
{
	struct table table = {.name = name};
	struct buffer sql = {0};

	if (!read_columns(comparison->store, &table, arena))
		return;
	add_comparison(&table, "main", "temp", false, &sql);
	run_comparison(comparison, &table, &sql, "the store has it, its feed does not");
	buffer_reset(&sql);
	add_comparison(&table, "temp", "main", true, &sql);
	run_comparison(comparison, &table, &sql, "its feed has it, the store does not");
	buffer_release(&sql);
}

static int compare_names(const void *a, const void *b)
{
	return strcmp((*(const struct schema_object *const *)a)->name,
		(*(const struct schema_object *const *)b)->name);
}

int64_t projection_compare(
	const struct context *context, struct store *store, const struct replay_watch *watch)
{
	struct comparison comparison = {.store = store, .watch = watch};
	struct objects objects = objects_of(context, store);
	int i;

	qsort(objects.items, (size_t)objects.count, sizeof(*objects.items), compare_names);
	for (i = 0; i < objects.count; i++)
		if (is_table(objects.items[i]) && is_projected(objects.items[i]) &&
			!is_lagging(context, objects.items[i]))
			compare_table(&comparison, objects.items[i]->name, &objects.arena);
	arena_release(&objects.arena);
	return comparison.count;
}

/* Exchanging */

/* Whether SQLite finds TABLE and its indexes undamaged; false also if the store's fault is set. */
static bool is_undamaged(struct store *store, const char *table)
{
	struct arena arena = {0};
	const char *result = query_copy(
		QUERY(store, "SELECT integrity_check FROM pragma_integrity_check(:table, 'main')",
			table),
		&arena);
	bool undamaged = result != NULL && strcmp(result, "ok") == 0;

	arena_release(&arena);
	return undamaged;
}

/* Adds the names of the columns of TABLE's key, each after LEAD. */
static void add_key(const struct table *table, const char *lead, struct buffer *sql)
{
	int i;

	for (i = 0; i < table->count && table->key[i]; i++) {
		buffer_add_text(sql, i > 0 ? ", " : "");
		buffer_add_text(sql, lead);
		add_name(sql, table->columns[i]);
	}
}

/* Adds SQL that deletes the store's rows that differ. */
static void add_deletion(const struct table *table, struct buffer *sql)
{
	buffer_add_text(sql, "DELETE FROM main.");
	add_name(sql, table->name);
	buffer_add_text(sql, " WHERE (");
	add_key(table, "", sql);
	buffer_add_text(sql, ") IN (SELECT ");
	add_key(table, "a.", sql);
	buffer_add_text(sql, " FROM ");
	add_join(table, "main", "temp", false, sql);
	buffer_add_text(sql, ");\n");
}

/*
 * Adds SQL that copies the rows that the store lacks. After a deletion, equal counts are equal
 * rows.
 */
static void add_insertion(const struct table *table, struct buffer *sql)
{
	buffer_add_text(sql, "INSERT INTO main.");
	add_name(sql, table->name);
	buffer_add_text(sql, " SELECT a.* FROM (SELECT 1 WHERE (SELECT count(*) FROM main.");
	add_name(sql, table->name);
	buffer_add_text(sql, ") < (SELECT count(*) FROM temp.");
	add_name(sql, table->name);
	buffer_add_text(sql, ")) CROSS JOIN ");
	add_join(table, "temp", "main", true, sql);
	buffer_add_text(sql, ";\n");
}

/* Whether the store has OBJECT as this version makes it. */
static bool is_current(struct store *store, const struct schema_object *object)
{
	return query_number(QUERY(store,
		       "SELECT count(*) FROM main.sqlite_schema "
		       "WHERE type = :type AND name = :name AND sql = :sql",
		       object->type, object->name, object->sql)) > 0;
}

static bool is_among(const struct objects *objects, const struct schema_object *object)
{
	int i;

	for (i = 0; i < objects->count; i++)
		if (objects->items[i]->sql != NULL &&
			strcmp(objects->items[i]->sql, object->sql) == 0)
			return true;
	return false;
}

/* Adds SQL that drops what an older version made in another way: views first, indexes last. */
static void add_drops(struct store *store, struct objects *objects, struct buffer *sql)
{
	struct query *query = query_of(store,
		"SELECT type, name, tbl_name, sql FROM main.sqlite_schema "
		"WHERE sql IS NOT NULL ORDER BY type DESC");

	while (query_row(query)) {
		struct schema_object object = {query_copy_at(query, 0, &objects->arena),
			query_copy_at(query, 1, &objects->arena),
			query_copy_at(query, 2, &objects->arena),
			query_copy_at(query, 3, &objects->arena)};

		if (!is_projected(&object) || is_among(objects, &object))
			continue;
		/* With a table its indexes are gone. */
		buffer_add_format(sql, "DROP %s IF EXISTS main.", object.type);
		add_name(sql, object.name);
		buffer_add_text(sql, ";\n");
	}
}

/* Whether the store has OBJECT, and its table, as this version makes them. */
static bool is_made(
	struct store *store, const struct objects *objects, const struct schema_object *object)
{
	bool made = is_current(store, object);
	int i;

	for (i = 0; i < objects->count && is_index(object) && made; i++)
		if (is_table(objects->items[i]) &&
			strcmp(objects->items[i]->name, object->table) == 0)
			made = is_current(store, objects->items[i]);
	return made;
}

/* Adds SQL that empties TABLE. */
static void add_emptying(const char *table, struct buffer *sql)
{
	buffer_add_text(sql, "DELETE FROM main.");
	add_name(sql, table);
	buffer_add_text(sql, ";\n");
}

/*
 * Adds SQL that empties and refills TABLE: in this form, SQLite copies rows and indexes as they
 * are.
 */
static void add_refilling(const char *table, struct buffer *sql)
{
	add_emptying(table, sql);
	buffer_add_text(sql, "INSERT INTO main.");
	add_name(sql, table);
	buffer_add_text(sql, " SELECT * FROM temp.");
	add_name(sql, table);
	buffer_add_text(sql, ";\n");
}

/* Adds SQL that creates what an older version did not make, or in another way. */
static void add_creations(struct store *store, const struct objects *objects, struct buffer *sql)
{
	int i;

	for (i = 0; i < objects->count; i++)
		if (is_projected(objects->items[i]) && !is_made(store, objects, objects->items[i]))
			add_creation(objects->items[i], "main", sql);
}

/* Adds SQL that gives the table OBJECT its rows. */
static void add_rows(struct store *store, const struct schema_object *object, struct arena *arena,
	struct buffer *sql)
{
	struct table table = {.name = object->name};

	if (!read_columns(store, &table, arena))
		return;
	if (is_current(store, object) && is_undamaged(store, table.name)) {
		add_deletion(&table, sql);
		add_insertion(&table, sql);
	} else {
		add_refilling(table.name, sql);
	}
}

void projection_exchange_sql(const struct context *context, struct store *store, struct buffer *sql)
{
	struct objects objects = objects_of(context, store);
	int i;

	add_drops(store, &objects, sql);
	add_creations(store, &objects, sql);
	for (i = 0; i < objects.count; i++) {
		if (!is_table(objects.items[i]) || !is_projected(objects.items[i]))
			continue;
		if (is_lagging(context, objects.items[i]))
			add_emptying(objects.items[i]->name, sql);
		else
			add_rows(store, objects.items[i], &objects.arena, sql);
	}
	arena_release(&objects.arena);
}
