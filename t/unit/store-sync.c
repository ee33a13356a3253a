/*
 * What was printed survives a failed sync and a power failure after it.
 *
 * A model of the disk, as a VFS of SQLite: what is written is in the cache, and a sync writes it to
 * the disk. A sync that is made to fail writes nothing, and leaves the pages clean, as Linux does. At
 * each write, truncation and sync after that, the power fails in a copy: it has what is on the
 * disk, and none, all or some of the pages that are dirty. What a process has read or committed by
 * then is in the copy's feed.
 */
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/memory.h"
#include "message/message.h"
#include "store/feed.h"
#include "store/query.h"
#include "store/rebuild.h"
#include "scratch.h"
#include "tap.h"

#define VISIT(X, S) STRING(X, S, guest, REQUIRED | KEY, 1000, "who came")
MESSAGE_DECLARE(visited, VISIT);
MESSAGE_DEFINE(visited, VISIT, MESSAGE_EVENT, "lanyard.house.visited.v1", "Somebody came.");

static void apply_visit(const struct applying *of)
{
	const struct visited *visit = of->event;

	query_run(QUERY(of->store,
		"INSERT INTO guests (guest, hours) VALUES (:guest, 1) "
		"ON CONFLICT (guest) DO UPDATE SET hours = hours + 1",
		visit->guest));
}

static const struct migration migrations[] = {
	{1, "first",
		"CREATE TABLE guests (guest TEXT PRIMARY KEY, hours INTEGER NOT NULL) "
		"STRICT, WITHOUT ROWID"},
};
static const struct schema schema = {.name = "house", .migrations = migrations, .count = 1};
static const struct rule no_rules[] = {{.command = NULL}};
static const struct effect effects[] = {
	{.event = &visited_message, .apply = apply_visit}, {.event = NULL}};
static const struct component component = {&schema, no_rules, effects, NULL, NULL};
static const struct component *const components[] = {&component, NULL, NULL};
static const struct context house = {"house", components, .write_denial = NULL};

static const struct replay_watch nobody = {.progress = NULL};
static char directory[] = "/tmp/store-sync-XXXXXX";
static char path[80], copy_path[80], copy_directory[64];

/* The disk */

enum { PAGE = 4096, PAGES = 2048, FILES = 3 };

struct disk {
	const char *suffix;
	bool exists;
	char cache[PAGES * PAGE]; /* what was written */
	char bytes[PAGES * PAGE]; /* what is on the disk */
	sqlite3_int64 cached, size;
	bool dirty[PAGES];
};

static struct disk disks[FILES] = {{.suffix = ""}, {.suffix = "-wal"}, {.suffix = "-journal"}};

/* Which dirty pages a power failure leaves on the disk. */
enum survivors { NONE, ALL, SOME, OTHERS, SURVIVORS };

static struct {
	bool on;
	int writes;  /* so far */
	int stride;  /* the power fails at each of so many */
	int syncs;   /* so far */
	int failing; /* the number of the sync that fails; 0: none */
	bool failed; /* one did */
	int64_t printed;
	bool cutting; /* the power fails at each step */
	int cuts;
	int lost; /* cuts after which something printed was missing */
	int damaged;
} model;

struct modelled {
	sqlite3_file base;
	struct disk *disk;
	sqlite3_file *real;
};

static struct modelled *of(sqlite3_file *file)
{
	return (struct modelled *)file;
}

static void put_page(const struct disk *disk, char *image, size_t page)
{
	memcpy(image + page * PAGE, disk->cache + page * PAGE, PAGE);
}

static bool survives(enum survivors which, size_t page)
{
	return which == ALL || (which == SOME && page % 2 == 0) ||
	       (which == OTHERS && page % 2 == 1);
}

