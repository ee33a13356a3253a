/*
 * A text as references are compared: its letters and digits, and how they are separated. Upper and
 * lower case of ASCII are the same, and so are its full-width forms.
 *
 *     "Inv.No.: 2025/017"  i n v n o 2 0 2 5 0 1 7
 */
#ifndef BANK_PHRASE_H
#define BANK_PHRASE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* What is between two characters, from the closest; of several, the last of these. */
enum phrase_gap {
	PHRASE_ADJACENT,
	PHRASE_JOINED, /* punctuation that a number may have: - . / _ : , */
	PHRASE_BLANK,
	PHRASE_APART, /* any other punctuation */
};

struct phrase {
	const uint32_t *characters;
	const unsigned char *before; /* the gap before each character, a phrase_gap */
	size_t count;
};

/* Reads TEXT, which is valid UTF-8; the phrase lives in ARENA. */
struct phrase phrase_of(const char *text, struct arena *arena);

/*
 * Whether CHARACTER can extend a number: a digit, and any character of a script that is not known
 * to have letters alone, so that no digit of any script is taken for a letter.
 */
bool phrase_is_digit(uint32_t character);

/* Whether CHARACTER, after a number, may be its suffix: 2025-017b. */
bool phrase_is_suffix(uint32_t character);

#endif
