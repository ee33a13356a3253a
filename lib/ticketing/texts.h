/*
 * Lists of texts, as fields of messages have them.
 */
#ifndef TICKETING_TEXTS_H
#define TICKETING_TEXTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "message/message.h"

/*
 * Borrows from ARENA: the texts of LIST in order, each once, and no list (count 0) where
 * there is none: equal sets have equal bytes.
 */
struct list texts_sorted(struct arena *arena, const struct list *list);

/* Whether LIST has TEXT. */
bool texts_have(const struct list *list, const char *text);

#endif
