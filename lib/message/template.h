/*
 * A template, the last argument of a message's or struct's definition, describes it in a sentence.
 *
 *     "{#tickets ticket} of {reference} cancelled[{?command}| by somebody else][: {reason}]"
 *
 *     {field}        its value: an amount with its currency, a struct by its own template,
 *                    a list with ", " between structs, and " and " between strings ("; " if
 *                    the field is UNSPLIT)
 *     {#field noun}  a number, or that of a list's items, and the noun: "1 ticket", "2 tickets"
 *     {?field}       nothing; a condition for the brackets, see next
 *     [text|other]   the text if all fields that it names are present (a boolean true, a list
 *                    not empty), else the other, if any; fields of nested brackets don't count
 */
#ifndef MESSAGE_TEMPLATE_H
#define MESSAGE_TEMPLATE_H

#include "message/message.h"

/* Borrows from ARENA: the text of TEMPLATE (NULL: the layout's own) for the struct at DATA. */
const char *template_fill(
	const char *template, const struct layout *layout, const void *data, struct arena *arena);

/*
 * Borrows from TEMPLATE, or from that of a struct in LAYOUT: the first place that is wrong: a
 * field that LAYOUT does not have, an optional field outside brackets, an unmatched bracket.
 * NULL: none is.
 */
const char *template_wrong(const char *template, const struct layout *layout);

#endif
