#include "store/projection.h"

#include "base/memory.h"
#include "store/internal.h"
#include "store/query.h"

struct table {
	const char *name;
	const char **columns;
	bool *key; /* whether each is part of the primary key */
	int count; /* those of the key stand first */
};

/* The tables and their indexes: tables first, each with the text that made it. */
static struct query *query_schema(struct store *store)
{
	return query_of(store,
		"SELECT type, name, sql FROM main.sqlite_schema WHERE sql IS NOT NULL "
		"AND type IN ('table', 'index') AND tbl_name NOT IN "
		"('identity', 'components', 'events', 'positions') ORDER BY type DESC, name");
}

static bool is_table(struct query *query)
{
	return strcmp(query_text_at(query, 0, NULL), "table") == 0;
}

/* Adds NAME as SQL quotes it. */
static void add_name(struct buffer *sql, const char *name)
{
	char *quoted = sqlite3_mprintf("\"%w\"", name);

	if (quoted == NULL)
		memory_exhausted();
	buffer_add_text(sql, quoted);
	sqlite3_free(quoted);
}

static bool is_outcomes(const char *table)
{
	return strcmp(table, "outcomes") == 0 || strcmp(table, "latest") == 0;
}

void projection_emptying(struct store *store, bool outcomes, struct buffer *sql)
{
	struct query *query = query_schema(store);

	while (query_row(query)) {
		const char *name = query_text_at(query, 1, NULL);

		if (!is_table(query) || (is_outcomes(name) && !outcomes))
			continue;
		buffer_add_text(sql, "DELETE FROM main.");
		add_name(sql, name);
		buffer_add_text(sql, ";\n");
	}
}

void projection_copying(struct store *store, struct buffer *sql)
{
	struct query *query = query_schema(store);

	while (query_row(query)) {
		/* SQLite keeps it as CREATE TABLE name… and CREATE [UNIQUE] INDEX name…. */
		const char *kind = is_table(query) ? "TABLE " : "INDEX ";
		const char *text = query_text_at(query, 2, NULL);
		const char *name = strstr(text, kind);

		if (name == NULL)
			continue;
		name += strlen(kind);
		buffer_add(sql, text, (size_t)(name - text));
		buffer_add_text(sql, "temp.");
		buffer_add_text(sql, name);
		buffer_add_text(sql, ";\n");
	}
}

/* Borrows from ARENA: the table whose name comes behind AFTER; NULL at the end. */
static const char *next_table(struct store *store, const char *after, struct arena *arena)
{
	struct query *query = query_of(store,
		"SELECT name FROM main.sqlite_schema WHERE type = 'table' AND name > :after "
		"AND name NOT IN ('identity', 'components', 'events', 'positions') "
		"ORDER BY name LIMIT 1");
	const char *name = NULL;

	query_text(query, after);
	while (query_row(query))
		name = query_copy_at(query, 0, arena);
	return name;
}

/* False with the store's fault set where its rows have no key to be told by. */
static bool read_columns(struct store *store, struct table *table, struct arena *arena)
{
	struct query *query =
		query_of(store, "SELECT count(*) FROM pragma_table_info(:name, 'main')");
	size_t count;

	query_text(query, table->name);
	count = (size_t)query_number(query);
	table->columns = arena_take(arena, count * sizeof(*table->columns));
	table->key = arena_take(arena, count * sizeof(*table->key));
	query = query_of(store,
		"SELECT name, pk FROM pragma_table_info(:name, 'main') ORDER BY pk = 0, cid");
	query_text(query, table->name);
	while (query_row(query)) {
		table->columns[table->count] = query_copy_at(query, 0, arena);
		table->key[table->count++] = query_integer_at(query, 1) > 0;
	}
	if (store_fault(store)->status == 0 && !table->key[0])
		fault_set(store_fault(store), EX_SOFTWARE, "%s has no primary key", table->name);
	return store_fault(store)->status == 0;
}

/* Adds, for each column that is part of the key, or is not, its two sides. */
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

/*
 * Adds the rows of table A, and what stands beside them in B, where B's differ or
 * are missing; with MISSING only the latter. What is compared with what is in
 * the order of the columns: A's and B's of the first, of the second...
 */
