#include "state.h"

#include <errno.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/hash.h"
#include "base/memory.h"
#include "fuzz.h"
#include "store/feed.h"
#include "store/internal.h"
#include "store/rebuild.h"
#include "ticketing/invariants.h"
#include "ticketing/messages.h"
/* The mirror's replay begins after events that it has: that takes the struct. */
#include "store/replay.c" // NOLINT(bugprone-suspicious-include)

enum { STATES = 8, TABLES = 64 };

static struct state states[STATES];

/* Files */

static char directory[64];

static void remove_directory(void)
{
	rmdir(directory);
}

const char *state_directory(void)
{
	if (*directory != '\0')
		return directory;
	snprintf(directory, sizeof(directory), "%s/lanyard-fuzz-XXXXXX",
		access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	CHECK(mkdtemp(directory) != NULL, "%s: %s", directory, strerror(errno));
	atexit(remove_directory);
	return directory;
}

static void copy_file(const char *from, const char *to)
{
	FILE *in = fopen(from, "re"), *out = fopen(to, "we");
	char bytes[65536];
	size_t count;

	CHECK(in != NULL, "%s: %s: t/fuzz/stores makes it", from, strerror(errno));
	CHECK(out != NULL, "%s: %s", to, strerror(errno));
	while ((count = fread(bytes, 1, sizeof(bytes), in)) > 0)
		CHECK(fwrite(bytes, 1, count, out) == count, "%s", to);
	fclose(in);
	CHECK(fclose(out) == 0, "%s: %s", to, strerror(errno));
}

const char *state_copy(const struct context *context, const char *name)
{
	static struct arena arena;
	const char *stores = getenv("FUZZ_STORES");
	const char *path = arena_printf(&arena, "%s/%s", state_directory(), name);

	CHECK(stores != NULL, "FUZZ_STORES names the directory that t/fuzz/stores has made");
	copy_file(arena_printf(&arena, "%s/%s.db", stores, context->name), path);
	return path;
}

struct store *state_open(const struct context *context, const char *path, enum store_access access)
{
	struct fault fault = {0};
	struct store_place place = {
		.path = path,
		.context = context,
		.rebuild = rebuild_in_place,
		.wait_milliseconds = 1000,
	};
	struct store *store = store_open(&place, access, &fault);

	CHECK(store != NULL, "%s: %s", path, fault.reason);
	return store;
}

/* Opens a copy of the store, whose files are then removed: the process has them open. */
static struct store *open_copy(const struct context *context, const char *name)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", ".lock"};
	const char *path = state_copy(context, name);
	struct store *store = state_open(context, path, STORE_WRITE);
	char file[128];
	size_t i;

	CHECK(store_begin_reading(store), "%s", store_fault(store)->reason);
	store_end_reading(store);
	for (i = 0; i < COUNT_OF(suffixes); i++) {
		snprintf(file, sizeof(file), "%s%s", path, suffixes[i]);
		unlink(file);
	}
	return store;
}

struct state *state_of(const struct context *context)
{
	struct state *state = states;

	while (state->context != NULL && state->context != context)
		state++;
	if (state->context != NULL)
		return state;
	state->context = context;
	state->store = open_copy(context, "store.db");
	state->mirror = open_copy(context, "mirror.db");
	state->handler = handler_new(context, state->store, "fuzz");
	state->before = feed_length(state->store);
	return state;
}

/* Rows */

/* Whether the feed does not determine the rows of TABLE in CONTEXT. */
static bool is_apart(const struct context *context, const char *table)
{
	static const char *const own[] = {
		"identity", "components", "positions", "events", "events_about"};
	const char *const *lagging = context->lagging;
	size_t i;

	for (i = 0; i < COUNT_OF(own); i++)
		if (strcmp(own[i], table) == 0)
			return true;
	while (lagging != NULL && *lagging != NULL && strcmp(*lagging, table) != 0)
		lagging++;
	return strncmp(table, "sqlite_", 7) == 0 || (lagging != NULL && *lagging != NULL);
}

static uint64_t hash_row(sqlite3_stmt *statement, uint64_t hash)
{
	int column;

	for (column = 0; column < sqlite3_column_count(statement); column++) {
		int type = sqlite3_column_type(statement, column);
		const unsigned char *bytes = sqlite3_column_blob(statement, column);
		int length = sqlite3_column_bytes(statement, column);

		hash = (hash ^ (unsigned)(type + 256 * length)) * UINT64_C(0x100000001b3);
		while (length-- > 0)
			hash = (hash ^ *bytes++) * UINT64_C(0x100000001b3);
	}
	return hash * UINT64_C(0x9e3779b97f4a7c15);
}

/* The statements that read a store's tables: kept, because preparing takes longer than reading. */
struct reader {
	struct store *store;
	sqlite3_stmt *statements[TABLES];
	char names[TABLES][64];
	int count;
};

