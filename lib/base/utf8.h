/*
 * UTF-8 (RFC 3629), character by character.
 */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/*
 * How many bytes the first character of LENGTH bytes at TEXT takes; *CHARACTER is its
 * code point. 0 where no character begins there: an overlong form, a surrogate, a
 * character that is cut off, any other byte.
 */
size_t utf8_read(const char *text, size_t length, uint32_t *character);

/* Whether all of it is UTF-8. */
bool utf8_is_valid(const char *text, size_t length);

/*
 * Borrows TEXT, which is UTF-8, or from ARENA: as many of its characters as fit into LIMIT
 * bytes, 3 at least, with an ellipsis at their end, where it is longer.
 */
const char *utf8_shorten(const char *text, size_t limit, struct arena *arena);

#endif
