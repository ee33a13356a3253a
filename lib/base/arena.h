/*
 * An arena: memory for one batch of lines, given back all at once.
 *
 * What a line was decoded into lives here, from its reading until its answer
 * is printed. Never returns NULL: without memory the process ends (memory.h).
 */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stdarg.h>
#include <stddef.h>

struct arena_block;

/* Zero it to begin: struct arena arena = {0}; */
struct arena {
	struct arena_block *blocks; /* the newest first */
	size_t used;                /* in the newest */
	size_t total;               /* bytes handed out since the last reset */
};

/* Borrows from ARENA: SIZE zeroed bytes, aligned for anything. */
void *arena_take(struct arena *arena, size_t size) __attribute__((alloc_size(2)));

/* Borrows from ARENA: a copy of LENGTH bytes of TEXT, NUL-terminated. */
char *arena_text(struct arena *arena, const char *text, size_t length);

/* Borrows from ARENA: text formatted as by printf(3). */
char *arena_printf(struct arena *arena, const char *format, ...)
	__attribute__((format(printf, 2, 3)));
char *arena_printf_list(struct arena *arena, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

/* Forgets all that was taken; keeps one block for the next batch. */
void arena_reset(struct arena *arena);

/* Gives all memory back; ARENA may be used again. */
void arena_release(struct arena *arena);

#endif
