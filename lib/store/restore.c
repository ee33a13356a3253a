#include "store/restore.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/directory.h"
#include "base/lock.h"
#include "base/memory.h"
#include "message/json.h"
#include "store/connection.h"
#include "store/internal.h"
#include "store/loss.h"
#include "store/mark.h"
#include "store/replay.h"

struct restore {
	const struct context *const *contexts;
	const char *conference;
	char *path;
	char *beside; /* the temporary path */
	int lock;     /* of PATH: excludes other processes that restore it */
	struct store *store;
	struct replay *replay;
};

/* Files of the temporary store; the database itself is last. */
static const char *const suffixes[] = {"-wal", "-shm", ".lock", ""};

/* Files that SQLite opens for a database, itself first. */
static const char *const sqlites[] = {"", "-wal", "-shm", "-journal"};

/* Removes the first COUNT of them. False with FAULT set: one can't be removed. */
static bool remove_beside(struct restore *restore, size_t count, struct fault *fault)
{
	size_t i;

	for (i = 0; i < count; i++) {
		char *path;

		if (asprintf(&path, "%s%s", restore->beside, suffixes[i]) < 0)
			memory_exhausted();
		if (unlink(path) < 0 && errno != ENOENT)
			fault_set_errno(fault,
				errno == EACCES || errno == EPERM ? EX_NOPERM : EX_CANTCREAT, "%s",
				path);
		free(path);
	}
	return fault->status == 0;
}

/*
 * Whether PATH is free. SQLite would recover the WAL or journal of a deleted store into a
 * new one.
 */
static bool is_free(const struct restore *restore, struct fault *fault)
{
	size_t i;

	for (i = 0; i < COUNT_OF(sqlites) && fault->status == 0; i++) {
		char *path;

		if (asprintf(&path, "%s%s", restore->path, sqlites[i]) < 0)
			memory_exhausted();
		if (access(path, F_OK) == 0)
			fault_set(fault, EX_CANTCREAT,
				i == 0 ? "%s: is there already"
				       : "%s: is another store's, which is gone: move it away",
				path);
		free(path);
	}
	return fault->status == 0;
}

/* The store does not exist yet, so its directory's permissions apply to the lock. */
static int open_lock(const struct restore *restore, struct fault *fault)
{
	char *copy = memory_text(restore->path), *path;
	int lock;

	if (asprintf(&path, "%s.lock", restore->path) < 0)
		memory_exhausted();
	lock = lock_open(AT_FDCWD, path, dirname(copy), path, MARK_SIZE, fault);
	free(path);
	free(copy);
	return lock;
}

static bool reserve_path(struct restore *restore, struct fault *fault)
{
	int lock;

	if (!is_free(restore, fault) || !directory_make_parent(restore->path, fault))
		return false;
	lock = open_lock(restore, fault);
	if (lock < 0)
		return false;
	if (flock(lock, LOCK_EX | LOCK_NB) == 0) {
		restore->lock = lock;
		return true;
	}
	if (errno == EWOULDBLOCK)
		fault_set(fault, EX_TEMPFAIL, "%s: is busy; run it again", restore->path);
	else
		fault_set_errno(fault, EX_IOERR, "%s.lock", restore->path);
	close(lock);
	return false;
}

struct restore *restore_new(const char *path, const struct context *const *contexts,
	const char *conference, struct fault *fault)
{
	struct restore *restore = memory_zeroed(1, sizeof(*restore));

	restore->contexts = contexts;
	restore->conference = conference;
	restore->lock = -1;
	restore->path = memory_text(path);
	if (asprintf(&restore->beside, "%s.restoring", path) < 0)
		memory_exhausted();
	/* Removes what a killed run left, and never writes to an existing file. */
	if (reserve_path(restore, fault) && remove_beside(restore, COUNT_OF(suffixes), fault))
		return restore;
	restore_free(restore);
	return NULL;
}

void restore_free(struct restore *restore)
{
	if (restore == NULL)
		return;
	replay_free(restore->replay);
	if (restore->store != NULL) {
		store_rollback(restore->store);
		store_close(restore->store);
	}
	if (restore->lock >= 0) {
		struct fault unimportant = {0};

		remove_beside(restore, COUNT_OF(suffixes), &unimportant);
		close(restore->lock);
	}
	free(restore->path);
	free(restore->beside);
	free(restore);
}

static const struct context *find_context(const struct restore *restore, const char *name)
{
	const struct context *const *context;

	for (context = restore->contexts; *context != NULL; context++)
		if (strcmp((*context)->name, name) == 0)
			return *context;
	return NULL;
}

