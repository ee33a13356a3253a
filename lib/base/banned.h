/*
 * Functions that are not used here, made into compile errors. This header is
 * forced into every file by the Makefile (-include).
 *
 * Each has a bounded, reentrant or checked replacement: snprintf, asprintf,
 * strlcpy, strsep, gmtime_r, strtonum; diagnostic() for warn(3), which writes
 * control characters as they are.
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

/* Fortified, some of them are macros, which can't be poisoned. */
#undef sprintf
#undef vsprintf
#undef strcpy
#undef strcat
#undef strncat
#pragma GCC poison sprintf vsprintf strcpy strcat strncat strtok strtok_r
#pragma GCC poison warn warnx vwarn vwarnx
#pragma GCC poison gmtime localtime ctime asctime atoi atol atoll gets

#endif