static void add_comparison(
	const struct table *table, const char *a, const char *b, bool missing, struct buffer *sql)
{
	buffer_add_text(sql, "SELECT b.");
	add_name(sql, table->columns[0]);
	buffer_add_text(sql, " IS NULL");
	add_sides(table, true, ", ", ", ", ",", sql);
	add_sides(table, false, ", ", ", ", ",", sql);
	buffer_add_format(sql, " FROM %s.", a);
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

/* Adds the value in COLUMN of the row, as a person reads it. */
static void add_value(sqlite3_stmt *row, int column, struct buffer *words)
{
	const unsigned char *bytes;
	int size = sqlite3_column_bytes(row, column);
	char uuid[UUID_TEXT];

	switch (sqlite3_column_type(row, column)) {
	case SQLITE_NULL:
		buffer_add_text(words, "nothing");
		break;
	case SQLITE_TEXT:
		buffer_add_json(words, (const char *)sqlite3_column_text(row, column));
		break;
	case SQLITE_BLOB:
		bytes = sqlite3_column_blob(row, column);
		if (size == UUID_SIZE) {
			uuid_format((const struct uuid *)(const void *)bytes, uuid);
			buffer_add_text(words, uuid);
		} else {
			buffer_add_hex(words, bytes, (size_t)size);
		}
		break;
	default:
		buffer_add_text(words, (const char *)sqlite3_column_text(row, column));
		break;
	}
}

struct comparison {
	struct store *store;
	const struct replay_watch *watch;
	int64_t count; /* of the differences */
};

static void tell(struct comparison *comparison, struct buffer *words)
{
	comparison->count++;
	if (comparison->watch->differs != NULL)
		comparison->watch->differs(comparison->watch->watcher, buffer_text(words));
}

/* Tells what one row of a comparison says. */
static void tell_row(struct comparison *comparison, const struct table *table, sqlite3_stmt *row,
	const char *only_here)
{
	struct buffer words = {0}, has = {0}, says = {0};
	size_t length;
	int column = 1;
	int i;

	buffer_add_text(&words, table->name);
	for (i = 0; i < table->count; i++) {
		if (!table->key[i])
			continue;
		buffer_add_text(&words, " ");
		add_value(row, column, &words);
		column += 2;
	}
	length = words.length;
	if (sqlite3_column_int(row, 0)) {
		buffer_add_format(&words, ": %s", only_here);
		tell(comparison, &words);
	}
	for (i = 0; i < table->count && !sqlite3_column_int(row, 0); i++) {
		if (table->key[i])
			continue;
		buffer_reset(&has);
		buffer_reset(&says);
		add_value(row, column, &has);
		add_value(row, column + 1, &says);
		column += 2;
		if (strcmp(buffer_text(&has), buffer_text(&says)) == 0)
			continue;
		words.length = length;
		buffer_add_format(&words, ": %s: the store has %s, its feed says %s",
			table->columns[i], buffer_text(&has), buffer_text(&says));
		tell(comparison, &words);
	}
	buffer_release(&words);
	buffer_release(&has);
	buffer_release(&says);
}

static void run_comparison(struct comparison *comparison, const struct table *table,
	struct buffer *sql, const char *only_here)
{
	struct store *store = comparison->store;
	sqlite3_stmt *row = NULL;
	int code = sqlite3_prepare_v2(store->db, buffer_text(sql), -1, &row, NULL);

	while (code == SQLITE_OK || code == SQLITE_ROW) {
		code = sqlite3_step(row);
		if (code == SQLITE_ROW)
			tell_row(comparison, table, row, only_here);
	}
	if (code != SQLITE_DONE)
		store_failed(store, "comparing");
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

int64_t projection_compare(struct store *store, const struct replay_watch *watch)
{
	struct comparison comparison = {.store = store, .watch = watch};
	struct arena arena = {0};
	const char *name = "";

	while ((name = next_table(store, name, &arena)) != NULL)
		compare_table(&comparison, name, &arena);
	arena_release(&arena);
	return comparison.count;
}
