#include "store/identity.h"

#include <string.h>

#include "store/connection.h"
#include "store/internal.h"
#include "store/query.h"

bool identity_read(struct store *store, struct arena *arena, struct identity *identity)
{
	struct query *query = query_of(store, "SELECT context, conference FROM identity");

	*identity = (struct identity){NULL, NULL};
	if (query_row(query)) {
		identity->context = query_copy_at(query, 0, arena);
		identity->conference = query_copy_at(query, 1, arena);
		query_end(query);
	}
	if (identity->context != NULL)
		return store->fault.status == 0;
	return fault_set(
		&store->fault, EX_CONFIG, "%s: names no context and conference", store->path);
}

bool identity_check(struct store *store, const struct identity *identity, const char *context,
	const char *conference)
{
	if (strcmp(identity->context, context) != 0)
		return fault_set(&store->fault, EX_CONFIG, "%s: is a store of %s, not of %s",
			store->path, identity->context, context);
	if (conference != NULL && strcmp(identity->conference, conference) != 0)
		return fault_set(&store->fault, EX_CONFIG, "%s: is of the conference %s, not %s",
			store->path, identity->conference, conference);
	return true;
}

const char *identity_context(
	const char *path, int wait_milliseconds, struct arena *arena, struct fault *fault)
{
	struct store store = {.wait = wait_milliseconds, .lock = -1};
	struct identity identity = {NULL, NULL};

	/* With a directory: see store_open(). */
	store.path = arena_printf(arena, "%s%s", *path == '/' ? "" : "./", path);
	if (store_is_missing(&store)) {
		fault_set(&store.fault, EX_NOINPUT, "%s: there is no such store", store.path);
	} else if (connection_open(&store, CONNECTION_READ)) {
		if (schema_has_own_table(&store, "identity"))
			identity_read(&store, arena, &identity);
		else
			fault_set(&store.fault, EX_CONFIG, "%s: is not a store of Lanyard",
				store.path);
	}
	connection_close(&store);
	*fault = store.fault;
	return fault->status == 0 ? identity.context : NULL;
}
