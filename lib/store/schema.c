#include "store/schema.h"

#include "base/memory.h"
#include "base/trace.h"
#include "store/connection.h"
#include "store/context.h"
#include "store/identity.h"
#include "store/internal.h"
#include "store/query.h"

/* More objects than any version of a context has. */
enum { OBJECTS_LIMIT = 256 };

/* A schema, as read from SQLite or as generated at build time. */
struct contents {
	const struct schema_object *objects[OBJECTS_LIMIT];
	int64_t roots[OBJECTS_LIMIT]; /* of a store: each object's root page; 0: none */
	int count;
};

static void add(struct contents *contents, const struct schema_object *object, int64_t root)
{
	contents->objects[contents->count] = object;
	contents->roots[contents->count++] = root;
}

/* Reads the schema of STORE. False with its fault set. */
static bool read_contents(struct store *store, struct arena *arena, struct contents *contents)
{
	struct query *query = query_of(
		store, "SELECT type, name, tbl_name, sql, rootpage FROM main.sqlite_schema");

	contents->count = 0;
	while (query_row(query)) {
		struct schema_object *object = arena_take(arena, sizeof(*object));

		*object = (struct schema_object){query_copy_at(query, 0, arena),
			query_copy_at(query, 1, arena), query_copy_at(query, 2, arena),
			query_optional_copy_at(query, 3, arena)};
		add(contents, object, query_integer_at(query, 4));
		if (contents->count == OBJECTS_LIMIT)
			store_corrupt(store, "its schema is larger than Lanyard's");
		if (store->fault.status != 0) { /* reading failed: not a Lanyard schema */
			store->fault.status = EX_CONFIG;
			query_end(query);
		}
	}
	return store->fault.status == 0;
}

/* The result of the migrations */

static void add_known(struct contents *known, const struct schema *schema)
{
	int i;

	for (i = 0; i < schema->object_count; i++)
		add(known, &schema->objects[i], 0);
}

/* The result of all migrations. False if the build didn't generate it for each schema. */
static bool know_newest(struct contents *known, const struct context *context)
{
	const struct component *const *component;
	bool all = true;

	known->count = 0;
	add_known(known, &store_schema);
	for (component = context->components; *component != NULL; component++) {
		add_known(known, (*component)->schema);
		all = all && (*component)->schema->object_count > 0;
	}
	return all;
}

/* Runs the migrations of SCHEMA up to VERSION in MODEL, a database in memory. */
static void run_migrations(struct store *model, const struct schema *schema, int64_t version)
{
	int i;

	for (i = 0; i < schema->count && schema->migrations[i].version <= version; i++)
		connection_execute(model, "making its like", schema->migrations[i].sql);
}

/* The version of SCHEMA in the store; 0 if it is not recorded. */
static int64_t schema_version(struct store *store, const struct schema *schema)
{
	return query_number(
		QUERY(store, "SELECT version FROM components WHERE name = :name", schema->name));
}

/* A database in memory, in which migrations are run. */
static bool open_model(struct store *store, struct store *model)
{
	*model = (struct store){.path = store->path, .lock = -1};
	return connection_open_model(model) &&
	       connection_execute(model, "making its like", COMPONENTS_TABLE);
}

/* Reads the schema of MODEL, and closes it. False with STORE's fault set. */
static bool read_model(
	struct store *store, struct store *model, struct arena *arena, struct contents *known)
{
	known->count = 0;
	if (model->fault.status == 0)
		read_contents(model, arena, known);
	if (model->fault.status != 0)
		fault_set(&store->fault, model->fault.status, "%s", model->fault.reason);
	connection_close(model);
	return store->fault.status == 0;
}

/* The result of the store component's migrations up to VERSION. */
static bool make_own(struct store *store, int version, struct arena *arena, struct contents *known)
{
	struct store model;

	if (open_model(store, &model))
		run_migrations(&model, &store_schema, version);
	return read_model(store, &model, arena, known);
}

/*
 * The result of the migrations of a store of CONTEXT up to STORE's versions; with NEWEST,
 * of all.
 */
static bool make_known(struct store *store, const struct context *context, bool newest,
	struct arena *arena, struct contents *known)
{
	const struct component *const *component;
	struct store model;

	if (open_model(store, &model))
		run_migrations(&model, &store_schema,
			newest ? store_schema.count : schema_version(store, &store_schema));
	for (component = context->components; *component != NULL; component++) {
		const struct schema *schema = (*component)->schema;

		run_migrations(
			&model, schema, newest ? schema->count : schema_version(store, schema));
	}
	return read_model(store, &model, arena, known);
}

/* Comparing */

