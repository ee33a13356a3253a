#include "store/connection.h"

#include <errno.h>
#include <fcntl.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/lines.h"
#include "base/memory.h"
#include "base/unicode.h"
#include "message/message.h"
#include "store/internal.h"
#include "store/query.h"

/*
 * Limits for one statement (sqlite3_limit()), far above what Lanyard needs: its longest
 * value is an event's line, its longest SQL a schema or the comparison of two tables.
 */
static const struct limit {
	int id;
	int most;
} limits[] = {
	{SQLITE_LIMIT_LENGTH, 16 * LINE_LIMIT},
	{SQLITE_LIMIT_SQL_LENGTH, 64 * 1024},
	{SQLITE_LIMIT_COLUMN, 100},
	{SQLITE_LIMIT_EXPR_DEPTH, 100},
	{SQLITE_LIMIT_COMPOUND_SELECT, 20},
	{SQLITE_LIMIT_VDBE_OP, 100000},
	{SQLITE_LIMIT_FUNCTION_ARG, 20},
	{SQLITE_LIMIT_ATTACHED, 0},
	{SQLITE_LIMIT_LIKE_PATTERN_LENGTH, 1000},
	{SQLITE_LIMIT_VARIABLE_NUMBER, 100},
	{SQLITE_LIMIT_TRIGGER_DEPTH, 10},
	{SQLITE_LIMIT_WORKER_THREADS, 0},
};

/*
 * Triggers and views stay enabled: a trigger keeps the feed append-only, and the ledger
 * reads views. The schema's comparison rejects all but Lanyard's.
 */
