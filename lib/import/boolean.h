/* Yes and no as people write them, in the languages of many spreadsheets. */
#ifndef IMPORT_BOOLEAN_H
#define IMPORT_BOOLEAN_H

#include <stdbool.h>

#include "base/arena.h"

/* Whether TEXT is a yes or a no; *VALUE: which. "x" is a yes, as in a list to tick off. */
bool boolean_parse(const char *text, bool *value, struct arena *arena);

/* Whether TEXT is what people write for neither: "-", "n/a". */
bool boolean_is_absent(const char *text, struct arena *arena);

#endif
