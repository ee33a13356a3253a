/*
 * What a mistyped reference, or another unknown name, may mean.
 */
#ifndef TICKETING_SUGGESTION_H
#define TICKETING_SUGGESTION_H

#include "base/arena.h"
#include "store/context.h"
#include "store/store.h"

struct client_state;

/*
 * Borrows from ARENA: the reference of a purchase of CLIENT that may be meant by REFERENCE: it differs
 * in case, blanks, punctuation, zeros before a number, or in one letter, and is in the other case or one
 * of the 64 next to it in their order on either side. NULL: none is found.
 */
const char *suggestion_of_reference(
	struct store *store, const char *client, const char *reference, struct arena *arena);

/*
 * An equal one of any client but EXCEPT (NULL: of any), or else one that may be meant, of the first 20
 * clients. *CLIENT: whose it is.
 */
const char *suggestion_of_any_client(struct store *store, const char *except, const char *reference,
	const char **client, struct arena *arena);

/* Borrows from ARENA: the client after CLIENT ("": the first), or the organiser; NULL: none. */
const char *suggestion_next_client(struct store *store, const char *client, struct arena *arena);

/*
 * Borrows from the arena: what there is instead of the unknown NAME of a KIND, "type", "pool",
 * "room", "client" or "code", to append to a message: see store/known.h. Only what CLIENT (NULL: the
 * organiser) may book is named.
 */
const char *suggestion_instead(struct decision *decision, const struct client_state *client,
	const char *kind, const char *name);

#endif
