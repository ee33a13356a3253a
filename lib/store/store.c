#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/directory.h"
#include "base/lock.h"
#include "base/memory.h"
#include "base/trace.h"
#include "store/connection.h"
#include "store/context.h"
#include "store/feed.h"
#include "store/feed_index.h"
#include "store/identity.h"
#include "store/internal.h"
#include "store/loss.h"
#include "store/mark.h"
#include "store/query.h"
#include "store/rewrite.h"

/* "Lnyd", the application id in the file's header. */
enum { APPLICATION_ID = 0x4c6e7964 };

/*
 * The WAL is checkpointed after a commit once it is longer than this: 1 MiB if another
 * process wrote it, 4 MiB if this one truncated it.
 */
enum { FOUND_PAGES = 256, OWN_PAGES = 1024 };

/*
 * The interval between tries while another process holds the lock: each is twice the one before,
 * up to the longest. From LONG_US of waiting on they get shorter again, so that those who came
 * first try more often than those who came later; until VAIN_US, when one process keeps the lock.
 */
enum {
	RETRY_FIRST_US = 100,
	RETRY_LONGEST_US = 5000,
	RETRY_LAST_US = 600,
	LONG_US = 100000,
	VAIN_US = 2000000,
};

void store_corrupt(struct store *store, const char *format, ...)
{
	va_list arguments;
	char why[256];

	va_start(arguments, format);
	vsnprintf(why, sizeof(why), format, arguments);
	va_end(arguments);
	fault_set(&store->fault, EX_IOERR, "%s: is corrupt: %s", store->path, why);
}

/*
 * If a process is killed during a commit, or its sync fails, SQLite recovers frames of the WAL that
 * are not on the disk: the mark is dirty then. It is not synced: after a power failure, all that can
 * be read is on the disk.
 */
static bool is_dirty(struct store *store)
{
	struct mark mark = mark_read(store->lock);

	store->acknowledged = mark.position;
	return mark.dirty;
}

static bool mark_dirty(struct store *store)
{
	return mark_begin(store->lock) ||
	       fault_set_errno(&store->fault, EX_IOERR, "%s.lock", store->path);
}

/*
 * Called under the lock, once the commit of the event at END can be read: this write wakes
 * followers. If it fails, the next process writes the WAL again; but one that sets the position back
 * has to succeed, because the next process refuses the store otherwise.
 */
static void mark_clean(struct store *store, int64_t end)
{
	if (mark_end(store->lock, end))
		return;
	if (end < store->accepted)
		fault_set_errno(&store->fault, EX_IOERR, "%s.lock", store->path);
	trace("mark", "%s\tstays", store->path);
}

/* The lock */

/* Takes the store's lock if it is free. False with errno set. */
static bool try_lock(const struct store *store)
{
	return flock(store->lock, LOCK_EX | LOCK_NB) == 0;
}

/*
 * Takes (F_WRLCK) or releases (F_UNLCK) the lock for migrating: of the lock file's second byte,
 * which the store's lock is not concerned with. False with errno set.
 */
static bool set_migration(const struct store *store, short type)
{
	struct flock second = {.l_type = type, .l_whence = SEEK_SET, .l_start = 1, .l_len = 1};

	return fcntl(store->lock, F_OFD_SETLK, &second) == 0;
}

static bool try_migration(const struct store *store)
{
	return set_migration(store, F_WRLCK);
}

/* The interval after so many microseconds of waiting. */
static int64_t interval_after(int64_t waited)
{
	int64_t longer = RETRY_FIRST_US + waited;
	int64_t shorter = (int64_t)RETRY_LONGEST_US * LONG_US / (2 * waited + 1);

	if (waited < LONG_US || waited >= VAIN_US)
		return longer < RETRY_LONGEST_US ? longer : RETRY_LONGEST_US;
	return shorter > RETRY_LAST_US ? shorter : RETRY_LAST_US;
}

/*
 * Sleeps until the next try, after one failed with errno. False with the fault set, if the store has
 * been what it IS for too long SINCE it was tried first.
 */
static bool wait_for_lock(struct store *store, int64_t since, const char *is)
{
	int64_t waited;

	if (errno != EWOULDBLOCK && errno != EINTR)
		return fault_set_errno(&store->fault, EX_IOERR, "%s.lock", store->path);
	waited = clock_monotonic() - since;
	if (waited / 1000 >= store->wait)
		return fault_set(
			&store->fault, EX_TEMPFAIL, "%s: %s; run it again", store->path, is);
	usleep((useconds_t)interval_after(waited));
	return true;
}