/* Creates the store for SOURCE, /<conference>/<context>. */
static bool make(struct restore *restore, char *source, struct fault *fault)
{
	char *name = strrchr(source, '/');
	struct store_place place = {.path = restore->beside, .conference = source + 1};
	const struct context *context;

	if (*source != '/' || name <= source + 1 || strchr(source + 1, '/') != name) {
		fault_set(
			fault, EX_DATAERR, "\"%s\" is no feed's, /<conference>/<context>", source);
		strlcpy(fault->pointer, "/source", sizeof(fault->pointer));
		return false;
	}
	*name++ = '\0';
	context = find_context(restore, name);
	if (context == NULL)
		return fault_set(fault, EX_CONFIG, "is of another context: %s", name);
	if (restore->conference != NULL && strcmp(restore->conference, place.conference) != 0)
		return fault_set(fault, EX_CONFIG, "is of the conference %s, not %s",
			place.conference, restore->conference);
	place.context = context;
	restore->store = store_open(&place, STORE_CREATE, fault);
	if (restore->store == NULL)
		return false;
	/*
	 * A killed run's store is not used, so nothing is written twice, neither to a WAL
	 * nor to a journal; new pages are in no journal.
	 */
	connection_execute(restore->store, "writing", "PRAGMA journal_mode = MEMORY");
	if (!store_begin(restore->store)) {
		*fault = *store_fault(restore->store);
		store_close(restore->store);
		restore->store = NULL;
		return false;
	}
	restore->replay = replay_new(context, restore->store, NULL);
	return true;
}

static bool make_as_said(
	struct restore *restore, const char *line, size_t length, struct fault *fault)
{
	struct arena arena = {0};
	struct envelope envelope;
	const json_t *data;
	const json_t *json = message_json_parse(line, length, &arena, fault);
	bool good = json != NULL && envelope_read(json, &arena, &envelope, &data, fault);

	if (good) {
		char *source = memory_text(envelope.source);

		good = make(restore, source, fault);
		free(source);
	}
	arena_release(&arena);
	return good;
}

/* A broken invariant is the input's. */
static bool is_good(bool good, struct fault *fault)
{
	if (!good && fault->status == EX_SOFTWARE)
		fault->status = EX_DATAERR;
	return good;
}

bool restore_line(struct restore *restore, const char *line, size_t length, struct fault *fault)
{
	if (restore->store == NULL && !make_as_said(restore, line, length, fault))
		return false;
	return is_good(replay_add(restore->replay, line, length, fault), fault);
}

bool restore_flush(struct restore *restore, struct fault *fault)
{
	return restore->store == NULL || is_good(replay_flush(restore->replay, fault), fault);
}

int64_t restore_count(const struct restore *restore)
{
	return restore->store == NULL ? 0 : replay_position(restore->replay);
}

/*
 * Leaves the database file in WAL mode, complete and synced, so that the other files can be
 * removed.
 */
static bool close_complete(struct restore *restore, const char *input, struct fault *fault)
{
	struct store *store = restore->store;

	if (!store_commit(store)) {
		const struct fault *found = store_fault(store);

		if (found->status == EX_SOFTWARE)
			return fault_set(fault, EX_DATAERR,
				"%s: its events contradict each other: %s", input, found->reason);
		*fault = *found;
		return false;
	}
	if (connection_execute(store, "writing", "PRAGMA journal_mode = WAL") &&
		sqlite3_wal_checkpoint_v2(
			store->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) != SQLITE_OK)
		store_failed(store, "writing");
	*fault = *store_fault(store);
	store_close(store);
	restore->store = NULL;
	return fault->status == 0 && remove_beside(restore, COUNT_OF(suffixes) - 1, fault);
}

/* Whether the feed has all events that the store at PATH had acknowledged, or LOSS is set. */
static bool check_end(const struct restore *restore, int64_t end, const char *input,
	struct store_loss *loss, struct fault *fault)
{
	struct store_loss found = {end, mark_read(restore->lock).position};

	if (found.end >= found.acknowledged)
		return true;
	if (loss == NULL)
		return fault_set(fault, EX_SOFTWARE,
			"%s: ends with event %lld, but event %lld was acknowledged: take a later "
			"copy of the feed; to go on without those events: --accept-loss",
			input, (long long)found.end, (long long)found.acknowledged);
	*loss = found;
	return true;
}

/*
 * Moves the store to its path, if that is free. A link instead, if a file system can't: if the
 * process is killed after it, the file has two names, and each would get a WAL of its own.
 */
static bool move_in_place(const struct restore *restore)
{
	return renameat2(AT_FDCWD, restore->beside, AT_FDCWD, restore->path, RENAME_NOREPLACE) ==
		       0 ||
	       (errno == EINVAL && link(restore->beside, restore->path) == 0);
}

bool restore_finish(
	struct restore *restore, const char *input, struct store_loss *loss, struct fault *fault)
{
	int64_t end = restore_count(restore);

	if (restore->store == NULL)
		return fault_set(
			fault, EX_DATAERR, "%s: has no event, so its context is unknown", input);
	if (!check_end(restore, end, input, loss, fault) || !close_complete(restore, input, fault))
		return false;
	if (!move_in_place(restore))
		return fault_set_errno(fault, EX_CANTCREAT, "%s", restore->path);
	if (!directory_sync_parent(restore->path, fault))
		return false;
	return mark_end(restore->lock, end) ||
	       fault_set_errno(fault, EX_IOERR, "%s.lock", restore->path);
}
