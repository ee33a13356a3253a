#include "store/outcome.h"

#include <string.h>

#include "store/position.h"
#include "store/query.h"

/* clang-format off */
MESSAGE_DEFINE(command_answered, COMMAND_ANSWERED, MESSAGE_EVENT,
	"lanyard.store.command-answered.v1",
	"A command was a no-op, answered by an existing event. No state changes.",
	"{command} changed nothing: its answer is the event {answer}");
/* clang-format on */

const struct message *const store_messages[] = {
	&command_answered_message,
	&consumer_row_message,
	NULL,
};

/* Reads the only row, if there is one. */
static bool read_outcome(struct query *query, struct outcome *outcome)
{
	bool found = false;

	while (query_row(query)) {
		found = true;
		memcpy(outcome->digest.bytes, query_bytes_at(query, 0, DIGEST_SIZE), DIGEST_SIZE);
		outcome->first = query_position_at(query, 1);
		outcome->count = query_integer_within_at(query, 2, 1, OUTCOME_LIMIT);
	}
	return found;
}

bool outcome_find(struct store *store, const char *client, const struct uuid *command,
	struct outcome *outcome)
{
	return read_outcome(QUERY(store,
				    "SELECT digest, first, count FROM outcomes "
				    "WHERE client = :client AND command = :command",
				    client, command),
		outcome);
}

void outcome_insert(struct store *store, const char *client, const struct uuid *command,
	const struct outcome *outcome)
{
	query_run(QUERY(store,
		"INSERT INTO outcomes (client, command, digest, first, count) "
		"VALUES (:client, :command, :digest, :first, :count)",
		client, command, &outcome->digest, outcome->first, outcome->count));
}

bool outcome_find_by_key(struct store *store, const char *client, const char *type, const char *key,
	struct outcome *outcome)
{
	return read_outcome(QUERY(store,
				    "SELECT digest, first, count FROM outcomes_by_key "
				    "WHERE client = :client AND command = :type AND key = :key",
				    client, type, key),
		outcome);
}

void outcome_replace_by_key(struct store *store, const char *client, const char *type,
	const char *key, const struct outcome *outcome)
{
	query_run(QUERY(store,
		"INSERT INTO outcomes_by_key (client, command, key, digest, first, count) "
		"VALUES (:client, :type, :key, :digest, :first, :count) "
		"ON CONFLICT (client, command, key) DO UPDATE SET digest = excluded.digest, "
		"first = excluded.first, count = excluded.count",
		client, type, key, &outcome->digest, outcome->first, outcome->count));
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
