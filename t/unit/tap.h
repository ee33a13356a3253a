/*
 * As much of TAP as a unit test needs.
 */
#ifndef UNIT_TAP_H
#define UNIT_TAP_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed;

static inline void tap_ok(bool good, const char *name)
{
	tap_count++;
	tap_failed += !good;
	printf("%sok %d - %s\n", good ? "" : "not ", tap_count, name);
}

static inline void tap_text(const char *got, const char *wanted, const char *name)
{
	bool good = got != NULL && strcmp(got, wanted) == 0;

	tap_ok(good, name);
	if (!good)
		printf("# got:    %s\n# wanted: %s\n", got != NULL ? got : "NULL", wanted);
}

static inline int tap_end(void)
{
	printf("1..%d\n", tap_count);
	return tap_failed > 0;
}

#endif
