/*
 * An arena: memory for one batch of lines, released all at once.
 *
 * A decoded line lives here until its answer is printed. No function returns
 * NULL: if allocation fails, the process exits (memory.h).
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

/* Zero it to begin: struct arena arena = {0}; */
struct arena {
	struct arena_block *blocks; /* the newest first */
	size_t used;                /* bytes of the newest block */
	size_t total;               /* bytes allocated since the last reset */
};

/* Borrows from ARENA: SIZE zeroed bytes, aligned for anything. */
void *arena_take(struct arena *arena, size_t size) __attribute__((alloc_size(2)));

/* The same, but its bytes have any value. */
void *arena_raw(struct arena *arena, size_t size) __attribute__((alloc_size(2)));

/* Borrows from ARENA: a copy of LENGTH bytes of TEXT, NUL-terminated. */
char *arena_text(struct arena *arena, const char *text, size_t length);

/* Borrows from ARENA: text formatted as by printf(3). */
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_printf_list(struct arena *arena, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

/*
 * Invalidates every allocation; keeps one block for the next batch. Under AddressSanitizer, the
 * use of an allocation from before ends the process.
 */
void arena_reset(struct arena *arena);

/* Frees all memory; ARENA may be used again. */
void arena_release(struct arena *arena);

#endif