/* Writes to the copy what the file has after a power failure. */
static void copy_disk(const struct disk *disk, enum survivors which)
{
	static char image[PAGES * PAGE];
	size_t size = (size_t)(which == NONE ? disk->size : disk->cached), page;
	char name[128];
	FILE *file;

	if (!disk->exists)
		return;
	memset(image, 0, size);
	memcpy(image, disk->bytes,
		(size_t)(disk->size < (sqlite3_int64)size ? disk->size : (sqlite3_int64)size));
	for (page = 0; page < PAGES; page++)
		if (disk->dirty[page] && survives(which, page))
			put_page(disk, image, page);
	snprintf(name, sizeof(name), "%s%s", copy_path, disk->suffix);
	file = fopen(name, "wbe");
	if (file == NULL || fwrite(image, 1, size, file) != size || fclose(file) != 0)
		model.damaged++;
}

static struct store *open_house(const char *at, enum store_access access)
{
	struct fault fault = {0};
	struct store_place place = {
		.path = at,
		.conference = "test",
		.context = &house,
		.rebuild = rebuild_in_place,
		.wait_milliseconds = 100,
	};

	return store_open(&place, access, &fault);
}

static int64_t number(struct store *store, const char *sql)
{
	return query_number(query_of(store, sql));
}

static int64_t last_event(struct store *store)
{
	return number(store, "SELECT coalesce(max(seq), 0) FROM events");
}

static void check_copy(void)
{
	struct store *store = open_house(copy_path, STORE_CREATE);

	if (store == NULL ||
		number(store, "SELECT coalesce(sum(hours), 0) FROM guests") != last_event(store) ||
		rebuild_check(&house, store, &nobody) != 0)
		model.damaged++;
	else if (last_event(store) < model.printed)
		model.lost++;
	store_close(store);
	scratch_remove(copy_directory, "house.db");
}

/* The power fails in a copy. */
static void cut_power(void)
{
	enum survivors which;
	size_t i;

	if (!model.cutting)
		return;
	model.on = false;
	for (which = NONE; which < SURVIVORS; which++) {
		mkdir(copy_directory, 0700);
		for (i = 0; i < FILES; i++)
			copy_disk(&disks[i], which);
		model.cuts++;
		check_copy();
	}
	model.on = true;
}

/* The VFS */

static int on_close(sqlite3_file *file)
{
	int code = of(file)->real->pMethods->xClose(of(file)->real);

	sqlite3_free(of(file)->real);
	return code;
}

static int on_read(sqlite3_file *file, void *to, int length, sqlite3_int64 at)
{
	return of(file)->real->pMethods->xRead(of(file)->real, to, length, at);
}

static int on_write(sqlite3_file *file, const void *from, int length, sqlite3_int64 at)
{
	int code = of(file)->real->pMethods->xWrite(of(file)->real, from, length, at);
	struct disk *disk = of(file)->disk;
	sqlite3_int64 page;

	if (code != SQLITE_OK || disk == NULL || !model.on)
		return code;
	if (at + length > (sqlite3_int64)sizeof(disk->cache))
		abort();
	memcpy(disk->cache + at, from, (size_t)length);
	if (disk->cached < at + length)
		disk->cached = at + length;
	for (page = at / PAGE; page * PAGE < at + length; page++)
		disk->dirty[page] = true;
	if (++model.writes % model.stride == 0)
		cut_power();
	return code;
}

static int on_truncate(sqlite3_file *file, sqlite3_int64 size)
{
	int code = of(file)->real->pMethods->xTruncate(of(file)->real, size);
	struct disk *disk = of(file)->disk;

	if (code != SQLITE_OK || disk == NULL || !model.on)
		return code;
	memset(disk->cache + size, 0, sizeof(disk->cache) - (size_t)size);
	disk->cached = size;
	cut_power();
	return code;
}

/* Nothing is synced but in the model. */
static int on_sync(sqlite3_file *file, int flags)
{
	struct disk *disk = of(file)->disk;
	bool failing;
	size_t page;

	(void)flags;
	if (disk == NULL || !model.on)
		return SQLITE_OK;
	failing = ++model.syncs == model.failing;
	model.failed |= failing;
	for (page = 0; page < PAGES && !failing; page++)
		if (disk->dirty[page])
			put_page(disk, disk->bytes, page);
	if (!failing)
		disk->size = disk->cached;
	memset(disk->dirty, 0, sizeof(disk->dirty));
	cut_power();
	return failing ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}

