/*
 * Templates: an event, or a struct within one, as a sentence. The last argument of its definition.
 *
 *     "{#tickets ticket} of {reference} cancelled[{?command}| by somebody else][: {reason}]"
 *
 *     {field}        its value: an amount with its currency, a struct by its own template,
 *                    items of a list with ", ", " and " or "; " in between
 *     {#field noun}  a number, or that of a list's items, and the noun: "1 ticket", "2 tickets"
 *     {?field}       nothing; a condition for the brackets, see next
 *     [text|other]   the text if all fields that it names are present (a boolean true, a list
 *                    not empty), else the other, if there is one; brackets may be nested
 */
#ifndef MESSAGE_TEMPLATE_H
#define MESSAGE_TEMPLATE_H

#include "message/message.h"

/* Borrows from ARENA: the text of TEMPLATE (NULL: the layout's own) for the struct at DATA. */
const char *template_fill(
	const char *template, const struct layout *layout, const void *data, struct arena *arena);

/*
 * Borrows from TEMPLATE, or from one that it uses: the place that is wrong for LAYOUT: a field
 * that LAYOUT does not have, an optional field outside brackets, an unmatched bracket. NULL if
 * there is none.
 */
const char *template_wrong(const char *template, const struct layout *layout);

#endif
