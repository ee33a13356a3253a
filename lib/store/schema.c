#include "store/schema.h"

#include "base/memory.h"
#include "store/context.h"
#include "store/internal.h"
#include "store/query.h"

/* What a store is made of; sqlite_… is SQLite's own. */
#define THINGS                                                                                     \
	"SELECT type, name, sql FROM main.sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' "         \
	"ESCAPE '\\' ORDER BY type, name"
#define THING "SELECT sql FROM main.sqlite_schema WHERE type = :type AND name = :name"

struct comparison {
	struct store *store;
	struct store model; /* a new store, in memory */
	struct arena *arena;
	void (*each)(void *to, const char *about, const char *message);
	void *to;
};

static bool run(struct store *model, const char *sql)
{
	if (model->fault.status == 0 && sqlite3_exec(model->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		store_failed(model, "making its like");
	return model->fault.status == 0;
}

static void migrate(struct store *model, const struct schema *schema)
{
	int i;

	for (i = 0; i < schema->count; i++)
		run(model, schema->migrations[i].sql);
}

/* Makes the model; false with its fault set. */
static bool make(struct store *model, const struct context *context)
{
	const struct component *const *component;

	if (sqlite3_open_v2(":memory:", &model->db,
		    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL) !=
		SQLITE_OK)
		memory_exhausted();
	if (run(model, COMPONENTS_TABLE))
		migrate(model, &store_schema);
	for (component = context->components; *component != NULL; component++)
		migrate(model, (*component)->schema);
	return model->fault.status == 0;
}

/* Tells what is in STORE and is MISSING, or made otherwise, in OTHER. */
static void look(struct comparison *comparison, struct store *store, struct store *other,
	const char *missing, const char *otherwise)
{
	struct query *things = query_of(store, THINGS);

	while (query_row(things)) {
		const char *type = query_copy_at(things, 0, comparison->arena);
		const char *name = query_copy_at(things, 1, comparison->arena);
		const char *sql = query_copy_at(things, 2, comparison->arena);
		struct query *thing = query_of(other, THING);
		const char *message = missing;

		query_text(thing, type);
		query_text(thing, name);
		while (query_row(thing))
			message =
				strcmp(query_text_at(thing, 0, NULL), sql) != 0 ? otherwise : NULL;
		if (message != NULL && store_fault(other)->status == 0)
			comparison->each(comparison->to,
				arena_printf(comparison->arena, "%s %s", type, name), message);
	}
}

void schema_compare(struct store *store, const struct context *context, struct arena *arena,
	void (*each)(void *to, const char *about, const char *message), void *to)
{
	struct comparison comparison = {store, {.path = store->path}, arena, each, to};
	struct store *model = &comparison.model;

	if (make(model, context)) {
		look(&comparison, model, store, "it is missing", "it is not as it was made");
		look(&comparison, store, model, "it is none of Lanyard's", NULL);
	}
	if (model->fault.status != 0 && store->fault.status == 0)
		store->fault = model->fault;
	query_free_all(model);
	sqlite3_close(model->db);
}
