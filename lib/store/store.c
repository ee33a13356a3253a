#include "store/store.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/folder.h"
#include "base/lock.h"
#include "base/memory.h"
#include "base/trace.h"
#include "store/context.h"
#include "store/internal.h"
#include "store/query.h"

/* "Lnyd": says in the file's header whose it is. */
enum { APPLICATION_ID = 0x4c6e7964 };

/*
 * A WAL past so many pages is checkpointed after the commit: one that we found
 * there, 1 MiB, and one that is ours, 4 MiB.
 */
enum { FOUND_PAGES = 256, OWN_PAGES = 1024 };

/* While another holds the lock, we look again this often. */
enum { LOOK_AGAIN_FIRST_US = 100, LOOK_AGAIN_LAST_US = 5000 };

static int status_of(int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return EX_TEMPFAIL;
	case SQLITE_NOMEM:
		return EX_OSERR;
	case SQLITE_PERM:
	case SQLITE_READONLY:
	case SQLITE_AUTH:
		return EX_NOPERM;
	case SQLITE_CANTOPEN:
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_CORRUPT:
	case SQLITE_PROTOCOL:
	case SQLITE_TOOBIG:
		return EX_IOERR;
	case SQLITE_NOTADB:
		return EX_CONFIG;
	default: /* a constraint, a statement that doesn't fit: our own mistake */
		return EX_SOFTWARE;
	}
}

void store_failed(struct store *store, const char *doing)
{
	fault_set(&store->fault, status_of(sqlite3_extended_errcode(store->db)), "%s: %s: %s",
		store->path, doing, sqlite3_errmsg(store->db));
}

void store_corrupt(struct store *store, const char *format, ...)
{
	va_list arguments;
	char why[256];

	va_start(arguments, format);
	vsnprintf(why, sizeof(why), format, arguments);
	va_end(arguments);
	fault_set(&store->fault, EX_IOERR, "%s: is corrupt: %s", store->path, why);
}

static bool execute_for(struct store *store, const char *doing, const char *sql)
{
	if (store->fault.status != 0)
		return false;
	if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		store_failed(store, doing);
	return store->fault.status == 0;
}

static bool execute(struct store *store, const char *sql)
{
	return execute_for(store, "writing", sql);
}

/*
 * The mark: the lock file's one byte says that a commit has begun, until it has
 * ended. Killed in between, it leaves in the WAL what SQLite will recover as
 * committed, and what may not be on the disk. Nobody needs the mark on the disk:
 * after a power failure, what can be read is there.
 */
static const char MARK_CLEAN = '-', MARK_DIRTY = '!';

static bool is_marked(const struct store *store)
{
	char mark;

	switch (pread(store->lock, &mark, 1, 0)) {
	case 0: /* a new one */
		return false;
	case 1:
		return mark != MARK_CLEAN;
	default: /* one sync too many does no harm */
		return true;
	}
}

static bool mark_dirty(struct store *store)
{
	if (pwrite(store->lock, &MARK_DIRTY, 1, 0) == 1)
		return true;
	return fault_set_errno(&store->fault, EX_IOERR, "%s.lock", store->path);
}

/*
 * Under the lock, and not before the commit can be read: this write wakes who follows.
 * Where it fails, the next process syncs what is synced.
 */
static void mark_clean(struct store *store)
{
	if (pwrite(store->lock, &MARK_CLEAN, 1, 0) != 1)
		trace("mark", "%s\tstays", store->path);
}

static bool sync_wal(struct store *store)
{
	sqlite3_file *wal = NULL;
	int code = sqlite3_file_control(store->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal);

	/* A new store's isn't open yet, and has nothing to recover. */
	if (code == SQLITE_OK && wal != NULL && wal->pMethods != NULL)
		code = wal->pMethods->xSync(wal, SQLITE_SYNC_NORMAL);
	if (code == SQLITE_OK)
		return true;
	return fault_set(&store->fault, status_of(code), "%s-wal: syncing: %s", store->path,
		sqlite3_errstr(code));
}

/* The lock */

