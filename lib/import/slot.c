#include "import/slot.h"

#include "base/buffer.h"
#include "base/distance.h"
#include "base/memory.h"

/* Each field of a described struct has as much room as the largest form of a value. */
enum { VALUE_SIZE = sizeof(struct list) };
_Static_assert(sizeof(struct integer) <= VALUE_SIZE && sizeof(char *) <= VALUE_SIZE,
	"every value has room");

/* What follows the path of SLOT in those of its fields. */
static const char *separator_of(const struct slot *slot)
{
	return slot->field->type == FIELD_LIST ? "[]." : ".";
}

static bool has_fields(const struct slot *slot)
{
	return slot->field->type == FIELD_OBJECT || slot->field->type == FIELD_LIST;
}

/* The last slot before COUNT that has the field of PATH; *NAME is the field's own name. */
static const struct slot *find_within(
	const struct slots *slots, size_t count, const char *path, const char **name)
{
	size_t i, length;

	*name = path;
	for (i = count; i > 0; i--) {
		const struct slot *slot = &slots->items[i - 1];

		length = strlen(slot->path);
		if (!has_fields(slot) || strncmp(path, slot->path, length) != 0 ||
			strncmp(path + length, separator_of(slot), strlen(separator_of(slot))) != 0)
			continue;
		*name = path + length + strlen(separator_of(slot));
		return slot;
	}
	return NULL;
}

/* Borrows from ARENA: an enumeration of the described values. */
static const struct enumeration *enumerate(const struct list *values, struct arena *arena)
{
	struct enumeration *enumeration = arena_take(arena, sizeof(*enumeration));
	const char **texts = arena_take(arena, (values->count + 1) * sizeof(*texts));

	if (values->count > 0)
		memcpy(texts + 1, values->items, values->count * sizeof(*texts));
	*enumeration = (struct enumeration){texts, values->count + 1};
	return enumeration;
}

static struct field *describe(
	const struct described_field *described, const char *name, struct arena *arena)
{
	struct field *field = arena_take(arena, sizeof(*field));

	*field = (struct field){
		.name = name,
		.doc = described->doc,
		.type = (enum field_type)(described->type - 1),
		.lowest = described->lowest.value,
		.highest = described->highest.value,
		.flags = (described->required == BOOLEAN_TRUE ? REQUIRED : 0u) |
			 (described->key == BOOLEAN_TRUE ? KEY : 0u) |
			 (described->unsplit == BOOLEAN_TRUE ? UNSPLIT : 0u),
	};
	if (field->type == FIELD_ENUM)
		field->enumeration = enumerate(&described->values, arena);
	return field;
}

/* The layout of what SLOT (NULL: the line) has, with copies of its fields at their offsets. */
static struct layout lay_out(
	const struct slots *slots, const struct slot *within, struct arena *arena)
{
	struct field *fields;
	size_t count = 0, i;

	for (i = 0; i < slots->count; i++)
		count += slots->items[i].within == within;
	fields = arena_take(arena, (count + 1) * sizeof(*fields));
	for (i = 0, count = 0; i < slots->count; i++) {
		if (slots->items[i].within != within)
			continue;
		fields[count] = *slots->items[i].field;
		fields[count].offset = count * VALUE_SIZE;
		count++;
	}
	return (struct layout){fields, count, (count + 1) * VALUE_SIZE, NULL};
}

/* Finishes a slot, those within it first: from the last. */
static void complete(struct slots *slots, struct slot *slot, struct arena *arena)
{
	struct field *field = (struct field *)(uintptr_t)slot->field;

	slot->pairs = false;
	slot->money = field->type == FIELD_AMOUNT;
	if (has_fields(slot)) {
		struct layout *layout = arena_take(arena, sizeof(*layout));

		*layout = lay_out(slots, slot, arena);
		field->layout = layout;
		slot->pairs = field_is_pairs(field);
		slot->money = slot->pairs && layout->fields[1].type == FIELD_AMOUNT;
	}
	slot->takes_cell = !has_fields(slot) || slot->pairs;
	slot->alone = (struct layout){slot->field, 1, VALUE_SIZE, NULL};
}

/* The currency beside an amount, or beside the list or object that has the amount. */
static const struct slot *currency_of(const struct slots *slots, const struct slot *money)
{
	const struct slot *within = money->within;
	size_t i;

	for (;; within = within->within) {
		for (i = 0; i < slots->count; i++)
			if (slots->items[i].field->type == FIELD_CURRENCY &&
				slots->items[i].within == within)
				return &slots->items[i];
		if (within == NULL)
			return NULL;
	}
}

