/*
 * The catalogue: ticket types, what they cost, how many there are.
 */
#ifndef TICKETING_CATALOGUE_H
#define TICKETING_CATALOGUE_H

#include "store/context.h"

void catalogue_add(struct decision *decision, const void *command);
void catalogue_amend(struct decision *decision, const void *command);

void catalogue_set(const struct applying *of);

struct type_state;

/*
 * Why nobody can book TYPE at NOW (milliseconds), in words that follow its name;
 * NULL where it is on sale. *LATER: whether it may be, another time. What comes
 * out of a pool waits for no other type: IN_POOL.
 */
const char *catalogue_why_closed(
	struct decision *decision, const struct type_state *type, bool in_pool, bool *later);

struct ticket_type_row;

/*
 * The type behind AFTER (NULL: the first) into ROW, whose texts live in ARENA.
 * False at the end.
 */
bool catalogue_next(
	struct store *store, const char *after, struct ticket_type_row *row, struct arena *arena);

#endif
