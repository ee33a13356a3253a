/*
 * Look-alikes: ids, or addresses, that differ in what people overlook, as in case, in blanks at
 * their ends, or in the encoding of an accent: "acme" and "Acme".
 *
 * Each is taken as it is, since both may be meant. A table of the store has, for each field of an
 * event that IDENTIFIES, whose it is, its text and its folded text.
 */
#ifndef STORE_LOOK_ALIKE_H
#define STORE_LOOK_ALIKE_H

#include "store/context.h"

/* A look-alike, in an arena. */
struct look_alike {
	const char *owner; /* whose address it is; the id itself */
	const char *text;
};

/* Warns if EVENT, decided and not yet recorded, brings a look-alike of what is known. */
void look_alike_warn(struct decision *decision, const struct decided *event);

/*
 * Adds to the reason of a denied command which look-alike of the unknown id at its pointer is
 * known, or else what there is: see store/known.h. DATA is the command's, a struct of LAYOUT.
 */
void look_alike_explain(struct decision *decision, const struct layout *layout, const void *data);

/* Notes what the event OF, a struct of LAYOUT, says by which somebody or something is known. */
void look_alike_apply(const struct applying *of, const struct layout *layout);

/*
 * Borrows from ARENA: of the texts of KIND, a field's name, those with the folded text that OWNER's
 * has: struct look_alike, OWNER's own first, then at the most 10 others, by text and owner.
 * Empty: OWNER has none.
 */
struct list look_alike_find(
	struct store *store, const char *kind, const char *owner, struct arena *arena);

/* What A and B, look-alikes, differ in if it is not seen: words to append, or "". */
const char *look_alike_difference(const char *a, const char *b, struct arena *arena);

#endif
