/*
 * What a mistyped reference may mean.
 */
#ifndef TICKETING_SUGGESTION_H
#define TICKETING_SUGGESTION_H

#include "base/arena.h"
#include "store/store.h"

/*
 * Borrows from ARENA: the reference of a purchase of CLIENT that is nearest to REFERENCE, if one
 * differs in few letters, among the 500 next to it in their order on either side. NULL: none.
 */
const char *suggestion_of_reference(
	struct store *store, const char *client, const char *reference, struct arena *arena);

/*
 * The same among the purchases of all clients but EXCEPT (NULL: of all), and an equal one, too.
 * *CLIENT: whose it is.
 */
const char *suggestion_of_any_client(struct store *store, const char *except, const char *reference,
	const char **client, struct arena *arena);

/* Borrows from ARENA: the client after CLIENT ("": the first), or the organiser; NULL: none. */
const char *suggestion_next_client(struct store *store, const char *client, struct arena *arena);

#endif
