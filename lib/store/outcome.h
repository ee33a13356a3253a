/*
 * Outcomes: what a command came to, for ever, by its idempotency key (client,
 * command id); and by natural key, the last that stood.
 */
#ifndef STORE_OUTCOME_H
#define STORE_OUTCOME_H

#include "message/envelope.h"
#include "store/store.h"

struct outcome {
	struct digest digest; /* of the command's type and data */
	int64_t first;        /* position of its first event */
	int64_t count;
};

/* False where that command is not known. */
bool outcome_find(struct store *store, const char *client, const struct uuid *command,
	struct outcome *outcome);

void outcome_keep(struct store *store, const char *client, const struct uuid *command,
	const struct outcome *outcome);

/* The same by natural key: COMMAND is the command's name. */
bool latest_find(struct store *store, const char *client, const char *command, const char *key,
	struct outcome *outcome);

void latest_keep(struct store *store, const char *client, const char *command, const char *key,
	const struct outcome *outcome);

#endif
