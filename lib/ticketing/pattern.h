/*
 * What people search for: a text, with a * at its beginning or its end for any other text there.
 * Texts match that look alike: in any case and normalization (unicode_fold).
 */
#ifndef TICKETING_PATTERN_H
#define TICKETING_PATTERN_H

#include <stdbool.h>

#include "base/arena.h"

/* Whether PATTERN has a *. */
bool pattern_is_open(const char *pattern);

/* Whether TEXT (NULL: it does not) matches PATTERN. */
bool pattern_matches(const char *pattern, const char *text, struct arena *arena);

/* Whether PATTERN has nothing but a * and blanks, and so matches every text. */
bool pattern_is_blank(const char *pattern, struct arena *arena);

/* Borrows from ARENA: a pattern of whatever contains TEXT, if that is none itself. */
const char *pattern_within(const char *text, struct arena *arena);

/* Borrows from ARENA: PATTERN (NULL: NULL) as LIKE takes it for a folded text, with ESCAPE '\'. */
const char *pattern_like(const char *pattern, struct arena *arena);

/* Borrows from ARENA: with which bytes all that matches begins; "" if that is not known. */
const char *pattern_prefix(const char *pattern, struct arena *arena);

#endif
