/*
 * What there is: in a refusal of an unknown id, the ids that are known, if they are few, or the one
 * that is nearest.
 */
#ifndef STORE_KNOWN_H
#define STORE_KNOWN_H

#include "message/message.h"
#include "store/store.h"

/* Whether ID may be named to whoever gets the message. */
typedef bool known_may(void *with, const char *id);

/*
 * Borrows from ARENA: a text to append to a message about the unknown id WANTED: "; there are early,
 * late", "; "early" is the nearest", or "". KIND is the name of the field that such ids are in, in
 * the events that set them. MAY, which is called with WITH, is NULL: all may be named.
 */
const char *known_instead(struct store *store, const char *kind, const char *wanted, known_may *may,
	void *with, struct arena *arena);

/* The same of NAMES (const char *); ALL: there are no others. */
const char *known_text(const char *wanted, const struct list *names, bool all, struct arena *arena);

#endif
