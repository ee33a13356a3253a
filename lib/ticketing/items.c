#include "ticketing/items.h"

#include <jansson.h>

#include "ticketing/messages.h"

void items_write(const struct list *list, struct buffer *out)
{
	const struct ticket *tickets = list->items;
	size_t first, end;

	for (first = 0; first < list->count; first = end) {
		end = first + 1;
		while (end < list->count &&
			tickets[end].price.value == tickets[first].price.value &&
			tickets[end].reduction.value == tickets[first].reduction.value &&
			strcmp(tickets[end].type, tickets[first].type) == 0)
			end++;
		buffer_add(out, first == 0 ? "[[" : ",[", 2);
		buffer_add_json(out, tickets[first].type);
		buffer_add(out, ",", 1);
		buffer_add_integer(out, tickets[first].price.value);
		buffer_add(out, ",", 1);
		buffer_add_integer(out, (int64_t)first + 1);
		buffer_add(out, ",", 1);
		buffer_add_integer(out, (int64_t)end);
		if (tickets[first].reduction.value > 0) {
			buffer_add(out, ",", 1);
			buffer_add_integer(out, tickets[first].reduction.value);
		}
		buffer_add(out, "]", 1);
	}
	buffer_add(out, "]", 1);
}

/* Reads the run JSON, whose first number is FIRST. False if it is none. */
static bool read_item(const json_t *json, unsigned first, struct arena *arena, struct item *item)
{
	const json_t *type = json_array_get(json, 0);
	const json_t *amount = json_array_get(json, 1);
	json_int_t price = json_integer_value(amount);
	json_int_t last = json_integer_value(json_array_get(json, 3));
	json_int_t reduction = json_integer_value(json_array_get(json, 4)); /* 0: it has none */

	if (!json_is_string(type) || !json_is_integer(amount) || price < 0 || price > PRICE_LIMIT ||
		reduction < 0 || reduction > PRICE_LIMIT ||
		json_integer_value(json_array_get(json, 2)) != first || last < first ||
		last > TICKETS_LIMIT)
		return false;
	*item = (struct item){
		.type = arena_text(arena, json_string_value(type), json_string_length(type)),
		.price = price,
		.reduction = reduction,
		.first = first,
		.last = (unsigned)last,
	};
	return true;
}

struct list items_read(struct store *store, const char *text, struct arena *arena)
{
	json_t *json = json_loads(text, 0, NULL);
	size_t count = json_array_size(json), i;
	struct item *items = arena_take(arena, (count + 1) * sizeof(*items));
	unsigned first = 1;

	for (i = 0; i < count; i++) {
		if (!read_item(json_array_get(json, i), first, arena, &items[i]))
			break;
		first = items[i].last + 1;
	}
	json_decref(json);
	if (count > 0 && i == count)
		return (struct list){count, items};
	store_corrupt(store, "a purchase's items are not its tickets: %.80s", text);
	return (struct list){0, items};
}

unsigned items_count(const struct list *list)
{
	const struct item *items = list->items;

	return list->count > 0 ? items[list->count - 1].last : 0;
}
