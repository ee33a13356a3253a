/*
 * Outcomes: what a command came to, for ever, by its idempotency key (client,
 * command id); by natural key, the last that stood; and by client and data, how a
 * record without an id was last refused.
 *
 * All of them follow from the feed. An event of an identified command bears its
 * client, its id (causationid) and its digest; one of a bare record has no
 * causationid, for the record has no id that could come again. A command that an
 * older event has answered leaves command-answered, which says so.
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

/* What every store may have in its feed, whatever its context; ends with NULL. */
extern const struct message *const store_messages[];

/* A command results in at most this many events: one, and one more for each item of its lists. */
enum { OUTCOME_LIMIT = 1 + ITEMS_LIMIT };

struct outcome {
	struct digest digest; /* of the command's type and data */
	int64_t first;        /* position of its first event */
	int64_t count;
};

/* False where that command is not known. */
bool outcome_find(struct store *store, const char *client, const struct uuid *command,
	struct outcome *outcome);

void outcome_save(struct store *store, const char *client, const struct uuid *command,
	const struct outcome *outcome);

/* The same by natural key: COMMAND is the command's name. */
bool outcome_find_by_key(struct store *store, const char *client, const char *command,
	const char *key, struct outcome *outcome);

void outcome_save_by_key(struct store *store, const char *client, const char *command,
	const char *key, const struct outcome *outcome);

/*
 * The position of the last refusal of CLIENT's record without an id whose command
 * and data have DIGEST; 0 where there is none.
 */
int64_t outcome_find_refusal(struct store *store, const char *client, const struct digest *digest);

void outcome_save_refusal(
	struct store *store, const char *client, const struct digest *digest, int64_t position);

#endif
