/*
 * Outcomes: the results of earlier commands, so that a repeated command is not executed again.
 * A command is found in the feed
 *
 *     with an id           by the id of its first event, which follows from the client and that id
 *     by its natural key   by natural_keys, if it happens once with that key
 *     without an id        if it was rejected, by refusals: the last one with the same data
 *
 * The events of a command are adjacent, and their ids are a family, whose root is the id of the
 * first. They carry the command's client, its digest, and its id as causationid, unless it has
 * none. If an older event answers the command, its own one is command-answered, which names that.
 *
 * A failure sets the store's fault.
 */
#ifndef STORE_OUTCOME_H
#define STORE_OUTCOME_H

#include "message/envelope.h"
#include "message/message.h"
#include "store/store.h"

#define COMMAND_ANSWERED(X, S)                                                                     \
	STRING(X, S, command, REQUIRED, 200, "the command's type")                                 \
	FIXED_STRING(X, S, answer, REQUIRED, SEQUENCE_TEXT - 1,                                    \
		"the sequence of the event that is its answer")
MESSAGE_DECLARE(command_answered, COMMAND_ANSWERED);

/* The messages of every store, in its feed or its reports; ends with NULL. */
extern const struct message *const store_messages[];

/* The id of the first event of CLIENT's command with the id COMMAND. */
struct uuid outcome_root(const struct uuid *command, const char *client);

struct outcome {
	int64_t first; /* position of its first event in the feed */
	int64_t count; /* of its events */
	bool same;     /* its type and data are the same */
};

/*
 * Reads the outcome of CLIENT's command with the id COMMAND, whose first event has the id ROOT, and
 * compares its type and data with DIGEST. False if it has none yet. If the event is another
 * command's, which takes 2^58 hashes to bring about, the outcome has no events and is not the same.
 */
bool outcome_find(struct store *store, const char *client, const struct uuid *command,
	const struct uuid *root, const struct digest *digest, struct outcome *outcome,
	struct arena *arena);

/* The position of the first event of CLIENT's command of TYPE with the natural key KEY; 0: none. */
int64_t outcome_position(
	struct store *store, const char *client, const char *type, const char *key);

/* outcome_find() of CLIENT's command of TYPE with the natural key KEY. */
bool outcome_find_by_key(struct store *store, const char *client, const char *type, const char *key,
	const struct digest *digest, struct outcome *outcome, struct arena *arena);

/*
 * Saves that the first event of CLIENT's command of TYPE with the natural key KEY is at POSITION.
 */
void outcome_insert_key(struct store *store, const char *client, const char *type, const char *key,
	int64_t position);

/* A natural key, and the position of the first event of the command that used it. */
struct outcome_key {
	const char *key;
	int64_t position;
};

/*
 * Reads the natural keys of CLIENT's commands of TYPE that begin with PREFIX and come after AFTER
 * (NULL: from the first) into KEYS, ascending, at most LIMIT. Returns how many; their texts are in
 * ARENA.
 */
int outcome_keys(struct store *store, const char *client, const char *type, const char *prefix,
	const char *after, struct outcome_key *keys, int limit, struct arena *arena);

/* Reads those that come before KEY into KEYS, descending, at most LIMIT. Returns how many. */
int outcome_keys_before(struct store *store, const char *client, const char *type, const char *key,
	const char **keys, int limit, struct arena *arena);

/*
 * Returns the position of the last rejection of a record from CLIENT whose type and data have
 * DIGEST; 0 if there is none.
 */
int64_t outcome_find_rejection(
	struct store *store, const char *client, const struct digest *digest);

void outcome_replace_rejection(
	struct store *store, const char *client, const struct digest *digest, int64_t position);

#endif
