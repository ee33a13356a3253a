/*
 * Random numbers that follow from a seed: the same seed, the same numbers, on every machine.
 */
#ifndef SIMULATE_CHANCE_H
#define SIMULATE_CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct random {
	uint64_t state;
};

/* The stream of numbers that a SEED and a number have: two of them are independent. */
struct random chance_of(uint64_t seed, uint64_t number);

uint64_t chance_next(struct random *random);

/* A number from 0 to LIMIT - 1; 0 if LIMIT is 0. */
uint64_t chance_below(struct random *random, uint64_t limit);

/* True once in ONE_IN times. */
bool chance_once(struct random *random, uint64_t one_in);

void chance_bytes(struct random *random, void *to, size_t size);

#endif