static const struct setting {
	int id;
	int on;
} settings[] = {
	{SQLITE_DBCONFIG_DEFENSIVE, 1},
	{SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
	{SQLITE_DBCONFIG_WRITABLE_SCHEMA, 0},
	{SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0},
	{SQLITE_DBCONFIG_ENABLE_FTS3_TOKENIZER, 0},
	{SQLITE_DBCONFIG_DQS_DML, 0},
	{SQLITE_DBCONFIG_DQS_DDL, 0},
	{SQLITE_DBCONFIG_ENABLE_FKEY, 1},
	{SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1},
};

/* The functions that Lanyard's SQL calls. All others are denied. */
static const char *const functions[] = {"coalesce", "count", "fold", "hex", "json_extract", "key",
	"lag", "length", "like", "lower", "max", "min", "nullif", "printf", "raise", "substr",
	"sum", "uuid", NULL};

/* The pragmas that are used after opening. All others are denied. */
static const char *const pragmas[] = {"application_id", "cache_size", "integrity_check",
	"journal_mode", "table_info", "temp_store", NULL};

/*
 * A statement may take 200,000 steps of SQLite's virtual machine per page of the store,
 * and 16 million more. With 100,000 purchases and 20,000 sponsors, Lanyard's take at most
 * 400 per page; damaged pages that refer to each other can make a table seem endless.
 */
enum { CALL_STEPS = 200000, CALL_BYTES = 4096, CALLS_ANYWAY = 80 };

int connection_status(int code)
{
	switch (code & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return EX_TEMPFAIL;
	case SQLITE_NOMEM:
		return EX_OSERR;
	case SQLITE_PERM:
	case SQLITE_READONLY:
		return EX_NOPERM;
	case SQLITE_CANTOPEN:
	case SQLITE_FULL:
	case SQLITE_IOERR:
	case SQLITE_CORRUPT:
	case SQLITE_PROTOCOL:
	case SQLITE_TOOBIG:
	case SQLITE_INTERRUPT: /* by tick() */
		return EX_IOERR;
	case SQLITE_NOTADB:
		return EX_CONFIG;
	default: /* a constraint, a statement that is invalid or denied: a broken invariant */
		return EX_SOFTWARE;
	}
}

/*
 * Whether this user may write to all of the store's files. SQLite opens one for reading only if it
 * can't be opened for writing, whatever the reason.
 */
static bool is_permitted(const struct store *store)
{
	static const char *const suffixes[] = {"", "-wal", "-shm"};
	bool permitted = true;
	char *path;
	size_t i;

	for (i = 0; i < COUNT_OF(suffixes) && permitted; i++) {
		if (asprintf(&path, "%s%s", store->path, suffixes[i]) < 0)
			memory_exhausted();
		permitted = faccessat(AT_FDCWD, path, W_OK, AT_EACCESS) == 0 || errno == ENOENT;
		free(path);
	}
	return permitted;
}

void store_failed(struct store *store, const char *doing)
{
	int code = sqlite3_extended_errcode(store->db);

	if (code == SQLITE_READONLY_ROLLBACK)
		fault_set(&store->fault, EX_CONFIG,
			"%s: a killed process has left a rollback journal beside it, "
			"which only a tool that writes may use",
			store->path);
	else if ((code & 0xff) == SQLITE_READONLY && is_permitted(store))
		fault_set(&store->fault, EX_IOERR,
			"%s: %s: one of its files could not be opened for writing, though the "
			"permissions allow it; run it again",
			store->path, doing);
	else if ((code & 0xff) == SQLITE_CANTOPEN && (errno = sqlite3_system_errno(store->db)) != 0)
		fault_set_errno(&store->fault, EX_IOERR, "%s: %s: %s", store->path, doing,
			sqlite3_errmsg(store->db));
	else if ((code & 0xff) == SQLITE_INTERRUPT)
		fault_set(&store->fault, connection_status(code),
			"%s: %s: is damaged: takes longer than its size explains", store->path,
			doing);
	else
		fault_set(&store->fault, connection_status(code), "%s: %s: %s", store->path, doing,
			sqlite3_errmsg(store->db));
}

void connection_execute_anyway(struct store *store, const char *doing, const char *sql)
{
	int64_t progress_calls = 0;

	store->progress_calls = &progress_calls;
	if (sqlite3_exec(store->db, sql, NULL, NULL, NULL) != SQLITE_OK)
		store_failed(store, doing);
	store->progress_calls = NULL;
}

bool connection_execute(struct store *store, const char *doing, const char *sql)
{
	if (store->fault.status == 0)
		connection_execute_anyway(store, doing, sql);
	return store->fault.status == 0;
}

/* The limits */

static bool is_one_of(const char *const *list, const char *name)
{
	while (*list != NULL && sqlite3_stricmp(*list, name) != 0)
		list++;
	return *list != NULL;
}

static bool is_temporary(const char *database)
{
	return database != NULL && strcmp(database, "temp") == 0;
}

/*
 * Allows what Lanyard's statements need and denies the rest, such as ATTACH and
 * load_extension().
 */
static int authorize(void *of, int action, const char *first, const char *second,
	const char *database, const char *by)
{
	const struct store *store = of;

	(void)by;
	switch (action) {
	case SQLITE_SELECT:
	case SQLITE_READ:
	case SQLITE_INSERT:
	case SQLITE_UPDATE:
	case SQLITE_DELETE:
	case SQLITE_TRANSACTION:
	case SQLITE_CREATE_TEMP_TABLE:
	case SQLITE_CREATE_TEMP_INDEX:
	case SQLITE_CREATE_TEMP_VIEW:
	case SQLITE_DROP_TEMP_TABLE:
		return SQLITE_OK;
	case SQLITE_FUNCTION:
		return is_one_of(functions, second) ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_PRAGMA:
		return is_one_of(pragmas, first) ? SQLITE_OK : SQLITE_DENY;
	case SQLITE_CREATE_TABLE:
	case SQLITE_CREATE_INDEX:
	case SQLITE_CREATE_TRIGGER:
	case SQLITE_CREATE_VIEW:
	case SQLITE_DROP_TABLE:
	case SQLITE_DROP_INDEX:
	case SQLITE_DROP_TRIGGER:
	case SQLITE_DROP_VIEW:
	case SQLITE_ALTER_TABLE:
	case SQLITE_REINDEX:
		return store->migrating || is_temporary(database) ? SQLITE_OK : SQLITE_DENY;
	default:
		return SQLITE_DENY;
	}
}

/* The bytes that FILE occupies on disk, without holes; 0 if it is missing. */
static int64_t bytes_of(const char *file)
{
	struct stat status;

	if (stat(file, &status) != 0)
		return 0;
	return status.st_blocks > 0 ? (int64_t)status.st_blocks * 512 : (int64_t)status.st_size;
}

/* Called every CALL_STEPS steps of a statement; true interrupts it. */
static int on_progress(void *of)
{
	struct store *store = of;
	const char *file = sqlite3_db_filename(store->db, "main");
	int64_t bytes = 0;

	if (store->progress_calls == NULL || ++*store->progress_calls <= CALLS_ANYWAY)
		return 0;
	if (*file != '\0') /* not in memory */
		bytes = bytes_of(file) + bytes_of(sqlite3_filename_wal(file));
	return *store->progress_calls > CALLS_ANYWAY + bytes / CALL_BYTES;
}

static int store_wal_size(void *store, sqlite3 *db, const char *schema, int pages)
{
	(void)db;
	(void)schema;
	((struct store *)store)->wal_pages = pages;
	return SQLITE_OK;
}

/* fold(text): see unicode_fold(). No address is longer than this, nor takes long to fold. */
static void fold(sqlite3_context *context, int count, sqlite3_value **values)
{
	enum { LONGEST = 254 };
	struct store *store = sqlite3_user_data(context);
	const char *text = (const char *)sqlite3_value_text(values[0]);

	(void)count;
	if (text == NULL || sqlite3_value_bytes(values[0]) > LONGEST) {
		sqlite3_result_value(context, values[0]);
		return;
	}
	arena_reset(&store->folded);
	sqlite3_result_text(context, unicode_fold(text, &store->folded), -1, SQLITE_TRANSIENT);
}

/* key(text): hash_key() of the text in lower case; NULL for NULL. */
static void key(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *text = (const char *)sqlite3_value_text(values[0]);

	(void)count;
	if (text != NULL)
		sqlite3_result_int64(context, hash_key(hash_lower(HASH_START, text)));
}

/* uuid(text): its bytes; NULL if it is none. */
static void uuid(sqlite3_context *context, int count, sqlite3_value **values)
{
	const char *text = (const char *)sqlite3_value_text(values[0]);
	struct uuid id;

	(void)count;
	if (text != NULL && uuid_parse(text, &id))
		sqlite3_result_blob(context, id.bytes, UUID_SIZE, SQLITE_TRANSIENT);
}

/* The functions that SQL may call beside SQLite's, each with one value. */
static void add_functions(struct store *store)
{
	static const struct {
		const char *name;
		void (*function)(sqlite3_context *, int, sqlite3_value **);
	} added[] = {{"fold", fold}, {"key", key}, {"uuid", uuid}};
	size_t i;

	for (i = 0; i < COUNT_OF(added); i++)
		if (sqlite3_create_function(store->db, added[i].name, 1,
			    SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY, store,
			    added[i].function, NULL, NULL) != SQLITE_OK)
			store_failed(store, "opening");
}

static bool limit(struct store *store)
{
	size_t i;

	for (i = 0; i < COUNT_OF(limits); i++)
		sqlite3_limit(store->db, limits[i].id, limits[i].most);
	for (i = 0; i < COUNT_OF(settings); i++)
		if (sqlite3_db_config(store->db, settings[i].id, settings[i].on, NULL) != SQLITE_OK)
			store_failed(store, "opening");
	add_functions(store);
	sqlite3_extended_result_codes(store->db, 1);
	sqlite3_busy_timeout(store->db, store->wait);
	sqlite3_wal_hook(store->db, store_wal_size, store); /* replaces automatic checkpoints */
	/* Before the first statement, which makes SQLite read the whole schema. */
	sqlite3_progress_handler(store->db, CALL_STEPS, on_progress, store);
	connection_execute(store, "opening",
		"PRAGMA cell_size_check = ON; PRAGMA synchronous = FULL;"
		"PRAGMA cache_size = -8192; PRAGMA temp_store = MEMORY");
	if ((sqlite3_errcode(store->db) & 0xff) == SQLITE_CORRUPT)
		store->fault.status = EX_CONFIG; /* the file's header or its schema */
	sqlite3_set_authorizer(store->db, authorize, store);
	return store->fault.status == 0;
}

void connection_check_references(struct store *store, bool on)
{
	if (sqlite3_db_config(store->db, SQLITE_DBCONFIG_ENABLE_FKEY, (int)on, NULL) != SQLITE_OK)
		store_failed(store, "migrating");
}

/* The files beside a store */

/* Whether errno means that FILE is missing. False with the store's fault set. */
static bool is_missing(struct store *store, const char *file)
{
	if (errno == ENOENT || errno == ENOTDIR)
		return true;
	return fault_set_errno(&store->fault,
		errno == EACCES || errno == EPERM ? EX_NOPERM : EX_IOERR, "%s", file);
}

/*
 * Whether FILE is a regular file, or missing: SQLite would follow a symbolic link, and
 * write to its target.
 */
static bool is_regular(struct store *store, const char *file)
{
	struct stat status;

	if (lstat(file, &status) != 0)
		return is_missing(store, file);
	return S_ISREG(status.st_mode) ||
	       fault_set(&store->fault, EX_CONFIG, "%s: is not a regular file", file);
}

/*
 * A rollback journal may name a super-journal, for a transaction over several databases;
 * after rolling back, SQLite deletes the file of that name. Lanyard has no such
 * transactions.
 */
static bool names_no_file(struct store *store, const char *journal)
{
	static const unsigned char magic[] = {0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7};
	unsigned char end[sizeof(magic)];
	FILE *file = fopen(journal, "re");
	struct stat status;
	bool names = false;
	bool read;

	if (file == NULL)
		return is_missing(store, journal);
	read = fstat(fileno(file), &status) == 0;
	if (read && status.st_size >= (off_t)sizeof(end)) {
		read = fseeko(file, status.st_size - (off_t)sizeof(end), SEEK_SET) == 0 &&
		       fread(end, sizeof(end), 1, file) == 1;
		names = read && memcmp(end, magic, sizeof(end)) == 0;
	}
	if (!read)
		fault_set_errno(&store->fault, EX_IOERR, "%s", journal);
	fclose(file);
	if (names)
		fault_set(
			&store->fault, EX_CONFIG, "%s: names another file: it is refused", journal);
	return read && !names;
}

/* Checks the files that SQLite would take for the store's own, before any is read. */
static bool check_beside(struct store *store)
{
	static const char *const suffixes[] = {"-wal", "-shm", "-journal"};
	const char *file =
		sqlite3_db_filename(store->db, "main"); /* with symbolic links resolved */
	bool regular = true;
	char *path;
	size_t i;

	for (i = 0; i < COUNT_OF(suffixes) && regular; i++) {
		if (asprintf(&path, "%s%s", file, suffixes[i]) < 0)
			memory_exhausted();
		regular = is_regular(store, path);
		free(path);
	}
	return regular && names_no_file(store, sqlite3_filename_journal(file));
}

/* Opening */

bool connection_make_file(struct store *store)
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
	/* The owner of an empty file could read what is written to it. */
	if (lstat(store->path, &status) == 0 && status.st_uid != geteuid() && status.st_size == 0)
		return fault_set(&store->fault, EX_NOPERM, "%s: is an empty file of another user",
			store->path);
	return true;
}

