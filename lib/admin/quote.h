/* Words of command lines that people copy. */
#ifndef ADMIN_QUOTE_H
#define ADMIN_QUOTE_H

#include "base/arena.h"

/* Borrows from ARENA: TEXT as one word of sh, in quotes if it needs them. */
const char *quote_word(const char *text, struct arena *arena);

#endif
