/*
 * Lists of strings in messages.
 */
#ifndef TICKETING_TEXTS_H
#define TICKETING_TEXTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "message/message.h"

/*
 * Borrows from ARENA: the texts of LIST sorted, without duplicates, so that equal sets are equal
 * bytes; an empty LIST has no items.
 */
struct list texts_sorted(struct arena *arena, const struct list *list);

/* Whether LIST contains TEXT. */
bool texts_have(const struct list *list, const char *text);

#endif
