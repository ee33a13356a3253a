#include "store/rebuild.h"

#include "store/connection.h"
#include "store/internal.h"
#include "store/projection.h"

/* In place: the events that may be left to apply under the lock, if writers allow it. */
enum { LEFT_EVENTS = 1000 };

static bool run_sql(struct store *store, const char *sql)
{
	return connection_execute(store, "rebuilding", sql);
}

/*
 * Creates the temporary tables. They have the names of the store's, and SQLite resolves
 * unqualified names to temp first, so the effects write there; events has no temporary
 * copy, and is read from the store.
 */
static bool make_copies(const struct context *context, struct store *store)
{
	struct buffer sql = {0};
	bool made;

	/* In a file, so that memory stays constant. */
	buffer_add_text(&sql,
		"PRAGMA temp_store = FILE; PRAGMA temp.journal_mode = OFF;"
		"PRAGMA temp.cache_size = -8192;");
	projection_copy_sql(context, store, &sql);
	made = run_sql(store, buffer_text(&sql));
	buffer_release(&sql);
	return made;
}

/*
 * Changing temp_store drops all temporary tables (SQLite documentation, PRAGMA
 * temp_store).
 */
static void drop_copies(struct store *store)
{
	connection_execute_anyway(store, "rebuilding", "PRAGMA temp_store = MEMORY");
}

/*
 * Applies the feed without the lock. Writers go on meanwhile: what they append is applied,
 * too, as long as it gets less.
 */
static bool catch_up(struct store *store, struct replay *replay)
{
	int64_t added = INT64_MAX, before;
	bool good = true;

	do {
		int64_t position = replay_position(replay);

		before = added;
		good = store_begin_reading(store) && replay_feed(replay);
		store_end_reading(store);
		added = replay_position(replay) - position;
	} while (good && added > LEFT_EVENTS && added < before);
	return good;
}

/* False with the store's fault set if a newer version migrated the store during the rebuild. */
static bool check_version(struct store *store)
{
	return schema_is_current(store, store->context) ||
	       fault_set(&store->fault, EX_CONFIG, "%s: was migrated by another version meanwhile",
		       store->path);
}

/* Applies the rest of the feed and runs EXCHANGING, in one transaction. */
static bool exchange(struct store *store, struct replay *replay, const char *exchanging)
{
	if (!store_begin(store))
		return false;
	if (check_version(store) && replay_feed(replay) && replay_end(replay) &&
		run_sql(store, exchanging))
		return store_commit(store);
	store_rollback(store);
	return false;
}

bool rebuild_in_place(
	const struct context *context, struct store *store, const struct replay_watch *watch)
{
	struct replay *replay = replay_new(context, store, watch);
	struct buffer exchanging = {0};
	bool good = make_copies(context, store);

	projection_exchange_sql(context, store, &exchanging);
	good = good && catch_up(store, replay) && exchange(store, replay, buffer_text(&exchanging));
	buffer_release(&exchanging);
	replay_free(replay);
	drop_copies(store);
	return good;
}

int64_t rebuild_check(
	const struct context *context, struct store *store, const struct replay_watch *watch)
{
	struct replay *replay = replay_new(context, store, watch);
	int64_t differences = 0;

	if (make_copies(context, store) && store_begin_reading(store)) {
		if (replay_feed(replay) && replay_end(replay))
			differences = replay_differences(replay) +
				      projection_compare(context, store, watch);
		store_end_reading(store);
	}
	replay_free(replay);
	drop_copies(store);
	return store->fault.status == 0 ? differences : -1;
}

bool rebuild_tables(const struct context *context, struct store *store)
{
	struct replay *replay = replay_new(context, store, NULL);
	struct buffer emptying = {0};
	bool good;

	projection_delete_sql(context, store, &emptying);
	good = run_sql(store, "PRAGMA defer_foreign_keys = ON") &&
	       run_sql(store, buffer_text(&emptying)) && replay_feed(replay) && replay_end(replay);
	buffer_release(&emptying);
	replay_free(replay);
	return good;
}
