#include "ticketing/texts.h"

#include <stdlib.h>
#include <string.h>

static int compare_texts(const void *left, const void *right)
{
	return strcmp(*(const char *const *)left, *(const char *const *)right);
}

struct list texts_sorted(struct arena *arena, const struct list *list)
{
	const char **texts;
	size_t count = 0;
	size_t i;

	if (list->count == 0)
		return (struct list){0, NULL};
	texts = arena_take(arena, list->count * sizeof(*texts));
	memcpy(texts, list->items, list->count * sizeof(*texts));
	qsort(texts, list->count, sizeof(*texts), compare_texts);
	for (i = 0; i < list->count; i++)
		if (i == 0 || strcmp(texts[i], texts[count - 1]) != 0)
			texts[count++] = texts[i];
	return (struct list){count, texts};
}

bool texts_have(const struct list *list, const char *text)
{
	const char *const *texts = list->items;
	size_t i;

	for (i = 0; i < list->count; i++)
		if (strcmp(texts[i], text) == 0)
			return true;
	return false;
}
