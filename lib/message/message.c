#include "message/message.h"

unsigned words_find(const struct words *words, const char *text)
{
	unsigned i;

	for (i = 1; text != NULL && i < words->count; i++)
		if (strcmp(words->text[i], text) == 0)
			return i;
	return 0;
}

const char *message_name(const struct message *message, size_t *length)
{
	const char *version = strrchr(message->type, '.');
	const char *name = version;

	while (name > message->type && name[-1] != '.')
		name--;
	*length = (size_t)(version - name);
	return name;
}

bool message_is_of(const struct message *message, const char *context)
{
	const char *from = strchr(message->type, '.') + 1;
	size_t length = strlen(context);

	return strncmp(from, context, length) == 0 && from[length] == '.';
}

const struct field *shape_field(const struct shape *shape, const char *name)
{
	size_t i;

	for (i = 0; i < shape->count; i++)
		if (strcmp(shape->fields[i].name, name) == 0)
			return &shape->fields[i];
	return NULL;
}

bool field_is_present(const struct field *field, const void *data)
{
	const void *at = field_at(field, data);

	switch (field->kind) {
	case KIND_STRING:
	case KIND_EMAIL:
	case KIND_UUID:
	case KIND_DATE:
	case KIND_TIME:
	case KIND_CURRENCY:
		return *(const char *const *)at != NULL;
	case KIND_INTEGER:
	case KIND_AMOUNT:
		return ((const struct integer *)at)->present;
	case KIND_TRUTH:
	case KIND_ENUM:
		return *(const unsigned *)at != 0;
	case KIND_OBJECT:
		return *(const void *const *)at != NULL;
	case KIND_LIST:
	case KIND_STRINGS:
		return ((const struct list *)at)->items != NULL;
	}
	return false;
}

/* Whether the value of FIELD, which the struct at DATA has, is within its bounds. */
static bool is_within(const struct field *field, const void *data)
{
	const void *at = field_at(field, data);
	const struct list *list = at;
	int64_t lowest, highest, length;
	size_t i;

	field_bounds(field, &lowest, &highest);
	switch (field->kind) {
	case KIND_STRING:
	case KIND_EMAIL:
		length = (int64_t)strlen(*(const char *const *)at);
		return length >= lowest && length <= highest;
	case KIND_INTEGER:
	case KIND_AMOUNT:
		return ((const struct integer *)at)->value >= lowest &&
		       ((const struct integer *)at)->value <= highest;
	case KIND_LIST:
		return (int64_t)list->count >= lowest && (int64_t)list->count <= highest;
	case KIND_STRINGS:
		for (i = 0; i < list->count; i++) {
			length = (int64_t)strlen(((const char *const *)list->items)[i]);
			if (length < lowest || length > highest)
				return false;
		}
		return list->count <= ITEMS_LIMIT;
	case KIND_UUID:
	case KIND_DATE:
	case KIND_TIME:
	case KIND_CURRENCY:
	case KIND_TRUTH:
	case KIND_ENUM:
	case KIND_OBJECT:
		return true;
	}
	return true;
}

/* The same as shape_unreadable(), of what FIELD, which the struct at DATA has, consists of. */
static const struct field *part_unreadable(
	const struct field *field, const void *data, enum unreadable *why)
{
	const struct list *list = field_at(field, data);
	const struct field *part = NULL;
	size_t i;

	if (field->kind == KIND_OBJECT)
		return shape_unreadable(
			field->shape, *(const void *const *)field_at(field, data), why);
	for (i = 0; field->kind == KIND_LIST && i < list->count && part == NULL; i++)
		part = shape_unreadable(
			field->shape, (const char *)list->items + i * field->shape->size, why);
	return part;
}

const struct field *shape_unreadable(
	const struct shape *shape, const void *data, enum unreadable *why)
{
	const struct field *part;
	size_t i;

	for (i = 0; i < shape->count; i++) {
		const struct field *field = &shape->fields[i];

		if (!field_is_present(field, data)) {
			if (!(field->flags & REQUIRED))
				continue;
			*why = UNREADABLE_LACKING;
			return field;
		}
		if (!is_within(field, data)) {
			*why = UNREADABLE_OUTSIDE;
			return field;
		}
		part = part_unreadable(field, data, why);
		if (part != NULL)
			return part;
	}
	return NULL;
}

/* Bytes of a field's member. */
static size_t member_size(const struct field *field)
{
	switch (field->kind) {
	case KIND_STRING:
	case KIND_EMAIL:
	case KIND_UUID:
	case KIND_DATE:
	case KIND_TIME:
	case KIND_CURRENCY:
	case KIND_OBJECT:
		return sizeof(void *);
	case KIND_INTEGER:
	case KIND_AMOUNT:
		return sizeof(struct integer);
	case KIND_TRUTH:
	case KIND_ENUM:
		return sizeof(unsigned);
	case KIND_LIST:
	case KIND_STRINGS:
		return sizeof(struct list);
	}
	return 0;
}

void field_clear(const struct field *field, void *data)
{
	memset(field_at(field, data), 0, member_size(field));
}

void fields_overlay(
	const struct shape *to_shape, void *to, const struct shape *from_shape, const void *from)
{
	size_t i;

	for (i = 0; i < from_shape->count; i++) {
		const struct field *source = &from_shape->fields[i];
		const struct field *field = shape_field(to_shape, source->name);

		if (field == NULL || field->kind != source->kind || !field_is_present(source, from))
			continue;
		memcpy(field_at(field, to), field_at(source, from), member_size(field));
		if (field->kind == KIND_TRUTH &&
			*(const enum truth *)field_at(field, to) == TRUTH_NO)
			field_clear(field, to);
	}
}

void field_bounds(const struct field *field, int64_t *lowest, int64_t *highest)
{
	*lowest = field->lowest;
	*highest = field->highest;
	if (*lowest != 0 || *highest != 0)
		return;
	switch (field->kind) {
	case KIND_EMAIL:
		*lowest = 3;
		*highest = 254; /* RFC 5321, 4.5.3.1.3, less the angle brackets */
		break;
	case KIND_AMOUNT:
		*highest = (INT64_C(1) << 53) - 1; /* past it, JSON readers round */
		break;
	case KIND_INTEGER:
		*highest = INT32_MAX;
		break;
	case KIND_LIST:
		*highest = ITEMS_LIMIT;
		break;
	case KIND_STRING:
	case KIND_STRINGS:
		*lowest = 1;
		*highest = 200;
		break;
	case KIND_UUID:
	case KIND_DATE:
	case KIND_TIME:
	case KIND_CURRENCY:
	case KIND_TRUTH:
	case KIND_ENUM:
	case KIND_OBJECT:
		break;
	}
}
