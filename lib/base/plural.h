/* The plural of a noun after a number. */
#ifndef BASE_PLURAL_H
#define BASE_PLURAL_H

#include <stdint.h>

/* What ends a regular noun after NUMBER: "1 ticket", "2 tickets". */
static inline const char *plural(int64_t number)
{
	return number == 1 ? "" : "s";
}

#endif
