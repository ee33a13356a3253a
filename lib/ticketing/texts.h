/*
 * Lists of strings in messages.
 */
#ifndef TICKETING_TEXTS_H
#define TICKETING_TEXTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/buffer.h"
#include "message/message.h"

/*
 * Borrows from ARENA: the texts of LIST sorted, without duplicates, so that equal sets are equal
 * bytes; an empty LIST has no items.
 */
struct list texts_sorted(struct arena *arena, const struct list *list);

/* Adds LIST to OUT as a JSON array. */
void texts_write(const struct list *list, struct buffer *out);

/* Borrows from ARENA: the texts of JSON, an array of those. False, with LIST empty: it is none. */
bool texts_read(const char *json, struct arena *arena, struct list *list);

/* Whether LIST contains TEXT. */
bool texts_have(const struct list *list, const char *text);

#endif
