#include "import/mapping.h"

#include "import/value.h"

/* An argument of an option. */
struct argument {
	const char *name; /* the option's */
	const char *text; /* FIELD=TEXT */
	struct arena *arena;
};

/* Borrows from SLOTS: the slot that ARGUMENT names; NULL with FAULT set. */
static const struct slot *read_slot(
	const struct slots *slots, const struct argument *argument, struct fault *fault)
{
	size_t length = strcspn(argument->text, "=");
	const char *path = arena_text(argument->arena, argument->text, length);
	const struct slot *slot;

	if (argument->text[length] == '\0') {
		fault_set(fault, EX_USAGE, "--%s %s: is not FIELD=...", argument->name,
			argument->text);
		return NULL;
	}
	slot = slots_find_for(slots, argument->name, path, fault);
	if (slot == NULL || slot->takes_cell)
		return slot;
	fault_set(fault, EX_USAGE, "--%s: %s has fields of its own: name one of them",
		argument->name, path);
	return NULL;
}

/* Borrows from the arena: the text after the "="; NULL with FAULT set if there is none. */
static const char *read_text(const struct argument *argument, struct fault *fault)
{
	const char *from = strchr(argument->text, '=') + 1;
	struct fault found = {0};
	const char *text = value_clean(from, strlen(from), argument->arena, &found);

	if (text != NULL && *text != '\0')
		return text;
	fault_set(fault, EX_USAGE, "--%s %s: %s", argument->name, argument->text,
		text != NULL ? "is empty" : found.reason);
	return NULL;
}

bool mappings_read(struct mappings *mappings, const struct slots *slots, const char *name,
	const char *const *arguments, size_t count, struct arena *arena, struct fault *fault)
{
	struct mapping *items = arena_take(arena, (count + 1) * sizeof(*items));
	size_t i;

	*mappings = (struct mappings){items, 0};
	for (i = 0; i < count; i++) {
		const struct argument argument = {name, arguments[i], arena};
		const struct slot *slot = read_slot(slots, &argument, fault);

		if (slot == NULL)
			return false;
		if (mappings_text(mappings, slot) != NULL)
			return fault_set(
				fault, EX_USAGE, "--%s %s: is given twice", name, slot->path);
		items[i] = (struct mapping){slot, read_text(&argument, fault)};
		if (items[i].text == NULL)
			return false;
		mappings->count++;
	}
	return true;
}

const char *mappings_text(const struct mappings *mappings, const struct slot *slot)
{
	size_t i;

	for (i = 0; i < mappings->count; i++)
		if (mappings->items[i].slot == slot)
			return mappings->items[i].text;
	return NULL;
}