static int on_file_size(sqlite3_file *file, sqlite3_int64 *size)
{
	return of(file)->real->pMethods->xFileSize(of(file)->real, size);
}

static int on_lock(sqlite3_file *file, int level)
{
	return of(file)->real->pMethods->xLock(of(file)->real, level);
}

static int on_unlock(sqlite3_file *file, int level)
{
	return of(file)->real->pMethods->xUnlock(of(file)->real, level);
}

static int on_reserved(sqlite3_file *file, int *reserved)
{
	return of(file)->real->pMethods->xCheckReservedLock(of(file)->real, reserved);
}

static int on_control(sqlite3_file *file, int operation, void *value)
{
	return of(file)->real->pMethods->xFileControl(of(file)->real, operation, value);
}

static int on_sector_size(sqlite3_file *file)
{
	return of(file)->real->pMethods->xSectorSize(of(file)->real);
}

static int on_characteristics(sqlite3_file *file)
{
	return of(file)->real->pMethods->xDeviceCharacteristics(of(file)->real);
}

static int on_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **to)
{
	return of(file)->real->pMethods->xShmMap(of(file)->real, page, size, extend, to);
}

static int on_shm_lock(sqlite3_file *file, int offset, int count, int flags)
{
	return of(file)->real->pMethods->xShmLock(of(file)->real, offset, count, flags);
}

static void on_shm_barrier(sqlite3_file *file)
{
	of(file)->real->pMethods->xShmBarrier(of(file)->real);
}

static int on_shm_unmap(sqlite3_file *file, int remove)
{
	return of(file)->real->pMethods->xShmUnmap(of(file)->real, remove);
}

static const sqlite3_io_methods methods = {2, on_close, on_read, on_write, on_truncate, on_sync,
	on_file_size, on_lock, on_unlock, on_reserved, on_control, on_sector_size,
	on_characteristics, on_shm_map, on_shm_lock, on_shm_barrier, on_shm_unmap, NULL, NULL};

/* The modelled file NAME; NULL: another one. */
static struct disk *disk_of(const char *name)
{
	size_t i;

	if (!model.on || name == NULL || strncmp(name, path, strlen(path)) != 0)
		return NULL;
	for (i = 0; i < FILES; i++)
		if (strcmp(name + strlen(path), disks[i].suffix) == 0)
			return &disks[i];
	return NULL;
}

static int on_open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
	sqlite3_vfs *real = vfs->pAppData;
	struct disk *disk = disk_of(name);
	int code;

	of(file)->base.pMethods = NULL;
	of(file)->real = sqlite3_malloc(real->szOsFile);
	memset(of(file)->real, 0, (size_t)real->szOsFile);
	of(file)->disk = disk;
	code = real->xOpen(real, name, of(file)->real, flags, out);
	if (code != SQLITE_OK) {
		sqlite3_free(of(file)->real);
		return code;
	}
	of(file)->base.pMethods = &methods;
	if (disk != NULL)
		disk->exists = true;
	return SQLITE_OK;
}

static void forget(struct disk *disk)
{
	const char *suffix = disk->suffix;

	memset(disk, 0, sizeof(*disk));
	disk->suffix = suffix;
}

static int on_delete(sqlite3_vfs *vfs, const char *name, int sync)
{
	sqlite3_vfs *real = vfs->pAppData;
	struct disk *disk = disk_of(name);

	if (disk != NULL)
		forget(disk);
	return real->xDelete(real, name, sync);
}

static void set_up(void)
{
	static sqlite3_vfs vfs;
	sqlite3_vfs *real = sqlite3_vfs_find(NULL);

	vfs = *real;
	vfs.szOsFile = sizeof(struct modelled);
	vfs.zName = "modelled";
	vfs.pAppData = real;
	vfs.xOpen = on_open;
	vfs.xDelete = on_delete;
	sqlite3_vfs_register(&vfs, 1);
	tap_ok(mkdtemp(directory) != NULL, "a directory is created");
	snprintf(path, sizeof(path), "%s/house.db", directory);
	snprintf(copy_directory, sizeof(copy_directory), "%s-copy", directory);
	snprintf(copy_path, sizeof(copy_path), "%s/house.db", copy_directory);
}