static int find(const struct contents *contents, const struct schema_object *object, int first)
{
	int tried, i;

	for (tried = 0, i = first; tried < contents->count; tried++, i++) {
		i = i < contents->count ? i : 0;
		if (strcmp(contents->objects[i]->name, object->name) == 0 &&
			strcmp(contents->objects[i]->type, object->type) == 0)
			return i;
	}
	return -1;
}

static bool is_same_text(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

/* Whether object I of FOUND has its own root page, if objects of its type have one. */
static bool has_pages_of_its_kind(const struct contents *found, int i)
{
	const char *type = found->objects[i]->type;
	int other;

	if (strcmp(type, "table") != 0 && strcmp(type, "index") != 0)
		return found->roots[i] == 0;
	for (other = 0; other < i; other++)
		if (found->roots[other] == found->roots[i])
			return false;
	return found->roots[i] > 1; /* page 1 is sqlite_schema */
}

/*
 * How object I of FOUND differs from KNOWN; NULL: it doesn't. Sets the matching element of
 * SEEN.
 */
static const char *problem_of(
	const struct contents *found, int i, const struct contents *known, bool *seen, int *place)
{
	const struct schema_object *object = found->objects[i];
	const struct schema_object *like;

	*place = find(known, object, *place + 1);
	if (*place < 0)
		return "is not Lanyard's";
	like = known->objects[*place];
	if (seen[*place])
		return "is there twice";
	seen[*place] = true;
	if (!is_same_text(object->sql, like->sql) || strcmp(object->table, like->table) != 0)
		return "is not as Lanyard makes it";
	if (!has_pages_of_its_kind(found, i))
		return "has no pages of its own";
	return NULL;
}

/* Compares FOUND with KNOWN. Returns the first difference, in ARENA; NULL: they are equal. */
static const char *compare(
	const struct contents *found, const struct contents *known, struct arena *arena)
{
	bool seen[OBJECTS_LIMIT] = {false};
	int place = -1;
	int i;

	for (i = 0; i < found->count; i++) {
		const char *problem = problem_of(found, i, known, seen, &place);

		if (problem != NULL)
			return arena_printf(arena, "its %s %s %s", found->objects[i]->type,
				found->objects[i]->name, problem);
	}
	for (i = 0; i < known->count; i++)
		if (!seen[i])
			return arena_printf(arena, "its %s %s is missing", known->objects[i]->type,
				known->objects[i]->name);
	return NULL;
}

/* Versions */

/* The sum of the components' versions, which only rise. */
static uint64_t sum_of_versions(struct store *store)
{
	const struct component *const *component;
	uint64_t sum = (uint64_t)schema_version(store, &store_schema);

	for (component = store->context->components; *component != NULL; component++)
		sum += (uint64_t)schema_version(store, (*component)->schema);
	return sum;
}

bool schema_is_unchanged(struct store *store)
{
	return sum_of_versions(store) == store->versions ||
	       fault_set(&store->fault, EX_CONFIG,
		       "%s: was migrated by a newer Lanyard meanwhile; start the newer tool",
		       store->path);
}

bool schema_has_feed(struct store *store)
{
	return schema_version(store, &store_schema) == store_schema.count;
}

/* Reads the versions, and determines whether any is older or newer than this build's. */
static void compare_versions(
	struct store *store, const struct context *context, bool *older, bool *newer)
{
	const struct component *const *component;
	int64_t version = schema_version(store, &store_schema);

	store->versions = (uint64_t)version;
	*older = version < store_schema.count;
	*newer = version > store_schema.count;
	for (component = context->components; *component != NULL; component++) {
		const struct schema *schema = (*component)->schema;

		version = schema_version(store, schema);
		store->versions += (uint64_t)version;
		*older = *older || version < schema->count;
		*newer = *newer || version > schema->count;
	}
}

/* Whether FOUND's table NAME equals KNOWN's, so that it can be read safely. */
static bool is_known_table(
	const struct contents *found, const struct contents *known, const char *name)
{
	const struct schema_object table = {"table", name, name, NULL};
	int here = find(found, &table, 0);
	int there = find(known, &table, 0);

	return here >= 0 && there >= 0 && has_pages_of_its_kind(found, here) &&
	       is_same_text(found->objects[here]->sql, known->objects[there]->sql);
}

/* Whether FOUND's table NAME is as some version of the store component creates it. */
static bool is_own_table(
	struct store *store, const struct contents *found, const char *name, struct arena *arena)
{
	struct contents known;
	int version;

	for (version = store_schema.count; version >= 0; version--)
		if (make_own(store, version, arena, &known) && is_known_table(found, &known, name))
			return true;
	return false;
}

bool schema_has_own_table(struct store *store, const char *name)
{
	struct contents found;
	struct arena arena = {0};
	bool has =
		read_contents(store, &arena, &found) && is_own_table(store, &found, name, &arena);

	arena_release(&arena);
	return has;
}

/* Whether the identity, if its table can be read safely, is CONTEXT. */
static bool is_of(struct store *store, const struct context *context, const struct contents *found,
	struct arena *arena)
{
	struct identity identity;

	return !is_own_table(store, found, "identity", arena) ||
	       (identity_read(store, arena, &identity) &&
		       identity_check(store, &identity, context->name, NULL));
}

/* Compares FOUND with the result of the migrations up to the store's versions. */
static enum schema_state verify_versions(struct store *store, const struct context *context,
	const struct contents *found, struct arena *arena)
{
	struct contents known;
	const char *difference;
	bool older, newer;

	if (!is_own_table(store, found, "components", arena)) {
		fault_set(&store->fault, EX_CONFIG, "%s: is not a store of Lanyard", store->path);
		return SCHEMA_REFUSED;
	}
	if (!is_of(store, context, found, arena))
		return SCHEMA_REFUSED;
	compare_versions(store, context, &older, &newer);
	if (newer)
		fault_set(&store->fault, EX_CONFIG,
			"%s: was written by a newer Lanyard; upgrade this one", store->path);
	if (store->fault.status != 0 || !make_known(store, context, false, arena, &known))
		return SCHEMA_REFUSED;
	difference = compare(found, &known, arena);
	if (difference != NULL)
		fault_set(&store->fault, EX_CONFIG, "%s: %s", store->path, difference);
	if (store->fault.status != 0)
		return SCHEMA_REFUSED;
	return older ? SCHEMA_OLDER : SCHEMA_CURRENT;
}

/*
 * Whether the schema and its versions are the newest: the usual case, in which no model is
 * built.
 */
static bool is_newest(struct store *store, const struct context *context, struct arena *arena)
{
	struct contents found, known;
	bool older, newer;

	if (!know_newest(&known, context) || !read_contents(store, arena, &found) ||
		compare(&found, &known, arena) != NULL)
		return false;
	compare_versions(store, context, &older, &newer);
	return !older && !newer && store->fault.status == 0;
}

enum schema_state schema_verify(struct store *store, const struct context *context)
{
	enum schema_state state = SCHEMA_REFUSED;
	struct contents found;
	struct arena arena = {0};

	if (is_newest(store, context, &arena)) {
		state = SCHEMA_CURRENT;
	} else if (
		store_begin_reading(
			store)) { /* a read transaction, as another process may be migrating it */
		if (read_contents(store, &arena, &found))
			state = verify_versions(store, context, &found, &arena);
		store_end_reading(store);
	}
	arena_release(&arena);
	return store->fault.status == 0 ? state : SCHEMA_REFUSED;
}

const struct schema_object **schema_objects(
	struct store *store, const struct context *context, struct arena *arena, int *count)
{
	struct contents known;
	const struct schema_object **objects = NULL;

	if (know_newest(&known, context) || make_known(store, context, true, arena, &known)) {
		*count = known.count;
		objects = arena_take(arena, (size_t)known.count * sizeof(*objects));
		memcpy(objects, known.objects, (size_t)known.count * sizeof(*objects));
	}
	return objects;
}

/* Runs the missing migrations of SCHEMA, unless its tables are MADE, and records them. */
static void migrate(struct store *store, const struct schema *schema, bool made)
{
	int64_t version = schema_version(store, schema);
	int i;

	for (i = 0; i < schema->count; i++) {
		const struct migration *migration = &schema->migrations[i];

		if (migration->version <= version ||
			!(made || connection_execute(store, "migrating", migration->sql)))
			continue;
		trace("migrate", "%s\t%s\t%s", store->path, schema->name, migration->name);
		query_run(QUERY(store,
			"INSERT INTO components (name, version) VALUES (:name, :version) "
			"ON CONFLICT (name) DO UPDATE SET version = excluded.version",
			schema->name, migration->version));
	}
}

static void migrate_all(struct store *store, bool made)
{
	const struct component *const *component;

	migrate(store, &store_schema, made);
	for (component = store->context->components; *component != NULL; component++)
		migrate(store, (*component)->schema, made);
	store->versions = sum_of_versions(store);
}

/*
 * Runs SQL, which changes the schema, and then the missing migrations, unless their tables are
 * MADE. References are not checked: a table may be dropped that others refer to until it is
 * refilled with rows that were checked.
 */
static bool change(struct store *store, const char *doing, const char *sql, bool made)
{
	store->migrating = true;
	connection_check_references(store, false);
	if (connection_execute(store, doing, sql))
		migrate_all(store, made);
	connection_check_references(store, true);
	store->migrating = false;
	return store->fault.status == 0;
}

bool schema_migrate(struct store *store)
{
	return change(store, "migrating", COMPONENTS_TABLE, false);
}

bool schema_make(struct store *store, const char *sql)
{
	return change(store, "rebuilding", sql, true);
}
