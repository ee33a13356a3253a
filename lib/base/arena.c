#include "base/arena.h"

#include <stdalign.h>
#include <stdarg.h>

#include "base/memory.h"

#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define __SANITIZE_ADDRESS__ 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#include <sanitizer/asan_interface.h>
#else
#define ASAN_POISON_MEMORY_REGION(bytes, size) ((void)(bytes), (void)(size))
#define ASAN_UNPOISON_MEMORY_REGION(bytes, size) ((void)(bytes), (void)(size))
#endif

enum { BLOCK_SIZE = 256 * 1024 };

struct arena_block {
	struct arena_block *older;
	size_t size;
	alignas(max_align_t) char bytes[];
};

static void add_block(struct arena *arena, size_t size)
{
	size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
	struct arena_block *block = memory_resize(NULL, 1, sizeof(*block) + room);

	block->older = arena->blocks;
	block->size = room;
	ASAN_POISON_MEMORY_REGION(block->bytes, room);
	arena->blocks = block;
	arena->used = 0;
}

void *arena_raw(struct arena *arena, size_t size)
{
	size_t rounded = (size + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
	char *taken;

	if (arena->blocks == NULL || arena->blocks->size - arena->used < rounded)
		add_block(arena, rounded);
	taken = arena->blocks->bytes + arena->used;
	arena->used += rounded;
	arena->total += rounded;
	ASAN_UNPOISON_MEMORY_REGION(taken, size);
	return taken;
}

void *arena_take(struct arena *arena, size_t size)
{
	return memset(arena_raw(arena, size), 0, size);
}

char *arena_text(struct arena *arena, const char *text, size_t length)
{
	char *copy = arena_raw(arena, length + 1);

	memcpy(copy, text, length);
	copy[length] = '\0';
	return copy;
}

char *arena_printf(struct arena *arena, const char *format, ...)
{
	va_list arguments;
	char *text;

	va_start(arguments, format);
	text = arena_printf_list(arena, format, arguments);
	va_end(arguments);
	return text;
}

char *arena_printf_list(struct arena *arena, const char *format, va_list arguments)
{
	va_list again;
	char *text;
	int length;

	va_copy(again, arguments);
	length = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (length < 0)
		memory_exhausted();
	text = arena_raw(arena, (size_t)length + 1);
	vsnprintf(text, (size_t)length + 1, format, arguments);
	return text;
}

void arena_reset(struct arena *arena)
{
	struct arena_block *block = arena->blocks;

	while (block != NULL && (block->older != NULL || block->size > BLOCK_SIZE)) {
		struct arena_block *older = block->older;

		free(block);
		block = older;
	}
	if (block != NULL)
		ASAN_POISON_MEMORY_REGION(block->bytes, block->size);
	arena->blocks = block;
	arena->used = 0;
	arena->total = 0;
}

void arena_release(struct arena *arena)
{
	while (arena->blocks != NULL) {
		struct arena_block *older = arena->blocks->older;

		free(arena->blocks);
		arena->blocks = older;
	}
	*arena = (struct arena){0};
}