/* Processes */

static void visit(struct store *store, const char *guest)
{
	struct visited visited = {guest};
	struct envelope envelope = {
		.time = "2025-03-01T12:00:00.000Z", .subject = "guest", .id = uuid_new(0)};
	struct buffer line = {0};

	feed_append(store, &envelope, &visited_message, &visited, &line);
	apply_visit(&(struct applying){store, &envelope, &visited});
	buffer_release(&line);
}

/* One process: prints what is there, then commits twice BATCH events, and prints them. */
static bool run_process(int batch)
{
	struct store *store = open_house(path, STORE_CREATE);
	bool committed = store != NULL;
	char guest[1001];
	int commit, i;

	if (committed)
		model.printed = last_event(store);
	for (commit = 0; commit < 2 && committed; commit++) {
		committed = store_begin(store);
		for (i = 0; i < batch && committed; i++) {
			snprintf(guest, sizeof(guest), "%01000lld",
				(long long)store_last_sequence(store));
			visit(store, guest);
		}
		committed = committed && store_commit(store);
		if (committed)
			model.printed = last_event(store);
	}
	store_close(store);
	return committed;
}

struct season {
	const char *name;
	int first;   /* processes before the failure */
	int batch;   /* events of a commit */
	int again;   /* that sync of the process after the failure fails, too; 0: none */
	int stride;  /* the power fails at each write of so many */
	bool reader; /* keeps a transaction open */
};

static void begin_season(const struct season *season, int failing)
{
	size_t i;

	for (i = 0; i < FILES; i++)
		forget(&disks[i]);
	mkdir(directory, 0700);
	model.on = true;
	model.cutting = false;
	model.failed = false;
	model.failing = 0;
	model.printed = 0;
	model.stride = season->stride;
	for (int process = 0; process < season->first; process++)
		run_process(season->batch);
	model.failing = model.syncs + failing;
}

/* The sync number FAILING of a process fails; another one and a third follow it. */
static bool play(const struct season *season, int failing)
{
	struct store *reader = NULL;
	bool completed;

	begin_season(season, failing);
	if (season->reader) {
		reader = open_house(path, STORE_READ);
		store_begin_reading(reader);
		last_event(reader);
	}
	run_process(season->batch);
	completed = !model.failed;
	model.cutting = !completed;
	model.failing = model.syncs + season->again;
	run_process(season->batch);
	model.failing = 0;
	if (!run_process(season->batch))
		model.damaged++;
	store_close(reader);
	model.on = false;
	scratch_remove(directory, "house.db");
	return !completed;
}

static void try_season(const struct season *season)
{
	int failing = 1;

	model.cuts = model.lost = model.damaged = 0;
	while (play(season, failing))
		failing++;
	printf("# %s: syncs that failed: %d, power failures: %d, with something lost: %d, damaged: "
	       "%d\n",
		season->name, failing - 1, model.cuts, model.lost, model.damaged);
	tap_ok(failing > 2 && model.cuts > 100 && model.lost == 0 && model.damaged == 0,
		season->name);
}

int main(void)
{
	static const struct season seasons[] = {
		{"a sync that failed while a store was created loses nothing printed later", 0, 1,
			0, 29, false},
		{"a sync that failed in a commit loses nothing printed later", 2, 1, 0, 3, false},
		{"a sync that fails again in the next process loses nothing printed later", 2, 1, 1,
			3, false},
		{"a sync that failed while a reader has the store open loses nothing printed later",
			2, 1, 0, 3, true},
		{"a sync that failed in a checkpoint loses nothing printed later", 1, 100, 0, 200,
			false},
	};
	size_t i;

	set_up();
	for (i = 0; i < sizeof(seasons) / sizeof(*seasons); i++)
		try_season(&seasons[i]);
	return tap_end();
}
