/*
 * The catalogue: ticket types, what they cost, how many there are.
 */
#ifndef TICKETING_CATALOGUE_H
#define TICKETING_CATALOGUE_H

#include "store/context.h"

void catalogue_add(struct decision *decision, const void *command);
void catalogue_amend(struct decision *decision, const void *command);

void catalogue_added(
	struct store *store, void *office, const struct envelope *envelope, const void *event);
void catalogue_amended(
	struct store *store, void *office, const struct envelope *envelope, const void *event);

struct ticket_type_row;

/*
 * The type behind AFTER (NULL: the first) into ROW, whose texts live in ARENA.
 * False at the end.
 */
bool catalogue_next(
	struct store *store, const char *after, struct ticket_type_row *row, struct arena *arena);

#endif
