#include "message/encode.h"

static void encode_list(
	const struct field *field, const struct list *list, enum order order, struct buffer *to)
{
	size_t i;

	buffer_add(to, "[", 1);
	for (i = 0; i < list->count; i++) {
		if (i > 0)
			buffer_add(to, ",", 1);
		if (field->kind == KIND_STRINGS)
			buffer_add_json(to, ((const char *const *)list->items)[i]);
		else
			encode(field->shape, (const char *)list->items + i * field->shape->size,
				order, to);
	}
	buffer_add(to, "]", 1);
}

static void encode_value(
	const struct field *field, const void *at, enum order order, struct buffer *to)
{
	switch (field->kind) {
	case KIND_STRING:
	case KIND_EMAIL:
	case KIND_UUID:
	case KIND_DATE:
	case KIND_TIME:
	case KIND_CURRENCY:
		buffer_add_json(to, *(const char *const *)at);
		break;
	case KIND_INTEGER:
	case KIND_AMOUNT:
		buffer_add_integer(to, ((const struct integer *)at)->value);
		break;
	case KIND_TRUTH:
		buffer_add_text(to, *(const enum truth *)at == TRUTH_YES ? "true" : "false");
		break;
	case KIND_ENUM:
		buffer_add_json(to, words_text(field->words, *(const unsigned *)at));
		break;
	case KIND_OBJECT:
		encode(field->shape, *(const void *const *)at, order, to);
		break;
	case KIND_LIST:
	case KIND_STRINGS:
		encode_list(field, at, order, to);
		break;
	}
}

/* The field whose name comes next behind AFTER; NULL at the end. */
static const struct field *next_by_name(const struct shape *shape, const char *after)
{
	const struct field *next = NULL;
	size_t i;

	for (i = 0; i < shape->count; i++) {
		const struct field *field = &shape->fields[i];

		if ((after == NULL || strcmp(field->name, after) > 0) &&
			(next == NULL || strcmp(field->name, next->name) < 0))
			next = field;
	}
	return next;
}

void encode(const struct shape *shape, const void *data, enum order order, struct buffer *to)
{
	const struct field *field = NULL;
	const char *separator = "{\"";
	size_t i;

	for (i = 0; i < shape->count; i++) {
		field = order == CANONICAL ? next_by_name(shape, field ? field->name : NULL)
					   : &shape->fields[i];
		if (!field_is_present(field, data))
			continue;
		buffer_add(to, separator, 2);
		buffer_add_text(to, field->name);
		buffer_add(to, "\":", 2);
		encode_value(field, field_at(field, data), order, to);
		separator = ",\"";
	}
	buffer_add_text(to, *separator == '{' ? "{}" : "}");
}
