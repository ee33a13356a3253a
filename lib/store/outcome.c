#include "store/outcome.h"

#include "base/hash.h"
#include "store/feed.h"
#include "store/position.h"
#include "store/query.h"
#include "store/seal.h"

/* clang-format off */
MESSAGE_DEFINE(command_answered, COMMAND_ANSWERED, MESSAGE_EVENT,
	"lanyard.store.command-answered.v1",
	"A command was a no-op, answered by an existing event. No state changes.",
	"{command} changed nothing: its answer is the event {answer}");
/* clang-format on */

const struct message *const store_messages[] = {
	&command_answered_message,
	&consumer_row_message,
	&feed_sealed_message,
	NULL,
};

struct uuid outcome_root(const struct uuid *command, const char *client)
{
	struct uuid derived = uuid_derived(uuid_time(command), command, client, 0);

	return uuid_member(&derived, 0);
}

/* The number of events from position FIRST on that are of one family. */
static int64_t count_family(struct store *store, int64_t first)
{
	struct query *query =
		QUERY(store, "SELECT id FROM events WHERE seq >= :first ORDER BY seq", first);
	struct uuid root;
	int64_t count = 0;

	while (query_row(query)) {
		const struct uuid *id = query_bytes_at(query, 0, UUID_SIZE);
		struct uuid member;

		if (count == 0)
			root = *id;
		member = uuid_member(&root, (unsigned)count);
		if (!uuid_equal(id, &member)) {
			query_end(query);
			break;
		}
		count++;
	}
	return count;
}

/*
 * Reads the outcome of CLIENT's command whose first event is at POSITION; COMMAND is its id, NULL
 * if any will do. False if the event is another command's.
 */
static bool read_outcome(struct store *store, int64_t position, const char *client,
	const char *command, const struct digest *digest, struct outcome *outcome,
	struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT json_extract(line, '$.commanddigest') IS lower(hex(:digest)), "
		"CASE json_extract(line, '$.type') WHEN :answered THEN json_extract(line, "
		"'$.data.answer') END, json_extract(line, '$.client') IS :client AND "
		"(:command IS NULL OR json_extract(line, '$.causationid') IS :command) "
		"FROM events WHERE seq = :position",
		digest, command_answered_message.type, client, command, position);
	const char *answer = NULL, *error;
	bool found = false, own = false;

	*outcome = (struct outcome){.first = position};
	while (query_row(query)) {
		found = true;
		outcome->same = query_integer_at(query, 0) != 0;
		answer = query_optional_copy_at(query, 1, arena);
		own = query_integer_at(query, 2) != 0;
	}
	if (!found)
		store_corrupt(store, "position %lld is not in the feed", (long long)position);
	if (!own)
		return false;
	if (answer == NULL) {
		outcome->count = count_family(store, position);
		return true;
	}
	outcome->first = strtonum(answer, 1, position - 1, &error);
	outcome->count = 1;
	if (error != NULL)
		store_corrupt(store, "position %lld names no event that came before",
			(long long)position);
	return true;
}

bool outcome_find(struct store *store, const char *client, const struct uuid *command,
	const struct uuid *root, const struct digest *digest, struct outcome *outcome,
	struct arena *arena)
{
	int64_t position = feed_position(store, root);
	char text[UUID_TEXT];

	uuid_format(command, text);
	if (position > 0 && !read_outcome(store, position, client, text, digest, outcome, arena))
		*outcome = (struct outcome){.count = 0};
	return position > 0;
}

/*
 * The scope of a natural key. Organisers choose the names of clients, so that
 * nobody forges a collision.
 */
static int64_t scope_of(const char *client, const char *type)
{
	return hash_key(hash_text(hash_text(HASH_START, client), type));
}

int64_t outcome_position(struct store *store, const char *client, const char *type, const char *key)
{
	return query_number(QUERY(store,
		"SELECT seq FROM natural_keys WHERE scope = :scope AND key = :key",
		scope_of(client, type), key));
}

bool outcome_find_by_key(struct store *store, const char *client, const char *type, const char *key,
	const struct digest *digest, struct outcome *outcome, struct arena *arena)
{
	int64_t position = outcome_position(store, client, type, key);

	if (position > 0 && !read_outcome(store, position, client, NULL, digest, outcome, arena))
		store_corrupt(store, "the natural key \"%s\" leads to another client's event", key);
	return position > 0;
}

void outcome_insert_key(struct store *store, const char *client, const char *type, const char *key,
	int64_t position)
{
	query_run(QUERY(store,
		"INSERT INTO natural_keys (scope, key, seq) VALUES (:scope, :key, :seq)",
		scope_of(client, type), key, position));
}

/* Whether TEXT begins with PREFIX. */
static bool begins_with(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

int outcome_keys(struct store *store, const char *client, const char *type, const char *prefix,
	const char *after, struct outcome_key *keys, int limit, struct arena *arena)
{
	/* Keys are compared by their bytes, here and there. */
	struct query *query = QUERY(store,
		"SELECT key, seq FROM natural_keys WHERE scope = :scope AND key >= :from ORDER BY key",
		scope_of(client, type), after != NULL ? after : prefix);
	int count = 0;

	while (count < limit && query_row(query)) {
		struct outcome_key found = {
			query_copy_at(query, 0, arena), query_position_at(query, 1)};

		if (!begins_with(found.key, prefix))
			break;
		if (after == NULL || strcmp(found.key, after) != 0)
			keys[count++] = found;
	}
	query_end(query);
	return count;
}

int outcome_keys_before(struct store *store, const char *client, const char *type, const char *key,
	const char **keys, int limit, struct arena *arena)
{
	struct query *query = QUERY(store,
		"SELECT key FROM natural_keys WHERE scope = :scope AND key < :key ORDER BY key DESC",
		scope_of(client, type), key);
	int count = 0;

	while (count < limit && query_row(query))
		keys[count++] = query_copy_at(query, 0, arena);
	query_end(query);
	return count;
}

int64_t outcome_find_rejection(struct store *store, const char *client, const struct digest *digest)
{
	struct query *query = QUERY(store,
		"SELECT seq FROM refusals WHERE client = :client AND digest = :digest", client,
		digest);
	int64_t position = 0;

	while (query_row(query))
		position = query_position_at(query, 0);
	return position;
}

void outcome_replace_rejection(
	struct store *store, const char *client, const struct digest *digest, int64_t position)
{
	query_run(QUERY(store,
		"INSERT INTO refusals (client, digest, seq) VALUES (:client, :digest, :seq) "
		"ON CONFLICT (client, digest) DO UPDATE SET seq = excluded.seq",
		client, digest, position));
}
