#include "message/message.h"

#include "message/internal.h"

void *list_grow(struct list *list, size_t size, struct arena *arena)
{
	char *items = list->items;

	if ((list->count & (list->count - 1)) == 0) {
		items = arena_take(arena, (list->count > 0 ? 2 * list->count : 1) * size);
		if (list->count > 0)
			memcpy(items, list->items, list->count * size);
		list->items = items;
	}
	return items + list->count++ * size;
}

unsigned enumeration_find(const struct enumeration *enumeration, const char *text)
{
	unsigned i;

	for (i = 1; text != NULL && i < enumeration->count; i++)
		if (strcmp(enumeration->text[i], text) == 0)
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

const struct field *layout_field(const struct layout *layout, const char *name)
{
	size_t i;

	for (i = 0; i < layout->count; i++)
		if (strcmp(layout->fields[i].name, name) == 0)
			return &layout->fields[i];
	return NULL;
}

bool field_is_personal(const struct field *field)
{
	return field->type == FIELD_EMAIL || (field->flags & PERSONAL) != 0;
}

bool layout_is_personal(const struct layout *layout)
{
	size_t i;

	for (i = 0; i < layout->count; i++) {
		const struct field *field = &layout->fields[i];

		if (field_is_personal(field) ||
			(field->layout != NULL && layout_is_personal(field->layout)))
			return true;
	}
	return false;
}

/* The first field that a decoder of the struct at DATA would refuse. */
struct unreadable_field {
	const struct field *field;
	enum unreadable why;
};

static bool find_unreadable(
	const struct layout *layout, const void *data, struct unreadable_field *found);

/* The same for the items or fields of FIELD, which is present in the struct at DATA. */
static bool find_unreadable_part(
	const struct field *field, const void *data, struct unreadable_field *found)
{
	const struct list *list = field_at(field, data);
	size_t i;

	if (field->type == FIELD_OBJECT)
		return find_unreadable(
			field->layout, *(const void *const *)field_at(field, data), found);
	for (i = 0; field->type == FIELD_LIST && i < list->count; i++)
		if (find_unreadable(field->layout,
			    (const char *)list->items + i * field->layout->size, found))
			return true;
	return false;
}

static bool find_unreadable(
	const struct layout *layout, const void *data, struct unreadable_field *found)
{
	size_t i;

	for (i = 0; i < layout->count; i++) {
		const struct field *field = &layout->fields[i];
		bool present = field_is_present(field, data);

		if (present && field_is_within(field, data)) {
			if (find_unreadable_part(field, data, found))
				return true;
		} else if (present || (field->flags & REQUIRED)) {
			found->field = field;
			found->why = present ? UNREADABLE_OUT_OF_BOUNDS : UNREADABLE_MISSING;
			return true;
		}
	}
	return false;
}

const struct field *layout_unreadable(
	const struct layout *layout, const void *data, enum unreadable *why)
{
	struct unreadable_field found = {.field = NULL};

	if (find_unreadable(layout, data, &found))
		*why = found.why;
	return found.field;
}

void layout_overlay(const struct layout *to_layout, void *to, const struct layout *from_layout,
	const void *from)
{
	size_t i;

	for (i = 0; i < from_layout->count; i++) {
		const struct field *source = &from_layout->fields[i];
		const struct field *field = layout_field(to_layout, source->name);

		if (field == NULL || field->type != source->type || !field_is_present(source, from))
			continue;
		memcpy(field_at(field, to), field_at(source, from), form_of(field)->size);
		if (field->type == FIELD_BOOLEAN &&
			*(const enum boolean *)field_at(field, to) == BOOLEAN_FALSE)
			field_clear(field, to);
	}
}
