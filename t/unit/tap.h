/*
 * As much of TAP as a unit test needs.
 */
#ifndef UNIT_TAP_H
#define UNIT_TAP_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int tap_count, tap_failed, tap_fragments;

/* The words with which a name begins in the middle of a sentence; t/lib.sh reads them, too. */
static const char *const tap_fragment_words =
#include "fragments"
	;

static inline bool tap_stands_alone(const char *name)
{
	const char *word = tap_fragment_words;
	size_t length = strcspn(name, " ,");

	while (length > 0 && *word != '\0') {
		if (strcspn(word, " ") == length && strncmp(word, name, length) == 0)
			return false;
		word += strcspn(word, " ");
		word += strspn(word, " ");
	}
	return length > 0;
}

static inline void tap_ok(bool passed, const char *name)
{
	if (!tap_stands_alone(name)) {
		printf("# begins in the middle of a sentence: %s\n", name);
		tap_fragments++;
	}
	tap_count++;
	tap_failed += !passed;
	printf("%sok %d - %s\n", passed ? "" : "not ", tap_count, name);
}

static inline void tap_text(const char *got, const char *wanted, const char *name)
{
	bool same = got != NULL && strcmp(got, wanted) == 0;

	tap_ok(same, name);
	if (!same)
		printf("# got:    %s\n# wanted: %s\n", got != NULL ? got : "NULL", wanted);
}

static inline int tap_end(void)
{
	if (tap_fragments > 0)
		tap_ok(false, "the name of each test is a sentence that stands alone");
	printf("1..%d\n", tap_count);
	return tap_failed > 0;
}

#endif
