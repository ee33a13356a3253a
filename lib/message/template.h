/*
 * How an event, or a struct within one, reads to people: the last argument of its definition.
 *
 *     "{#tickets ticket} of {reference} cancelled[{?command}| by somebody else][: {reason}]"
 *
 *     {field}        its value: an amount with its currency, a struct by its own template,
 *                    items of a list with ", ", " and " or "; " in between
 *     {#field noun}  a number, or that of a list's items, and the noun: "1 ticket", "2 tickets"
 *     {?field}       nothing, but it has to be present, see next
 *     [text|other]   the text if all fields that it names are present (a boolean true, a list
 *                    not empty), else the other, if there is one; brackets may be nested
 */
#ifndef MESSAGE_TEMPLATE_H
#define MESSAGE_TEMPLATE_H

#include "message/message.h"

/* Borrows from ARENA: what TEMPLATE (NULL: the layout's own) says of the struct at DATA. */
const char *template_fill(
	const char *template, const struct layout *layout, const void *data, struct arena *arena);

/*
 * Borrows: where TEMPLATE, or one that it uses, is wrong for LAYOUT: a field that it does not
 * have, one that may be absent and stands in no brackets, a bracket too many or too few.
 * NULL: nowhere.
 */
const char *template_wrong(const char *template, const struct layout *layout);

#endif