/* Waits until TRY has succeeded, or says that the store IS what. */
static bool acquire_lock(
	struct store *store, bool (*try)(const struct store *store), const char *is)
{
	int64_t since = clock_monotonic();

	while (!try(store))
		if (!wait_for_lock(store, since, is))
			return false;
	return true;
}

static void release_lock(struct store *store)
{
	trace("unlock", "%s", store->path);
	flock(store->lock, LOCK_UN);
}

/*
 * Called under the lock: if the mark is dirty, it is not this process's. The new one has the events
 * that were recovered, because they will be printed; a store that is being made has none. A loss that
 * is accepted stays known.
 */
static bool secure(struct store *store)
{
	int64_t end;

	if (!is_dirty(store))
		return true;
	end = store->source != NULL ? feed_length(store) : 0;
	if (!loss_is_none(store, end) || !rewrite_wal(store))
		return false;
	mark_clean(store, end > store->acknowledged ? end : store->acknowledged);
	return true;
}

/*
 * Secures what a killed process's commit left, or one whose sync failed. Called after SQLite has
 * recovered it, as only then it is complete. A reader waits as long as the flag is dirty only: while
 * another process commits, or does the same.
 */
static bool secure_recovered(struct store *store)
{
	int64_t since = clock_monotonic();
	bool secured;

	while (store->fault.status == 0 && is_dirty(store)) {
		if (!try_lock(store)) {
			wait_for_lock(store, since, "is busy");
			continue;
		}
		secured = secure(store);
		release_lock(store);
		return secured;
	}
	return store->fault.status == 0;
}

/*
 * Takes the lock, and secures again if a process was killed meanwhile: its dirty flag would
 * otherwise be mistaken for this process's.
 */
static bool take_clean_lock(struct store *store)
{
	if (!acquire_lock(store, try_lock, "is busy"))
		return false;
	trace("lock", "%s", store->path);
	if (secure(store))
		return true;
	release_lock(store);
	return false;
}

/* Transactions */

static int64_t read_number(struct store *store, const char *sql)
{
	struct query *query = query_of(store, sql);

	return query_number(query);
}

bool store_begin(struct store *store)
{
	if (store->fault.status != 0 || !take_clean_lock(store))
		return false;
	definitions_trim(store);
	if (!connection_execute(store, "writing", "BEGIN IMMEDIATE")) {
		release_lock(store);
		return false;
	}
	if (schema_is_unchanged(store))
		loss_is_none(store, store->last_sequence = feed_length(store));
	if (store->fault.status != 0)
		store_rollback(store);
	return store->fault.status == 0;
}

/*
 * Checkpoints the WAL. After a complete checkpoint, the process that ran it restarts the
 * WAL from its beginning; another process can't know, recovers it, and appends. So the
 * first checkpoint truncates it, and later ones do not: truncating each time would
 * allocate a long stream's WAL again for each batch.
 *
 * It waits for no reader; a failed checkpoint is retried after the next commit.
 */
static void checkpoint(struct store *store)
{
	int mode = store->wal_truncated ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;

	if (store->wal_pages <= (store->wal_truncated ? OWN_PAGES : FOUND_PAGES))
		return;
	sqlite3_busy_timeout(store->db, 0);
	if (sqlite3_wal_checkpoint_v2(store->db, NULL, mode, NULL, NULL) == SQLITE_OK)
		store->wal_truncated = true;
	sqlite3_busy_timeout(store->db, store->wait);
}

struct store_memory *store_memory(struct store *store)
{
	return &store->memory;
}

static void forget_memory(struct store *store)
{
	feed_index_forget(store);
	store->memory.root = NULL;
	arena_reset(&store->memory.arena);
}

void store_flush(struct store *store)
{
	feed_index_save(store);
	if (store->memory.root != NULL && store->fault.status == 0)
		store->context->flush(store);
	forget_memory(store);
}

bool store_commit(struct store *store)
{
	store_flush(store);
	/* A failed commit may have been written: the flag stays dirty. */
	if (!mark_dirty(store) || !connection_execute(store, "writing", "COMMIT")) {
		store_rollback(store);
		return false;
	}
	mark_clean(store, store->last_sequence);
	trace("commit", "%s\t%lld", store->path, (long long)store->last_sequence);
	checkpoint(store);
	release_lock(store);
	return store->fault.status == 0;
}

