/*
 * Outcomes: the results of earlier commands, so that a repeated command is not executed again.
 * Three tables have three keys:
 *
 *     client, command id               of each command that has an id
 *     client, type and natural key     of the last command with that natural key
 *     client, digest                   the last rejection of a record: a command without an id
 *
 * All three can be rebuilt from the feed: the events of a command with an id carry its client,
 * its id (causationid) and its digest; those of a record have no causationid. A command that
 * changes nothing is answered by an existing event, and a command-answered event records which.
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

/* Messages that any store's feed may contain; ends with NULL. */
extern const struct message *const store_messages[];

/* The maximum number of events of a command: one for the command and one per list item. */
enum { OUTCOME_LIMIT = 1 + ITEMS_LIMIT };

struct outcome {
	struct digest digest; /* of the command's type and data */
	int64_t first;        /* position of its first event in the feed */
	int64_t count;        /* of its events, which are adjacent */
};

/* False if the command has no outcome yet. */
bool outcome_find(struct store *store, const char *client, const struct uuid *command,
	struct outcome *outcome);

void outcome_insert(struct store *store, const char *client, const struct uuid *command,
	const struct outcome *outcome);

/* The same by natural key, KEY; TYPE is the command's. */
bool outcome_find_by_key(struct store *store, const char *client, const char *type, const char *key,
	struct outcome *outcome);

void outcome_replace_by_key(struct store *store, const char *client, const char *type,
	const char *key, const struct outcome *outcome);

/*
 * Returns the position of the last rejection of a record from CLIENT whose type and data have
 * DIGEST; 0 if there is none.
 */
int64_t outcome_find_rejection(
	struct store *store, const char *client, const struct digest *digest);

void outcome_replace_rejection(
	struct store *store, const char *client, const struct digest *digest, int64_t position);

#endif
