#include "ticketing/texts.h"

#include <jansson.h>
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

void texts_write(const struct list *list, struct buffer *out)
{
	const char *const *texts = list->items;
	size_t i;

	buffer_add(out, "[", 1);
	for (i = 0; i < list->count; i++) {
		buffer_add(out, ",", i > 0);
		buffer_add_json(out, texts[i]);
	}
	buffer_add(out, "]", 1);
}

bool texts_read(const char *text, struct arena *arena, struct list *list)
{
	json_t *json = json_loads(text, 0, NULL), *item;
	bool good = json_is_array(json);
	size_t i;

	*list = (struct list){0, NULL};
	json_array_foreach(json, i, item)
	{
		good = good && json_is_string(item);
		if (!good)
			break;
		*(const char **)list_grow(list, sizeof(char *), arena) =
			arena_text(arena, json_string_value(item), json_string_length(item));
	}
	json_decref(json);
	if (!good)
		*list = (struct list){0, NULL};
	return good;
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