void store_rollback(struct store *store)
{
	/* After some errors, such as a full disk, SQLite has rolled back already. */
	if (!sqlite3_get_autocommit(store->db))
		connection_execute_anyway(store, "rolling back", "ROLLBACK");
	definitions_forget(store);
	forget_memory(store);
	trace("rollback", "%s", store->path);
	release_lock(store);
}

bool store_begin_reading(struct store *store)
{
	return connection_execute(store, "reading", "BEGIN");
}

void store_end_reading(struct store *store)
{
	if (!sqlite3_get_autocommit(store->db))
		connection_execute_anyway(store, "reading", "COMMIT");
	forget_memory(store);
}

void store_sort_in_files(struct store *store)
{
	connection_execute(store, "reading", "PRAGMA temp_store = FILE");
}

int64_t store_last_sequence(const struct store *store)
{
	return store->last_sequence;
}

/* Opening */

static void write_identity(struct store *store, const struct store_place *place)
{
	query_run(QUERY(store,
		"INSERT INTO identity (only, context, conference) "
		"VALUES (1, :context, :conference) ON CONFLICT (only) DO NOTHING",
		place->context->name, place->conference));
}

/* Makes the tables of an empty store, in one transaction under the lock. */
static bool make_tables(struct store *store, const struct store_place *place)
{
	if (!take_clean_lock(store))
		return false;
	/* The transaction also writes a new file's header: if killed, the file is empty again. */
	if (connection_execute(store, "migrating", "BEGIN IMMEDIATE") && schema_migrate(store)) {
		write_identity(store, place);
		connection_execute(store, "migrating", "PRAGMA application_id = 0x4c6e7964");
	}
	if (store->fault.status == 0)
		return store_commit(store);
	store_rollback(store);
	return false;
}

/*
 * Migrates a store of an older version, which its writers may use meanwhile. One process does;
 * others wait until it has.
 */
static bool migrate(struct store *store, const struct store_place *place)
{
	enum schema_state state;

	if (!acquire_lock(store, try_migration, "is being migrated"))
		return false;
	state = schema_verify(store, place->context);
	if (state == SCHEMA_OLDER)
		place->rebuild(place->context, store, place->watch);
	set_migration(store, F_UNLCK);
	return store->fault.status == 0;
}

/* Beside the file itself, as its WAL is: symbolic links to it share the lock. */
static bool open_lock(struct store *store)
{
	char *path;

	if (asprintf(&path, "%s.lock", sqlite3_db_filename(store->db, "main")) < 0)
		memory_exhausted();
	store->lock = lock_open(AT_FDCWD, path, store->path, path, MARK_SIZE, &store->fault);
	free(path);
	return store->lock >= 0;
}

static bool refuse_missing(struct store *store, const struct store_place *place)
{
	return fault_set(&store->fault, EX_NOINPUT, "%s: there is no store yet: %s", store->path,
		place->context->first);
}

/* Whether the file's header has Lanyard's application id; the schema is not read. */
static bool is_ours(struct store *store)
{
	return read_number(store, "PRAGMA application_id") == APPLICATION_ID;
}

static bool is_empty(struct store *store)
{
	return read_number(store, "SELECT count(*) FROM sqlite_schema") == 0;
}

static bool write_ahead(struct store *store)
{
	return connection_execute(store, "writing", "PRAGMA journal_mode = WAL");
}

/* Creates the tables in one transaction, then syncs the directory. */
static bool create(struct store *store, const struct store_place *place)
{
	return open_lock(store) && write_ahead(store) && make_tables(store, place) &&
	       directory_sync_parent(store->path, &store->fault);
}

/* Makes the store in an empty file, or refuses it. */
static bool open_empty(
	struct store *store, const struct store_place *place, enum store_access access)
{
	/* Another process may have made it since it was found to be empty. */
	if (loss_is_marked(store, sqlite3_db_filename(store->db, "main")))
		return is_ours(store) || loss_refuse_gone(store);
	return access == STORE_CREATE ? create(store, place) : refuse_missing(store, place);
}

/* Opens the file; with STORE_CREATE, creates a missing store. */
static bool open_file(
	struct store *store, const struct store_place *place, enum store_access access)
{
	bool missing = store_is_missing(store);

