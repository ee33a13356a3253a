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
 * The size in bytes of the first character of the LENGTH bytes at TEXT; *CHARACTER is its
 * code point. 0 if they begin with no valid character (RFC 3629, 3): an overlong form, a
 * surrogate, a truncated sequence, any other byte.
 */
size_t utf8_read(const char *text, size_t length, uint32_t *character);

/* Whether all LENGTH bytes of TEXT are valid UTF-8. */
bool utf8_is_valid(const char *text, size_t length);

/* Whether TEXT, which must be valid UTF-8, is without control characters: C0, DEL, C1. */
bool utf8_is_plain(const char *text);

/*
 * Returns TEXT, which must be valid UTF-8, if it fits into LIMIT bytes (at least 3). Otherwise
 * borrows from ARENA: as many of its characters as fit with an ellipsis at their end.
 */
const char *utf8_shorten(const char *text, size_t limit, struct arena *arena);

#endif
