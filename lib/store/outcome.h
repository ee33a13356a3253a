/*
 * Outcomes: the result of each command, by its idempotency key (client, command id); by
 * natural key, the last one; and by client and digest, the last refusal of a record
 * without an id.
 *
 * All follow from the feed. The events of a command that has an id carry its client, its
 * id (causationid) and its digest; those of a record without an id have no causationid,
 * because it has no id that could be repeated. A command that is answered by an existing
 * event leaves a command-answered event.
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

/* The most events of one command: one, and one more for each item of its lists. */
enum { OUTCOME_LIMIT = 1 + ITEMS_LIMIT };

struct outcome {
	struct digest digest; /* of the command's type and data */
	int64_t first;        /* position of its first event */
	int64_t count;
};

/* False if the command has no outcome yet. */
bool outcome_find(struct store *store, const char *client, const struct uuid *command,
	struct outcome *outcome);

void outcome_save(struct store *store, const char *client, const struct uuid *command,
	const struct outcome *outcome);

/* The same by natural key: COMMAND is the command's type. */
bool outcome_find_by_key(struct store *store, const char *client, const char *command,
	const char *key, struct outcome *outcome);

void outcome_save_by_key(struct store *store, const char *client, const char *command,
	const char *key, const struct outcome *outcome);

/*
 * The position of the last refusal of a record without an id from CLIENT, whose command
 * and data have DIGEST; 0 if there is none.
 */
int64_t outcome_find_refusal(struct store *store, const char *client, const struct digest *digest);

void outcome_save_refusal(
	struct store *store, const char *client, const struct digest *digest, int64_t position);

#endif
