/*
 * What a mistyped reference may mean.
 */
#ifndef TICKETING_SUGGESTION_H
#define TICKETING_SUGGESTION_H

#include "base/arena.h"
#include "store/store.h"

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

#endif
