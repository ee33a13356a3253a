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

/* The field with the next name after AFTER; NULL at the end. */
static const struct field *next_by_name(const struct layout *layout, const struct field *after)
{
	const struct field *next = NULL;
	size_t i;

	for (i = 0; i < layout->count; i++) {
		const struct field *field = &layout->fields[i];

		if ((after == NULL || strcmp(field->name, after->name) > 0) &&
			(next == NULL || strcmp(field->name, next->name) < 0))
			next = field;
	}
	return next;
}

void encode(const struct layout *layout, const void *data, enum order order, struct buffer *to)
{
	const struct field *field = NULL;
	const struct form *form;
	const void *at;
	const char *separator = "{\"";
	size_t i;

	for (i = 0; i < layout->count; i++) {
		field = order == CANONICAL ? next_by_name(layout, field) : &layout->fields[i];
		form = form_of(field);
		at = field_at(field, data);
		if (!form->is_present(at))
			continue;
		buffer_add(to, separator, 2);
		buffer_add_text(to, field->name);
		buffer_add(to, "\":", 2);
		form->encode(field, at, order, to);
		separator = ",\"";
	}
	buffer_add_text(to, *separator == '{' ? "{}" : "}");
}