bool slots_build(struct slots *slots, const struct described_verb *verb, struct arena *arena,
	struct fault *fault)
{
	const struct described_field *described = verb->fields.items;
	size_t i;

	slots->count = 0;
	slots->items = arena_take(arena, (verb->fields.count + 1) * sizeof(*slots->items));
	for (i = 0; i < verb->fields.count; i++) {
		struct slot *slot = &slots->items[i];
		const char *name;

		slot->path = described[i].path;
		slot->within = find_within(slots, i, slot->path, &name);
		if (*name == '\0' || strpbrk(name, ".[]") != NULL || slots_find(slots, slot->path))
			return fault_set(fault, EX_DATAERR,
				"--describe has an impossible field: %s", slot->path);
		slot->field = describe(&described[i], name, arena);
		slots->count++;
	}
	for (i = slots->count; i > 0; i--)
		complete(slots, &slots->items[i - 1], arena);
	for (i = 0; i < slots->count; i++)
		if (slots->items[i].money)
			slots->items[i].currency = currency_of(slots, &slots->items[i]);
	slots->layout = lay_out(slots, NULL, arena);
	return true;
}

/* Whether the path A is B, if "[]" is left out of both. */
static bool is_same_path(const char *a, const char *b)
{
	for (;; a++, b++) {
		while (strncmp(a, "[]", 2) == 0)
			a += 2;
		while (strncmp(b, "[]", 2) == 0)
			b += 2;
		if (*a != *b)
			return false;
		if (*a == '\0')
			return true;
	}
}

const struct slot *slots_find(const struct slots *slots, const char *path)
{
	size_t i;

	for (i = 0; i < slots->count; i++)
		if (is_same_path(slots->items[i].path, path))
			return &slots->items[i];
	return NULL;
}

const struct slot *slots_find_for(
	const struct slots *slots, const char *option, const char *path, struct fault *fault)
{
	const struct slot *slot = slots_find(slots, path);
	struct nearest nearest = nearest_to(path);
	struct buffer names = {0};
	size_t i;

	if (slot != NULL)
		return slot;
	for (i = 0; i < slots->count; i++) {
		if (!slots->items[i].takes_cell)
			continue;
		buffer_add_format(
			&names, "%s%s", names.length > 0 ? ", " : "", slots->items[i].path);
		nearest_offer(&nearest, slots->items[i].path);
	}
	if (nearest.text != NULL)
		fault_set(fault, EX_USAGE, "--%s: there is no field %.100s; did you mean %s?",
			option, path, nearest.text);
	else
		fault_set(fault, EX_USAGE, "--%s: there is no field %.100s; there are %s", option,
			path, buffer_text(&names));
	buffer_release(&names);
	return NULL;
}

bool slots_require(struct slots *slots, const char *path, struct fault *fault)
{
	const struct slot *slot = slots_find_for(slots, "require", path, fault);

	if (slot != NULL)
		((struct field *)(uintptr_t)slot->field)->flags |= REQUIRED;
	return slot != NULL;
}

bool slot_is_within(const struct slot *slot, const struct slot *other)
{
	for (; slot != NULL; slot = slot->within)
		if (slot == other)
			return true;
	return false;
}

/* Whether SLOT, or one within it, is FILLED. */
static bool is_filled(const struct slots *slots, const struct slot *slot, const bool *filled)
{
	size_t i;

	for (i = 0; i < slots->count; i++)
		if (filled[i] && slot_is_within(&slots->items[i], slot))
			return true;
	return false;
}

bool slots_lack(const struct slots *slots, const struct slot *slot, const bool *filled)
{
	const struct slot *within;
	size_t i;

	if (!(slot->field->flags & REQUIRED) || slot->field->type == FIELD_OBJECT ||
		is_filled(slots, slot, filled))
		return false;
	for (within = slot->within; within != NULL; within = within->within) {
		if (filled[within - slots->items])
			return false; /* one cell for the whole list */
		if (!is_filled(slots, within, filled) &&
			(within->field->type == FIELD_LIST || !(within->field->flags & REQUIRED)))
			return false;
	}
	/* An amount may have its currency beside it. */
	for (i = 0; i < slots->count; i++)
		if (filled[i] && slots->items[i].currency == slot)
			return false;
	return true;
}
