/*
 * Allocation that succeeds or ends the process; and who owns what it returns.
 *
 * In all headers, a function that "returns new" gives its caller the result to release: with the
 * module's _free() or _close(), or with free(3). One that "borrows from X" returns what X owns:
 * it is valid while X is, and the caller does not release it. One that "takes X" releases it.
 * What an object refers to and neither copies nor takes must outlive the object.
 *
 * Lanyard is crash-only: uncommitted work is not acknowledged, and the next run
 * repeats it. So without memory the process prints a message and exits with
 * EX_OSERR (71). These functions never return NULL. With alloc_size,
 * _FORTIFY_SOURCE=3 checks copies into the memory that they return.
 */
#ifndef BASE_MEMORY_H
#define BASE_MEMORY_H

#include <stddef.h>

/* Returns new: OLD (NULL: nothing) resized to COUNT elements of SIZE bytes. Takes OLD. */
void *memory_resize(void *old, size_t count, size_t size) __attribute__((alloc_size(2, 3)));

/* Returns new: COUNT elements of SIZE bytes, all zero. */
void *memory_zeroed(size_t count, size_t size) __attribute__((alloc_size(1, 2)));

/* Returns new: a copy of TEXT; NULL for NULL. */
char *memory_text(const char *text);

/* Prints "out of memory" and exits with EX_OSERR, in any thread. */
_Noreturn void memory_exhausted(void);

#endif
