/*
 * The catalogue: ticket types with price, capacity and sale window.
 */
#ifndef TICKETING_CATALOGUE_H
#define TICKETING_CATALOGUE_H

#include "store/context.h"

void catalogue_add(struct decision *decision, const void *command);
void catalogue_amend(struct decision *decision, const void *command);

/* Removes a type that nothing refers to. */
void catalogue_remove(struct decision *decision, const void *command);

/* Whether the type that a command adds was removed since: see struct rule. */
const char *catalogue_superseded(struct store *store, const void *command, struct arena *arena);

void catalogue_apply_set(const struct applying *of);
void catalogue_apply_removed(const struct applying *of);

struct type_state;

/*
 * Returns why TYPE is not on sale at the decision's time, as a predicate to print after its
 * name; NULL if it is on sale. *LATER: whether it may be on sale later. IN_POOL: a pool's
 * tickets are on sale before the types that precede theirs are sold out.
 */
const char *catalogue_why_closed(
	struct decision *decision, const struct type_state *type, bool in_pool, bool *later);

struct ticket_type_row;

/*
 * Reads the ticket type with the next name after AFTER (NULL: the first) into ROW; its texts are
 * allocated in ARENA. False at the end, or on failure, which sets the store's fault.
 */
bool catalogue_next(
	struct store *store, const char *after, struct ticket_type_row *row, struct arena *arena);

#endif
