/*
 * The shortest season that fails: which steps it needs, and which of them need their fault.
 */
#ifndef SIMULATE_SHRINK_H
#define SIMULATE_SHRINK_H

#include "season.h"

/* What a season is made of: an element each step. */
struct choice_of_steps {
	int steps;
	bool left_out[STEPS_LIMIT + 1], calm[STEPS_LIMIT + 1];
};

/*
 * Runs the season of SEED again and again, each time without some of the STEPS, as long as it
 * fails. Returns how often it ran; FAILURE, of at least 2000 bytes, is that of the last failing one.
 */
int shrink(uint64_t seed, unsigned without, struct choice_of_steps *steps, char *failure);

/* Adds the options that repeat the season: the steps that are left, and what it is WITHOUT. */
void shrink_describe(const struct choice_of_steps *steps, unsigned without, struct buffer *options);

/* Reads a list of numbers, as "3,17,20"; marks each in LIST. False: it is none. */
bool shrink_read(const char *text, bool list[STEPS_LIMIT + 1]);

#endif
