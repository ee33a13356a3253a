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

/* Temporary tables are in a file, so that memory stays constant. */
static bool use_file(struct store *store)
{
	return run_sql(store,
		"PRAGMA temp_store = FILE; PRAGMA temp.journal_mode = OFF;"
		"PRAGMA temp.cache_size = -8192;");
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

/* Makes the copies, and in EXCHANGING the SQL by which the store gets their tables and rows. */
static bool prepare(const struct context *context, struct store *store, struct buffer *exchanging)
{
	if (make_copies(context, store))
		projection_exchange_sql(context, store, exchanging);
	return store->fault.status == 0;
}

/*
 * Applies the rest of the feed, and exchanges, in one transaction. A feed that can't be read as it
 * is (not READABLE) is migrated, and applied from its beginning.
 */
static bool exchange(const struct context *context, struct store *store, struct replay *replay,
	struct buffer *exchanging, bool readable)
{
	if (!store_begin(store))
		return false;
	if ((readable || (schema_migrate(store) && prepare(context, store, exchanging))) &&
		replay_feed(replay) && schema_make(store, buffer_text(exchanging)))
		return store_commit(store);
	store_rollback(store);
	return false;
}

bool rebuild_in_place(
	const struct context *context, struct store *store, const struct replay_watch *watch)
{
	struct replay *replay = replay_new(context, store, watch);
	struct buffer exchanging = {0};
	bool readable = schema_has_feed(store);
	bool good = use_file(store);

	if (readable)
		good = good && prepare(context, store, &exchanging) && catch_up(store, replay);
	good = good && exchange(context, store, replay, &exchanging, readable);
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

	if (use_file(store) && make_copies(context, store) && store_begin_reading(store)) {
		if (replay_feed(replay))
			differences = replay_differences(replay) +
				      projection_compare(context, store, watch);
		store_end_reading(store);
	}
	replay_free(replay);
	drop_copies(store);
	return store->fault.status == 0 ? differences : -1;
}
