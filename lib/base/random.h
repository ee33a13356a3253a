/*
 * Random bytes of the system. libbsd's arc4random(3) ends the process without a word if it gets no
 * memory; this one says why, and exits with EX_OSERR.
 */
#ifndef BASE_RANDOM_H
#define BASE_RANDOM_H

#include <stddef.h>
#include <stdint.h>

void random_fill(void *to, size_t size);

/*
 * The same for at most 64 bytes, of a page that is read at once: a system call for an id is more
 * expensive than the id. No tool forks without exec, so no two processes use the same page.
 */
void random_take(void *to, size_t size);

/* A number below LIMIT, at most 2^31. */
uint32_t random_below(uint32_t limit);

#endif