bool store_is_missing(struct store *store)
{
	struct stat status;

	if (stat(store->path, &status) == 0) {
		if (!S_ISREG(status.st_mode))
			fault_set(
				&store->fault, EX_CONFIG, "%s: is not a regular file", store->path);
		return status.st_size == 0;
	}
	if (errno != ENOENT && errno != ENOTDIR)
		fault_set_errno(
			&store->fault, errno == EACCES ? EX_NOPERM : EX_IOERR, "%s", store->path);
	return true;
}

static bool open_file(struct store *store, const char *file, int flags)
{
	static bool configured;

	/* Memory statistics would cost SQLite a lock for each allocation. */
	if (!configured && sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0) == SQLITE_OK &&
		sqlite3_config(SQLITE_CONFIG_MMAP_SIZE, (sqlite3_int64)0, (sqlite3_int64)0) ==
			SQLITE_OK)
		configured = true;
	if (sqlite3_open_v2(file, &store->db, flags | SQLITE_OPEN_NOMUTEX, NULL) == SQLITE_OK)
		return true;
	if (store->db == NULL)
		memory_exhausted();
	errno = sqlite3_system_errno(store->db);
	return fault_set_errno(&store->fault, errno == EACCES ? EX_NOPERM : EX_IOERR, "%s: %s",
		store->path, sqlite3_errmsg(store->db));
}

bool connection_open(struct store *store, enum connection_access access)
{
	int flags = access == CONNECTION_READ ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;

	return open_file(store, store->path, flags) && check_beside(store) && limit(store);
}

bool connection_open_model(struct store *model)
{
	model->migrating = true;
	return open_file(model, ":memory:", SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE) &&
	       limit(model);
}

void connection_close(struct store *store)
{
	query_free_all(store);
	definitions_forget(store);
	arena_release(&store->definitions.arena);
	arena_release(&store->memory.arena);
	arena_release(&store->json);
	arena_release(&store->folded);
	/* No statement is left: closing can't fail. */
	sqlite3_close(store->db);
	store->db = NULL;
}

bool connection_has_wal(const struct store *store)
{
	sqlite3_file *wal = NULL;

	return sqlite3_file_control(store->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &wal) ==
		       SQLITE_OK &&
	       wal != NULL && wal->pMethods != NULL;
}
