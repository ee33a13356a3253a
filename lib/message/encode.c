#include "message/encode.h"

#include "message/internal.h"

void encode_text(const struct field *field, const void *at, enum order order, struct buffer *to)
{
	(void)field;
	(void)order;
	buffer_add_json(to, *(const char *const *)at);
}

void encode_integer(const struct field *field, const void *at, enum order order, struct buffer *to)
{
	(void)field;
	(void)order;
	buffer_add_integer(to, ((const struct integer *)at)->value);
}

void encode_boolean(const struct field *field, const void *at, enum order order, struct buffer *to)
{
	(void)field;
	(void)order;
	buffer_add_text(to, *(const enum boolean *)at == BOOLEAN_TRUE ? "true" : "false");
}

void encode_enum(const struct field *field, const void *at, enum order order, struct buffer *to)
{
	(void)order;
	buffer_add_json(to, enumeration_text(field->enumeration, *(const unsigned *)at));
}

void encode_object(const struct field *field, const void *at, enum order order, struct buffer *to)
{
	encode(field->layout, *(const void *const *)at, order, to);
}

void encode_list(const struct field *field, const void *at, enum order order, struct buffer *to)
{
	const struct list *list = at;
	size_t i;

	buffer_add(to, "[", 1);
	for (i = 0; i < list->count; i++) {
		buffer_add(to, ",", i > 0);
		encode(field->layout, (const char *)list->items + i * field->layout->size, order,
			to);
	}
	buffer_add(to, "]", 1);
}

void encode_texts(const struct field *field, const void *at, enum order order, struct buffer *to)
{
	const struct list *list = at;
	size_t i;

	buffer_add(to, "[", 1);
	for (i = 0; i < list->count; i++) {
		buffer_add(to, ",", i > 0);
		encode_text(field, (const char *const *)list->items + i, order, to);
	}
	buffer_add(to, "]", 1);
}

/* Sorts the COUNT fields by name. A message has few, so this takes few comparisons. */
static void sort_by_name(const struct field **fields, size_t count)
{
	size_t i, place;

	for (i = 1; i < count; i++) {
		const struct field *field = fields[i];

		for (place = i; place > 0 && strcmp(fields[place - 1]->name, field->name) > 0;
			place--)
			fields[place] = fields[place - 1];
		fields[place] = field;
	}
}

void encode(const struct layout *layout, const void *data, enum order order, struct buffer *to)
{
	const struct field *present[FIELDS_LIMIT];
	size_t count = 0, i;

	for (i = 0; i < layout->count; i++)
		if (field_is_present(&layout->fields[i], data))
			present[count++] = &layout->fields[i];
	if (order == CANONICAL)
		sort_by_name(present, count);
	for (i = 0; i < count; i++) {
		buffer_add(to, i == 0 ? "{\"" : ",\"", 2);
		buffer_add_text(to, present[i]->name);
		buffer_add(to, "\":", 2);
		form_of(present[i])->encode(present[i], field_at(present[i], data), order, to);
	}
	buffer_add_text(to, count == 0 ? "{}" : "}");
}