	if (missing && store->fault.status == 0 && loss_is_marked(store, store->path) &&
		store_is_missing(store))
		return loss_refuse_gone(store);
	if (store->fault.status != 0)
		return false;
	if (missing && access != STORE_CREATE)
		return refuse_missing(store, place);
	if (missing && place->conference == NULL)
		return fault_set(&store->fault, EX_USAGE,
			"a new store needs the conference's name: set LANYARD_CONFERENCE");
	if (missing &&
		!(directory_make_parent(store->path, &store->fault) && connection_make_file(store)))
		return false;
	if (!connection_open(store, access == STORE_READ ? CONNECTION_READ : CONNECTION_WRITE))
		return false;
	if (is_ours(store) || store->fault.status != 0)
		return store->fault.status == 0;
	/* Another process may have made it meanwhile. */
	if (!is_empty(store))
		return is_ours(store) || fault_set(&store->fault, EX_CONFIG,
						 "%s: is not a store of Lanyard", store->path);
	return open_empty(store, place, access);
}

static void close_file(struct store *store)
{
	connection_close(store);
	if (store->lock >= 0)
		close(store->lock);
	store->lock = -1;
}

/* Checks the identity before a migration, so that no other store is changed. */
static bool read_identity(struct store *store, const struct store_place *place)
{
	struct arena arena = {0};
	struct identity identity;
	bool is_its = identity_read(store, &arena, &identity) &&
		      identity_check(store, &identity, place->context->name, place->conference);

	if (is_its) {
		store->conference = memory_text(identity.conference);
		if (asprintf(&store->source, "/%s/%s", identity.conference, identity.context) < 0)
			memory_exhausted();
	}
	arena_release(&arena);
	return is_its;
}

/* A copy made by VACUUM INTO has a rollback journal until it is written to. */
static bool convert_journal(struct store *store)
{
	bool converted;

	if (!take_clean_lock(store))
		return false;
	converted = write_ahead(store);
	release_lock(store);
	return converted;
}

/*
 * Whether all events are there that were acknowledged, or the loss is accepted. The mark stays: if
 * this process fails before its commit, the store is refused as before.
 */
static bool check_end(struct store *store, const struct store_place *place)
{
	int64_t end;

	/* First the mark: another process may commit meanwhile. */
	store->acknowledged = mark_read(store->lock).position;
	end = feed_length(store);
	if (store->fault.status == 0 && end < store->acknowledged && place->loss != NULL) {
		*place->loss = (struct store_loss){end, store->acknowledged};
		store->accepted = store->acknowledged;
	}
	return loss_is_none(store, end);
}

static bool prepare(struct store *store, const struct store_place *place, enum store_access access)
{
	enum schema_state state;

	if (!open_file(store, place, access))
		return false;
	/* A refused file gets no lock file. */
	state = schema_verify(store, place->context);
	if (state == SCHEMA_REFUSED)
		return false;
	if (state == SCHEMA_OLDER && access == STORE_READ) {
		close_file(store);
		return prepare(store, place, STORE_WRITE);
	}
	if (!read_identity(store, place) || (store->lock < 0 && !open_lock(store)) ||
		!check_end(store, place) || !secure_recovered(store))
		return false;
	if (access != STORE_READ && !connection_has_wal(store) && !convert_journal(store))
		return false;
	return state == SCHEMA_CURRENT || migrate(store, place);
}

struct store *store_open(
	const struct store_place *place, enum store_access access, struct fault *fault)
{
	struct store *store = memory_zeroed(1, sizeof(*store));

	/*
	 * With a directory, because SQLite gives some names a special meaning, such as
	 * ":memory:".
	 */
	if (asprintf(&store->path, "%s%s", *place->path == '/' ? "" : "./", place->path) < 0)
		memory_exhausted();
	store->wait = place->wait_milliseconds;
	store->context = place->context;
	store->lock = -1;
	if (prepare(store, place, access) && store->fault.status == 0)
		return store;
	*fault = store->fault;
	store_close(store);
	return NULL;
}

void store_close(struct store *store)
{
	if (store == NULL)
		return;
	close_file(store);
	feed_index_forget(store);
	free(store->path);
	free(store->source);
	free(store->conference);
	free(store);
}

const char *store_source(const struct store *store)
{
	return store->source;
}

const struct context *store_context(const struct store *store)
{
	return store->context;
}

const char *store_conference(const struct store *store)
{
	return store->conference;
}

struct fault *store_fault(struct store *store)
{
	return &store->fault;
}