static void prepare_reader(struct reader *reader, struct store *store)
{
	sqlite3_stmt *tables;
	char sql[128];

	reader->store = store;
	sqlite3_prepare_v2(store->db, "SELECT name FROM sqlite_schema WHERE type = 'table'", -1,
		&tables, NULL);
	while (sqlite3_step(tables) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(tables, 0);

		if (is_apart(store->context, name))
			continue;
		CHECK(reader->count < TABLES, "there are more tables");
		strlcpy(reader->names[reader->count], name, sizeof(*reader->names));
		snprintf(sql, sizeof(sql), "SELECT * FROM \"%s\"", name);
		CHECK(sqlite3_prepare_v2(store->db, sql, -1, &reader->statements[reader->count++],
			      NULL) == SQLITE_OK,
			"%s", sqlite3_errmsg(store->db));
	}
	sqlite3_finalize(tables);
}

static struct reader *reader_of(struct store *store)
{
	static struct reader readers[2 * STATES];
	struct reader *reader = readers;

	while (reader->store != NULL && reader->store != store)
		reader++;
	if (reader->store == NULL)
		prepare_reader(reader, store);
	return reader;
}

static uint64_t rows_of(struct reader *reader, int table)
{
	sqlite3_stmt *statement = reader->statements[table];
	int64_t progress_calls = 0;
	uint64_t sum = 0;

	reader->store->progress_calls = &progress_calls;
	while (sqlite3_step(statement) == SQLITE_ROW)
		sum += hash_row(statement, UINT64_C(0xcbf29ce484222325));
	sqlite3_reset(statement);
	reader->store->progress_calls = NULL;
	return sum;
}

uint64_t state_rows(struct store *store)
{
	struct reader *reader = reader_of(store);
	uint64_t sum = 0;
	int table;

	for (table = 0; table < reader->count; table++)
		sum = sum * 31 + rows_of(reader, table);
	return sum;
}

/* Replay */

/* The replay into STATE's mirror, which goes on after the events that this has. */
static struct replay *replay_of(struct state *state)
{
	if (state->replay == NULL)
		state->replay = replay_new(state->context, state->mirror, NULL);
	state->replay->position = state->before;
	memset(&state->replay->id, 0, sizeof(state->replay->id));
	memset(&state->replay->digest, 0, sizeof(state->replay->digest));
	stretch_begin(state->replay->filling, state->before);
	stretch_begin(state->replay->parsing, state->before);
	return state->replay;
}

bool state_replay(struct state *state, const char *lines, size_t length, struct fault *fault)
{
	const char *end = lines + length, *line;
	struct replay *replay = replay_of(state);
	bool replayed = true;

	CHECK(store_begin(state->mirror), "%s", store_fault(state->mirror)->reason);
	while (replayed && fuzz_line(&lines, end, &line, &length))
		replayed = replay_add(replay, line, length, fault);
	replayed = replayed && replay_flush(replay, fault);
	if (replayed)
		store_flush(state->mirror);
	if (replayed && store_fault(state->mirror)->status != 0) {
		*fault = *store_fault(state->mirror);
		replayed = false;
	}
	return replayed;
}

static void report_broken(void *to, const struct broken_invariant_row *row)
{
	(void)to;
	fuzz_fail("an invariant", "%s: %s", row->about, row->message);
}

static void check_invariants(struct store *store)
{
	struct arena arena = {0};
	unsigned number = 0;

	while (invariants_check(store, number, &arena, report_broken, NULL))
		number++;
	CHECK(number > 0 && store_fault(store)->status == 0, "%s", store_fault(store)->reason);
	arena_release(&arena);
}

static void compare(const struct state *state)
{
	struct reader *stored = reader_of(state->store), *replayed = reader_of(state->mirror);
	int table;

	for (table = 0; table < stored->count; table++)
		CHECK(rows_of(stored, table) == rows_of(replayed, table),
			"the feed has other rows of %s.%s", state->context->name,
			stored->names[table]);
}

static void check_state(struct state *state, bool whole)
{
	int64_t last = store_last_sequence(state->store);
	struct buffer lines = {0};
	struct fault fault = {0};

	store_flush(state->store);
	CHECK(store_fault(state->store)->status == 0, "%s", store_fault(state->store)->reason);
	if (last > state->before)
		feed_copy(state->store, state->before + 1, last - state->before, &lines);
	CHECK(state_replay(state, buffer_text(&lines), lines.length, &fault), "%s: %s %s",
		state->context->name, fault.pointer, fault.reason);
	buffer_release(&lines);
	compare(state);
	if (whole && strcmp(state->context->name, "ticketing") == 0)
		check_invariants(state->store);
	store_rollback(state->mirror);
}

void state_check(bool whole)
{
	struct state *state;

	for (state = states; state->context != NULL; state++)
		if (state->open)
			check_state(state, whole);
}

void state_rollback(void)
{
	struct state *state;

	for (state = states; state->context != NULL; state++) {
		if (state->open)
			store_rollback(state->store);
		state->open = false;
	}
}