static bool take_lock(struct store *store)
{
	int64_t waited = 0;
	int pause = LOOK_AGAIN_FIRST_US;

	while (flock(store->lock, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return fault_set_errno(&store->fault, EX_IOERR, "%s.lock", store->path);
		if (waited / 1000 >= store->wait)
			return fault_set(&store->fault, EX_TEMPFAIL, "%s: is busy; run it again",
				store->path);
		usleep((useconds_t)pause);
		waited += pause;
		pause = pause < LOOK_AGAIN_LAST_US ? 2 * pause : LOOK_AGAIN_LAST_US;
	}
	trace("lock", "%s", store->path);
	return true;
}

static void give_lock(struct store *store)
{
	trace("unlock", "%s", store->path);
	flock(store->lock, LOCK_UN);
}

/*
 * Syncs what a killed process's commit has left in the WAL; called when SQLite has
 * recovered, as only then it is known that no more comes of it. A reader waits for
 * nobody: where another holds the lock, it syncs as well, and leaves the mark.
 */
static bool secure_recovered(struct store *store)
{
	bool locked, synced;

	if (store->fault.status != 0 || !is_marked(store))
		return store->fault.status == 0;
	locked = flock(store->lock, LOCK_EX | LOCK_NB) == 0;
	synced = sync_wal(store);
	if (locked && synced)
		mark_clean(store);
	if (locked)
		flock(store->lock, LOCK_UN);
	return synced;
}

/* The mark of a process that was killed while we were there must not become ours. */
static bool take_clean_lock(struct store *store)
{
	if (!take_lock(store))
		return false;
	if (!is_marked(store))
		return true;
	if (sync_wal(store)) {
		mark_clean(store);
		return true;
	}
	give_lock(store);
	return false;
}

/* Transactions */

static int note_wal_size(void *store, sqlite3 *db, const char *schema, int pages)
{
	(void)db;
	(void)schema;
	((struct store *)store)->wal_pages = pages;
	return SQLITE_OK;
}

static int64_t read_number(struct store *store, const char *sql)
{
	struct query *query = query_of(store, sql);

	return query_number(query);
}

bool store_begin(struct store *store)
{
	if (store->fault.status != 0 || !take_clean_lock(store))
		return false;
	if (!execute(store, "BEGIN IMMEDIATE")) {
		give_lock(store);
		return false;
	}
	store->last = read_number(store, "SELECT coalesce(max(seq), 0) FROM events");
	store->others = read_number(store, "PRAGMA data_version");
	if (store->fault.status != 0)
		store_rollback(store);
	return store->fault.status == 0;
}

/*
 * Copies the WAL into the store. A process begins its own again at the start once
 * all of it was copied. That it was copied the next process can't see: it recovers
 * and lengthens what it finds. So the first to come cuts it, once; cut each time, a
 * long stream's WAL would be allocated anew for each batch.
 *
 * No reader is waited for, and what fails is tried again after the next commit:
 * the WAL holds all.
 */
static void checkpoint(struct store *store)
{
	int mode = store->cut ? SQLITE_CHECKPOINT_PASSIVE : SQLITE_CHECKPOINT_TRUNCATE;

	if (store->wal_pages <= (store->cut ? OWN_PAGES : FOUND_PAGES))
		return;
	sqlite3_busy_timeout(store->db, 0);
	if (sqlite3_wal_checkpoint_v2(store->db, NULL, mode, NULL, NULL) == SQLITE_OK)
		store->cut = true;
	sqlite3_busy_timeout(store->db, store->wait);
}

bool store_commit(struct store *store)
{
	/* A commit that fails may have been written: the mark stays. */
	if (!mark_dirty(store) || !execute(store, "COMMIT")) {
		store_rollback(store);
		return false;
	}
	mark_clean(store);
	trace("commit", "%s\t%lld", store->path, (long long)store->last);
	checkpoint(store);
	give_lock(store);
	return true;
}

void store_rollback(struct store *store)
{
	/* A full disk has SQLite roll back by itself: then there is nothing to undo. */
	if (!sqlite3_get_autocommit(store->db) &&
		sqlite3_exec(store->db, "ROLLBACK", NULL, NULL, NULL) != SQLITE_OK)
		store_failed(store, "rolling back");
	trace("rollback", "%s", store->path);
	give_lock(store);
}

bool store_begin_reading(struct store *store)
{
	return execute(store, "BEGIN");
}

void store_end_reading(struct store *store)
{
	if (!sqlite3_get_autocommit(store->db) &&
		sqlite3_exec(store->db, "COMMIT", NULL, NULL, NULL) != SQLITE_OK)
		store_failed(store, "reading");
}

void store_sort_in_files(struct store *store)
{
	execute(store, "PRAGMA temp_store = FILE");
}

int64_t store_last(const struct store *store)
{
	return store->last;
}

int64_t store_others(const struct store *store)
{
	return store->others;
}

/* Opening */

/* The version of SCHEMA in the store; 0 where it has none. */
static int schema_version(struct store *store, const struct schema *schema)
{
	struct query *query = query_of(store, "SELECT version FROM components WHERE name = :name");
	int version = 0;

	query_text(query, schema->name);
	while (query_row(query))
		version = (int)query_integer_at(query, 0);
	return version;
}

/* Whether anything was changed. */
static bool migrate_schema(struct store *store, const struct schema *schema)
{
	int version = schema_version(store, schema);
	struct query *query;
	int i;

	for (i = 0; i < schema->count; i++) {
		const struct migration *migration = &schema->migrations[i];

		if (migration->version <= version || !execute(store, migration->sql))
			continue;
		trace("migrate", "%s\t%s\t%s", store->path, schema->name, migration->name);
		query = query_of(store,
			"INSERT INTO components (name, version) VALUES (:name, :version) "
			"ON CONFLICT (name) DO UPDATE SET version = excluded.version");
		query_text(query, schema->name);
		query_integer(query, migration->version);
		query_run(query);
	}
	return version < schema->count;
}

/* How far SCHEMA is behind (negative), or ahead of what we know (positive). */
static int schema_lead(struct store *store, const struct schema *schema)
{
	return schema_version(store, schema) - schema->count;
}

/* Calls CHECK for each component; returns the lowest and the highest result. */
static void compare_versions(
	struct store *store, const struct store_place *place, int *lowest, int *highest)
{
	const struct component *const *component;
	int lead = schema_lead(store, &store_schema);

	*lowest = *highest = lead;
	for (component = place->context->components; *component != NULL; component++) {
		lead = schema_lead(store, (*component)->schema);
		*lowest = lead < *lowest ? lead : *lowest;
		*highest = lead > *highest ? lead : *highest;
	}
}

static void write_identity(struct store *store, const struct store_place *place)
{
	struct query *query = query_of(store,
		"INSERT INTO identity (only, context, conference) "
		"VALUES (1, :context, :conference) ON CONFLICT (only) DO NOTHING");

	query_text(query, place->context->name);
	query_text(query, place->conference);
	query_run(query);
}

/*
 * Brings the tables up to date, in one transaction under the lock. What a store
 * that is there already (STOOD) has in its feed is brought into them again.
 */
static bool migrate(struct store *store, const struct store_place *place, bool stood)
{
	const struct component *const *component;
	bool changed = false;

	if (!take_clean_lock(store))
		return false;
	/* A new file's header is written in the transaction, too: killed, it is empty again. */
	if (execute(store, "BEGIN IMMEDIATE") && execute(store, COMPONENTS_TABLE)) {
		changed = migrate_schema(store, &store_schema);
		for (component = place->context->components; *component != NULL; component++)
			changed = migrate_schema(store, (*component)->schema) || changed;
		if (place->conference != NULL)
			write_identity(store, place);
		execute(store, "PRAGMA application_id = 0x4c6e7964");
		if (stood && changed && store->fault.status == 0)
			place->rebuild(place->context, store);
	}
	if (store->fault.status != 0) {
		store_rollback(store);
		return false;
	}
	return store_commit(store);
}

static bool read_identity(struct store *store, const struct store_place *place)
{
	struct query *query = query_of(store, "SELECT context, conference FROM identity");
	bool found = false;

	while (query_row(query)) {
		const char *context = query_text_at(query, 0, NULL);
		const char *conference = query_text_at(query, 1, NULL);

		found = true;
		if (strcmp(context, place->context->name) != 0)
			fault_set(&store->fault, EX_CONFIG, "%s: is a store of %s, not of %s",
				store->path, context, place->context->name);
		else if (place->conference != NULL && strcmp(conference, place->conference) != 0)
			fault_set(&store->fault, EX_CONFIG, "%s: is of the conference %s, not %s",
				store->path, conference, place->conference);
		store->conference = memory_text(conference);
		if (asprintf(&store->source, "/%s/%s", conference, context) < 0)
			memory_exhausted();
		query_end(query);
		break;
	}
	if (!found)
		fault_set(&store->fault, EX_CONFIG, "%s: says of no conference", store->path);
	return store->fault.status == 0;
}

/* Beside the file itself, as its WAL is: symbolic links to it have the same lock. */
static bool open_lock(struct store *store)
{
	char *path;

	if (asprintf(&path, "%s.lock", sqlite3_db_filename(store->db, "main")) < 0)
		memory_exhausted();
	store->lock = lock_open(AT_FDCWD, path, store->path, path, &store->fault);
	free(path);
	return store->lock >= 0;
}

/*
 * Makes the file that SQLite then opens; its -wal and -shm get the same permissions from
 * SQLite. Not one that exists is opened: closing it would drop this process's locks on it.
 */
static bool make_file(struct store *store)
{
	int fd = open(store->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	struct stat status;

	if (fd >= 0) {
		close(fd);
		return true;
	}
	if (errno != EEXIST)
		return fault_set_errno(&store->fault,
			errno == EACCES || errno == EPERM ? EX_NOPERM : EX_CANTCREAT, "%s",
			store->path);
	/* Whoever put an empty file here could read what is written to it. */
	if (lstat(store->path, &status) == 0 && status.st_uid != geteuid() && status.st_size == 0)
		return fault_set(&store->fault, EX_NOPERM, "%s: is an empty file of another user",
			store->path);
	return true;
}

static bool open_database(struct store *store)
{
	/* Counting its own memory would cost SQLite a lock for each allocation. */
	static bool configured;

	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;

	if (!configured && sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK)
		configured = true;
	if (sqlite3_open_v2(store->path, &store->db, flags, NULL) != SQLITE_OK) {
		fault_set(&store->fault,
			store->db != NULL && sqlite3_system_errno(store->db) == EACCES ? EX_NOPERM
										       : EX_IOERR,
			"%s: %s", store->path,
			store->db != NULL ? sqlite3_errmsg(store->db) : "out of memory");
		return false;
	}
	sqlite3_extended_result_codes(store->db, 1);
	sqlite3_busy_timeout(store->db, store->wait);
	sqlite3_wal_hook(store->db, note_wal_size, store); /* and no automatic checkpoint */
	if (sqlite3_db_config(store->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL) != SQLITE_OK ||
		sqlite3_db_config(store->db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL) != SQLITE_OK)
		store_failed(store, "opening");
	return execute_for(store, "opening",
		"PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF;"
		"PRAGMA synchronous = FULL; PRAGMA cache_size = -8192;"
		"PRAGMA temp_store = MEMORY");
}

/* No file, or a file that a killed first run has left without any table. */
static bool is_missing(struct store *store)
{
	struct stat status;

	if (stat(store->path, &status) == 0)
		return status.st_size == 0;
	if (errno != ENOENT && errno != ENOTDIR)
		fault_set_errno(
			&store->fault, errno == EACCES ? EX_NOPERM : EX_IOERR, "%s", store->path);
	return true;
}

static bool refuse_missing(struct store *store)
{
	return fault_set(&store->fault, EX_NOINPUT, "%s: there is no such store", store->path);
}

static bool is_ours(struct store *store)
{
	if (read_number(store, "PRAGMA application_id") == APPLICATION_ID)
		return true;
	return fault_set(&store->fault, EX_CONFIG, "%s: is not a store of Lanyard", store->path);
}

/* Makes what is not there: the tables in one transaction, then the folder synced. */
static bool create(struct store *store, const struct store_place *place)
{
	return execute(store, "PRAGMA journal_mode = WAL") && migrate(store, place, false) &&
	       folder_sync_above(store->path, &store->fault);
}

static bool prepare(struct store *store, const struct store_place *place, enum store_access access)
{
	bool missing = is_missing(store);
	int lowest, highest;

	if (store->fault.status != 0)
		return false;
	if (missing && access != STORE_CREATE)
		return refuse_missing(store);
	if (missing && place->conference == NULL)
		return fault_set(&store->fault, EX_USAGE,
			"a new store needs the conference's name: set LANYARD_CONFERENCE");
	if (missing && !(folder_make_above(store->path, &store->fault) && make_file(store)))
		return false;
	/* What is no store of ours gets no lock file beside it. */
	if (!open_database(store))
		return false;
	if (read_number(store, "SELECT count(*) FROM sqlite_schema") == 0) {
		if (access != STORE_CREATE)
			return refuse_missing(store);
		if (!open_lock(store) || !create(store, place))
			return false;
	} else if (!is_ours(store) || !open_lock(store)) {
		return false;
	}
	if (!secure_recovered(store))
		return false;
	compare_versions(store, place, &lowest, &highest);
	if (highest > 0)
		return fault_set(&store->fault, EX_CONFIG,
			"%s: was written by a newer Lanyard; upgrade this one", store->path);
	/* Whose it is comes first: nobody else's tables are put into it. */
	return read_identity(store, place) && (lowest == 0 || migrate(store, place, true));
}

struct store *store_open(
	const struct store_place *place, enum store_access access, struct fault *fault)
{
	struct store *store = memory_zeroed(1, sizeof(*store));

	/* So that SQLite takes no name for one of its own, as ":memory:". */
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
	query_free_all(store);
	/* Nothing is open but the connection: closing can't fail. */
	sqlite3_close(store->db);
	if (store->lock >= 0)
		close(store->lock);
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
