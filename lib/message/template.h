/*
 * A template, the last argument of a message's or struct's definition, describes it in a sentence.
 *
 *     "{#tickets ticket} of {reference} cancelled[{?command}| by somebody else][: {reason}]"
 *
 *     {field}        its value: an amount with its currency, a struct by its own template,
 *                    a list with ", " between structs, and strings as in "a, b and c" (with "; "
 *                    if the field is UNSPLIT)
 *     {*field by}    a list of structs, by the text BY that each has: "2 × full, 1 × day"
 *     {#field noun}  a number, or that of a list's items, and the noun: "1 ticket", "2 tickets"; of
 *                    a number of MINUTES in days or hours, if it is whole ones
 *     {?field}       nothing; a condition for the brackets, see next
 *     [text|other]   the text if all fields that it names are present (a boolean true, a list
 *                    not empty), else the other, if any; fields of nested brackets don't count
 */
#ifndef MESSAGE_TEMPLATE_H
#define MESSAGE_TEMPLATE_H

#include "base/clock.h"
#include "message/message.h"

/* How people read dates and times: in ZONE (NULL: UTC), and without the year of BESIDE. */
struct template_style {
	zone_offset *zone;
	const char *beside; /* a date or time; NULL: with the year */
};

/*
 * Borrows from ARENA: the text of TEMPLATE (NULL: the layout's own) for the struct at DATA. STYLE
 * is NULL in a text that is recorded: dates and times are then as in DATA, whoever reads it.
 */
const char *template_fill(const char *template, const struct layout *layout, const void *data,
	const struct template_style *style, struct arena *arena);

/*
 * Borrows from TEMPLATE, or from that of a struct in LAYOUT: the first place that is wrong: a
 * field that LAYOUT does not have, an optional field outside brackets, an unmatched bracket.
 * NULL: none is.
 */
const char *template_wrong(const char *template, const struct layout *layout);

#endif
