#include "store/identity.h"

#include <errno.h>
#include <sys/stat.h>

#include "store/internal.h"
#include "store/query.h"

/* Opened by itself, with no checkpoint at the end, which would need the lock. */
static bool open_alone(struct store *store)
{
	struct stat status;

	if (stat(store->path, &status) != 0 && (errno == ENOENT || errno == ENOTDIR))
		return fault_set(
			&store->fault, EX_NOINPUT, "%s: there is no such store", store->path);
	if (sqlite3_open_v2(store->path, &store->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX,
		    NULL) != SQLITE_OK)
		return fault_set(&store->fault, EX_IOERR, "%s: %s", store->path,
			store->db != NULL ? sqlite3_errmsg(store->db) : "out of memory");
	sqlite3_extended_result_codes(store->db, 1);
	sqlite3_busy_timeout(store->db, store->wait);
	if (sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) != SQLITE_OK)
		store_failed(store, "opening");
	return store->fault.status == 0;
}

const char *identity_context(
	const char *path, int wait_milliseconds, struct arena *arena, struct fault *fault)
{
	struct store store = {.wait = wait_milliseconds, .lock = -1};
	const char *context = NULL;
	struct query *query;

	store.path = arena_printf(arena, "%s%s", *path == '/' ? "" : "./", path);
	if (open_alone(&store)) {
		query = query_of(&store,
			"SELECT count(*) FROM sqlite_schema WHERE name IN ('identity', 'events')");
		if (query_number(query) == 2) {
			query = query_of(&store, "SELECT context FROM identity");
			while (query_row(query))
				context = query_copy_at(query, 0, arena);
		}
		if (context == NULL)
			fault_set(&store.fault, EX_CONFIG, "%s: is not a store of Lanyard",
				store.path);
	}
	query_free_all(&store);
	sqlite3_close(store.db);
	*fault = store.fault;
	return fault->status == 0 ? context : NULL;
}
