/*
 * What Unicode knows of characters and texts; utf8proc has its tables.
 *
 * Texts are UTF-8. What these functions say of a character that Unicode has today is stable:
 * Unicode changes neither its normalization nor its case folding.
 */
#ifndef BASE_UNICODE_H
#define BASE_UNICODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"

/* They join or separate letters of Arabic, Persian or Indic texts, and parts of an emoji. */
enum { ZERO_WIDTH_NON_JOINER = 0x200c, ZERO_WIDTH_JOINER = 0x200d };

/*
 * Whether nothing is seen of CHARACTER, or nothing but a blank that looks like another one: of no
 * width, a control of the direction of texts, a blank at which no line is broken, a separator of
 * lines. Control characters are none of these.
 */
bool unicode_is_invisible(uint32_t character);

/* Whether an invisible CHARACTER is a part of the one before it, as the variant of an emoji is. */
bool unicode_is_attached(uint32_t character);

/* Whether CHARACTER is a mark on the one before it: an accent, or which variant it is. */
bool unicode_is_mark(uint32_t character);

/* Whether CHARACTER is a letter, or the sign of a currency. */
bool unicode_is_letter(uint32_t character);
bool unicode_is_currency(uint32_t character);

/* Whether CHARACTER is a blank, of any width. */
bool unicode_is_blank(uint32_t character);

/* Whether TEXT has blanks, of any width, and nothing else. */
bool unicode_is_blank_text(const char *text);

/* The columns that TEXT, without control characters, takes on a terminal. */
size_t unicode_width(const char *text);

/*
 * The bytes of the longest beginning of TEXT, of whole letters with their marks, that takes at most
 * MOST columns; *WIDTH is how many it takes. A first letter that alone takes more is divided between
 * its characters: a joined sequence has no limit.
 */
size_t unicode_prefix(const char *text, size_t most, size_t *width);

/*
 * The first character of TEXT that is invisible, or that Unicode does not have; 0 if there is
 * none.
 */
uint32_t unicode_find_unseen(const char *text);

/*
 * The same at the ends of TEXT. What is attached to its last character is a part of that one,
 * unless it would join it to another.
 */
uint32_t unicode_find_unseen_end(const char *text);

/*
 * Borrows from ARENA: what texts that look alike have in common: TEXT without differences of case,
 * normalization and width (NFKC_Casefold), invisible characters, and blanks at its ends.
 */
const char *unicode_fold(const char *text, struct arena *arena);

/* Whether A and B differ in their normalization at the most: they are seen as one text. */
bool unicode_is_equivalent(const char *a, const char *b, struct arena *arena);

#endif
