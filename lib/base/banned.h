/*
 * Banned functions: using one is a compile error. The Makefile includes this
 * header in every file (-include).
 *
 * Each has a bounded, reentrant or checked replacement: snprintf, asprintf,
 * strlcpy, strsep, gmtime_r, strtonum; diagnostic() in place of warn(3), which
 * does not escape control characters.
 */
#ifndef BASE_BANNED_H
#define BASE_BANNED_H

#include <bsd/stdlib.h>
#include <bsd/string.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* _FORTIFY_SOURCE defines some of them as macros, which can't be poisoned. */
#undef sprintf
#undef vsprintf
#undef strcpy
#undef strcat
#undef strncat
#pragma GCC poison sprintf vsprintf strcpy strcat strncat strtok strtok_r
#pragma GCC poison warn warnx vwarn vwarnx
#pragma GCC poison gmtime localtime ctime asctime atoi atol atoll gets

#endif
